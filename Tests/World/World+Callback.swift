import Apixo
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
        guard !dice.happens(weather.lostGoing) else { return }
        let end = max(job.endsAt, now) + dice.seconds(0.01...3)
        call(id, at: end)
        if dice.happens(weather.toldTwice) { call(id, at: end + dice.seconds(0...60)) }
    }

    private mutating func call(_ id: TaskID, at moment: Timestamp) {
        timeline.add(.callback(id), at: moment)
    }

    /// It reaches the program that leads, or one that passes it on, or nobody.
    mutating func calledBack(_ id: TaskID) {
        guard let leader else { return }
        tell("\(id.rawValue) is called back")
        let others = programs.keys.filter { $0 != leader }.sorted()
        guard !others.isEmpty, dice.happens(0.3) else { return post(.called(id), to: leader) }
        passOn(id, by: dice.pick(others))
    }

    /// A stranger's word is not written down.
    private mutating func passOn(_ id: TaskID, by program: ProgramID) {
        let known = journal.unfinished.first { $0.life.taskID == id }
        guard let known, isWritten() else { return }
        journal.add(.called(known.id, id))
        tellLeader(of: program)
    }

    /// However often a task is called, it is polled no more often than its page says.
    mutating func checkPace(of number: TaskNumber, by id: ProgramID) {
        let poll = Watch.Poll(by: id, lead: programs[id]?.leads ?? 0, at: now)
        defer { watch.polls[number] = poll }
        guard watch.wanted.remove(number) == nil, let last = watch.polls[number],
            last.by == poll.by, last.lead == poll.lead,
            let model = journal.task(number).map({ model($0.model) })
        else { return }
        // Clocks count in whole milliseconds.
        if now.seconds(since: last.at) < model.polls.every - 0.002 {
            broken(.pollsKeepTheirPace, "task \(number.rawValue) is looked at again too soon")
        }
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
