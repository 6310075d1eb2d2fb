/// What can go wrong with one answer; the raw values are what the command line takes.
public enum Fault: String, CaseIterable, Sendable, Codable {
    case closeBefore = "close-before"
    case closeAfter = "close-after"
    case tooMany = "429"
    case serverError = "500"
    case badGateway = "502"
    case truncated
    case garbage
    case slow
    case unknownState = "unknown-state"
    case brokenResult = "broken-result"
    case hostileText = "hostile-text"
    case webhookTwice = "webhook-twice"
    case webhookEarly = "webhook-early"
    case webhookForged = "webhook-forged"
    case webhookGarbage = "webhook-garbage"
    case webhookLost = "webhook-lost"

    public var help: String {
        switch self {
        case .closeBefore: "the connection is closed at once; nothing is accepted"
        case .closeAfter: "the call takes effect, but is not answered"
        case .tooMany: "429 though no limit is reached; nothing is accepted"
        case .serverError: "500; in half of the calls a task is created"
        case .badGateway: "502 and HTML; in half of the calls a task is created"
        case .truncated: "the JSON, or a download, is cut off in the middle"
        case .garbage: "200 with HTML, random bytes or nothing for an answer"
        case .slow: "takes 2 to 10 s, times the time scale (at least 0.05)"
        case .unknownState: "a running task shows a state that the documents do not name"
        case .brokenResult: "resultJson is not JSON, in this answer only"
        case .hostileText: "control sequences, bidi overrides, long text in messages"
        case .webhookTwice: "a delivered webhook is sent a second time"
        case .webhookEarly: "an extra webhook as soon as the task runs"
        case .webhookForged: "an extra webhook, with a taskId that does not exist"
        case .webhookGarbage: "an extra webhook: HTML, random bytes or nothing"
        case .webhookLost: "the webhook is not sent"
        }
    }
}

extension Fault {
    /// Whether the fault can show in an answer to such a call.
    func applies(to target: FaultTarget) -> Bool {
        switch (self, target) {
        case (.webhookTwice, _), (.webhookEarly, _), (.webhookForged, _), (.webhookGarbage, _),
            (.webhookLost, _):
            target.isWebhook
        case (_, .webhook): false
        case (.closeBefore, _), (.serverError, _), (.truncated, _), (.garbage, _), (.slow, _): true
        case (.closeAfter, .download), (.tooMany, .download), (.badGateway, .download): false
        case (.closeAfter, _), (.tooMany, _), (.badGateway, _): true
        case (.unknownState, .poll(let isRunning, _)): isRunning
        case (.brokenResult, .poll(_, let isSuccess)): isSuccess
        case (.unknownState, _), (.brokenResult, _), (.hostileText, .download): false
        case (.hostileText, _): true
        }
    }

    /// Whether a call that only asks is turned away by this.
    var hidesAnswer: Bool {
        switch self {
        case .closeBefore, .tooMany, .serverError, .badGateway: true
        case .closeAfter, .truncated, .garbage, .slow, .unknownState, .brokenResult, .hostileText,
            .webhookTwice, .webhookEarly, .webhookForged, .webhookGarbage, .webhookLost:
            false
        }
    }
}
