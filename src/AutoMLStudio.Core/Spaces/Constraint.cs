namespace AutoMLStudio.Core.Spaces;

/// <summary>
/// Something that must hold between parameters, as an expression: <c>units * layers &lt;= 4096</c>, <c>optimizer != 'sgd' or momentum &gt; 0.5</c>.
/// </summary>
/// <remarks>
/// Operators by rising precedence: <c>or</c>, <c>and</c>, <c>not</c>, comparisons (<c>&lt; &lt;= &gt; &gt;= = == !=</c>), <c>+ -</c>, <c>* / %</c>,
/// unary <c>-</c>, <c>^</c>; functions <c>abs log log2 log10 exp sqrt floor ceil min max</c>; texts in single or double quotes; names may hold dots,
/// and any other character between back quotes.
/// A constraint that names an inactive parameter holds.
/// </remarks>
public sealed class Constraint
{
    private readonly Expression _expression;

    private Constraint(string text, Expression expression) => (Text, _expression) = (text, expression);

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>The parameters it names.</summary>
    public IReadOnlyCollection<string> Names => _expression.Names;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It is malformed; the message says where.</exception>
    public static Constraint Parse(string text) => new(text, Expression.Parse(text, "constraint"));

    /// <summary>True when the constraint holds, or when a parameter that it names is inactive.</summary>
    public bool Holds(IReadOnlyDictionary<string, ParameterValue> values) => !Names.All(values.ContainsKey)
        || _expression.Evaluate(values) is { Kind: ValueKind.Flag, Flag: true };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
