import Glibc

package enum DiskSpace {
    /// Whether the file system that holds `path` has no block left for its user.
    package static func isUsedUp(at path: String) -> Bool {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return false }
        return facts.f_bavail == 0
    }
}
