import Apixo
import Coordination
import Tasks

extension World {
    static let receiver = "https://here.example/secret"

    /// In some worlds the service calls back: late, again, too early, or never; others call too.
    mutating func planCallbacks(for id: TaskID, of model: ModelID) {
        guard isCalledBack, let job = service.job(id, of: model) else { return }
        if dice.happens(0.2) { call(id, at: now + dice.seconds(0...2)) }
        if dice.happens(0.1) {
            for _ in 0..<8 { call(id, at: now + dice.seconds(0...20)) }
        }
        if dice.happens(0.1) { call(TaskID(rawValue: "nobody's"), at: now + dice.seconds(0...30)) }
        guard !dice.happens(faults.lostGoing) else { return }
        let end = max(job.endsAt, now) + dice.seconds(0.01...3)
        call(id, at: end)
        if dice.happens(faults.toldTwice) { call(id, at: end + dice.seconds(0...60)) }
    }

    private mutating func call(_ id: TaskID, at moment: Timestamp) {
        timeline.add(.callback(id), at: moment)
    }

    /// It reaches one of the programs, or nobody.
    mutating func calledBack(_ id: TaskID) {
        guard !programs.isEmpty else { return }
        tell("\(id.rawValue) is called back")
        let others = programs.keys.sorted()
        post(.called(id), to: dice.happens(0.7) ? leader ?? others[0] : dice.pick(others))
    }

    /// However often a task is called, it is polled no more often than its page says.
    mutating func checkPace(of number: TaskNumber, by id: ProgramID, _ term: Int) {
        let poll = Watch.Poll(by: id, term: term, at: now)
        defer { watch.polls[number] = poll }
        guard let last = watch.polls[number], last.by == poll.by, last.term == poll.term,
            let model = disk.content.entries[number].map({ model($0.task.model) }),
            // Clocks count in whole milliseconds.
            now.seconds(since: last.at) < model.polls.every - 0.002
        else { return }
        if watch.wanted.remove(number) != nil { return }
        broken(.pollsKeepTheirPace, "task \(number.rawValue) is polled again too soon")
    }
}

extension GenerateRequest {
    /// The same, with a callback asked for.
    func calling(_ url: String) -> GenerateRequest {
        var request = self
        request.requestType = .callback
        request.callbackURL = url
        return request
    }
}
