using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoMLStudio.Core.Spaces;

/// <summary>A small expression language over parameter values: a recursive-descent parser that builds closures.</summary>
internal sealed partial class Expression
{
    private static readonly Dictionary<string, Func<double[], double>> Functions = new(StringComparer.Ordinal)
    {
        ["abs"] = a => Math.Abs(a[0]),
        ["log"] = a => Math.Log(a[0]),
        ["log2"] = a => Math.Log2(a[0]),
        ["log10"] = a => Math.Log10(a[0]),
        ["exp"] = a => Math.Exp(a[0]),
        ["sqrt"] = a => Math.Sqrt(a[0]),
        ["floor"] = a => Math.Floor(a[0]),
        ["ceil"] = a => Math.Ceiling(a[0]),
        ["min"] = a => a.Min(),
        ["max"] = a => a.Max(),
    };

    private static readonly string[] Comparisons = ["<=", ">=", "==", "=", "!=", "<", ">"];

    private static readonly string[] Words = ["or", "and", "not"];

    private const int MaximumDepth = 64;

    /// <summary>Characters; keeps the recursion of reading and of evaluating a long chain of operators within the stack.</summary>
    private const int MaximumLength = 2_000;

    private readonly string _kind;
    private readonly string _text;
    private readonly IReadOnlySet<string> _words;
    private readonly List<(string Token, int Position)> _tokens;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _next;
    private int _depth;

    private delegate ParameterValue Node(IReadOnlyDictionary<string, ParameterValue> values);

    private readonly Node _root;

    private Expression(string text, string kind, IReadOnlySet<string>? words)
    {
        if (text.Length > MaximumLength)
            throw new FormatException($"The {kind} '{text[..40]}…' has {text.Length:N0} characters: at most {MaximumLength:N0} are accepted.");
        _text = text;
        _kind = kind;
        _words = words ?? new HashSet<string>();
        _tokens = Tokens(text, kind);
        _root = Or();
        if (_next < _tokens.Count) throw Fault($"'{_tokens[_next].Token}' is not expected here");
    }

    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="kind">What it is, for messages.</param>
    /// <param name="words">Words that stand for themselves as texts rather than for a value of that name.</param>
    /// <exception cref="FormatException">It is malformed; the message says where.</exception>
    public static Expression Parse(string text, string kind, IReadOnlySet<string>? words = null) => new(text, kind, words);

    public ParameterValue Evaluate(IReadOnlyDictionary<string, ParameterValue> values) => _root(values);

    private Node Or()
    {
        if (++_depth > MaximumDepth) throw Fault("the expression is nested too deeply");
        var left = And();
        while (Take("or", "||"))
        {
            var (l, r) = (left, And());
            left = v => IsTrue(l(v)) || IsTrue(r(v));
        }
        _depth--;
        return left;
    }

    private Node And()
    {
        var left = Not();
        while (Take("and", "&&"))
        {
            var (l, r) = (left, Not());
            left = v => IsTrue(l(v)) && IsTrue(r(v));
        }
        return left;
    }

    private Node Not()
    {
        if (!Take("not", "!")) return Comparison();
        if (++_depth > MaximumDepth) throw Fault("the expression is nested too deeply");
        var inner = Not();
        _depth--;
        return v => !IsTrue(inner(v));
    }

    private Node Comparison()
    {
        var left = Sum();
        foreach (var symbol in Comparisons)
        {
            if (!Take(symbol)) continue;
            var right = Sum();
            return symbol switch
            {
                "==" or "=" => v => left(v) == right(v),
                "!=" => v => left(v) != right(v),
                "<=" => v => Number(left(v)) <= Number(right(v)),
                ">=" => v => Number(left(v)) >= Number(right(v)),
                "<" => v => Number(left(v)) < Number(right(v)),
                _ => v => Number(left(v)) > Number(right(v)),
            };
        }
        return left;
    }

    private Node Sum()
    {
        var left = Product();
        while (true)
        {
            var l = left;
            if (Take("+"))
            {
                var r = Product();
                left = v => Number(l(v)) + Number(r(v));
            }
            else if (Take("-"))
            {
                var r = Product();
                left = v => Number(l(v)) - Number(r(v));
            }
            else return left;
        }
    }

