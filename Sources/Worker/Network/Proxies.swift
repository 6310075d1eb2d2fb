import Apixo
import AsyncHTTPClient
import Foundation

/// Through whom calls go, as the environment says. What is on this machine is asked straight, always,
/// so no key goes to a proxy but inside the encryption that only the service can open.
public struct Proxies: Sendable {
    private var secure: HTTPClient.Configuration.Proxy?
    private var plain: HTTPClient.Configuration.Proxy?
    private var exceptions: [ProxyException] = []

    public init() {}

    /// As others read them: `https_proxy` before `HTTPS_PROXY`, `ALL_PROXY` for want of either.
    public init(environment: [String: String]) throws(NetworkError) {
        secure = try Self.proxy(environment, ["https_proxy", "HTTPS_PROXY"])
        plain = try Self.proxy(environment, ["http_proxy", "HTTP_PROXY"])
        for name in ["no_proxy", "NO_PROXY"] where exceptions.isEmpty {
            exceptions = try ProxyException.list(environment[name] ?? "", named: name)
        }
    }

    private static func proxy(
        _ environment: [String: String],
        _ names: [String],
    ) throws(NetworkError) -> HTTPClient.Configuration.Proxy? {
        for name in names + ["all_proxy", "ALL_PROXY"] {
            guard let text = environment[name], !text.isEmpty else { continue }
            return try ProxyAddress(text, named: name).proxy
        }
        return nil
    }

    /// Nil where the host is asked straight.
    func proxy(for url: WebURL) -> HTTPClient.Configuration.Proxy? {
        if url.isLoopback || NetAddress(url.host)?.isLoopback == true { return nil }
        if exceptions.contains(where: { $0.holds(url) }) { return nil }
        return url.isSecure ? secure : plain
    }
}

/// Why what the user says of the network cannot be used. It never quotes a value: there may be a
/// password in it.
public struct NetworkError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ name: String, _ reason: String) { description = "\(name) \(reason)" }
}

/// `http://user:password@host:port` or `socks5://host:port`.
private struct ProxyAddress {
    let proxy: HTTPClient.Configuration.Proxy

    init(_ text: String, named name: String) throws(NetworkError) {
        let parts = text.components(separatedBy: "://")
        let scheme = parts.count == 2 ? parts[0].lowercased() : "http"
        let rest = parts.count == 2 ? parts[1] : text
        guard parts.count <= 2, ["http", "socks5", "socks5h"].contains(scheme) else {
            throw NetworkError(name, "must be http://host:port or socks5://host:port")
        }
        let credentials = rest.lastIndex(of: "@").map { String(rest[..<$0]) }
        let place = rest.lastIndex(of: "@").map { String(rest[rest.index(after: $0)...]) } ?? rest
        let url = try Self.url(place, named: name)
        if scheme == "http" {
            proxy = .server(
                host: url.host,
                port: url.port ?? 80,
                authorization: try credentials.map { text throws(NetworkError) in
                    try Self.authorization(text, named: name)
                },
            )
        } else if credentials == nil {
            proxy = .socksServer(host: url.host, port: url.port ?? 1080)
        } else {
            throw NetworkError(name, "names a SOCKS proxy with a password; that is not supported")
        }
    }

    private static func url(_ place: String, named name: String) throws(NetworkError) -> WebURL {
        let url: WebURL
        do throws(WebURLError) {
            url = try WebURL(checking: "http://\(place)")
        } catch {
            let reason = error == .notWeb ? "it names no host" : "\(error)"
            throw NetworkError(name, "cannot be used: \(reason)")
        }
        guard url.path.isEmpty || url.path == "/", !place.contains("?"), !place.contains("#") else {
            throw NetworkError(name, "must end with the port")
        }
        return url
    }

    private static func authorization(
        _ text: String,
        named name: String,
    ) throws(NetworkError) -> HTTPClient.Authorization {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts.map { String($0).removingPercentEncoding ?? "" }
        guard let user = words.first, !user.isEmpty else {
            throw NetworkError(name, "names no user before its @")
        }
        return .basic(username: user, password: words.count > 1 ? words[1] : "")
    }
}

/// An entry of `NO_PROXY`: `example.com` (and what is below it), an address, `10.0.0.0/8`, or `*`; with
/// `:port` for one port alone.
struct ProxyException: Sendable, Hashable {
    private let host: String
    private let range: NetRange?
    private let port: Int?

    static func list(
        _ text: String,
        named name: String,
    ) throws(NetworkError) -> [ProxyException] {
        var list: [ProxyException] = []
        for entry in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let exception = ProxyException(String(entry)) else {
                throw NetworkError(name, "has an entry that is no host and no network")
            }
            list.append(exception)
        }
        return list
    }

    init?(_ text: String) {
        if let range = NetRange(text.trimmingBrackets) {
            (host, self.range, port) = ("", range, nil)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, !text.contains("/") else { return nil }
        var host = parts[0].lowercased()
        if host.hasPrefix("*.") { host.removeFirst() }
        if host.hasPrefix(".") { host.removeFirst() }
        if host.isEmpty { return nil }
        if parts.count == 2, UInt16(parts[1]) == nil { return nil }
        port = parts.count == 2 ? Int(parts[1]) : nil
        self.host = host
        range = NetRange(host)
    }

    func holds(_ url: WebURL) -> Bool {
        if let port, port != url.port ?? (url.isSecure ? 443 : 80) { return false }
        if host == "*" { return true }
        if let range { return NetAddress(url.host).map(range.contains) ?? false }
        return url.host == host || url.host.hasSuffix(".\(host)")
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
