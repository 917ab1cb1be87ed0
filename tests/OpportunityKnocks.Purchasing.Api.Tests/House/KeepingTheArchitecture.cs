using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Tests.House;

/// <summary>The layout's promises: the domain stands alone, and a use case is one file with nothing to register.</summary>
public sealed class KeepingTheArchitecture
{
    private static readonly Assembly Api = typeof(IEndpoint).Assembly;

    private static IEnumerable<Type> Requests => Api.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IBaseRequest)));

    [Test]
    public void lets_the_domain_refer_to_nothing_but_the_runtime()
    {
        var references = typeof(Money).Assembly.GetReferencedAssemblies().Select(a => a.Name);

        Assert.That(references, Has.All.StartsWith("System."));
    }

    [TestCaseSource(nameof(Requests))]
    public void gives_each_request_one_handler(Type request)
    {
        var handlers = Api.GetTypes().Where(t => t.GetInterfaces().Any(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) && i.GenericTypeArguments[0] == request));

        Assert.That(handlers.Count(), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Requests))]
    public void gives_each_request_with_a_body_one_validator(Type request)
    {
        var validators = Api.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IValidator<>).MakeGenericType(request)));

        Assert.That(validators.Count(), Is.EqualTo(request.GetProperty("Body") is null ? 0 : 1));
    }

    [TestCaseSource(nameof(Requests))]
    public void keeps_each_use_case_in_one_file(Type request)
    {
        // The names follow from the request's, and so does the file.
        var parts = Api.GetTypes().Where(t => t.Name == request.Name + "Handler" || t.Name == request.Name + "Endpoint").ToList();

        Assert.That(parts.Select(t => t.Name), Does.Contain(request.Name + "Handler").And.Contain(request.Name + "Endpoint"));
        Assert.That(parts.Select(t => t.Namespace), Has.All.EqualTo(request.Namespace));
    }

    [Test]
    public void refuses_by_default()
    {
        var open = AllTests.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<EndpointAccess>() is null)
            .Select(e => e.DisplayName);

        Assert.That(open, Is.Empty);
    }
}
