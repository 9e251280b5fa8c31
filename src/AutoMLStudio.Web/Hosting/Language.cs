using AutoMLStudio.Web.Components;
using Microsoft.AspNetCore.Localization;

namespace AutoMLStudio.Web.Hosting;

/// <summary>
/// Which language a request is answered in: the first of the browser's that the studio has. Numbers do not follow: a decimal point is a point in every
/// language of the studio.
/// </summary>
internal static class Language
{
    /// <summary>Sets the languages, and how one is picked.</summary>
    /// <remarks>
    /// The framework's own choice climbs from <c>ko-KR</c> to <c>ko</c> by asking the culture for its parent, which it does not know without ICU.
    /// </remarks>
    public static void Configure(RequestLocalizationOptions options)
    {
        options.AddSupportedUICultures([.. Texts.Languages]).AddSupportedCultures(Texts.Languages[0]).SetDefaultCulture(Texts.Languages[0]);
        options.RequestCultureProviders = [new CustomRequestCultureProvider(Pick)];
    }

    private static Task<ProviderCultureResult?> Pick(HttpContext http)
    {
        var wanted = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString().Split('-')[0]).FirstOrDefault(l => Texts.Languages.Contains(l, StringComparer.OrdinalIgnoreCase));
        return Task.FromResult(wanted is null ? null : new ProviderCultureResult(Texts.Languages[0], wanted.ToLowerInvariant()));
    }
}
