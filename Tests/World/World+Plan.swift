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
            plan(.start(dice.pick([.dashboard, .dashboard, .sender, .keyless])), within: length)
        }
        planDeeds(within: length)
        planTrouble(within: length)
        timeline.add(.calm, at: now + length)
    }

    private mutating func planDeeds(within length: Double) {
        for _ in 0..<dice.number(1...5) { plan(.deed(.submit), within: length) }
        for _ in 0..<dice.number(0...8) {
            plan(.deed(dice.pick(Deed.allCases)), within: length)
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
                plan(.journalBreaks(dice.seconds(0.5...30)), within: length)
            }
        }
        if dice.happens(0.3) {
            for _ in 0..<dice.number(1...3) { plan(.clockSet(jump()), within: length) }
        }
    }

    private mutating func planWhileNobodyLeads(from at: Timestamp) {
        timeline.add(.deed(.submit), at: at + 0.01)
        timeline.add(.deed(.takeBack), at: at + 0.05)
        timeline.add(.deed(.takeBack), at: at + 0.06)
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
