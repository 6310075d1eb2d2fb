import Apixo
import Programs
import Tasks

/// What the service should say to a call.
public enum GoodAnswer {
    case json(JSON)
    case file([UInt8])

    static let picture = Array("GIF89a\u{1};".utf8)

    /// - Parameter hasEnded: Whether a task asked for has a result already.
    public init(to request: PlainServer.Request, hasEnded: Bool) {
        if request.method == "POST" {
            let prompt = JSON(parsing: request.body)?["input"]?["prompt"]?.string ?? ""
            let id = "task_\(prompt.filter { $0.isLetter || $0.isNumber })"
            self = Self.envelope(["taskId": .string(id)])
        } else if request.path.contains("/current-balance") {
            self = Self.envelope(["balance": .number(5)])
        } else if let id = request.taskID {
            self = Self.envelope(Self.task(id.withoutPercent, hasEnded: hasEnded))
        } else {
            self = .file(Self.picture)
        }
    }

    /// - Parameter port: Of the service, where its results are.
    public func bytes(on port: UInt16) -> [UInt8] {
        switch self {
        case .json(let json):
            Reply.ok(json.text.replacing(OddAddress.port, with: "\(port)"))
        case .file(let bytes): Reply.ok(bytes)
        }
    }

    private static func envelope(_ data: [String: JSON]) -> GoodAnswer {
        .json(.object(["code": .integer(200), "message": .string("ok"), "data": .object(data)]))
    }

    private static func task(_ id: String, hasEnded: Bool) -> [String: JSON] {
        guard hasEnded else { return ["taskId": .string(id), "state": .string("processing")] }
        let url = "http://127.0.0.1:\(OddAddress.port)/file/1.gif"
        let result = JSON.object(["resultUrls": .array([.string(url)])])
        return [
            "taskId": .string(id), "state": .string("success"),
            "resultJson": .string(result.text), "costTime": .integer(1000),
            "createTime": .integer(1_795_000_000_000), "completeTime": .integer(1_795_000_001_000),
        ]
    }

    static func failed(_ id: String) -> [String: JSON] {
        [
            "taskId": .string(id), "state": .string("failed"), "failCode": .string("NSFW"),
            "failMsg": .string("no"), "costTime": .integer(900),
        ]
    }
}

extension PlainServer.Request {
    /// Of the task that is asked for, as it was written.
    fileprivate var taskID: String? {
        path.contains("?taskId=") ? path.split(separator: "=").last.map(String.init) : nil
    }
}

extension String {
    /// The bytes that `%XX` stand for.
    fileprivate var withoutPercent: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            let code = digits.utf8.count == 2 ? UInt8(digits, radix: 16) : nil
            if byte == UInt8(ascii: "%"), let code {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
