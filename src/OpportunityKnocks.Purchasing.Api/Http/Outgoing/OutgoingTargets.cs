using System.Net;
using System.Net.Sockets;

namespace OpportunityKnocks.Purchasing.Api.Http.Outgoing;

/// <summary>What configuration says of outgoing calls.</summary>
public sealed class OutgoingOptions
{
    /// <summary>Addresses as <c>host:port</c> that may be called by plain HTTP and wherever they are: a receiver inside one's own
    /// network. Empty by default.</summary>
    public IList<string> AllowedTargets { get; } = [];
}

/// <summary>Turns names into addresses; a test has its own.</summary>
public interface IAddressBook
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct);
}

public sealed class DnsAddressBook : IAddressBook
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) => Dns.GetHostAddressesAsync(host, ct);
}

/// <summary>Connects to the first of some addresses that answers; a test has its own.</summary>
public interface IDialer
{
    Task<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken ct);
}

public sealed class SocketDialer : IDialer
{
    public async Task<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The target is not one the service calls.</summary>
public sealed class ForbiddenTargetException(string message) : Exception(message);

/// <summary>Decides whom the service calls, twice: by the form of the address when it is registered, and by where it leads at the moment of
/// connecting. The connection goes to the very address that was checked, so a name that changes its answer gains nothing.</summary>
public sealed class OutgoingTargets(IAddressBook book, IDialer dialer, Microsoft.Extensions.Options.IOptions<OutgoingOptions> options)
{
    private const int MaximumLength = 2000;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    /// <returns>What is wrong with the address; null when it may be registered.</returns>
    public string? WhatIsWrongWith(string? address)
    {
        if (address is null || address.Length > MaximumLength || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return $"is an absolute address of at most {MaximumLength} characters";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return "has neither user nor fragment";
        if (IsAllowed(uri.Host, uri.Port))
            return uri.Scheme is "http" or "https" ? null : "begins with https://";
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "begins with https://";
        var host = uri.DnsSafeHost.TrimEnd('.');
        if (IPAddress.TryParse(host, out var literal))
            return PublicAddresses.Contain(literal) ? null : "is not an address inside a network";
        return uri.HostNameType == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal) && !host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            ? null
            : "names a host of the public internet";
    }

    /// <summary>Connects to the host, if all its addresses are public.</summary>
    /// <exception cref="ForbiddenTargetException">One of them is not; nothing was sent.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await book.ResolveAsync(host, ct);
        if (addresses.Length == 0)
            throw new ForbiddenTargetException($"{host} has no address.");
        if (!IsAllowed(host, port) && !Array.TrueForAll(addresses, PublicAddresses.Contain))
            throw new ForbiddenTargetException($"{host} leads inside a network, where the service does not call.");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ConnectPatience);
        return await dialer.DialAsync(addresses, port, patience.Token);
    }

    private bool IsAllowed(string host, int port) =>
        options.Value.AllowedTargets.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{port}"), StringComparer.OrdinalIgnoreCase);
}
