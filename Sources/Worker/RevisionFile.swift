import Foundation
import Glibc

/// What a folder remembers of its journal, in a file beside it: which one it was, and how far. Where
/// the journal is another one, or less far, it was put back from a copy.
///
/// The journal is always written first and is on disk by then, so whatever a crash or a power cut
/// leaves, this file knows of no more than the journal that belongs to it.
struct RevisionFile {
    struct Content: Equatable {
        var origin: String
        var revision: Int
    }

    static let most = 1 << 60

    private static let originLength = 36
    private static let digits = 20

    private let path: String

    /// Beside the journal at `path`.
    init(besides journal: String) { path = "\(journal.replacing(".sqlite", with: "")).revision" }

    /// Nil where there is none, or none that was ever written whole.
    func read() -> Content? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard parts.count == 2, parts[0].utf8.count == Self.originLength,
            parts[1].utf8.count == Self.digits, let revision = Int(parts[1]),
            (0...Self.most).contains(revision)
        else { return nil }
        return Content(origin: parts[0], revision: revision)
    }

    /// On disk when this returns. Where it cannot be written, the journal hardly can, and says so:
    /// without it a copy is only noticed less.
    func begin(_ content: Content) {
        let isNew = access(path, F_OK) != 0
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        fchmod(descriptor, 0o600)
        let bytes = Array("\(content.origin) \(Self.text(content.revision))\n".utf8)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
        fsync(descriptor)
        if isNew { FolderEntry.sync(of: path) }
    }

    /// The journal is so far now. What is not on disk after a power cut is only noticed less.
    func note(_ content: Content) {
        guard let known = read(), known.origin == content.origin,
            known.revision < content.revision
        else { return }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(Self.text(content.revision).utf8)
        _ = pwrite(descriptor, bytes, bytes.count, off_t(Self.originLength + 1))
    }

    private static func text(_ revision: Int) -> String {
        let digits = String(revision)
        return String(repeating: "0", count: Self.digits - digits.count) + digits
    }
}
