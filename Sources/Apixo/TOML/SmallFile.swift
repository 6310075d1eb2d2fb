import Glibc

/// A file that a user wrote, read whole. Whatever lies under its name, it is read or refused at once.
public struct SmallFile: Sendable {
    /// The most that configuration, model and theme files may hold; real ones have a few KiB.
    public static let limit = 1 << 20

    public let bytes: [UInt8]
    public let permissions: mode_t
    public let owner: uid_t

    /// Reads the file; nil when there is none. A link to a file is that file.
    ///
    /// - Parameter limit: In bytes; a larger file is refused.
    public init?(path: String, limit: Int = Self.limit) throws(FileError) {
        // Else a FIFO waits for a writer, and a terminal becomes the one that controls the program.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            guard let reason = Self.reason(errno, at: path) else { return nil }
            throw FileError(file: path, reason: "cannot be read: \(reason)")
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw FileError(
                file: path,
                reason: "cannot be read: \(String(cString: strerror(errno)))"
            )
        }
        if let kind = facts.oddKind {
            throw FileError(file: path, reason: "is \(kind), not a regular file")
        }
        permissions = facts.st_mode & 0o777
        owner = facts.st_uid
        bytes = try Self.read(descriptor, path, limit: limit)
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func read(
        _ descriptor: Int32,
        _ path: String,
        limit: Int,
    ) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = String(cString: strerror(errno))
                throw FileError(file: path, reason: "cannot be read: \(reason)")
            }
            bytes += block[..<count]
            guard bytes.count <= limit else {
                throw FileError(file: path, reason: "is larger than \(limit / 1024) KiB")
            }
        }
    }

    /// Why a file could not be opened; nil when it is not there.
    private static func reason(_ error: Int32, at path: String) -> String? {
        var facts = stat()
        switch error {
        case ENOENT:
            return lstat(path, &facts) == 0 ? "it is a link to a file that does not exist" : nil
        case ENOTDIR: return nil
        case ENXIO where stat(path, &facts) == 0 && facts.oddKind != nil:
            return "it is \(facts.oddKind ?? "")"
        default: return String(cString: strerror(error))
        }
    }
}

extension stat {
    /// `/dev/null` as Linux numbers it: 1, 3.
    private static let devNull: dev_t = 0x103

    /// What it is when it is no file that can be read to its end. `/dev/null` is an empty one.
    fileprivate var oddKind: String? {
        switch st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "a directory"
        case S_IFIFO: "a FIFO"
        case S_IFSOCK: "a socket"
        case S_IFCHR where st_rdev == Self.devNull: nil
        case S_IFCHR, S_IFBLK: "a device"
        default: "something else"
        }
    }
}
