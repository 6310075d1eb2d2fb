import Apixo
import Tasks
import Terminal

extension Frame {
    /// What is wrong is cut to the room there is and never left out.
    private static let leastWarning = 12
    /// So much of the line is left to each when there are several.
    private static let share = 30

    /// Who we talk to, what is under way, what it costs, what is wrong.
    mutating func drawHeader(in area: Rect) {
        let right = balanceText
        let room = area.columns - right.columns - 2
        var column = area.column
        column += write(identity, column: column, row: area.row, columns: room)
        let warnings = warnings
        for (place, warning) in warnings.enumerated() {
            let left = room - column - 3
            guard left >= Self.leastWarning else { break }
            let others = warnings[(place + 1)...].reduce(0) { $0 + min(Self.share, $1.columns + 3) }
            let columns = min(left, max(Self.share, left - others))
            column += 3
            column += write(warning, column: column, row: area.row, columns: columns)
        }
        for parts in [[counts, account], budgets.map { [$0] }] {
            for part in fitted(parts, columns: room - column) {
                column += 3
                column += write(part, column: column, row: area.row, columns: room - column)
            }
        }
        write(right, endingAt: area.maxColumn - 1, row: area.row)
    }

    /// Of each part the longest wording there is room for, and none left out for another's length.
    private func fitted(_ parts: [[TextLine]], columns: Int) -> [TextLine] {
        var left = columns
        var chosen = parts.map { wordings -> TextLine? in
            guard let shortest = wordings.last, shortest.columns + 3 <= left else { return nil }
            left -= shortest.columns + 3
            return shortest
        }
        for (place, wordings) in parts.enumerated() {
            guard let shortest = chosen[place]?.columns,
                let longest = wordings.first(where: { $0.columns - shortest <= left })
            else { continue }
            left -= longest.columns - shortest
            chosen[place] = longest
        }
        return chosen.compactMap(\.self)
    }

    private var identity: TextLine {
        let environment = state.environment
        let name = TextLine(" apixo ", .badge)
        if environment.isDemo {
            return name.adding(" ", .header).adding(" DEMO ", .badgeWarning)
                .adding(" nothing is billed", .header)
        }
        let host = name.adding(" \(environment.endpointHost)", .header)
        return environment.hasKey
            ? host : host.adding("  ", .header).adding(" NO KEY ", .badgeWarning)
    }

    /// The longest wording first, as of the other parts.
    private var counts: [TextLine] {
        let (running, queued) = state.liveCounts(at: now)
        let live = TextLine(String(running), running > 0 ? .stateProcessing : .header)
            .adding(" live", .header)
        guard queued > 0 else { return [live] }
        let both = live.adding(" · ", .header).adding("\(queued)", .strong)
            .adding(" queued", .header)
        return [both.adding(waits, .stateUnknown), both]
    }

    /// What the queues wait for; an outage or a refused key is said before.
    private var waits: String {
        let words = state.status.queues.filter { $0.queued > 0 }.compactMap { $0.wait?.word(clock) }
        let distinct = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return distinct.isEmpty ? "" : ": " + distinct.joined(separator: ", ")
    }

    /// The minute's budget of each model in use, else of the one in the form.
    private var budgets: [TextLine] {
        let queues = state.status.queues
        let busy = queues.filter { $0.used > 0 || $0.live > 0 || $0.queued > 0 }
        let shown = busy.isEmpty ? queues.filter { $0.model == state.compose.draft.model } : busy
        return shown.map { queue in
            let isFull = queue.used >= queue.limit
            let pause = queue.queued == 0 ? queue.wait?.word(clock) : nil
            return TextLine("\(queue.model.rawValue) ", .header)
                .adding(
                    "\(Words.count(queue.used))/\(Words.count(queue.limit))",
                    isFull ? .stateUnknown : .text
                )
                .adding(pause.map { " \($0)" } ?? "", .stateUnknown)
        }
    }

