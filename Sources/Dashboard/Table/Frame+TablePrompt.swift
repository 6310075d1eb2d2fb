import Apixo
import Tasks
import Terminal

extension Frame {
    /// The prompt, and at its end what there is to say of the task's way.
    mutating func drawPrompt(
        of task: TaskRow,
        _ columns: TableColumns,
        column: Int,
        row: Int,
    ) {
        let note = note(of: task, columns)
        let room = columns.prompt - (note.columns > 0 ? note.columns + TableColumns.gap : 0)
        write(task.prompt, .text, column: column, row: row, columns: room)
        let start = column + columns.prompt - note.columns
        switch note {
        case .nothing: break
        case .words(let text, let role):
            write(text, role, column: start, row: row, columns: text.count)
        case .bar(let part, let width):
            drawBar(part, column: start, row: row, columns: width)
        }
    }

    /// Heavy for what is done, light for the rest: readable without colour.
    mutating func drawBar(_ part: Double, column: Int, row: Int, columns: Int) {
        let done = min(columns, max(0, Int(part * Double(columns))))
        let bar = String(repeating: "━", count: done)
        let rest = String(repeating: "─", count: columns - done)
        write(bar, .barDone, column: column, row: row, columns: done)
        write(rest, .barRest, column: column + done, row: row, columns: columns - done)
    }

    private enum RowNote {
        case nothing
        case words(String, Role)
        case bar(Double, Int)

        var columns: Int {
            switch self {
            case .nothing: 0
            case .words(let text, _): text.count
            case .bar(_, let width): width
            }
        }
    }

    private func note(of task: TaskRow, _ columns: TableColumns) -> RowNote {
        guard columns.bar > 0 else { return .nothing }
        if task.isParked { return .words("parked", .stateUnknown) }
        switch task.progress(at: now) {
        case .part(let part)?: return .bar(part, columns.bar)
        case .late(let seconds)?:
            let text = "+\(Words.clock(seconds))"
            return .words(columns.bar > 6 ? "late \(text)" : text, .barLate)
        case nil: return words(of: task, columns)
        }
    }

    private func words(of task: TaskRow, _ columns: TableColumns) -> RowNote {
        let most = max(columns.bar, columns.prompt * 3 / 4)
        switch task.state {
        case .failed, .refused:
            guard let code = task.failCode else { return .nothing }
            let isLong = code.prefix(most + 1).count > most
            return .words(isLong ? code.prefix(most - 1) + "…" : code, task.state.role)
        case .unknown:
            return .words(task.isSettled ? "marked as lost" : "u resolve", .stateUnknown)
        case .queued where state.isUnconfirmed(task, at: now):
            return .words("o confirm", .stateUnknown)
        case .queued: return waitWord(of: task).map { .words($0, .muted) } ?? .nothing
        case .success: return endNote(of: task, columns)
        case .sending, .pending, .processing: return .nothing
        }
    }

    /// How long an unsaved result has, when that is not long.
    private func endNote(of task: TaskRow, _ columns: TableColumns) -> RowNote {
        guard let end = endings[task.id] else { return .nothing }
        let seconds = Int(end.seconds(since: now))
        let left = seconds < 60 ? "<1m" : Words.age(seconds)
        return .words(columns.bar > 10 ? "unsaved, \(left) left" : "\(left) left", .stateUnknown)
    }

    private func waitWord(of task: TaskRow) -> String? {
        if state.status.forOtherKey.contains(task.id) { return "other key" }
        return switch state.status.queues.first(where: { $0.model == task.model })?.wait {
        case .slots?: "no slot"
        case .minute?: "minute full"
        case .account?: "account full"
        case .paused?: "paused"
        case .offline?: "offline"
        case .badKey?: "key refused"
        case .noCredits?: "no credits"
        case .stopped?: "stopped"
        case .first?: "one is sent first"
        case .cap?: "daily cap"
        case nil: nil
        }
    }
}
