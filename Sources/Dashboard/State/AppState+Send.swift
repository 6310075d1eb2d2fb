import Apixo
import Tasks

extension AppState {
    mutating func submit(at now: Timestamp) -> [Effect] {
        // A held key sends no more than once.
        guard compose.handover == nil else { return [] }
        guard let model = compose.model else { return [] }
        compose.leaveSlot()
        switch model.request(from: compose.outgoing) {
        case .failure(let faults):
            showFaults(faults.list.count, at: now)
            return []
        case .success(let request):
            guard let number = compose.sent[request] else { return send(request) }
            overlay = .question(.sendAgain(request, number))
            return []
        }
    }

    private mutating func showFaults(_ count: Int, at now: Timestamp) {
        compose.showsAllFaults = true
        if let slot = compose.firstFault {
            compose.go(to: slot)
            compose.isTyping = true
        }
        let fields = count == 1 ? "One field needs" : "\(count) fields need"
        notify("Not sent. \(fields) attention", .warning, at: now)
    }

    mutating func send(_ request: GenerateRequest, isAgain: Bool = false) -> [Effect] {
        guard compose.handover == nil else { return [] }
        compose.handover = Compose.Handover(request: request)
        return [.saveDraft(compose.draft), .submit(request, isAgain: isAgain)]
    }

    mutating func accepted(_ number: TaskNumber, at now: Timestamp) -> [Effect] {
        guard let handover = compose.handover else { return table.reload(at: now) }
        compose.handover = nil
        compose.sent[handover.request] = number
        compose.showsAllFaults = false
        compose.touched = []
        notify("#\(number.rawValue) saved; it is sent next", .success, at: now)
        if handover.isFollowed, !layout.showsAll { focus = .tasks }
        table.show(number)
        return table.load(.around(number), at: now) + follow(from: nil, at: now)
    }

    mutating func rejected(_ reason: String, at now: Timestamp) {
        compose.handover = nil
        notify("Not sent: \(reason)", .error, at: now)
    }

    /// The question opens only where the user still looks: a key meant for something else must not
    /// answer it.
    mutating func asked(about duplicate: Duplicate, at now: Timestamp) {
        let handover = compose.handover
        compose.handover = nil
        if case .task(let number, _) = duplicate.original {
            compose.sent[duplicate.request] = number
        }
        guard handover?.isFollowed == true, overlay == nil else {
            return notify("Not sent: \(duplicate); press F5 to decide", .warning, at: now)
        }
        overlay = .question(.sendAgain(duplicate))
    }
}

extension Question {
    static func sendAgain(_ request: GenerateRequest, _ number: TaskNumber) -> Question {
        Question(
            title: "Send it again?",
            text: "This same request was sent as #\(number.rawValue). It is billed again.",
            yes: .send(request),
        )
    }

    static func sendAgain(_ duplicate: Duplicate) -> Question {
        Question(
            title: "Send it again?",
            text: "\(duplicate). It is billed again.".withCapital,
            yes: .send(duplicate.request),
        )
    }
}

extension String {
    fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
