import Foundation
import GRDB

/// A copy of a journal whose first page cannot be read, with that of a new one in its place: it says
/// where each table begins, and in every journal the first tables begin at the same pages.
struct BorrowedHead {
    private static let pageSize = 4096

    let path: String
    /// A new journal.
    let model: String

    private var copy: String { "\(path).mending-copy" }

    func open(_ configuration: Configuration) throws -> DatabaseQueue {
        remove()
        let files = FileManager.default
        try files.copyItem(atPath: path, toPath: copy)
        let hasLog = files.fileExists(atPath: "\(path)-wal")
        if hasLog { try files.copyItem(atPath: "\(path)-wal", toPath: "\(copy)-wal") }
        try write(head(hasLog: hasLog))
        return try DatabaseQueue(path: copy, configuration: configuration)
    }

    func remove() {
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: copy + ending)
        }
    }

    /// Places: https://www.sqlite.org/fileformat2.html#the_database_header
    private func head(hasLog: Bool) throws -> Data {
        let file = try FileHandle(forReadingFrom: URL(filePath: model))
        defer { try? file.close() }
        var head = try file.read(upToCount: Self.pageSize) ?? Data()
        guard head.count == Self.pageSize else { throw CocoaError(.fileReadCorruptFile) }
        head[18] = hasLog ? 2 : 1
        head[19] = head[18]
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        let pages = UInt32(clamping: size / Self.pageSize)
        head.replaceSubrange(28..<32, with: withUnsafeBytes(of: pages.bigEndian, Array.init))
        // No free pages are known.
        head.replaceSubrange(32..<40, with: [UInt8](repeating: 0, count: 8))
        head.replaceSubrange(92..<96, with: Array(head[24..<28]))
        return head
    }

    private func write(_ head: Data) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: copy))
        defer { try? file.close() }
        try file.write(contentsOf: head)
    }
}
