import Apixo
import Foundation
import Glibc
import Synchronization

/// An HTTP server that sends exactly the bytes it is told, whatever they are worth. It lives as long
/// as the tests do.
public final class PlainServer: Sendable {
    public struct Request: Sendable {
        public let method: String
        public let path: String
        public let head: String
        public let body: String
    }

    public let port: UInt16
    private let listener: Int32
    private let book = Mutex<[Request]>([])

    public var address: String { "http://127.0.0.1:\(port)" }
    public var requests: [Request] { book.withLock { $0 } }

    /// - Parameter answer: The bytes to send before the line is closed; nil closes without a word.
    public init(_ answer: @escaping @Sendable (Request) -> [UInt8]?) throws {
        listener = try Sockets.listen(on: 0)
        port = Sockets.port(of: listener)
        Thread.detachNewThread { [self] in
            while true {
                let client = Glibc.accept(listener, nil, nil)
                if client >= 0 { Thread.detachNewThread { self.serve(client, answer) } }
            }
        }
    }

    private func serve(_ client: Int32, _ answer: (Request) -> [UInt8]?) {
        defer { close(client) }
        guard let request = Self.read(client) else { return }
        book.withLock { $0.append(request) }
        if let bytes = answer(request) { Self.write(bytes, to: client) }
    }

    private static func read(_ client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(client, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = String(text[..<end.lowerBound])
            let body = String(text[end.upperBound...])
            guard body.utf8.count >= length(head) else { continue }
            let words = head.split(separator: " ").map(String.init)
            guard words.count > 2 else { return nil }
            return Request(method: words[0], path: words[1], head: head, body: body)
        }
    }

    private static func length(_ head: String) -> Int {
        let line = head.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-length:")
        }
        return line.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    }

    private static func write(_ bytes: [UInt8], to client: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return }
            rest = rest.dropFirst(sent)
        }
        shutdown(client, Int32(SHUT_WR))
    }
}

extension PlainServer.Request {
    /// The value of a header.
    public func header(_ name: String) -> String? {
        let line = head.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("\(name.lowercased()):")
        }
        return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}

/// What servers say.
public enum Reply {
    /// A head as given, with no header of its own but the one that ends the line.
    public static func raw(_ status: String, _ headers: [String] = [], _ body: [UInt8]) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status)"] + headers + ["Connection: close", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8) + body
    }

    public static func ok(_ body: [UInt8], _ headers: [String] = []) -> [UInt8] {
        raw("200 OK", headers + ["Content-Length: \(body.count)"], body)
    }

    public static func ok(_ text: String, _ headers: [String] = []) -> [UInt8] {
        ok(Array(text.utf8), headers)
    }
}

/// The service as far as a task that succeeds at once needs it; the files are the test's own.
public struct PlainService: Sendable {
    public let urls: [String]

    public init(urls: [String]) { self.urls = urls }

    /// Nil for what is no call to the service.
    public func answer(to request: PlainServer.Request) -> [UInt8]? {
        if request.method == "POST" {
            return Reply.ok(#"{"code":200,"message":"ok","data":{"taskId":"t-\#(UUID())"}}"#)
        }
        if request.path.contains("/current-balance") {
            return Reply.ok(#"{"code":200,"data":{"balance":5}}"#)
        }
        guard let id = request.path.split(separator: "=").last, request.path.contains("taskId=")
        else { return nil }
        let result = JSON.object(["resultUrls": .array(urls.map(JSON.string))]).text
        let data: [String: JSON] = [
            "taskId": .string(String(id)), "state": .string("success"),
            "resultJson": .string(result), "costTime": .integer(1000),
        ]
        return Reply.ok(JSON.object(["code": .integer(200), "data": .object(data)]).text)
    }
}
