import Glibc

/// TCP on loopback in the plainest calls, so that a test can be as rude as a network is.
public enum Sockets {
    /// A port that nobody listens on now.
    public static func freePort() throws -> UInt16 {
        let socket = try listen(on: 0)
        defer { close(socket) }
        return port(of: socket)
    }

    /// Says the text and gives all that comes until the other side closes, which it must within ten
    /// seconds; nil if nobody listens or it does not.
    public static func answer(to text: String, on port: UInt16) -> String? {
        guard let socket = connect(to: port) else { return nil }
        defer { close(socket) }
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, length)
        let bytes = Array(text.utf8)
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            return nil
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(socket, &buffer, buffer.count)
            if count < 0 { return nil }
            if count == 0 { return String(decoding: answer, as: UTF8.self) }
            answer += buffer.prefix(count)
        }
    }

    /// Says the text and leaves the connection open; nil if nobody listens.
    public static func open(saying text: String, on port: UInt16) -> Int32? {
        guard let socket = connect(to: port) else { return nil }
        let bytes = Array(text.utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        return socket
    }

    /// Listens on a port of 127.0.0.1; 0 picks a free one.
    static func listen(on port: UInt16) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard withAddress(of: port, { bind(socket, $0, $1) }) == 0, Glibc.listen(socket, 512) == 0
        else {
            close(socket)
            throw SocketError(number: errno)
        }
        return socket
    }

    static func connect(to port: UInt16) -> Int32? {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if withAddress(of: port, { Glibc.connect(socket, $0, $1) }) == 0 { return socket }
        close(socket)
        return nil
    }

    static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket, $0, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Sends on what comes until one of the two ends.
    static func copy(from source: Int32, to target: Int32) {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &bytes, bytes.count)
            if count <= 0 { break }
            var sent = 0
            while sent < count {
                let written = bytes.withUnsafeBytes {
                    send(target, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                }
                if written <= 0 { return }
                sent += written
            }
        }
        shutdown(target, Int32(SHUT_WR))
    }

    private static func withAddress<Value>(
        of port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value,
    ) -> Value {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

struct SocketError: Error {
    var number: Int32
}