    private Node Product()
    {
        var left = Unary();
        while (true)
        {
            var l = left;
            if (Take("*"))
            {
                var r = Unary();
                left = v => Number(l(v)) * Number(r(v));
            }
            else if (Take("/"))
            {
                var r = Unary();
                left = v => Number(l(v)) / Number(r(v));
            }
            else if (Take("%"))
            {
                var r = Unary();
                left = v => Number(l(v)) % Number(r(v));
            }
            else return left;
        }
    }

    private Node Unary()
    {
        if (!Take("-")) return Power();
        if (++_depth > MaximumDepth) throw Fault("the expression is nested too deeply");
        var inner = Unary();
        _depth--;
        return v => -Number(inner(v));
    }

    private Node Power()
    {
        var left = Atom();
        if (!Take("^", "**")) return left;
        var right = Unary();
        return v => Math.Pow(Number(left(v)), Number(right(v)));
    }

    private Node Atom()
    {
        if (_next >= _tokens.Count) throw Fault("it ends where a value is expected");
        var (token, _) = _tokens[_next++];
        if (token == "(")
        {
            var inner = Or();
            Expect(")");
            return inner;
        }
        if (token[0] is '\'' or '"')
        {
            var text = token[1..^1];
            return _ => text;
        }
        if (char.IsAsciiDigit(token[0]) || token[0] == '.')
        {
            var number = double.Parse(token, CultureInfo.InvariantCulture);
            return _ => number;
        }
        if (token is "true" or "false")
        {
            var flag = token == "true";
            return _ => flag;
        }
        if (token[0] == '`') return Name(token[1..^1]);
        if (!char.IsLetter(token[0]) && token[0] != '_') throw Fault($"'{token}' is not expected here", _next - 1);
        if (Words.Contains(token)) throw Fault($"'{token}' is a word of the language and no value", _next - 1);
        if (Take("(")) return Call(token);
        return _words.Contains(token) ? _ => token : Name(token);
    }

    private Node Name(string name)
    {
        _names.Add(name);
        return v => v[name];
    }

    private Node Call(string name)
    {
        if (!Functions.TryGetValue(name, out var function))
            throw Fault($"there is no function '{name}'; there are {string.Join(", ", Functions.Keys)}");
        var arguments = new List<Node> { Or() };
        while (Take(",")) arguments.Add(Or());
        Expect(")");
        if (arguments.Count > 1 && name is not ("min" or "max")) throw Fault($"'{name}' takes one value");
        return v => function([.. arguments.Select(a => Number(a(v)))]);
    }

    private bool Take(params ReadOnlySpan<string> symbols)
    {
        if (_next >= _tokens.Count) return false;
        foreach (var symbol in symbols)
        {
            if (_tokens[_next].Token != symbol) continue;
            _next++;
            return true;
        }
        return false;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol)) throw Fault($"'{symbol}' is missing");
    }

    private FormatException Fault(string what, int? at = null)
    {
        var index = at ?? _next;
        var position = _tokens is not null && index < _tokens.Count ? _tokens[index].Position : _text.Length;
        return new($"In the {_kind} '{_text}', at character {position + 1}: {what}.");
    }

    // A comparison of values that are not numbers is false rather than an error: NaN compares false with everything.
    private static double Number(ParameterValue value) => value.Kind == ValueKind.Number ? value.Number : double.NaN;

    private static bool IsTrue(ParameterValue value) => value.Kind == ValueKind.Flag && value.Flag;

    private static List<(string, int)> Tokens(string text, string kind)
    {
        var tokens = new List<(string, int)>();
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }
            var match = TokenPattern().Match(text, position);
            if (!match.Success)
                throw new FormatException($"In the {kind} '{text}', at character {position + 1}: '{text[position]}' is not understood.");
            tokens.Add((match.Value, position));
            position += match.Length;
        }
        return tokens;
    }

    [GeneratedRegex(
        @"\G(?:[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_0-9]+)*|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|'[^']*'|""[^""]*""|`[^`]+`"
        + @"|<=|>=|==|!=|&&|\|\||\*\*|[-+*/%^(),<>=!])",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenPattern();
}
