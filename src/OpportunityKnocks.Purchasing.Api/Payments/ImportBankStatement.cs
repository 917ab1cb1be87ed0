using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpportunityKnocks.Purchasing.Api.Http;
using OpportunityKnocks.Purchasing.Api.Identity;
using OpportunityKnocks.Purchasing.Api.Journal;
using OpportunityKnocks.Purchasing.Api.Persistence;
using OpportunityKnocks.Purchasing.Domain;
using OpportunityKnocks.Purchasing.Domain.Ledger;

namespace OpportunityKnocks.Purchasing.Api.Payments;

/// <summary>The coordinator brings a statement of the cluster's bank.</summary>
public sealed record ImportBankStatement(Guid ClusterId, BankStatementFile Body) : IRequest<BankImportResponse>;

/// <param name="File">The CSV file as the bank gave it, in base 64: UTF-8, or UTF-16 with its mark.</param>
public sealed record BankStatementFile(byte[] File);

/// <summary>What became of a statement.</summary>
/// <param name="Known">How many of its lines were imported before.</param>
/// <param name="Payments">The payments that its new lines were matched to.</param>
/// <param name="Unmatched">New lines that name nobody: assign them by hand.</param>
public sealed record BankImportResponse(int Known, IReadOnlyList<PaymentResponse> Payments, IReadOnlyList<BankLineResponse> Unmatched);

/// <param name="Amount">Negative for money that went out.</param>
/// <param name="PaymentId">Whose payment it is; left out while nobody knows.</param>
public sealed record BankLineResponse(Guid Id, DateOnly BookedOn, Money Amount, string Reference, string Description, DateTimeOffset ImportedAt, Guid? PaymentId)
{
    public static BankLineResponse Of(BankLine line, Currency currency, PaymentId? payment) => new(
        line.Id.Value, line.BookedOn, new Money(line.Amount, currency), line.Reference, line.Description, line.ImportedAt, payment?.Value);
}

public sealed class ImportBankStatementValidator : AbstractValidator<ImportBankStatement>
{
    public ImportBankStatementValidator() => RuleFor(c => c.Body.File)
        .Must(file => file.Length is > 0 and <= BankStatement.MaximumBytes).WithMessage($"1 to {BankStatement.MaximumBytes} bytes");
}

public sealed class ImportBankStatementHandler(PurchasingDb db, PaymentWriter writer, JournalWriter journal, TimeProvider time)
    : IRequestHandler<ImportBankStatement, BankImportResponse>
{
    public async Task<BankImportResponse> Handle(ImportBankStatement request, CancellationToken cancellationToken)
    {
        var (cluster, now) = (new ClusterId(request.ClusterId), time.GetUtcNow());
        var currency = await db.Clusters.Where(c => c.Id == cluster).Select(c => c.Currency).SingleAsync(cancellationToken);
        var lines = BankStatement.Read(request.Body.File, currency).Select(text => BankLine.Of(cluster, text, now)).ToList();
        var prints = lines.ConvertAll(line => line.Fingerprint);
        var known = (await db.BankLines.Where(l => l.ClusterId == cluster && prints.Contains(l.Fingerprint)).Select(l => l.Fingerprint)
            .ToListAsync(cancellationToken)).Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        lines.RemoveAll(line => known.Contains(Convert.ToHexString(line.Fingerprint)));

        var accounts = await writer.AccountsAsync(cluster, cancellationToken);
        var (payments, unmatched) = (new List<Payment>(), new List<BankLine>());
        foreach (var line in lines)
        {
            db.BankLines.Add(line);
            journal.Record(cluster, EventType.BankLineImported, SubjectKind.BankLine, line.Id.Value, line.Version).For(Audience.Coordinator);
            if (PaymentReference.Find($"{line.Reference} {line.Description}", accounts) is { } party)
                payments.Add(Payment.Of(line, party, currency, now));
            else
                unmatched.Add(line);
        }

        payments.ForEach(writer.Add);
        await db.SaveChangesUnlessTakenAsync(PaymentRefusals.ImportedMeanwhile.Because("Lines imported before are recognised."), cancellationToken);
        return new BankImportResponse(
            known.Count,
            [.. payments.Select(p => PaymentResponse.Of(p, currency))],
            [.. unmatched.Select(l => BankLineResponse.Of(l, currency, null))]);
    }
}

public sealed class ImportBankStatementEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder v1) => v1
        .MapPost(
            "/clusters/{clusterId}/payments/import",
            async Task<Ok<BankImportResponse>> ([AsParameters] ImportBankStatement command, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(command, ct)))
        .Named(
            nameof(ImportBankStatement),
            "Payments",
            "Import a bank statement",
            "A CSV file of up to 1,000 lines with the columns date, reference, amount (or paidIn and paidOut) and perhaps description. A line whose text "
            + "has one member's or supplier's paymentReference is its payment; others wait to be assigned. A line that was imported before is recognised.")
        .Allows(Scopes.LedgerWrite, Roles.Coordinator)
        .LargeBodies()
        .Refuses(PaymentRefusals.Unreadable, PaymentRefusals.ImportedMeanwhile)
        .RequestExample("""{ "file": "ZGF0ZSxhbW91bnQscmVmZXJlbmNlCjIwMjctMDQtMzAsMTIwLjAwLE00VDlLWjJRQQo=" }""");
}
