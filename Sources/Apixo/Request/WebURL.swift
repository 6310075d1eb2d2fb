import FoundationEssentials

/// An absolute http or https address with a host, fit to be asked.
///
/// It is checked here, once, where it is read: whoever holds one may hand it to a library without
/// meeting a precondition there.
public struct WebURL: Hashable, Sendable {
    /// In bytes, as browsers and servers have it at most.
    public static let limit = 8192

    public let text: String
    public let isSecure: Bool
    /// Lower case, without the brackets of an IPv6 address.
    public let host: String
    /// The host as the text spells it.
    public let writtenHost: String
    public let port: Int?
    public let path: String

    public init?(_ text: String) { try? self.init(checking: text) }

    public init(checking text: String) throws(WebURLError) {
        guard text.utf8.count <= Self.limit else { throw .tooLong }
        guard Self.namesTheWeb(text), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .notWeb
        }
        let authority = Authority(of: text)
        if authority.holdsCredentials { throw .credentials }
        port = try authority.port
        guard let url = URL(string: text), url.port == port, let host = url.host(), !host.isEmpty
        else { throw .notWeb }
        guard Authority.isHost(host) else { throw .host }
        self.text = text
        isSecure = text.utf8.dropFirst(4).first != UInt8(ascii: ":")
        writtenHost = host.trimmingBrackets
        self.host = writtenHost.lowercased()
        path = url.path
    }

    /// Whether the text is meant as a web address, be it a faulty one.
    public static func namesTheWeb(_ text: String) -> Bool {
        let start = String(decoding: text.utf8.prefix(8), as: UTF8.self).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }

    /// The ending of the last part of the path, in lower case, without its dot.
    public var pathExtension: String? {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else {
            return nil
        }
        return name[name.index(after: dot)...].lowercased()
    }

    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.isIPv4Like
    }
}

/// Why a text is no address to be asked.
public enum WebURLError: Error, Sendable, Hashable, CustomStringConvertible {
    case notWeb
    case tooLong
    case host
    case port(String)
    case credentials

    public var description: String {
        switch self {
        case .notWeb: "it is not an http or https URL"
        case .tooLong: "the URL is longer than \(WebURL.limit) bytes"
        case .host: "the URL has no usable host name"
        case .port(let text): "the URL's port \(text) is not a number from 1 to 65535"
        case .credentials: "the URL holds a user name or password"
        }
    }
}

/// What stands between `//` and the path, as it was written.
private struct Authority {
    private let bytes: Substring.UTF8View

    init(of url: String) {
        let start = url.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
        bytes = start.prefix { !"/?#\\".utf8.contains($0) }
    }

    var holdsCredentials: Bool { bytes.contains(UInt8(ascii: "@")) }

    /// Nil where none is written.
    var port: Int? {
        get throws(WebURLError) {
            let afterAddress = bytes.lastIndex(of: UInt8(ascii: "]")).map { bytes[$0...] } ?? bytes
            let digits = afterAddress.drop { $0 != UInt8(ascii: ":") }.dropFirst()
            if digits.isEmpty { return nil }
            guard digits.allSatisfy(\.isDigit), let port = UInt16(Substring(digits)), port > 0
            else {
                throw .port(String(Substring(digits)).asLine(upTo: 20))
            }
            return Int(port)
        }
    }

    /// A name of letters, digits, `-`, `_` and `.`, or an IP address: any other spelling may mean
    /// one host here and another to a library.
    static func isHost(_ text: String) -> Bool {
        let inner = text.trimmingBrackets
        let marks = inner.utf8.contains(UInt8(ascii: ":")) ? ":." : "-_."
        return inner.utf8.count <= 253
            && inner.utf8.allSatisfy { $0.isLetterOrDigit || marks.utf8.contains($0) }
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }

    fileprivate var isIPv4Like: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
