using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>A cut through a model along one parameter, in the unit of the losses.</summary>
internal static class ModelSlice
{
    /// <summary>The slice; null when the parameter is inactive where the others are held.</summary>
    public static SurrogateSlice? Of(SurrogateModel model, SliceRequest request, Func<Configuration?> propose)
    {
        var encoding = model.Encoding;
        var at = request.At ?? encoding.Decode(model.Incumbent);
        var dimension = encoding.Space.Parameters.Select((p, d) => (p.Name, d)).First(p => p.Name == request.Parameter).d;
        if (!at.ContainsKey(request.Parameter)) return null;
        var axis = Axis(encoding, encoding.Encode(at), dimension, request.Resolution).ToList();
        var inputs = axis.Select(p => p.Input).ToList();
        var (means, variances) = model.Posterior.At(inputs);
        var worths = model.Acquisition.Values(inputs);
        var points = axis.Select((p, i) => new SurrogatePoint(
            encoding.Decode(p)[request.Parameter],
            model.ToLoss(means[i]),
            model.Spread(means[i], Math.Sqrt(variances[i])),
            double.IsFinite(worths[i]) ? worths[i] : null));
        return new(request.Parameter, [.. points], model.Acquisition.Acquisition.Name, at, propose(), Details(model));
    }

    /// <summary>Points along the axis; where moving it switches other parameters, these take the values they had or, when they had none, the middle
    /// of their range.</summary>
    private static IEnumerable<SearchPoint> Axis(SpaceEncoding encoding, SearchPoint at, int dimension, int resolution)
    {
        var parameter = encoding.Space.Parameters[dimension];
        foreach (var value in parameter.Grid(Math.Clamp(resolution, 2, 1_000)))
        {
            var unit = (double[])at.Unit.Clone();
            unit[dimension] = parameter.ToUnit(value);
            yield return encoding.Encode(encoding.Space.Decode(unit));
        }
    }

    private static Dictionary<string, double> Details(SurrogateModel model)
    {
        var parameters = model.Posterior.Parameters;
        var details = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (parameter, length) in model.Encoding.Space.Parameters.Zip(parameters.LengthScales))
            details[$"length-scale of {parameter.Name}"] = length;
        details["scale"] = model.Spread(0, Math.Sqrt(parameters.Scale));
        details["noise"] = model.Spread(0, Math.Sqrt(parameters.Noise));
        details["points"] = model.Posterior.Count;
        if (model.Clipped > 0) details["clipped outliers"] = model.Clipped;
        return details;
    }
}
