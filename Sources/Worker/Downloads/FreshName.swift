import Glibc

/// Gives a file a name that no other file has: what comes to stand there meanwhile is not replaced.
enum FreshName {
    /// - Returns: False when the name is taken.
    static func give(_ name: String, to path: String) throws(DownloadError) -> Bool {
        if link(path, name) == 0 {
            unlink(path)
            return true
        }
        if errno == EEXIST { return false }
        // Not every file system has second names.
        return try claim(name, for: path)
    }

    private static func claim(_ name: String, for path: String) throws(DownloadError) -> Bool {
        let claim = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        if claim < 0 {
            if errno == EEXIST { return false }
            throw .disk(String(cString: strerror(errno)), path: name)
        }
        close(claim)
        if rename(path, name) == 0 { return true }
        let number = errno
        unlink(name)
        throw .disk(String(cString: strerror(number)), path: path)
    }
}
