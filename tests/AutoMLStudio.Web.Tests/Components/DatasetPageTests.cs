using AutoMLStudio.Datasets;
using AutoMLStudio.Datasets.Profiles;
using AutoMLStudio.Web.Components.Datasets;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Hosting;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class DatasetPageTests : PageTest
{
    public DatasetPageTests() => Services.AddSingleton(Options.Create(new StudioOptions()));

    [Fact]
    public void The_list_tells_what_each_dataset_holds_and_leads_to_a_study()
    {
        Datasets.All.Add(Wine(new DatasetUse(7, "a study")));
        var page = Render<DatasetsPage>();
        var row = page.Find("tbody tr").TextContent;
        foreach (var text in new[] { "wine", "red wine.csv", "CSV", "178", "3 columns", "2 classes", "class", "12 kB", "1 study" })
            row.ShouldContain(text);
        page.Find("a.button").GetAttribute("href").ShouldBe("studies/new?dataset=wine");
    }

    [Theory]
    [InlineData("studies/new", "studies/new?dataset=wine")]
    [InlineData("https://elsewhere.test/", "datasets/wine")]
    public async Task What_is_uploaded_for_a_study_leads_back_to_it_and_nowhere_else(string asked, string address)
    {
        Navigation.NavigateTo($"datasets?return={Uri.EscapeDataString(asked)}");
        var page = Render<DatasetsPage>();
        await page.InvokeAsync(() => page.FindComponent<UploadZone>().Instance.DatasetAdded("wine", alone: true));
        Navigation.ToBaseRelativePath(Navigation.Uri).ShouldBe(address);
    }

    [Fact]
    public void A_table_shows_columns_balance_target_and_first_rows()
    {
        Datasets.All.Add(Wine());
        var page = Render<DatasetPage>(p => p.Add(d => d.Name, "wine"));
        page.FindAll(".columns tbody th .column-name").Select(c => c.TextContent).ShouldBe(["alcohol", "colour", "class"]);
        page.FindAll(".columns .distribution rect").Count.ShouldBe(2 + 2 + 2);
        page.Find(".columns .target .column-name").TextContent.ShouldBe("class");
        page.FindAll(".class-balance li").Count.ShouldBe(2);
        page.FindAll(".first-rows tbody tr").Count.ShouldBe(2);
        page.Markup.ShouldContain("5.6 %");
    }

    [Fact]
    public void What_a_file_says_is_text_and_never_markup()
    {
        var wine = Wine();
        Datasets.All.Add(wine with
        {
            Profile = wine.Profile with { Columns = [wine.Profile.Columns[0] with { Name = "<img src=x>", Head = ["<script>1</script>"] }] },
        });
        var page = Render<DatasetPage>(p => p.Add(d => d.Name, "wine"));
        page.FindAll("img, .first-rows script").ShouldBeEmpty();
        page.Find(".column-name").TextContent.ShouldBe("<img src=x>");
    }

    [Fact]
    public void A_dataset_in_use_can_be_neither_renamed_nor_deleted()
    {
        Datasets.All.Add(Wine(new DatasetUse(7, "a study")));
        var page = Render<DatasetPage>(p => p.Add(d => d.Name, "wine"));
        page.FindAll(".toolbar button").ShouldAllBe(b => b.HasAttribute("disabled"));
        page.Find(".use").GetAttribute("href").ShouldBe("studies/7");
    }

    [Fact]
    public void A_dataset_is_renamed_in_place()
    {
        Datasets.All.Add(Wine());
        var page = Render<DatasetPage>(p => p.Add(d => d.Name, "wine"));
        page.FindAll(".toolbar button")[0].Click();
        page.Find(".rename input").Change("red-wine");
        page.Find(".rename").Submit();
        Datasets.All[0].Summary.Name.ShouldBe("red-wine");
        Navigation.Uri.ShouldEndWith("/datasets/red-wine");
    }

    [Fact]
    public void Samples_are_shown_by_class()
    {
        var profile = new DatasetProfile
        {
            Kind = DatasetKind.Images, Format = "images", Rows = 4, Classes = [new("cat", 3), new("dog", 1)],
            Suggestion = new(null, DatasetTask.Classification, TargetRule.Pictures, ""),
            Images = new(3, [new("8 × 8", 3), new("8 × 9", 1)], 2, new(8, 12, [0, 0, 1], new string('a', 64))),
        };
        Datasets.All.Add(new(
            new("pets", false, DatasetKind.Images, "images", 4, 0, 2, 900, "pets.zip", Time.GetUtcNow(), profile.Suggestion, []), profile));
        var page = Render<DatasetPage>(p => p.Add(d => d.Name, "pets"));
        page.FindAll(".sample-grid figcaption").Select(c => c.TextContent).ShouldBe(["cat", "dog"]);
        page.FindAll(".sample-grid .tile").Count.ShouldBe(3);
        page.Find(".sample-grid").GetAttribute("style")!.ShouldContain("/api/v1/datasets/pets/samples.png?v=aaaaaaaaaaaaaaaa");
    }

    [Fact]
    public void An_unknown_dataset_has_a_page_that_says_so() =>
        Render<DatasetPage>(p => p.Add(d => d.Name, "nothing")).Find("h1").TextContent.ShouldBe("There is no dataset nothing");

    private DatasetDetail Wine(params DatasetUse[] uses)
    {
        var suggestion = new TargetSuggestion("class", DatasetTask.Classification, TargetRule.Named, "");
        var profile = new DatasetProfile
        {
            Kind = DatasetKind.Table, Format = "csv", Rows = 178, ColumnCount = 3, Suggestion = suggestion, Classes = [new("a", 100), new("b", 78)],
            Columns =
            [
                new("alcohol", ColumnType.Number, 10, 126, true, new(11, 13, 14.8, 0.8, false),
                    [new(11, 13, 80), new(13, 15, 88)], [], ["14.2", "13.1"]),
                new("colour", ColumnType.Category, 0, 2, true, null, [], [new("red", 150), new("white", 28)], ["red", "white"]),
                new("class", ColumnType.Category, 0, 2, true, null, [], [new("a", 100), new("b", 78)], ["a", "b"]),
            ],
        };
        return new(new("wine", false, DatasetKind.Table, "csv", 178, 3, 2, 12_000, "red wine.csv", Time.GetUtcNow(), suggestion, uses), profile);
    }
}
