import Apixo

/// `[callback]` of the configuration: where callbacks come in, and what the service calls.
public struct CallbackSettings: Sendable, Hashable {
    /// An address of this machine; loopback unless the user says otherwise.
    public var host: String
    public var port: Int
    /// Leads to this machine from outside, without a slash at its end.
    public var publicURL: String

    public init(host: String = "127.0.0.1", port: Int, publicURL: String) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
    }

    init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["listen", "public_url"])
        guard let listen = try section.string("listen") else {
            throw section.error(nil, "listen is missing, such as \"127.0.0.1:8787\"")
        }
        guard let (host, port) = Self.address(listen) else {
            throw section.error("listen", "must be host:port, such as \"127.0.0.1:8787\"")
        }
        guard var address = try section.string("public_url") else {
            throw section.error(nil, "public_url is missing, such as \"https://example.com/apixo\"")
        }
        let url: WebURL
        do throws(WebURLError) {
            url = try WebURL(checking: address)
        } catch {
            throw section.error("public_url", error.description)
        }
        guard url.isSecure || url.isLoopback,
            !address.utf8.contains(where: "?#@".utf8.contains)
        else {
            throw section.error("public_url", "must be an https:// address without ? and #")
        }
        while address.hasSuffix("/") { address.removeLast() }
        self.init(host: host, port: port, publicURL: address)
    }

    /// `host:port`, `[::1]:port`, `:port` or a port alone.
    private static func address(_ text: String) -> (String, Int)? {
        let colon = text.lastIndex(of: ":")
        let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits),
            port > 0
        else { return nil }
        var host = colon.map { String(text[..<$0]) } ?? ""
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        let isOdd = host.contains { $0.isWhitespace || $0 == "/" }
        return isOdd ? nil : (host.isEmpty ? "127.0.0.1" : host, Int(port))
    }
}
