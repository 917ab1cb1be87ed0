using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Http;

/// <summary>Which part of a list: bound from <c>?limit=&amp;cursor=</c>.</summary>
/// <param name="Limit">1 to 200; 50 when left out.</param>
/// <param name="Cursor">Opaque; from the list's <c>next</c>.</param>
public readonly record struct PageOf(int? Limit, string? Cursor)
{
    public const int MaximumLimit = 200;

    public int Size => Limit switch
    {
        null => 50,
        >= 1 and <= MaximumLimit => Limit.Value,
        _ => throw InvalidShapeException.Of("limit", $"must be from 1 to {MaximumLimit}"),
    };

    public Guid? AfterId => Decode(16) is { } bytes ? new Guid(bytes, bigEndian: true) : null;

    public long? AfterPosition => Decode(8) is { } bytes ? BitConverter.ToInt64(bytes) : null;

    public static string CursorOf(Guid id) => WebEncoders.Base64UrlEncode(id.ToByteArray(bigEndian: true));

    public static string CursorOf(long position) => WebEncoders.Base64UrlEncode(BitConverter.GetBytes(position));

    private byte[]? Decode(int length)
    {
        if (Cursor is null)
            return null;
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(Cursor);
            if (bytes.Length == length)
                return bytes;
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw InvalidShapeException.Of("cursor", "is not one that this list gave");
    }
}

/// <summary>A part of a list. <see cref="VersionFilter"/> turns the cursor into the address of the next part.</summary>
public interface IPage
{
    string? NextCursor { get; }

    string? Next { get; set; }
}

/// <param name="Items">At most as many as the limit.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore] string? NextCursor = null) : IPage
{
    /// <summary>The address of the next part; null at the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Next { get; set; }

    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], NextCursor);
}

/// <summary>Lists by keyset: stable under inserts, the same cost on every page.</summary>
public static class Paging
{
    /// <summary>The page of a query in the order of an id that grows with time.</summary>
    public static async Task<Page<T>> PageByIdAsync<T, TId>(this IQueryable<T> query, Expression<Func<T, TId>> id, PageOf page, CancellationToken ct)
        where TId : struct, IId<TId>
    {
        if (page.AfterId is { } after)
        {
            var isAfter = Expression.GreaterThan(
                id.Body, Expression.Constant(TId.From(after)), liftToNull: false, ((Func<TId, TId, bool>)IsAfter).Method);
            query = query.Where(Expression.Lambda<Func<T, bool>>(isAfter, id.Parameters));
        }

        var rows = await query.OrderBy(id).Take(page.Size + 1).ToListAsync(ct);
        if (rows.Count <= page.Size)
            return new Page<T>(rows);

        rows.RemoveAt(page.Size);
        return new Page<T>(rows, PageOf.CursorOf(id.Compile()(rows[^1]).Value));
    }

    /// <summary>The same, reading only what the items need.</summary>
    public static async Task<Page<TItem>> PageByIdAsync<T, TId, TItem>(
        this IQueryable<T> query, Expression<Func<T, TId>> id, Expression<Func<T, TItem>> item, PageOf page, CancellationToken ct)
        where TId : struct, IId<TId>
    {
        var row = item.Parameters[0];
        var both = Expression.MemberInit(
            Expression.New(typeof(Row<TId, TItem>)),
            Expression.Bind(typeof(Row<TId, TItem>).GetProperty(nameof(Row<,>.Id))!, ReplacingExpressionVisitor.Replace(id.Parameters[0], row, id.Body)),
            Expression.Bind(typeof(Row<TId, TItem>).GetProperty(nameof(Row<,>.Item))!, item.Body));
        var rows = await query.Select(Expression.Lambda<Func<T, Row<TId, TItem>>>(both, row)).PageByIdAsync(r => r.Id, page, ct);
        return rows.Select(r => r.Item);
    }

    /// <summary>A part of a list that never changes, by its place.</summary>
    public static Page<T> Part<T>(this IReadOnlyCollection<T> list, PageOf page)
    {
        var start = page.AfterPosition ?? 0;
        if (start < 0 || start > list.Count)
            throw InvalidShapeException.Of("cursor", "is not one that this list gave");

        var end = start + page.Size;
        return new Page<T>([.. list.Skip((int)start).Take(page.Size)], end < list.Count ? PageOf.CursorOf(end) : null);
    }

    public static string AddressOf(HttpRequest request, string cursor)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value).Where(q => q.Key != "cursor").Append(new("cursor", cursor));
        return QueryHelpers.AddQueryString(request.Path, query);
    }

    private sealed class Row<TId, TItem>
        where TId : struct
    {
        public TId Id { get; set; }

        public TItem Item { get; set; } = default!;
    }

    // The database compares; this says so to the query translator.
    private static bool IsAfter<TId>(TId left, TId right)
        where TId : struct, IId<TId> => left.Value.CompareTo(right.Value) > 0;
}
