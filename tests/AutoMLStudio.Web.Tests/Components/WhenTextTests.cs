using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Forms;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class WhenTextTests
{
    [Theory]
    [InlineData("""{"optimizer":"sgd"}""", "optimizer = sgd")]
    [InlineData("""{"optimizer":["sgd","adam"],"layers":{"min":2,"max":4}}""", "optimizer = sgd | adam; layers = 2..4")]
    [InlineData("""{"rate":{"max":0.5},"flag":true}""", "rate = ..0.5; flag = true")]
    [InlineData("""{"rate":{"min":-1.5}}""", "rate = -1.5..")]
    [InlineData("""{"rate":{"max":-2}}""", "rate = ..-2")]
    public void A_condition_goes_to_a_line_and_back(string json, string line)
    {
        WhenText.Of(JsonNode.Parse(json)).ShouldBe(line);
        WhenText.Read(line)!.ToJsonString().ShouldBe(json);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("= sgd")]
    [InlineData("optimizer =")]
    public void What_cannot_be_read_stays_as_it_was_typed(string line) => WhenText.Read(line)!.GetValue<string>().ShouldBe(line);

    [Fact]
    public void Nothing_is_no_condition() => WhenText.Read("  ").ShouldBeNull();
}
