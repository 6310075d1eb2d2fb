/// How much of a text the service sent is kept, in scalars.
private enum Bound {
    static let word = 200
    static let message = 2000
    static let result = 64 << 10
}

extension HTTPAnswer {
    /// Reads the answer to `POST /generateTask/{model}`.
    ///
    /// A taskId tells of a task that was made and will be billed, whatever else went wrong; only
    /// beside a code that turns the request away it is another one's.
    public func submitAnswer() -> SubmitAnswer {
        let json = JSON(parsing: body)
        let codes = [status, json?["code"]?.integer ?? status]
        if let id = json?["data"]?.taskID, !codes.contains(where: (300..<500).contains) {
            return .value(id)
        }
        let answer: SubmitAnswer = read(json) { _ throws(Unclear) -> TaskID in
            throw Unclear(status: status, detail: "the answer has no taskId")
        }
        // Half an answer turns nothing away.
        if let broken {
            return .unclear(Unclear(status: status, detail: "the answer broke off: \(broken)"))
        }
        guard case .unclear(var unclear) = answer, let id = json?["data"]?.taskID else {
            return answer
        }
        unclear.detail += "; it names the taskId \(id.rawValue.bounded(to: Bound.word))"
        return .unclear(unclear)
    }

    /// Reads the answer to `GET /statusTask/{model}?taskId=` for `id`.
    public func pollAnswer(for id: TaskID) -> PollAnswer {
        read(JSON(parsing: body)) { data throws(Unclear) in
            if let other = data.taskID, other != id {
                throw Unclear(status: status, detail: "the answer is about another task")
            }
            return TaskReport(state: try state(in: data), times: TaskTimes(data))
        }
    }

    /// Reads the answer to `GET /apikeys/current-balance`: USD left for the key.
    public func balanceAnswer() -> BalanceAnswer {
        read(JSON(parsing: body)) { data throws(Unclear) in
            guard let balance = data.number ?? data["balance"]?.number, balance.isFinite else {
                throw Unclear(status: status, detail: "the balance is not a number")
            }
            return balance
        }
    }

    private func state(in data: JSON) throws(Unclear) -> TaskReport.State {
        guard let word = data["state"]?.string, !word.isEmpty else {
            throw Unclear(status: status, detail: "the answer has no state")
        }
        switch word {
        case "success":
            // A text holding JSON by every seed; the JSON itself says the same.
            let raw = data["resultJson"].map { $0.string ?? $0.text } ?? ""
            return TaskResult(resultJSON: raw).map(TaskReport.State.succeeded)
                ?? .unreadable(raw.bounded(to: Bound.result))
        case "failed":
            let code = data["failCode"]?.string ?? ""
            let message = data["failMsg"]?.string ?? ""
            return .failed(
                TaskFailure(
                    code: FailCode(rawValue: code.bounded(to: Bound.word)),
                    message: message.bounded(to: Bound.message),
                )
            )
        default:
            return .running(phase: word.bounded(to: Bound.word))
        }
    }

    /// The three layers in their order: HTTP status, envelope `code`, then `data`.
    private func read<Value>(
        _ json: JSON?,
        _ decode: (JSON) throws(Unclear) -> Value,
    ) -> Answer<Value> {
        let code = json?["code"]?.integer ?? status
        let verdict = (200..<300).contains(status) ? code : status
        if verdict == 429 { return .tooMany(retryAfter: retryAfter) }
        if isRefusal(verdict) { return .refused(refusal(status: verdict, json: json)) }
        guard (200..<300).contains(verdict) else {
            return .unclear(Unclear(status: verdict, detail: messageText(json)))
        }
        guard let data = json?["data"], data != .null else {
            let detail = json == nil ? "the answer is not JSON" : "the answer has no data"
            return .unclear(Unclear(status: status, detail: detail))
        }
        do throws(Unclear) {
            return .value(try decode(data))
        } catch {
            return .unclear(error)
        }
    }

    /// A redirect, a time-out, a conflict or a closed line leave open what was done before.
    private func isRefusal(_ code: Int) -> Bool {
        (400..<500).contains(code) && ![408, 409, 425, 499].contains(code)
    }

    private func refusal(status: Int, json: JSON?) -> Refusal {
        let message = messageText(json)
        let detail = json?["data"]?["error"]?.string
        let code = json?["data"]?["failCode"]?.string ?? json?["failCode"]?.string
        let failCode =
            code.map { FailCode(rawValue: $0.bounded(to: Bound.word)) }
            ?? FailCode(rawValue: message).ifKnown
        return Refusal(
            status: status,
            reason: .init(status: status, message: message, failCode: failCode),
            message: detail.map { "\(message): \($0.bounded(to: Bound.message))" } ?? message,
            failCode: failCode,
        )
    }

    private func messageText(_ json: JSON?) -> String {
        if (300..<400).contains(status), let location {
            return "it redirects to \(location); redirects are not followed"
        }
        if let message = json?["message"]?.string, !message.isEmpty {
            return message.bounded(to: Bound.message)
        }
        let text = String(decoding: body.prefix(200), as: UTF8.self)
        if json == nil, !text.allSatisfy(\.isWhitespace) {
            return "the answer is not JSON: \(text)"
        }
        return "HTTP \(status) without a message"
    }
}

extension JSON {
    /// A text by every seed; a number is taken as it is written. None is 0 or less.
    public var taskID: TaskID? {
        switch self["taskId"] {
        case .string(let text)? where !text.isEmpty && text.utf8.count <= 1024:
            TaskID(rawValue: text)
        case .integer(let number)? where number > 0: TaskID(rawValue: String(number))
        case .string?, .integer?, .null?, .bool?, .number?, .array?, .object?, nil: nil
        }
    }
}

extension Refusal.Reason {
    /// "Out of credits" is told in three ways: 400 with words, 402, or a failCode.
    fileprivate init(status: Int, message: String, failCode: FailCode?) {
        let saysCredits = message.lowercased().contains("insufficient credit")
        if status == 402 || saysCredits || failCode?.rawValue == "INSUFFICIENT_CREDITS" {
            self = .noCredits
            return
        }
        switch status {
        case 400, 413, 422: self = .badRequest
        case 401: self = .badKey
        case 403: self = .forbidden
        case 404: self = .notFound
        default: self = .other
        }
    }
}

extension FailCode {
    fileprivate var ifKnown: FailCode? { explanation == nil ? nil : self }
}

extension TaskTimes {
    fileprivate init(_ data: JSON) {
        createTime = Self.milliseconds(data["createTime"])
        completeTime = Self.milliseconds(data["completeTime"])
        costTime = Self.milliseconds(data["costTime"])
    }

    /// Up to the year 9999; what is outside is no time, and none is better than a wrong one.
    private static func milliseconds(_ json: JSON?) -> Int? {
        json?.integer.flatMap { (0..<253_402_300_800_000).contains($0) ? $0 : nil }
    }
}
