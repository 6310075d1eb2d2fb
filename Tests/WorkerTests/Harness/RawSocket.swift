import Glibc
import Testing

/// A bare socket on loopback, for what an HTTP client would not do.
struct RawSocket {
    private let socket: Int32

    /// Connects; what does not come within ten seconds never does.
    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, length)
        let isConnected = Self.withAddress(port) { connect(socket, $0, $1) == 0 }
        try #require(isConnected)
    }

    /// Holds a port and answers nobody.
    init(listeningOn port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let isBound = Self.withAddress(port) { bind(socket, $0, $1) == 0 }
        try #require(isBound && listen(socket, 1) == 0)
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        try #require(write(socket, bytes, bytes.count) == bytes.count)
    }

    /// All that comes until the other side closes, which it must.
    func readToEnd() throws -> String {
        defer { end() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = 0
        repeat {
            count = read(socket, &buffer, buffer.count)
            try #require(count >= 0 || errno == ECONNRESET, "it was not closed")
            bytes += buffer.prefix(max(0, count))
        } while count > 0
        return String(decoding: bytes, as: UTF8.self)
    }

    func end() { close(socket) }

    /// One that nobody listens on now.
    static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withAddress(0) { bind(socket, $0, $1) == 0 }
        let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                getsockname(socket, pointer, &length) == 0
            }
        }
        try #require(isBound && isNamed)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func withAddress<Value>(
        _ port: Int,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value,
    ) -> Value {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                body(pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
