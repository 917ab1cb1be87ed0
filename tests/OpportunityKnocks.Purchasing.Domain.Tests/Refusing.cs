using NUnit.Framework.Constraints;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Reads as <c>Assert.That(() => ..., Refusing.With(SomeRefusals.Reason))</c>.</summary>
internal static class Refusing
{
    public static EqualConstraint With(Refusal refusal) =>
        Throws.TypeOf<DomainException>().With.Property(nameof(DomainException.Refusal)).EqualTo(refusal);
}
