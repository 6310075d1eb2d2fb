/// An answer to a paid call that gave no clean taskId, as far as it is kept: from it a person can
/// find out what became of the request.
public struct Evidence: Sendable, Hashable {
    public var status: Int
    /// By name, as the service wrote it.
    public var headers: [String: String]
    /// The first KiB.
    public var body: String
    /// What may be the taskId, likeliest first; safe to stand in a command line.
    public var taskIDs: [TaskID]

    public init(
        status: Int,
        headers: [String: String] = [:],
        body: String = "",
        taskIDs: [TaskID] = [],
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.taskIDs = taskIDs
    }

    private static let bodyLimit = 1024
    private static let headerLimit = 500
    private static let kept: Set = [
        "date", "content-type", "content-length", "location", "retry-after", "server", "via",
        "x-request-id", "request-id", "x-correlation-id", "x-trace-id", "traceparent", "cf-ray",
        "x-amzn-requestid", "x-amzn-trace-id", "x-amz-cf-id", "x-cache", "x-served-by",
        "www-authenticate", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset",
    ]

    /// Whether a header says something about where the request went and what became of it.
    public static func keeps(header name: String) -> Bool { kept.contains(name.lowercased()) }

    init(_ answer: HTTPAnswer) {
        status = answer.status
        headers = answer.headers.filter { Self.keeps(header: $0.key) }
            .mapValues { $0.bounded(to: Self.headerLimit) }
        body = String(decoding: answer.body.prefix(Self.bodyLimit), as: UTF8.self)
        // Half a character at the cut says nothing.
        if answer.body.count > Self.bodyLimit, body.last == "\u{FFFD}" { body.removeLast() }
        taskIDs = TaskIDSearch(in: answer).found
    }
}

extension Evidence {
    public var json: JSON {
        .object([
            "status": .integer(status),
            "headers": .object(headers.mapValues(JSON.string)),
            "body": .string(body),
            "taskIds": .array(taskIDs.map { .string($0.rawValue) }),
        ])
    }

    /// Nil for what is no evidence, as when somebody changed it.
    public init?(json: JSON) {
        guard let status = json["status"]?.integer, let body = json["body"]?.string,
            case .object(let headers)? = json["headers"], let ids = json["taskIds"]?.array
        else { return nil }
        self.init(
            status: status,
            headers: headers.compactMapValues(\.string),
            body: body,
            taskIDs: ids.compactMap(\.string).map(TaskID.init).filter(\.isPlain),
        )
    }
}

extension HTTPAnswer {
    public var evidence: Evidence { Evidence(self) }

    public var location: String? {
        let location = headers.first { $0.key.lowercased() == "location" }?.value
        return location.flatMap { $0.isEmpty ? nil : $0.bounded(to: 500) }
    }
}

extension SubmitAnswer {
    /// The same, and what is to be kept of an answer without a clean taskId.
    public func keeping(_ evidence: @autoclosure () -> Evidence) -> SubmitAnswer {
        switch self {
        case .value: return self
        case .tooMany(let retryAfter, _):
            return .tooMany(retryAfter: retryAfter, evidence: evidence())
        case .refused(var refusal):
            refusal.evidence = evidence()
            return .refused(refusal)
        case .unclear(var unclear):
            unclear.evidence = evidence()
            return .unclear(unclear)
        }
    }
}
