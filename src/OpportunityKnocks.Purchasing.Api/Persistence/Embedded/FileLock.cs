namespace OpportunityKnocks.Purchasing.Api.Persistence.Embedded;

/// <summary>A lock between processes that the operating system itself gives back when its holder dies, however it dies.</summary>
/// <remarks>On Unix <see cref="FileShare.Read"/> becomes <c>flock(LOCK_SH)</c> and <see cref="FileShare.None"/>
/// <c>flock(LOCK_EX)</c>; the handle is not inherited, so the server itself never holds a lock.</remarks>
internal sealed class FileLock : IDisposable
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static FileLock? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    public static FileLock? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    /// <param name="path">The file; made when it is not there, never deleted.</param>
    /// <param name="waiting">Called once when it takes more than a second.</param>
    public static async Task<FileLock> ExclusiveAsync(string path, Action waiting, CancellationToken ct)
    {
        var (waited, pause) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
        while (true)
        {
            if (TryExclusive(path) is { } taken)
                return taken;
            await Task.Delay(pause, ct);
            if (waited < Patience && waited + pause >= Patience)
                waiting();
            waited += pause;
            pause = TimeSpan.FromMilliseconds(Math.Min(200, pause.TotalMilliseconds * 1.5));
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException taken) when (taken.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            return null;
        }
    }
}