    private var balanceText: TextLine {
        guard let balance = state.balance else { return TextLine() }
        return TextLine("\(Words.dollars(balance.amount))", .strong).adding(" USD", .header)
    }

    private var warnings: [TextLine] {
        [
            outage, silence, missing, held, stopped, otherKey, unconfirmed, expiring, notSaved,
            following,
        ]
        .compactMap(\.self)
    }

    private var outage: TextLine? {
        guard let outage = state.status.outage else { return nil }
        return TextLine("offline since \(clock.time(outage.since)): ", .noticeError)
            .adding(String(outage.reason.prefix(80)), .noticeError)
    }

    private var missing: TextLine? {
        let missing = state.status.missing
        guard missing > 0 else { return nil }
        let which = missing == 1 ? "the only task is not" : "none of \(missing) tasks is"
        return TextLine("\(which) known here: is the base URL right?", .noticeError)
    }

    private var held: TextLine? {
        switch state.status.hold?.reason {
        case .badKey?: TextLine("API key refused", .noticeError)
        case .noCredits?: TextLine("no credits: nothing is sent", .noticeError)
        case nil: nil
        }
    }

    /// Models of which nothing is sent after trouble.
    private var stopped: TextLine? {
        let stops = state.status.queues.compactMap { queue in
            queue.stop.map { "\(queue.model.rawValue) stopped: \($0.brief)" }
        }
        guard let first = stops.first else { return nil }
        return TextLine(stops.count == 1 ? first : "\(stops.count) models stopped", .noticeError)
    }

    /// What is queued and only another key may send.
    private var otherKey: TextLine? {
        let count = state.status.forOtherKey.count
        guard count > 0 else { return nil }
        return TextLine("\(count) queued with another key", .noticeWarning)
    }

    private var following: TextLine? {
        // Without a key nobody here could lead, so it says nothing of others.
        guard state.environment.hasKey, !state.isLeader else { return nil }
        return TextLine("another terminal is the leader", .noticeWarning)
    }

    /// A request that went out and is not answered.
    private var silence: TextLine? {
        guard let since = state.silentSince, since + AppState.silenceLimit <= now else {
            return nil
        }
        return TextLine("no answer since \(clock.time(since))", .noticeWarning)
    }

    /// Results not saved that die within a day.
    private var expiring: TextLine? {
        let soon = state.expiring(at: now).map(\.expiresAt)
        guard let first = soon.min() else { return nil }
        let seconds = Int(first.seconds(since: now))
        return TextLine("\(Words.counted(soon.count, "result")) unsaved, ", .noticeWarning)
            .adding(seconds > 0 ? "\(Words.remaining(seconds)) left" : "expired", .noticeWarning)
    }

    /// Results that could not be saved more than once.
    private var notSaved: TextLine? {
        guard expiring == nil else { return nil }
        let failing = state.unsaved.values.filter { ($0.tries ?? 0) > 1 }
        guard let file = failing.min(by: { $0.expiresAt < $1.expiresAt }) else { return nil }
        return TextLine("\(Words.counted(failing.count, "result")) not saved: ", .noticeWarning)
            .adding(String((file.reason ?? "").prefix(60)), .noticeWarning)
    }
}

extension EngineStatus.Wait {
    /// Short, for the header; nil for what is said there in other words.
    fileprivate func word(_ clock: WallClock) -> String? {
        switch self {
        case .slots: "slots"
        case .minute(let until): "minute full until \(clock.time(until))"
        case .paused(let until): "paused until \(clock.time(until)) (429)"
        case .cap(let cap, _): cap.brief
        case .first: "one is sent first"
        case .account, .offline, .badKey, .noCredits, .stopped: nil
        }
    }
}

extension BrakeRecord.Stop {
    fileprivate var brief: String {
        switch reason {
        case .unknown(let count, _): "\(count) unknown in a row"
        case .refused(let status, _): "refused (\(status))"
        }
    }
}
