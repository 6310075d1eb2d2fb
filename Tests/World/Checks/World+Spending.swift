import Tasks

extension World {
    /// Some users set a cap; for some of them the day ends while the world lives.
    static func gate(_ dice: inout Dice) -> SpendGate {
        var gate = SpendGate()
        // Some want to be asked soon.
        if dice.happens(0.3) { gate.confirm.limit = dice.seconds(30...300) }
        guard dice.happens(0.3) else { return gate }
        gate.caps.dayTasks = dice.number(1...8)
        let second = beginning.milliseconds / 1000 % 86_400
        let nightfall = dice.happens(0.5) ? dice.number(10...200) : 40_000
        gate.zone = .fixed(86_400 - second - nightfall)
        return gate
    }

    /// When the storm is over the user lifts the cap and starts everything anew.
    mutating func liftCap() {
        guard gate.caps.dayTasks != nil else { return }
        tell("the user lifts the cap")
        gate.caps = SpendCaps()
        for id in programs.keys.sorted() { end(id, "ends for the new cap") }
    }

    /// A clock that is set may show a day for the second time.
    mutating func checkCap(_ decision: Decision) {
        guard let cap = gate.caps.dayTasks, !wasWallSet else { return }
        for task in decision.changed.values.sorted(by: { $0.id < $1.id }) {
            guard case .sending(let since) = task.life else { continue }
            let day = gate.day(of: since)
            let used = disk.content.spending(on: day, hasQueued: false).tasks
            if used > cap { broken(.capIsKept, "\(used) tasks on a day that allows \(cap)") }
        }
    }
}
