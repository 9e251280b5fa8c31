namespace AutoMLStudio.Core.Spaces;

/// <summary>
/// A question about one row of a table in the language of <see cref="Constraint"/>: <c>state = completed and learning_rate &lt; 1e-3</c>. Words that
/// the table has as values, such as the states, need no quotes.
/// </summary>
public sealed class Filter
{
    private readonly Expression _expression;

    private Filter(string text, Expression expression) => (Text, _expression) = (text, expression);

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>The columns it names.</summary>
    public IReadOnlyCollection<string> Names => _expression.Names;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="words">Words that stand for themselves as texts.</param>
    /// <exception cref="FormatException">It is malformed; the message says where.</exception>
    public static Filter Parse(string text, IReadOnlySet<string> words) => new(text, Expression.Parse(text, "filter", words));

    /// <summary>
    /// True when it holds for a row, which has a value for each of <see cref="Names"/>. An empty cell is the number NaN: it is neither below nor above
    /// anything.
    /// </summary>
    /// <exception cref="FormatException">It says a number or a text and neither true nor false.</exception>
    public bool Holds(IReadOnlyDictionary<string, ParameterValue> row)
    {
        var value = _expression.Evaluate(row);
        return value.Kind == ValueKind.Flag
            ? value.Flag
            : throw new FormatException($"The filter '{Text}' is neither true nor false; a comparison such as value < 0.5 is expected.");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
