using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace AutoMLStudio.Web.Security;

/// <summary>The policies of the studio. Every endpoint names one; an endpoint that names none is denied to everybody.</summary>
public static class Policies
{
    /// <summary>Use the studio: read, define, run and delete studies.</summary>
    public const string Use = "use";

    /// <summary>
    /// Look after the studio: the dashboard of the jobs. For this machine's user, and for others where <c>Studio:TrustRemote</c> says so.
    /// </summary>
    public const string Administer = "administer";

    /// <summary>Role of who may look after the studio.</summary>
    internal const string Administrator = "administrator";

    /// <summary>For what holds nothing of anybody: style sheets, scripts, health.</summary>
    public const string Public = "public";

    /// <summary>Registers who asks and what they may do.</summary>
    public static void AddStudioSecurity(this IServiceCollection services)
    {
        services.AddAuthentication(LocalAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, LocalAuthentication>(LocalAuthentication.Name, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Use, p => p.RequireAuthenticatedUser())
            .AddPolicy(Administer, p => p.RequireRole(Administrator))
            .AddPolicy(Public, p => p.RequireAssertion(_ => true))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(LocalAuthentication.Name).RequireAssertion(IsNoEndpoint).Build());
    }

    // An endpoint without a policy is denied to everybody. Where no endpoint was found, or only the answer that the method
    // or the type is wrong, there is nothing to deny.
    private static bool IsNoEndpoint(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}
