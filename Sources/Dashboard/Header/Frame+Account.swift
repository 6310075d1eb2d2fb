import Apixo
import Tasks
import Terminal

extension Frame {
    /// The limits of the account and whence they are known, the longest wording first; nothing where
    /// nothing is known of them.
    var account: [TextLine] {
        let account = state.status.account
        guard account.limits != AccountLimits() else { return [] }
        let long = limits(of: account, units: (" a minute", " at once"))
        let short = limits(of: account, units: ("", ""))
        guard let ceiling = account.ceiling else { return [long, short] }
        return [
            long.adding(", learned from a 429 at \(clock.time(ceiling.since))", .stateUnknown),
            long.adding(" (429)", .stateUnknown),
            short.adding(" (429)", .stateUnknown),
            short,
        ]
    }

    private func limits(
        of account: EngineStatus.Account,
        units: (minute: String, slots: String),
    ) -> TextLine {
        var line = TextLine("account", .header)
        if let limit = account.limits.requestsPerMinute {
            add(account.used, limit, " ", units.minute, to: &line)
        }
        if let limit = account.limits.tasksAtOnce {
            let isFirst = account.limits.requestsPerMinute == nil
            add(account.live, limit, isFirst ? " " : ", ", units.slots, to: &line)
        }
        return line
    }

    private func add(
        _ count: Int,
        _ limit: Int,
        _ start: String,
        _ unit: String,
        to line: inout TextLine,
    ) {
        let counts = "\(Words.count(count))/\(Words.count(limit))"
        line.add(start, .header)
        line.add(counts, count >= limit ? .stateUnknown : .text)
        line.add(unit, .header)
    }
}
