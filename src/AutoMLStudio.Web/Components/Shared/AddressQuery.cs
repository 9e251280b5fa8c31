using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>
/// What stands in the query of the address, for a part of a page that comes and goes with the address. Such a part cannot have
/// <c>[SupplyParameterFromQuery]</c>: the framework tells of a new address while it goes through those who listen, and the part that appears then joins
/// them and ends the circuit (dotnet/aspnetcore#57746).
/// </summary>
internal sealed class AddressQuery
{
    private readonly Dictionary<string, StringValues> _values;

    private AddressQuery(Dictionary<string, StringValues> values) => _values = values;

    /// <summary>The query of the present address.</summary>
    public static AddressQuery Of(NavigationManager navigation) => new(QueryHelpers.ParseQuery(navigation.ToAbsoluteUri(navigation.Uri).Query));

    /// <summary>The first value of a name; null when it is not there.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>The same as true or false; null when it is neither.</summary>
    public bool? Flag(string name) => bool.TryParse(Text(name), out var flag) ? flag : null;

    /// <summary>The same as a whole number; null when it is none.</summary>
    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
