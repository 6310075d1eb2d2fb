import Glibc

/// An IP address.
struct NetAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 of them.
    let bytes: [UInt8]

    /// In any spelling that a resolver takes: `127.1` and `0x7f000001` are addresses, too.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_aton(text, &four) != 0 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// Nil for what is no address of the internet.
    init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
    }

    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// Whether it is a host's own on the open internet, and not a way around that.
    var isPublic: Bool {
        if bytes.count == 4 { return !NetRange.special.contains { $0.contains(self) } }
        return NetRange.unicast.contains(self)
            && !NetRange.special.contains { $0.contains(self) }
    }
}

/// All addresses that begin alike.
struct NetRange: Hashable, Sendable {
    private let start: [UInt8]
    private let bits: Int

    /// `10.0.0.0/8`; an address alone is a range of one.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = NetAddress(String(parts[0])) else { return nil }
        start = address.bytes
        guard parts.count == 2 else {
            bits = start.count * 8
            return
        }
        guard let bits = Int(parts[1]), (0...start.count * 8).contains(bits) else { return nil }
        self.bits = bits
    }

    func contains(_ address: NetAddress) -> Bool {
        guard address.bytes.count == start.count else { return false }
        return (0..<start.count).allSatisfy { place in
            let rest = min(max(bits - place * 8, 0), 8)
            let mask = rest == 0 ? 0 : UInt8.max << UInt8(8 - rest)
            return address.bytes[place] & mask == start[place] & mask
        }
    }

    /// All of version 6 that hosts have on the open internet; what else there is (mapped, NAT64,
    /// local, site, multicast) lies outside.
    fileprivate static let unicast = NetRange("2000::/3") ?? NetRange.none
    private static let none = NetRange(start: [], bits: 0)

    private init(start: [UInt8], bits: Int) {
        self.start = start
        self.bits = bits
    }

    /// What stands in IANA's registries of special addresses.
    fileprivate static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Teredo and others of the protocols' own, documentation, 6to4.
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    ].compactMap(NetRange.init)
}
