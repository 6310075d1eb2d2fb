import Glibc

/// The name that a folder has in the one above it. A file is on the disk once it is synced, but
/// nobody finds it there before the folders that lead to it are synced too.
package enum FolderEntry {
    /// Syncs every folder above `path`; one that may not be read was made by somebody else.
    package static func syncAll(above path: String) {
        var place = path[...]
        while let slash = place.lastIndex(of: "/"), place.count > 1 {
            place = place[..<slash]
            sync(place.isEmpty ? "/" : String(place))
        }
    }

    package static func sync(of path: String) {
        sync(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
    }

    private static func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
