import Apixo
import Tasks
import Terminal

extension Frame {
    /// Who we talk to, what is under way, what it costs, what is wrong.
    mutating func drawHeader(in area: Rect) {
        let right = balanceText
        let room = area.columns - right.columns - 2
        var column = area.column
        column += write(identity, column: column, row: area.row, columns: room)
        for part in [troubles, counts, budgets].flatMap(\.self) {
            guard column + 3 + part.columns <= room else { continue }
            column += 3
            column += write(part, column: column, row: area.row, columns: room - column)
        }
        write(right, endingAt: area.maxColumn - 1, row: area.row)
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

    private var counts: [TextLine] {
        let status = state.status
        let live = TextLine(String(status.live), status.live > 0 ? .stateProcessing : .header)
            .adding(" live", .header)
        guard status.queued > 0 else { return [live] }
        return [
            live.adding(" · ", .header).adding("\(status.queued)", .strong).adding(
                " queued",
                .header
            )
        ]
    }

    /// The minute's budget of each model in use, else of the one in the form.
    private var budgets: [TextLine] {
        let lanes = state.status.lanes
        let busy = lanes.filter { $0.used > 0 || $0.live > 0 || $0.queued > 0 }
        let shown = busy.isEmpty ? lanes.filter { $0.model == state.compose.draft.model } : busy
        return shown.map { lane in
            let isFull = lane.used >= lane.limit
            return TextLine("\(lane.model.rawValue) ", .header)
                .adding(
                    "\(Words.count(lane.used))/\(Words.count(lane.limit))",
                    isFull ? .stateUnknown : .text
                )
        }
    }

    private var balanceText: TextLine {
        guard let balance = state.balance else { return TextLine() }
        return TextLine("\(Words.dollars(balance.amount))", .strong).adding(" USD", .header)
    }

    private var troubles: [TextLine] {
        [outage, keyRefused, following, expiring].compactMap(\.self)
    }

    private var outage: TextLine? {
        guard let outage = state.status.outage else { return nil }
        return TextLine("offline since \(clock.time(outage.since)): ", .noticeError)
            .adding(String(outage.why.prefix(50)), .noticeError)
    }

    private var keyRefused: TextLine? {
        state.status.isKeyRefused ? TextLine("key refused", .noticeError) : nil
    }

    private var following: TextLine? {
        // Without a key nobody here could lead, so it says nothing of others.
        guard state.environment.hasKey, !state.isLeader else { return nil }
        return TextLine("another terminal sends", .noticeWarning)
    }

    /// Results not saved that die within a day.
    private var expiring: TextLine? {
        let soon = state.unsaved.values.map(\.expiresAt).filter { $0 < now + 86_400 }
        guard let first = soon.min() else { return nil }
        let seconds = Int(first.seconds(since: now))
        return TextLine("\(Words.counted(soon.count, "result")) unsaved, ", .noticeWarning)
            .adding(seconds > 0 ? "\(Words.remaining(seconds)) left" : "expired", .noticeWarning)
    }
}
