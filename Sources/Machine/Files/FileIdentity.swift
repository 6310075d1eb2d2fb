import Glibc

/// Tells whether a name still stands for the same file.
package struct FileIdentity: Sendable, Hashable {
    private let device: dev_t
    package let number: ino_t

    package init?(_ path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        self.init(found)
    }

    /// Of an open file, whatever its name stands for by now.
    package init?(_ descriptor: Int32) {
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { return nil }
        self.init(found)
    }

    private init(_ found: stat) {
        device = found.st_dev
        number = found.st_ino
    }
}
