import Apixo
import Foundation
import Glibc
import Machine

/// What a folder remembers of its journal: which one it was, in a file beside it, and how far, in the
/// name of an empty one. Where the journal is another one, or less far, it was put back from a copy.
///
/// A name is not overwritten by a folder that is copied over this one. The journal is always written
/// first and is on disk by then, so whatever a crash or a power cut leaves, the folder knows of no
/// more than the journal that belongs to it.
struct RevisionFile {
    struct Content: Equatable {
        var origin: String
        var revision: Int
    }

    static let most = 1 << 60

    private static let originLength = 36
    private static let lengthLimit = 4096

    private let folder: String
    private let name: String

    /// Beside the journal at `path`.
    init(besides journal: String) {
        let slash = journal.lastIndex(of: "/")
        folder = slash.map { String(journal[..<$0]) } ?? "."
        let last = slash.map { String(journal[journal.index(after: $0)...]) } ?? journal
        name = last.replacing(".sqlite", with: "") + ".revision"
    }

    private var path: String { "\(folder)/\(name)" }

    /// Nil where there is none, or none that was ever written whole.
    func read() -> Content? {
        // What is no file that can be read is none.
        guard let file = try? SmallFile(path: path, limit: Self.lengthLimit) else { return nil }
        let parts = file.text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard parts.count == 2, parts[0].utf8.count == Self.originLength,
            let revision = Int(parts[1]), (0...Self.most).contains(revision)
        else { return nil }
        return Content(origin: parts[0], revision: max(revision, marks.max() ?? 0))
    }

    /// On disk when this returns. Where it cannot be written, the journal hardly can, and says so:
    /// without it a copy is only noticed less.
    func begin(_ content: Content) {
        let flags = O_CREAT | O_WRONLY | O_TRUNC | O_NONBLOCK | O_CLOEXEC
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        fchmod(descriptor, 0o600)
        let bytes = Array("\(content.origin) \(content.revision)\n".utf8)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
        fsync(descriptor)
        mark(content.revision)
        FolderEntry.sync(of: path)
    }

    /// The journal is so far now. What is not on disk after a power cut is only noticed less.
    func note(_ content: Content) {
        guard let known = read(), known.origin == content.origin,
            known.revision < content.revision
        else { return }
        mark(content.revision)
    }

    /// The revisions that names tell of: one, or more after a folder was copied over this one.
    private var marks: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("\(name)-") }
            .compactMap { Int($0.dropFirst(name.count + 1)) }
            .filter { (0...Self.most).contains($0) }
    }

    private func mark(_ revision: Int) {
        let old = marks.filter { $0 != revision }
        let isRenamed = old.first.map { rename(markPath($0), markPath(revision)) == 0 } ?? false
        if !isRenamed {
            let descriptor = open(markPath(revision), O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
            if descriptor >= 0 { close(descriptor) }
        }
        for other in old.dropFirst(isRenamed ? 1 : 0) { unlink(markPath(other)) }
    }

    private func markPath(_ revision: Int) -> String { "\(path)-\(revision)" }
}
