import Foundation
import Glibc
import Synchronization

/// A proxy as companies have them: `CONNECT`, or SOCKS for who begins with it. Wherever it is asked
/// to go, it goes to one server on loopback.
public final class ProxyServer: Sendable {
    public let port: UInt16
    private let target: UInt16
    private let refusal: String?
    private let log = Mutex<[String]>([])

    /// What was asked of it, one text for each connection; what came through the tunnel is not in it.
    public var requests: [String] { log.withLock { $0 } }

    /// - Parameter refusal: What it says to everybody instead of opening the way.
    public init(to target: UInt16, refusal: String? = nil) throws {
        let listener = try Sockets.listen(on: 0)
        port = Sockets.port(of: listener)
        self.target = target
        self.refusal = refusal
        Thread.detachNewThread { [self] in
            while true {
                let client = Glibc.accept(listener, nil, nil)
                if client >= 0 { Thread.detachNewThread { self.serve(client) } }
            }
        }
    }

    private func serve(_ client: Int32) {
        guard let first = Self.read(1, from: client) else { return }
        let isSOCKS = first == [5]
        guard let request = isSOCKS ? Self.socks(client) : Self.head(client, after: first) else {
            return
        }
        log.withLock { $0.append(request) }
        if let refusal {
            Self.say(Array(refusal.utf8), to: client)
            shutdown(client, Int32(SHUT_RDWR))
            return
        }
        guard let server = Sockets.connect(to: target) else { return }
        let welcome =
            isSOCKS ? [5, 0, 0, 1, 0, 0, 0, 0, 0, 0] : Array("HTTP/1.1 200 OK\r\n\r\n".utf8)
        Self.say(welcome, to: client)
        Thread.detachNewThread { Sockets.copy(from: server, to: client) }
        Sockets.copy(from: client, to: server)
    }

    private static func head(_ client: Int32, after first: [UInt8]) -> String? {
        var bytes = first
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard let next = read(1, from: client) else { return nil }
            bytes += next
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The greeting, then `05 01 00 03`, a name and a port (RFC 1928).
    private static func socks(_ client: Int32) -> String? {
        guard let methods = read(1, from: client), read(Int(methods[0]), from: client) != nil else {
            return nil
        }
        say([5, 0], to: client)
        guard let request = read(5, from: client), request[3] == 3,
            let place = read(Int(request[4]) + 2, from: client)
        else { return nil }
        let port = Int(place[place.count - 2]) << 8 | Int(place[place.count - 1])
        return "SOCKS \(String(decoding: place.dropLast(2), as: UTF8.self)):\(port)"
    }

    private static func read(_ count: Int, from client: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(client, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }

    private static func say(_ bytes: [UInt8], to client: Int32) {
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
