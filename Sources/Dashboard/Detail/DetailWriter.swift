import Apixo
import Tasks
import Terminal

extension AppState {
    /// Everything known of the selected task, as lines.
    func detailLines(in area: Size, at now: Timestamp) -> [TextLine] {
        guard let row = table.selectedRow else { return [] }
        var writer = DetailWriter(
            row: row,
            text: DetailText(columns: area.columns, isRoomy: area.rows >= 16 && area.columns < 100),
            now: now,
            environment: environment,
            isLeader: isLeader,
            isForOtherKey: status.forOtherKey.contains(row.id),
        )
        if let task = selectedTask {
            writer.write(task, request: detail.requestText, queue: queue(of: row.model))
        } else {
            writer.writeRow()
        }
        return writer.text.lines
    }

    private func queue(of model: ModelID) -> EngineStatus.ModelQueue? {
        status.queues.first { $0.model == model }
    }
}

/// Puts a task into words.
struct DetailWriter {
    let row: TaskRow
    var text: DetailText
    let now: Timestamp
    let environment: AppEnvironment
    let isLeader: Bool
    /// Than the one that the program which leads has.
    let isForOtherKey: Bool

    var clock: WallClock { WallClock(environment.zone) }

    /// What the table knows already, where it will stand once everything is here.
    mutating func writeRow() {
        headline()
        text.fact("taskId", "…", .muted)
        text.fact("model", row.model.rawValue)
        text.fact("prompt", row.prompt, rows: 2)
    }

    mutating func write(_ detail: TaskDetail, request: String, queue: EngineStatus.ModelQueue?) {
        headline()
        text.fact("taskId", detail.task.life.taskID?.rawValue ?? "–")
        text.fact("model", row.model.rawValue)
        text.fact("prompt", detail.task.request.prompt, rows: 2)
        text.blank()
        outcome(of: detail, queue: queue)
        text.blank()
        times(of: detail.task)
        text.blank()
        polls(detail.polls)
        text.fact("request", request, .muted)
    }

    mutating func headline() {
        var line = TextLine("\(row.state.glyph) \(row.word)", row.state.role)
        line.add("  #\(row.id.rawValue)\(headlineNote)", .text)
        text.add(line)
    }

    private var headlineNote: String {
        if row.isParked { return " · parked: past its time limit, polled once an hour" }
        if let elapsed = row.elapsed(at: now) {
            return " · for \(Words.clock(elapsed))" + remaining
        }
        return row.costTime.map { " · \(Words.cost($0))" } ?? ""
    }

    private var remaining: String {
        guard let expected = row.expectedSeconds else { return "" }
        switch row.progress(at: now) {
        case .part?:
            let left = Words.seconds(expected.rounded(.up)) - (row.elapsed(at: now) ?? 0)
            return ", about \(Words.clock(left)) to go"
        case .late(let seconds)?:
            return
                ", \(Words.clock(seconds)) over the usual \(Words.clock(Words.seconds(expected)))"
        case nil: return ""
        }
    }

    // MARK: - Times

    private mutating func times(of task: TrackedTask) {
        let times = task.times
        text.fact("submitted", clock.dateAndTime(task.submittedAt))
        text.fact("createTime", moment(times.createTime))
        text.fact("completeTime", moment(times.completeTime))
        text.fact("costTime", times.costTime.map { "\(Words.cost($0)) (\($0) ms)" } ?? "–")
    }

    private func moment(_ milliseconds: Int?) -> String {
        milliseconds.map { clock.dateAndTime(Timestamp(milliseconds: $0)) } ?? "–"
    }

    private mutating func polls(_ polls: [PollEntry]) {
        for (index, poll) in polls.enumerated() {
            text.fact(index == 0 ? "polls" : "", "\(clock.time(poll.at))  \(poll.text)")
        }
        if !polls.isEmpty { text.blank() }
    }
}
