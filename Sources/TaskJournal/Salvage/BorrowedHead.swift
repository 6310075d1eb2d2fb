import Foundation
import GRDB

/// A copy of a journal of which the pages that hold the schema cannot be read, with those of a new
/// one in their place: they say where each table begins, and journals that were made by the same
/// migrations begin them at the same pages.
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
        let head = try head(hasLog: hasLog)
        try write(head, to: 1)
        for page in Self.children(of: head) { try write(try read(page), to: page) }
        return try DatabaseQueue(path: copy, configuration: configuration)
    }

    func remove() {
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: copy + ending)
        }
    }

    /// Places: https://www.sqlite.org/fileformat2.html#the_database_header
    private func head(hasLog: Bool) throws -> Data {
        var head = try read(1)
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

    /// The pages a schema of more than one page goes on in: the root of its table is in the first one,
    /// behind the header of the file. Places: https://www.sqlite.org/fileformat2.html#b_tree_pages
    private static func children(of head: Data) -> [Int] {
        let root = 100
        let interior: UInt8 = 5
        guard head[root] == interior else { return [] }
        let cells = number(in: head, at: root + 3, of: 2)
        let starts = (0..<cells).map { number(in: head, at: root + 12 + 2 * $0, of: 2) }
        return (starts + [root + 8]).filter { $0 + 4 <= pageSize }
            .map { number(in: head, at: $0, of: 4) }
    }

    private static func number(in page: Data, at place: Int, of length: Int) -> Int {
        guard place + length <= page.count else { return 0 }
        return page[place..<(place + length)].reduce(0) { $0 << 8 | Int($1) }
    }

    private func read(_ page: Int) throws -> Data {
        let file = try FileHandle(forReadingFrom: URL(filePath: model))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(max(0, page - 1) * Self.pageSize))
        let data = try file.read(upToCount: Self.pageSize) ?? Data()
        guard data.count == Self.pageSize else { throw CocoaError(.fileReadCorruptFile) }
        return data
    }

    private func write(_ data: Data, to page: Int) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: copy))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(max(0, page - 1) * Self.pageSize))
        try file.write(contentsOf: data)
    }
}
