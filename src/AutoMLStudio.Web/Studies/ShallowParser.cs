using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// Passes the events of a YAML file on until it is nested too deeply. What builds nodes from them calls itself once a level, and a stack that
/// overflows takes the
/// whole process with it: a few thousand brackets would end the studio.
/// </summary>
/// <param name="inner">Reads the file; it keeps its own stack and does not call itself.</param>
/// <param name="maximumDepth">Deepest nesting of collections that is passed on.</param>
internal sealed class ShallowParser(IParser inner, int maximumDepth) : IParser
{
    /// <summary>The stream and the document count as levels, too.</summary>
    private const int Outer = 2;

    private int _depth;

    /// <inheritdoc/>
    public ParsingEvent? Current => inner.Current;

    /// <inheritdoc/>
    /// <exception cref="YamlException">The file is nested too deeply.</exception>
    public bool MoveNext()
    {
        if (!inner.MoveNext()) return false;
        _depth += inner.Current!.NestingIncrease;
        return _depth <= maximumDepth + Outer ? true
            : throw new YamlException(
                inner.Current.Start, inner.Current.End, $"it is nested too deeply; at most {maximumDepth} levels are accepted.");
    }
}
