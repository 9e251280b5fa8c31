using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AutoMLStudio.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Security;

/// <summary>
/// Who asks, until the studio has accounts: a request from this machine comes from its user; one from elsewhere from nobody, unless
/// <c>Studio:AllowRemote</c> says that whoever reaches the studio may use it (behind a proxy that knows its users, or in a container whose port is
/// published to the host alone).
/// </summary>
public sealed class LocalAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<StudioOptions> studio)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "Local";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var address = Context.Connection.RemoteIpAddress;
        // No address: an in-process test server or a Unix socket, both of this machine.
        var isOfThisMachine = address is null || IPAddress.IsLoopback(address);
        if (!studio.Value.AllowRemote && !isOfThisMachine) return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, isOfThisMachine ? "local" : "remote")], Scheme.Name);
        if (isOfThisMachine || studio.Value.TrustRemote) identity.AddClaim(new(ClaimTypes.Role, Policies.Administrator));
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => HandleForbiddenAsync(properties);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Results.Problem(
            studio.Value.AllowRemote
                ? "The studio answers this request from its own machine only; Studio:TrustRemote changes that."
                : "The studio answers requests from its own machine only; Studio:AllowRemote changes that.",
            statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
}
