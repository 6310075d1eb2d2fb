import Glibc
import NIOPosix

/// What a name stands for, in the order in which the addresses are to be tried.
typealias HostLookup = @Sendable (String) async throws(HostError) -> [NetAddress]

struct HostError: Error {
    let reason: String
}

/// The system's own way, on a thread that may wait.
@Sendable func systemLookup(_ host: String) async throws(HostError) -> [NetAddress] {
    do {
        return try await NIOThreadPool.singleton.runIfActive { try addresses(of: host) }
    } catch let fault as HostError {
        throw fault
    } catch {
        throw HostError(reason: "\(error)")
    }
}

private func addresses(of host: String) throws(HostError) -> [NetAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let result = getaddrinfo(host, nil, &hints, &first)
    guard result == 0 else {
        throw HostError(
            reason:
                "the host name \(host) cannot be found (\(String(cString: gai_strerror(result))))"
        )
    }
    defer { freeaddrinfo(first) }
    var found: [NetAddress] = []
    var entry = first
    while let some = entry {
        if let address = some.pointee.ai_addr.flatMap({ NetAddress($0) }) { found.append(address) }
        entry = some.pointee.ai_next
    }
    if found.isEmpty { throw HostError(reason: "the host name \(host) has no address") }
    return found
}
