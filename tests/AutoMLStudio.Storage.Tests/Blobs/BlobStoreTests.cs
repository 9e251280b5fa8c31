using System.Text;
using AutoMLStudio.Storage.Blobs;

namespace AutoMLStudio.Storage.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-blobs-").FullName;
    private readonly BlobStore _store;

    public BlobStoreTests() => _store = new(Path.Combine(_folder, "blobs"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_lies_under_the_hash_of_its_content_and_reads_back()
    {
        (await _store.PutAsync("abc"u8.ToArray(), Token)).ShouldBe(new Blob(HashOfAbc, 3));
        File.Exists(Path.Combine(_folder, "blobs", "ba", HashOfAbc[2..])).ShouldBeTrue();
        using var reader = new StreamReader(_store.OpenRead(HashOfAbc), Encoding.UTF8);
        (await reader.ReadToEndAsync(Token)).ShouldBe("abc");
    }

    [Fact]
    public async Task Equal_files_are_kept_once_even_when_they_come_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.PutAsync("abc"u8.ToArray(), Token)));
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_above_the_limit_leaves_nothing()
    {
        using var content = new MemoryStream(new byte[200_000]);
        (await Should.ThrowAsync<InvalidDataException>(() => _store.PutAsync(content, Token, limit: 150_000))).Message.ShouldContain("150000");
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ba/816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Nothing_but_a_hash_becomes_a_path(string name) => Should.Throw<ArgumentException>(() => _store.OpenRead(name));

    [Fact]
    public void A_missing_file_is_named() => Should.Throw<FileNotFoundException>(() => _store.OpenRead(new('0', 64))).Message.ShouldContain("0000");

    [Fact]
    public async Task A_deleted_file_is_gone_and_the_others_stay()
    {
        var kept = await _store.PutAsync("kept"u8.ToArray(), Token);
        var deleted = await _store.PutAsync("deleted"u8.ToArray(), Token);

        _store.Delete(deleted.Sha256);
        _store.Delete(deleted.Sha256);

        _store.Contains(kept.Sha256).ShouldBeTrue();
        _store.Contains(deleted.Sha256).ShouldBeFalse();
    }
}
