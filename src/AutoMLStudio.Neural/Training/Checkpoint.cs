using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Neural.Training;

/// <summary>What a checkpoint says in words.</summary>
/// <param name="Identity">Hash of everything that decides the numbers: a checkpoint of another identity is not gone on from.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Steps">Optimizer steps done.</param>
/// <param name="Reports">The reports of all epochs.</param>
/// <param name="Model">What the network is and where it comes from.</param>
internal sealed record CheckpointHeader(string Identity, int Epoch, long Steps, IReadOnlyList<Report> Reports, TrainedModel Model);

/// <summary>
/// A trial between two epochs: parameters, statistics, then the optimizer's arrays. It holds no random state: every stream is named by study seed,
/// trial and epoch.
/// </summary>
/// <remarks>
/// File: 8 bytes of mark, length of the header (int32), header in JSON, number of arrays (int32), for each its length (int32) and numbers (float32);
/// at the end the SHA-256 of all before. Little-endian. A write goes to a file beside and takes the place in one step, so that a kill leaves the old
/// one or the new one.
/// </remarks>
internal sealed record Checkpoint(CheckpointHeader Header, IReadOnlyList<float[]> Arrays)
{
    private const string FileName = "checkpoint.bin";
    private const int HashLength = 32;
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private static readonly byte[] Mark = "AMLSCKP1"u8.ToArray();

    /// <summary>Makes this the checkpoint of a trial's folder.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            void Write(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                file.Write(bytes);
            }
            void WriteInt(int value)
            {
                Span<byte> bytes = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
                Write(bytes);
            }
            var header = JsonSerializer.SerializeToUtf8Bytes(Header, Json);
            Write(Mark);
            WriteInt(header.Length);
            Write(header);
            WriteInt(Arrays.Count);
            foreach (var array in Arrays)
            {
                WriteInt(array.Length);
                Write(MemoryMarshal.AsBytes(array.AsSpan()));
            }
            file.Write(hash.GetHashAndReset());
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The checkpoint of a trial's folder; null when there is none or it is damaged.</summary>
    public static Checkpoint? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length > Mark.Length + HashLength
                && SHA256.HashData(bytes.AsSpan(..^HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(^HashLength..))
                ? Read(bytes.AsSpan(..^HashLength)) : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static Checkpoint? Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Mark)) return null;
        bytes = bytes[Mark.Length..];
        var header = JsonSerializer.Deserialize<CheckpointHeader>(Take(ref bytes, TakeInt(ref bytes)), Json);
        var arrays = new float[TakeInt(ref bytes)][];
        for (var i = 0; i < arrays.Length; i++)
            arrays[i] = MemoryMarshal.Cast<byte, float>(Take(ref bytes, sizeof(float) * TakeInt(ref bytes))).ToArray();
        return header is null ? null : new Checkpoint(header, arrays);
    }

    private static int TakeInt(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, sizeof(int)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int length)
    {
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }
}
