using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class DatasetApiTests(StudioFixture studio)
{
    private const string Table = "size,colour,class\n1,red,a\n2,blue,b\n3,red,a\n4,blue,b\n5,red,a\n6,blue,b\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Blobs => Path.Combine(studio.Services.GetRequiredService<IOptions<StudioOptions>>().Value.FullFolder, "blobs");

    [Fact]
    public async Task A_form_that_breaks_off_or_holds_no_file_is_refused()
    {
        foreach (var (form, message) in new[]
        {
            ("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.csv\"\r\n\r\na,b\n1,2\n", "it ends within a file"),
            ("--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1\r\n--x--\r\n", "There is none in the request"),
        })
        {
            using var body = new StringContent(form);
            body.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
            using var response = await studio.Client.PostAsync("/api/v1/datasets", body, Token);
            var text = await response.Content.ReadAsStringAsync(Token);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
            text.ShouldContain(message);
        }
    }

    [Fact]
    public async Task An_uploaded_table_is_listed_profiled_used_by_its_name_and_deleted_when_nothing_uses_it()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i * 5) % 11},{(i % 2 == 0 ? "even" : "odd")}\n"));
        var name = await UploadAsync("x,z,parity\n" + rows, "My Numbers (1).csv");
        name.ShouldBe("my-numbers-1");
        var detail = await studio.Client.JsonAsync($"/api/v1/datasets/{name}");
        detail["profile"]!["rows"]!.GetValue<int>().ShouldBe(60);
        detail["summary"]!["suggestion"]!["column"]!.GetValue<string>().ShouldBe("parity");
        var list = JsonNode.Parse(await studio.Client.GetStringAsync("/api/v1/datasets", Token))!.AsArray();
        list.Select(d => d!["name"]!.GetValue<string>()).ShouldBeSubsetOf([.. list.Select(d => d!["name"]!.GetValue<string>()), "glyphs"]);
        list.ShouldContain(d => d!["name"]!.GetValue<string>() == name);

        var id = await studio.Client.CreateAsync($$"""
            name: on an upload
            dataset: {{name}}
            evaluator: { type: network, epochs: 1, width: 4, layers: 1 }
            space: { learning_rate: { type: float, low: 0.001, high: 0.01 } }
            sampler: random
            budget: { trials: 1 }
            """);
        var done = await studio.UntilAsync(id, StudyState.Completed);
        (done.Failed, done.Finished).ShouldBe((0, 1));
        (await studio.Client.GetAsync($"/api/v1/studies/{id}/model.onnx", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using (var used = await studio.Client.DeleteAsync($"/api/v1/datasets/{name}", Token))
            await RefusedAsync(used, HttpStatusCode.Conflict, $"the studies 'on an upload' ({id}) refer to it");
        using (var renamed = await studio.Client.PostAsync($"/api/v1/datasets/{name}/rename?to=other", null, Token))
            renamed.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await studio.Client.DeleteAsync($"/api/v1/studies/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await studio.Client.DeleteAsync($"/api/v1/datasets/{name}", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await studio.Client.GetAsync($"/api/v1/datasets/{name}", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pictures_have_a_sheet_of_samples_that_the_browser_may_keep()
    {
        var name = await UploadAsync(Zip(("a/1.png", Pixel), ("b/1.png", Pixel)), "pets.zip");
        using var sheet = await studio.Client.GetAsync($"/api/v1/datasets/{name}/samples.png?v=1", Token);
        sheet.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        sheet.Headers.CacheControl!.ToString().ShouldContain("immutable");
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/datasets/{name}/samples.png");
        known.Headers.IfNoneMatch.Add(sheet.Headers.ETag!);
        (await studio.Client.SendAsync(known, Token)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await studio.Client.GetAsync("/api/v1/datasets/glyphs/samples.png", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await studio.Client.GetAsync("/api/v1/datasets/moons/samples.png", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var files = Files();
        (await studio.Client.DeleteAsync($"/api/v1/datasets/{name}", Token)).EnsureSuccessStatusCode();
        Files().Count.ShouldBe(files.Count - 2, "the archive and its sheet go");
    }

    [Fact]
    public async Task Images_and_labels_come_as_two_files_and_become_one_dataset()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8], labels = [0, 0, 8, 1, 0, 0, 0, 2, 0, 1];
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(images), "file", "train-images-idx3-ubyte" }, { new ByteArrayContent(labels), "file", "train-labels-idx1-ubyte" },
        };
        using var response = await studio.Client.PostAsync("/api/v1/datasets?name=two-files", form, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync(Token));
        var profile = (await studio.Client.JsonAsync("/api/v1/datasets/two-files"))["profile"]!;
        (profile["format"]!.GetValue<string>(), profile["rows"]!.GetValue<int>()).ShouldBe(("idx", 2));
        (await studio.Client.DeleteAsync("/api/v1/datasets/two-files", Token)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Equal_files_under_two_names_are_kept_until_the_last_goes()
    {
        var (first, second) = (await UploadAsync(Table, "twin.csv"), await UploadAsync(Table, "twin.csv"));
        (first, second).ShouldBe(("twin", "twin-2"));
        (await studio.Client.DeleteAsync($"/api/v1/datasets/{first}", Token)).EnsureSuccessStatusCode();
        (await studio.Client.GetStringAsync($"/api/v1/datasets/{second}/file", Token)).ShouldBe(Table);
        (await studio.Client.PostAsync($"/api/v1/datasets/{second}/rename?to=the-twin", null, Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await studio.Client.GetStringAsync("/api/v1/datasets/the-twin/file", Token)).ShouldBe(Table);
        (await studio.Client.DeleteAsync("/api/v1/datasets/the-twin", Token)).EnsureSuccessStatusCode();
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "bomb.zip", Zip(("a/1.png", new byte[20 << 20]), ("b/1.png", Pixel)), "unpacks" },
        { "slip.zip", Zip(("../../etc/a/1.png", Pixel), ("b/1.png", Pixel)), "has a path that is not plain" },
        { "script.html", "<html><script>alert(1)</script></html>"u8.ToArray(), "there is one column only" },
        { "program.csv", [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2], "which is no known format" },
        { "empty.csv", [], "the file is empty" },
        { "ragged.csv", "a,class\n1,p\n2\n"u8.ToArray(), "ragged.csv line 3: there are 1 fields; 2 are expected" },
        { "one.zip", Zip(("a/1.png", Pixel)), "there is one class only" },
        { "broken.zip", Zip(("a/1.png", Pixel), ("b/1.png", Pixel))[..60], "the archive is damaged" },
        { "false.png.zip", Zip(("a/1.png", "no picture"u8.ToArray()), ("b/1.png", Pixel)), "no picture that can be read" },
        { "cut.parquet", "PAR1 and no more"u8.ToArray(), "the Parquet file is damaged" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_no_dataset_is_refused_with_the_reason_and_leaves_nothing(string file, byte[] content, string reason)
    {
        var (before, rows) = (Files(), await RowsAsync());
        using var response = await SendAsync(content, $"?file={Uri.EscapeDataString(file)}");
        await RefusedAsync(response, HttpStatusCode.BadRequest, reason);
        Files().ShouldBe(before, ignoreOrder: true);
        (await RowsAsync()).ShouldBe(rows);
    }

    [Theory]
    [InlineData("?name=../etc", "letters, digits, '-' and '_' are expected")]
    [InlineData("?name=glyphs", "is a dataset of the studio's own")]
    [InlineData("?name=", "1 to 100 letters")]
    public async Task A_name_that_is_not_accepted_is_refused(string query, string reason)
    {
        using var response = await SendAsync(Encoding.UTF8.GetBytes(Table), query);
        await RefusedAsync(response, HttpStatusCode.BadRequest, reason);
    }

    [Fact]
    public async Task More_than_is_accepted_is_refused_before_it_is_sent()
    {
        // The answer comes although the body never does.
        using var client = new System.Net.Sockets.TcpClient();
        var address = new Uri(studio.Address);
        await client.ConnectAsync(address.Host, address.Port, Token);
        await using var stream = client.GetStream();
        var head = $"POST /api/v1/datasets HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Content-Type: application/octet-stream\r\nContent-Length: {5L << 30}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(Token)).ShouldBe("HTTP/1.1 413 Payload Too Large");
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        var before = Files();
        using var aborting = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var arrived = new TaskCompletionSource();
        using var content = new StreamContent(new EndlessRows(arrived, aborting.Token));
        content.Headers.ContentType = new("application/octet-stream");
        var sending = studio.Client.PostAsync("/api/v1/datasets?file=endless.csv", content, aborting.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await aborting.CancelAsync();
        await Should.ThrowAsync<Exception>(() => sending);
        using var watch = new FileSystemWatcher(Path.Combine(Blobs, "unfinished")) { EnableRaisingEvents = true };
        var gone = new TaskCompletionSource();
        watch.Deleted += (_, _) => gone.TrySetResult();
        if (Files().Count > before.Count) await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Files().ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task An_upload_from_another_site_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/datasets") { Content = new StringContent(Table) };
        request.Headers.Add("Origin", "http://evil.example");
        (await studio.Client.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_study_that_names_no_dataset_there_is_is_told()
    {
        using var response = await studio.Client.PostStudyAsync("name: x\ndataset: no-such-set\nevaluator: { type: network }\n");
        await RefusedAsync(response, HttpStatusCode.BadRequest, "There is no dataset 'no-such-set'");
    }

    private static byte[] Pixel { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static byte[] Zip(params (string Path, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                using var entry = archive.CreateEntry(path).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    private Task<string> UploadAsync(string text, string file) => UploadAsync(Encoding.UTF8.GetBytes(text), file);

    private async Task<string> UploadAsync(byte[] content, string file)
    {
        using var response = await SendAsync(content, $"?file={Uri.EscapeDataString(file)}");
        var body = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, body);
        return JsonNode.Parse(body)!["name"]!.GetValue<string>();
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] content, string query)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await studio.Client.PostAsync($"/api/v1/datasets{query}", body, Token);
    }

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        var body = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(status, body);
        JsonNode.Parse(body)!["detail"]!.GetValue<string>().ShouldContain(reason);
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(Blobs, "*", SearchOption.AllDirectories)];

    private async Task<int> RowsAsync()
    {
        await using var context = studio.Database.NewContext();
        return await context.Datasets.CountAsync(Token);
    }

    /// <summary>Rows without end; tells when some have been taken, then waits.</summary>
    private sealed class EndlessRows(TaskCompletionSource arrived, CancellationToken end) : Stream
    {
        private long _sent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _sent; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_sent > 1 << 20)
            {
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, end);
            }
            var count = Math.Min(buffer.Length, 4096);
            buffer.Span[..count].Fill((byte)'1');
            _sent += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }
    }
}
