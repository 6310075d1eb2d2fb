import AsyncHTTPClient
import FoundationEssentials
import Machine

/// What a server says of the file it sends, so that a part is never gone on with from another file.
struct FileOrigin: Codable, Hashable, Sendable {
    var eTag: String?
    var lastModified: String?
    var total: Int?
    /// The boot in which the part was written: what a power cut left may have holes.
    var boot = BootTime.now.boot

    init(eTag: String?, lastModified: String?, total: Int?) {
        self.eTag = eTag
        self.lastModified = lastModified
        self.total = total
    }

    /// - Parameter total: The length of the whole file, where the server tells it.
    init(_ response: HTTPClientResponse, total: Int?) {
        self.init(
            eTag: response.headers.first(name: "ETag").flatMap(Self.bounded),
            lastModified: response.headers.first(name: "Last-Modified").flatMap(Self.bounded),
            total: total,
        )
    }

    /// Nil for what was not written by this program, or in another boot.
    init?(_ bytes: Data) {
        guard let kept = try? JSONDecoder().decode(FileOrigin.self, from: bytes),
            kept.boot == BootTime.now.boot,
            kept.eTag ?? kept.lastModified != nil || kept.total != nil
        else { return nil }
        self = kept
    }

    var bytes: Data { (try? JSONEncoder().encode(self)) ?? Data() }

    /// What goes with a `Range`, so that a server whose file is another one sends all of it. A weak
    /// tag says that two files look alike, not that their bytes are the same (RFC 9110, 13.1.5).
    var condition: String? {
        if let eTag, !eTag.hasPrefix("W/") { return eTag }
        return lastModified
    }

    /// Whether both may be of one file: what both tell is the same.
    func fits(_ other: FileOrigin) -> Bool {
        func agree<Value: Equatable>(_ one: Value?, _ two: Value?) -> Bool {
            one == nil || two == nil || one == two
        }
        return agree(eTag, other.eTag) && agree(lastModified, other.lastModified)
            && agree(total, other.total)
    }

    private static func bounded(_ text: String) -> String? { text.utf8.count <= 1024 ? text : nil }
}
