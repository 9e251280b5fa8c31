using System.Text;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>A line of output.</summary>
/// <param name="Text">Without its end.</param>
/// <param name="IsCut">True for a part of a line that is too long to be one.</param>
internal sealed record OutputLine(string Text, bool IsCut);

/// <summary>
/// Reads lines of limited length, so that a program which never ends a line takes no memory. Bytes that are no UTF-8 become U+FFFD.
/// </summary>
internal sealed class OutputLines(StreamReader reader)
{
    /// <summary>Characters of the longest line; a longer one comes in parts.</summary>
    public const int MaximumLength = 1 << 16;

    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _filled;
    private bool _isCut;

    /// <summary>The next line, the last one also without a line end; null when there are no more.</summary>
    public async Task<OutputLine?> NextAsync()
    {
        while (true)
        {
            if (_position == _filled)
            {
                (_position, _filled) = (0, await reader.ReadAsync(_buffer).ConfigureAwait(false));
                if (_filled == 0) return _line.Length > 0 ? Take(_isCut) : null;
            }
            var rest = _buffer.AsMemory(_position, _filled - _position);
            var end = rest.Span.IndexOf('\n');
            var room = MaximumLength - _line.Length;
            var length = Math.Min(end < 0 ? rest.Length : end, room);
            _line.Append(rest.Span[..length]);
            _position += length;
            if (end == length)
            {
                _position++;
                var wasCut = _isCut;
                _isCut = false;
                return Take(wasCut);
            }
            if (_line.Length == MaximumLength)
            {
                _isCut = true;
                return Take(true);
            }
        }
    }

    private OutputLine Take(bool isCut)
    {
        if (_line.Length > 0 && _line[^1] == '\r') _line.Length--;
        var text = _line.ToString();
        _line.Clear();
        return new(text, isCut);
    }
}
