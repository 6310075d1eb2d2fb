/// The service's name for a task; opaque text, valid only under the model it was made with.
public struct TaskID: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// What `GET /statusTask/{model}` says of a task.
public struct TaskReport: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// `pending`, `processing`, or a word no page names: still running, shown as it came.
        case running(phase: String)
        case succeeded(TaskResult)
        /// `success`, but no URL can be read from `resultJson`; the next poll may show it whole.
        case unreadable(String)
        case failed(TaskFailure)
    }

    public var state: State
    public var times: TaskTimes

    public init(state: State, times: TaskTimes = TaskTimes()) {
        self.state = state
        self.times = times
    }
}

/// Unix milliseconds, and a duration in milliseconds; each may be missing (api: status response).
public struct TaskTimes: Sendable, Hashable {
    public var createTime: Int?
    public var completeTime: Int?
    public var costTime: Int?

    public init(createTime: Int? = nil, completeTime: Int? = nil, costTime: Int? = nil) {
        self.createTime = createTime
        self.completeTime = completeTime
        self.costTime = costTime
    }
}

/// What a task made.
public struct TaskResult: Sendable, Hashable {
    public var urls: [String]
    /// `resultJson` as it came, for shapes this program does not know.
    public var raw: String

    public init(urls: [String], raw: String) {
        self.urls = urls
        self.raw = raw
    }

    private static let rawLimit = 64 << 10

    /// Reads `resultJson`; nil when it holds no URL. Of a huge one the URLs are kept.
    public init?(resultJSON raw: String) {
        guard let json = JSON(parsing: raw) else { return nil }
        // Beside an empty list stand perhaps the addresses of what went in.
        urls = Array((json["resultUrls"] ?? json).addresses.prefix(100))
        guard !urls.isEmpty else { return nil }
        self.raw =
            raw.utf8.count <= Self.rawLimit
            ? raw : JSON.object(["resultUrls": .array(urls.map(JSON.string))]).text
    }
}

/// Why a task ended without a result.
public struct TaskFailure: Sendable, Hashable {
    public var code: FailCode
    public var message: String

    public init(code: FailCode, message: String) {
        self.code = code
        self.message = message
    }
}

extension JSON {
    /// Every web address anywhere in the value, in the order of keys: some models nest them. A
    /// faulty one is one of the results, too; cut off, one that is too long stays too long.
    fileprivate var addresses: [String] {
        switch self {
        case .string(let text):
            WebURL.namesTheWeb(text) ? [text.bounded(to: WebURL.limit + 1)] : []
        case .array(let items): items.flatMap(\.addresses)
        case .object(let members): members.sorted { $0.key < $1.key }.flatMap(\.value.addresses)
        case .null, .bool, .integer, .number: []
        }
    }
}
