namespace AutoMLStudio.Datasets.Tests.Readers;

public sealed class TextsReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_plain_text_becomes_pieces_that_ask_for_the_next_character()
    {
        var options = new DatasetOptions { Text = TextTokens.Characters, Length = 3 };
        var data = await Load("a.txt", "abcab,ä😀a", options);
        (data.Kind, data.Task).ShouldBe((DatasetKind.Text, DatasetTask.NextToken));
        data.Vocabulary.ShouldBe([",", "a", "b", "c", "ä", "😀"]);
        data.Shape.ShouldBe([3]);
        // abc|ab,|ä😀a: the last piece has nothing after it to ask for.
        data.Features.ToArray().ShouldBe([1, 2, 3, 1, 2, 0]);
        data.Targets.ToArray().ShouldBe([1, 4]);
    }

    [Fact]
    public async Task Words_are_told_from_marks_and_the_rarest_share_a_token()
    {
        var options = new DatasetOptions { Text = TextTokens.Words, Length = 2, Vocabulary = 4 };
        var data = await Load("a.txt", "The cat, the dog,\nthe CAT. It's 42", options);
        data.Vocabulary.ShouldBe(["<unknown>", ",", "cat", "the"]);
        data.Features.ToArray().ShouldBe([3, 2, 1, 3, 0, 1, 3, 2, 0, 0]);
        (await Load("b.txt", "It's 42 of 42's", options with { Vocabulary = 100 })).Vocabulary.ShouldBe(["'s", "42", "it's", "of"]);
    }

    [Fact]
    public async Task Texts_of_a_table_are_cut_or_padded_and_keep_their_classes()
    {
        var options = new DatasetOptions { Text = TextTokens.Words, Length = 3, Target = "mood" };
        var data = await Load("a.csv", "id,mood,said\n1,good,so very very fine\n2,bad,\"no, so\"\n3,good,fine\n4,bad,no\n", options);
        (data.Kind, data.Task).ShouldBe((DatasetKind.Text, DatasetTask.Classification));
        data.ClassNames.ShouldBe(["bad", "good"]);
        data.Vocabulary.ShouldBe(["<end>", ",", "fine", "no", "so", "very"]);
        data.Features.ToArray().ShouldBe([4, 5, 5, 3, 1, 4, 2, 0, 0, 3, 0, 0]);
        data.Targets.ToArray().ShouldBe([1, 0, 1, 0]);
    }

    [Theory]
    [InlineData("ab", "at least 129 are expected")]
    [InlineData("", "the file is empty")]
    public async Task A_text_that_is_too_short_is_refused(string text, string message) =>
        (await Should.ThrowAsync<DatasetException>(() => Load("a.txt", text, new() { Text = TextTokens.Characters }))).Message.ShouldContain(message);

    [Fact]
    public async Task What_is_no_text_is_refused()
    {
        var options = new DatasetOptions { Text = TextTokens.Characters, Length = 2 };
        var latin = _files.Bytes("latin.txt", [.. "caf\u00e9 au lait".Select(c => (byte)c)]);
        (await Should.ThrowAsync<DatasetException>(() => DatasetCatalog.LoadAsync(latin, options, cancellationToken: Token)))
            .Message.ShouldContain("latin.txt: byte 3 is not UTF-8");
        var pictures = _files.Zip("a.zip", ("a/1.png", TestFiles.Picture(TestFiles.Grey(3))));
        (await Should.ThrowAsync<DatasetException>(() => DatasetCatalog.LoadAsync(pictures, options, cancellationToken: Token)))
            .Message.ShouldContain("it is no text");
        (await Should.ThrowAsync<DatasetException>(() => Load("b.txt", "a,b\n1,2\n3,4\n", new() { Task = DatasetTask.NextToken })))
            .Message.ShouldContain("option text (characters or words) is expected");
    }

    [Fact]
    public async Task A_running_text_is_split_in_its_order()
    {
        var data = await Load("a.txt", string.Concat(Enumerable.Repeat("abcdefghij", 20)), new() { Text = TextTokens.Characters, Length = 10 });
        var split = Split.Stratified(data, 0.2, 0.1, 1);
        split.Train.ShouldBe(Enumerable.Range(0, data.Count - 6));
        split.Validation.ShouldBe(Enumerable.Range(data.Count - 6, 4));
        split.Test.ShouldBe(Enumerable.Range(data.Count - 2, 2));
        split.Subset(0.5, 1).Train.Count.ShouldBe((int)Math.Ceiling(0.5 * split.Train.Count));
    }

    [Fact]
    public async Task Rows_of_a_table_are_series_side_by_side()
    {
        const string Rows = "a1,a2,a3,b1,b2,b3,class\n1,2,3,10,20,30,x\n4,5,6,40,50,60,y\n";
        var data = await Load("a.csv", Rows, new() { Series = 2 });
        (data.Kind, data.Task).ShouldBe((DatasetKind.Series, DatasetTask.Classification));
        data.Shape.ShouldBe([2, 3]);
        data.Example(1).ToArray().ShouldBe([4, 5, 6, 40, 50, 60]);
        Normalization.Of(data, [0, 1]).Mean.ShouldBe([3.5f, 35]);
        (await Should.ThrowAsync<DatasetException>(() => Load("b.csv", Rows, new() { Series = 4 })))
            .Message.ShouldContain("6 columns beside the target are not 4 series");
    }

    private Task<Dataset> Load(string name, string text, DatasetOptions options) =>
        DatasetCatalog.LoadAsync(_files.Text(name, text), options, cancellationToken: Token);
}
