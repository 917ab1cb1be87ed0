using FluentValidation;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Forms that many requests share.</summary>
public static class ShapeRules
{
    private const int NameLength = 200;

    /// <summary>A name as people read it; spaces around it would make two names that look the same.</summary>
    public static IRuleBuilderOptions<T, string?> IsName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(name => name is null || (name.Length is > 0 and <= NameLength && name.Trim().Length == name.Length && !name.Any(char.IsControl)))
        .WithMessage($"is one line of 1 to {NameLength} characters, without spaces around it");

    /// <summary>Text from the address, where no validator reads it.</summary>
    /// <exception cref="InvalidShapeException">It is too long, or has control characters.</exception>
    public static void RequirePlainText(string field, string? text)
    {
        if (text is not null && (text.Length is 0 or > NameLength || text.Any(char.IsControl)))
            throw InvalidShapeException.Of(field, $"is one line of 1 to {NameLength} characters");
    }
}
