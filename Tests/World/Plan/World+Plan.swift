import Tasks

extension World {
    /// Draws what will happen during the storm.
    mutating func plan() {
        let models = models.models.map(\.plainWords).joined(separator: "; ")
        tell("a world of \(models)")
        if let cap = gate.caps.dayTasks { tell("at most \(cap) tasks a day") }
        let length = dice.seconds(20...240)
        timeline.add(.start(.dashboard), at: now)
        for _ in 0..<dice.number(0...2) {
            plan(.start(dice.pick(Program.Kind.allCases)), within: length)
        }
        planActions(within: length)
        planTrouble(within: length)
        timeline.add(.recovery, at: now + length)
    }

    private mutating func planActions(within length: Double) {
        for _ in 0..<dice.number(1...5) { plan(.action(.submit), within: length) }
        for _ in 0..<dice.number(0...8) {
            plan(.action(dice.pick(UserAction.allCases)), within: length)
        }
    }

    private mutating func planTrouble(within length: Double) {
        let kills = dice.happens(0.6) ? dice.number(1...4) : 0
        for _ in 0..<kills {
            let at = now + length * dice.share()
            timeline.add(.kill, at: at)
            if dice.happens(0.3) { planWhileNobodyLeads(from: at) }
            plan(.start(dice.pick([.dashboard, .dashboard, .dashboard, .sender])), within: length)
        }
        if dice.happens(0.3) {
            for _ in 0..<dice.number(1...3) {
                plan(.diskFills(dice.seconds(0.5...30)), within: length)
            }
        }
        if dice.happens(0.3) {
            for _ in 0..<dice.number(1...3) { plan(.clockSet(jump()), within: length) }
        }
        if dice.happens(0.2) {
            for _ in 0..<dice.number(1...3) { plan(.freeze, within: length) }
        }
        if dice.happens(0.2) { planSecondLeader(within: length) }
        if dice.happens(0.1) { plan(.upgrade(.dashboard, tries: 5), within: length) }
        if dice.happens(0.2) {
            disk.change { $0.synced = $0.content }
            plan(.powerCut, within: length)
        }
        let (unwritable, crash) = (faults.unwritable, faults.crash)
        disk.change { ($0.unwritable, $0.crash) = (unwritable, crash) }
    }

    /// The file of the lock is deleted, and whoever starts then leads beside the one that does.
    private mutating func planSecondLeader(within length: Double) {
        let at = now + length * dice.share()
        timeline.add(.lockReplaced, at: at)
        timeline.add(.start(.dashboard), at: at + dice.seconds(0...20))
    }

    private mutating func planWhileNobodyLeads(from at: Timestamp) {
        timeline.add(.action(.submit), at: at + 0.01)
        timeline.add(.action(.takeBack), at: at + 0.05)
        timeline.add(.action(.takeBack), at: at + 0.06)
    }

    /// Seconds, hours or days, forwards or back.
    private mutating func jump() -> Int {
        let milliseconds = dice.number(1...1000) * dice.pick([60, 5000, 200_000])
        return dice.happens(0.5) ? milliseconds : -milliseconds
    }

    private mutating func plan(_ happening: Happening, within length: Double) {
        timeline.add(happening, at: now + length * dice.share())
    }
}
