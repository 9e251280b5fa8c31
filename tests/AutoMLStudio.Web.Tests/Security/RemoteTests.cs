using System.Net;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Hosting;
using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Security;

public sealed class RemoteTests
{
    [Theory]
    [InlineData("127.0.0.1", false, false, true, true)]
    [InlineData("::1", false, false, true, true)]
    [InlineData("192.0.2.7", false, false, false, false)]
    [InlineData("192.0.2.7", false, true, false, false)]
    [InlineData("192.0.2.7", true, false, true, false)]
    [InlineData("192.0.2.7", true, true, true, true)]
    [InlineData("127.0.0.1", true, false, true, true)]
    public async Task Another_machine_may_use_and_look_after_the_studio_only_when_the_configuration_says_so(
        string address, bool allowRemote, bool trustRemote, bool mayUse, bool mayAdminister)
    {
        var services = new ServiceCollection().AddLogging();
        services.Configure<StudioOptions>(o => (o.AllowRemote, o.TrustRemote) = (allowRemote, trustRemote));
        services.AddStudioSecurity();
        await using var provider = services.BuildServiceProvider();
        var request = new DefaultHttpContext { RequestServices = provider, Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

        var user = (await request.AuthenticateAsync()).Principal ?? new();
        var authorization = provider.GetRequiredService<IAuthorizationService>();
        (await authorization.AuthorizeAsync(user, null, Policies.Use)).Succeeded.ShouldBe(mayUse);
        (await authorization.AuthorizeAsync(user, null, Policies.Administer)).Succeeded.ShouldBe(mayAdminister);
    }

    [Theory]
    [InlineData("evaluator: { type: command, command: 'true' }\nspace: { x: { type: float, low: 0, high: 1 } }", "evaluator.type")]
    [InlineData("dataset: /etc/hostname\nevaluator: { type: network }", "dataset")]
    [InlineData("dataset: glyphs\nevaluator: { type: network }", null)]
    [InlineData("evaluator: { type: function }", null)]
    [InlineData("evaluator: command", "evaluator.type")]
    public void A_studio_that_is_open_lends_others_neither_its_programs_nor_its_files(string study, string? field)
    {
        var text = StudyText.Parse("name: from elsewhere\n" + study);
        RemoteUse.Faults(text, new() { AllowRemote = true }).Select(f => f.Field).ShouldBe(field is null ? [] : [field]);
        RemoteUse.Faults(text, new() { AllowRemote = true, TrustRemote = true }).ShouldBeEmpty();
        RemoteUse.Faults(text, new()).ShouldBeEmpty();
    }
}
