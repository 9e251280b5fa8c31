using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Studies;

public sealed class StudyLinesTests
{
    private const string File = """
        name: lines
        evaluator: { type: command, command: "true" }
        space:
          lr: { type: float, low: 0, high: 1 }
          units:
            type: int
            low: 4
        constraints:
          - lr < 1
          - units < 2
        """;

    [Theory]
    [InlineData("name", 1)]
    [InlineData("evaluator.type", 2)]
    [InlineData("space.lr.low", 4)]
    [InlineData("space.units.low", 7)]
    [InlineData("constraints[1]", 10)]
    public void A_fault_is_at_the_line_of_what_it_names(string path, int line) => StudyLines.Of(File).Line(path).ShouldBe(line);

    [Theory]
    [InlineData("space.units.high", 5)]
    [InlineData("evaluator.command.part", 2)]
    [InlineData("constraints[5]", 8)]
    public void What_is_missing_is_at_the_line_of_what_it_misses_in(string path, int line) => StudyLines.Of(File).Line(path).ShouldBe(line);

    [Theory]
    [InlineData("budget.trials")]
    [InlineData("")]
    public void A_part_that_is_not_there_has_no_line(string path) => StudyLines.Of(File).Line(path).ShouldBeNull();

    [Fact]
    public void A_malformed_text_has_the_line_where_it_breaks_off() =>
        StudyLines.Of("name: x\nspace: {\n  lr: [\nsampler: gp\n").Line("").ShouldNotBeNull().ShouldBeInRange(3, 5);

    [Fact]
    public void A_study_in_JSON_has_lines_too() => StudyLines.Of("{\n \"name\": \"x\",\n \"budget\": { \"trials\": -1 } }").Line("budget.trials").ShouldBe(3);
}
