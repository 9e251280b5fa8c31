using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Spaces;

public sealed class ExpressionTests
{
    private static readonly Configuration Values =
        Make.Configuration(("a", 3.0), ("b", 4.0), ("cell.width", 16.0), ("name", "sgd"), ("quote", "it's"), ("on", true), ("off", false));

    [Theory]
    [InlineData("a < b", true)]
    [InlineData("a >= b", false)]
    [InlineData("a + b * 2 == 11", true)]
    [InlineData("(a + b) * 2 == 14", true)]
    [InlineData("b - a - 1 == 0", true)]
    [InlineData("24 / b / 2 == 3", true)]
    [InlineData("7 % 4 == a", true)]
    [InlineData("-a ^ 2 == -9", true)]
    [InlineData("2 ^ a ^ 2 == 512", true)]
    [InlineData("2 ** -1 == 0.5", true)]
    [InlineData("--a == a", true)]
    [InlineData("1.5e1 == 15 and .5 == 0.5 and 5. == 5", true)]
    [InlineData("min(a, b, 2) == 2 and max(a, b) == 4", true)]
    [InlineData("abs(-a) == 3 and sqrt(b) == 2 and floor(2.7) == 2 and ceil(2.1) == 3", true)]
    [InlineData("log2(cell.width) == 4 and log10(100) == 2 and log(exp(1)) == 1", true)]
    [InlineData("name == 'sgd'", true)]
    [InlineData("name = 'sgd'", true)]
    [InlineData("`cell.width` = 16", true)]
    [InlineData("name != \"adam\"", true)]
    [InlineData("quote == \"it's\"", true)]
    [InlineData("on", true)]
    [InlineData("not on", false)]
    [InlineData("!off && on || off", true)]
    [InlineData("not a > b", true)]
    [InlineData("off or on and off", false)]
    [InlineData("on == true and off == false", true)]
    [InlineData("a", false)]
    [InlineData("a + b", false)]
    [InlineData("name < 3", false)]
    [InlineData("name + 1 > 0", false)]
    [InlineData("a == name", false)]
    [InlineData("b / 0 > 1e308", true)]
    [InlineData("log(-1) > 0 or log(-1) <= 0", false)]
    [InlineData("missing > 100", true)]
    [InlineData("missing > 100 and a > 100", true)]
    public void An_expression_has_its_value(string text, bool holds) => Constraint.Parse(text).Holds(Values).ShouldBe(holds);

    [Theory]
    [InlineData("", 1, "ends where a value is expected")]
    [InlineData("   ", 4, "ends where a value is expected")]
    [InlineData("a <", 4, "ends where a value is expected")]
    [InlineData("a < b < 5", 7, "'<' is not expected")]
    [InlineData("a b", 3, "'b' is not expected")]
    [InlineData("(a < b", 7, "')' is missing")]
    [InlineData("a < b)", 6, "')' is not expected")]
    [InlineData("a = = b", 5, "'=' is not expected")]
    [InlineData("`a < b", 1, "'`' is not understood")]
    [InlineData("a # b", 3, "'#' is not understood")]
    [InlineData("name == 'sgd", 9, "''' is not understood")]
    [InlineData("sin(a) > 0", 5, "there is no function 'sin'; there are abs")]
    [InlineData("sqrt(a, b) > 0", 12, "'sqrt' takes one value")]
    [InlineData("min() > 0", 5, "')' is not expected")]
    [InlineData("a and", 6, "ends where a value is expected")]
    [InlineData("and a", 1, "'and' is a word of the language")]
    [InlineData("a < not", 5, "'not' is a word of the language")]
    [InlineData("1.2.3 < a", 4, "'.3' is not expected")]
    [InlineData("a < 5x", 6, "'x' is not expected")]
    public void A_malformed_expression_is_refused_at_the_place(string text, int character, string fault)
    {
        var message = Should.Throw<FormatException>(() => Constraint.Parse(text)).Message;
        message.ShouldContain($"'{text}'");
        message.ShouldContain($"at character {character}: ");
        message.ShouldContain(fault);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("not ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("2 ^ ", 100_000)]
    [InlineData("1 + ", 100_000)]
    [InlineData("min(", 100)]
    public void An_expression_too_large_is_refused_without_harm(string repeated, int times) =>
        Should.Throw<FormatException>(() =>
            Constraint.Parse(string.Concat(Enumerable.Repeat(repeated, times)) + "1")).Message.Length.ShouldBeLessThan(3_000);

    [Fact]
    public void The_longest_chain_that_is_read_can_be_evaluated() =>
        Constraint.Parse(string.Concat(Enumerable.Repeat("1^", 950)) + "a == 1").Holds(Values).ShouldBeTrue();

    [Fact]
    public void The_names_are_told() =>
        Constraint.Parse("a + min(cell.width, b) > 3 and name == 'b2'").Names.ShouldBe(["a", "cell.width", "b", "name"], ignoreOrder: true);
}
