import Apixo
import Tasks

extension World {
    static let receiver = "https://here.example/secret"

    /// In some worlds the service calls back: late, again, too early, or never; others call too.
    mutating func planCallbacks(for id: TaskID, of model: ModelID) {
        guard isCalledBack, let job = service.job(id, of: model) else { return }
        if dice.happens(0.2) { call(id, at: now + dice.seconds(0...2)) }
        if dice.happens(0.1) { call(TaskID(rawValue: "nobody's"), at: now + dice.seconds(0...30)) }
        guard !dice.happens(weather.lostGoing) else { return }
        let end = max(job.endsAt, now) + dice.seconds(0.01...3)
        call(id, at: end)
        if dice.happens(weather.toldTwice) { call(id, at: end + dice.seconds(0...60)) }
    }

    private mutating func call(_ id: TaskID, at moment: Moment) {
        timeline.add(.callback(id), at: moment)
    }

    /// It reaches the program that leads, or nobody.
    mutating func calledBack(_ id: TaskID) {
        guard let leader else { return }
        tell("\(id.rawValue) is called back")
        post(.called(id), to: leader)
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
