import Glibc

/// Tells whether a name still stands for the same file.
struct FileIdentity: Sendable, Hashable {
    private let device: dev_t
    private let number: ino_t

    init?(_ path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        device = found.st_dev
        number = found.st_ino
    }
}
