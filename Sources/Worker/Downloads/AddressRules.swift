import Apixo
import Foundation

/// Which addresses are asked for a result. The service names them, so none may lead into this
/// machine or the network it stands in, unless the service is here itself.
struct AddressRules: Sendable {
    let mayLeadInside: Bool
    /// Whether the user allows what anybody on the way can read and change.
    var mayBePlain = false

    func first(_ text: String) throws(DownloadError) -> WebURL {
        let url: WebURL
        do throws(WebURLError) {
            url = try WebURL(checking: text)
        } catch {
            throw .address(error.description)
        }
        if mayLeadInside { return url }
        if url.namesThisMachine { throw .inside(url.host) }
        if let address = NetAddress(url.host) { try check([address], of: url) }
        guard url.isSecure || mayBePlain else { throw .plain(url.host) }
        return url
    }

    /// - Parameter location: As the server wrote it; it may be relative.
    func next(_ location: String, after url: WebURL) throws(DownloadError) -> WebURL {
        let base = URL(string: url.text)
        let text = URL(string: location, relativeTo: base)?.absoluteString ?? ""
        let next: WebURL
        do throws(DownloadError) {
            next = try first(text)
        } catch {
            throw .redirect("\(url.host) redirects: \(error)")
        }
        guard next.isSecure || !url.isSecure else {
            throw .redirect("\(url.host) redirects from https to http; that is not followed")
        }
        return next
    }

    /// What the name of a host stands for: none may be inside, for any of them may be the one asked.
    func check(_ addresses: [NetAddress], of url: WebURL) throws(DownloadError) {
        guard let inside = addresses.first(where: { !$0.isPublic }), !mayLeadInside else { return }
        let name = "\(inside)" == url.host ? url.host : "\(url.host) (\(inside))"
        throw .inside(name)
    }
}

extension DownloadError {
    fileprivate static func inside(_ host: String) -> DownloadError {
        .address("\(host) is inside this network; nothing is fetched from there")
    }

    fileprivate static func plain(_ host: String) -> DownloadError {
        .address(
            "\(host) is asked over https only, unless config.toml has allow_http = true in [results]"
        )
    }
}

extension WebURL {
    fileprivate var namesThisMachine: Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        return name == "localhost" || name.hasSuffix(".localhost")
    }
}
