import Apixo
import Foundation
import Glibc

/// Which addresses are asked for a result. The service names them, so none may lead into this
/// machine or the network it stands in, unless the service is here itself.
struct AddressRules: Sendable {
    let mayLeadInside: Bool

    func first(_ text: String) throws(DownloadFault) -> WebURL {
        let url: WebURL
        do throws(WebURLFault) {
            url = try WebURL(checking: text)
        } catch {
            throw .address(error.description)
        }
        guard mayLeadInside || !url.isInside else {
            throw .address("\(url.host) is inside this network; nothing is fetched from there")
        }
        return url
    }

    /// - Parameter location: As the server wrote it; it may be relative.
    func next(_ location: String, after url: WebURL) throws(DownloadFault) -> WebURL {
        let base = URL(string: url.text)
        let text = URL(string: location, relativeTo: base)?.absoluteString ?? ""
        let next: WebURL
        do throws(DownloadFault) {
            next = try first(text)
        } catch {
            throw .redirect("\(url.host) redirects: \(error)")
        }
        guard next.isSecure || !url.isSecure else {
            throw .redirect("\(url.host) redirects from https to http; that is not followed")
        }
        return next
    }
}

extension WebURL {
    /// Loopback, private and link-local addresses in every spelling that a resolver takes.
    fileprivate var isInside: Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        var four = in_addr()
        if inet_aton(name, &four) != 0 { return UInt32(bigEndian: four.s_addr).isInside }
        var six = in6_addr()
        guard inet_pton(AF_INET6, name.prefixWithoutZone, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { isInside(Array($0)) }
    }

    private func isInside(_ bytes: [UInt8]) -> Bool {
        let last = bytes[12...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == bytes[11]
        // `::`, `::1` and addresses of version 4 written as version 6.
        if isMapped, [0, 0xFF].contains(bytes[10]) { return last <= 1 || last.isInside }
        return bytes[0] & 0xFE == 0xFC || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    }
}

extension UInt32 {
    fileprivate var isInside: Bool {
        let ranges: [(UInt32, UInt32)] = [
            (0x0000_0000, 8), (0x7F00_0000, 8), (0x0A00_0000, 8), (0xAC10_0000, 12),
            (0xC0A8_0000, 16), (0xA9FE_0000, 16), (0x6440_0000, 10),
        ]
        return ranges.contains { self >> (32 - $1) == $0 >> (32 - $1) }
    }
}

extension String {
    fileprivate var prefixWithoutZone: String { String(prefix { $0 != "%" }) }
}
