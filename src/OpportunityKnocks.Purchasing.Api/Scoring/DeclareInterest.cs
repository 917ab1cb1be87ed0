using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Directory;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Api.Scoring;

/// <param name="Suppliers">In whom; left out with an interest: in the whole round.</param>
public sealed record InterestDetails(bool HasInterest, IReadOnlyList<Guid>? Suppliers = null, string? Note = null);

/// <summary>A person says whether it has an interest in a supplier of the round.</summary>
public sealed record DeclareInterest(Guid ClusterId, Guid RoundId, InterestDetails Body) : IRequest<DeclarationResponse>;

public sealed class DeclareInterestValidator : AbstractValidator<DeclareInterest>
{
    public DeclareInterestValidator()
    {
        RuleFor(c => c.Body.Note).MaximumLength(2000)
            .Must((c, note) => !c.Body.HasInterest || !string.IsNullOrWhiteSpace(note)).WithMessage("say what the interest is");
        RuleFor(c => c.Body.Suppliers).Must(list => list is null || list.Count <= 100).WithMessage("at most 100 suppliers")
            .Must((c, list) => list is null or { Count: 0 } || c.Body.HasInterest).WithMessage("only with an interest");
    }
}

public sealed class DeclareInterestHandler(Caller caller, PurchasingDb db, RoundGate gate, StruckScores struck, JournalWriter journal)
    : IRequestHandler<DeclareInterest, DeclarationResponse>
{
    public async Task<DeclarationResponse> Handle(DeclareInterest request, CancellationToken cancellationToken)
    {
        var (cluster, id, body) = (new ClusterId(request.ClusterId), new RoundId(request.RoundId), request.Body);
        var suppliers = (body.Suppliers ?? []).Select(s => new OrganisationId(s)).Distinct().ToList();
        var (round, now) = await gate.TakeBesideWritersAsync(cluster, id, "*", cancellationToken);
        if (round.State is not (RoundState.Collecting or RoundState.Review or RoundState.Tendering or RoundState.Sealed or RoundState.Evaluating))
            throw RoundRefusals.WrongState.Because("Interests are declared from the publication to the award.");
        if (await db.SupplierApprovals.CountAsync(s => s.ClusterId == cluster && suppliers.Contains(s.OrganisationId), cancellationToken) != suppliers.Count)
            throw EvaluationRefusals.UnknownSupplier.Because("suppliers: name suppliers the cluster has decided on.");

        var declaration = await SayAsync(cluster, id, (body.HasInterest, suppliers, body.Note), now, cancellationToken);
        await struck.StrikeAsync(declaration, now, cancellationToken);
        journal.Record(cluster, EventType.InterestDeclared, SubjectKind.InterestDeclaration, declaration.Id.Value, declaration.Version,
            new { declaration.Person, declaration.HasInterest, Suppliers = suppliers.Select(s => s.Value) }).For(Audience.Coordinator, id).Because(body.Note);
        await db.SaveChangesAsync(cancellationToken);
        return DeclarationResponse.Of(declaration);
    }

    private async Task<InterestDeclaration> SayAsync(
        ClusterId cluster, RoundId round, (bool HasInterest, List<OrganisationId> Suppliers, string? Note) said, DateTimeOffset now, CancellationToken ct)
    {
        var key = PersonName.Plain(caller.Person!);
        var found = await db.InterestDeclarations.SingleOrDefaultAsync(d => d.ClusterId == cluster && d.RoundId == round && d.PersonKey == key, ct);
        found?.Restate(said.HasInterest, said.Suppliers, said.Note, now);
        return found ?? db.InterestDeclarations.Add(
            InterestDeclaration.Declare(cluster, round, caller.Person!, said.HasInterest, said.Suppliers, said.Note, now)).Entity;
    }
}

public sealed class DeclareInterestEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/rounds/{roundId}/declarations",
            async Task<Ok<DeclarationResponse>> ([AsParameters] DeclareInterest command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(DeclareInterest), "Evaluation", "Declare an interest, or that there is none",
            "From the publication to the award; who scores bids declares first. More can be declared later, never less. An interest declared late "
            + "strikes the person's scores of the bids it concerns, and what was agreed on with them is to be agreed on again.")
        .Allows(Scopes.BidsEvaluate, Roles.Coordinator)
        .Refuses(RoundRefusals.WrongState, EvaluationRefusals.InterestStays, EvaluationRefusals.UnknownSupplier)
        .RequestExample("""{ "hasInterest": true, "suppliers": ["0198c0de-0000-7000-8000-000000000009"], "note": "My brother works there." }""");
}
