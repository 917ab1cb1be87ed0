namespace OpportunityKnocks.Purchasing.Api.Identity;

/// <summary>Files with keys, that several instances share: readable by their owner only, made once, and on the disk before anybody relies
/// on them.</summary>
public static class KeyFiles
{
    public static void MakePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What the file says. If there is none it is made; of several who make it at once, the first one's counts for all.</summary>
    public static byte[] ReadOrMake(string path, Func<byte[]> make)
    {
        if (!File.Exists(path))
        {
            var draft = $"{path}.{Guid.NewGuid():N}";
            Write(draft, make());
            try
            {
                File.Move(draft, path, overwrite: false);
                FlushName(path);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another instance was first; its key counts.
                File.Delete(draft);
            }
        }

        return File.ReadAllBytes(path);
    }

    private static void Write(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The content was flushed under the draft's name; the usual file systems flush the new name with the file.</summary>
    private static void FlushName(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }
}
