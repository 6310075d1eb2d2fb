import FoundationEssentials

/// An absolute http or https address with a host.
public struct WebURL: Hashable, Sendable {
    public let text: String
    public let isSecure: Bool
    /// Lower case, without the brackets of an IPv6 address.
    public let host: String
    public let port: Int?
    public let path: String

    public init?(_ text: String) {
        guard text.utf8.count <= 8192, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = url.host(), !host.isEmpty
        else { return nil }
        self.text = text
        isSecure = scheme == "https"
        self.host = host.lowercased().trimmingBrackets
        port = url.port
        path = url.path
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

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }

    fileprivate var isIPv4Like: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
