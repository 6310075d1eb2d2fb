import Apixo
import Tasks

extension World {
    mutating func post(_ message: Message, to id: ProgramID) {
        guard programs[id] != nil else { return }
        programs[id]?.inbox.append(message)
        guard programs[id]?.isRung == false else { return }
        programs[id]?.isRung = true
        let wait = dice.happens(weather.sluggish) ? dice.seconds(0...3) : dice.seconds(0...0.002)
        timeline.add(.ring(id), at: now + wait)
    }

    /// Takes everything that has come, in order, and decides once.
    mutating func ring(_ id: ProgramID) {
        guard let messages = programs[id]?.inbox else { return }
        programs[id]?.inbox = []
        programs[id]?.isRung = false
        var events: [Event] = []
        var isJournalChanged = false
        for message in messages {
            switch message {
            case .event(let event): events.append(event)
            case .submit(let requests): events += submit(requests, by: id)
            case .wish(let wish): events += grant(wish, by: id)
            case .journalChanged: isJournalChanged = true
            case .leadershipGained: lead(id)
            case .stop:
                programs[id]?.isStopping = true
                programs[id]?.engine.close()
            }
        }
        if isJournalChanged { events += readJournal(id) }
        if programs[id]?.isLeader == true { step(id, events) }
        leaveIfDone(id)
    }

    mutating func timerFired(_ id: ProgramID, _ number: Int) {
        guard programs[id]?.timer == number else { return }
        post(.event(.ticked), to: id)
    }

    /// One timer at most; a new one voids the last.
    mutating func wake(_ id: ProgramID, at moment: Moment?) {
        guard var program = programs[id] else { return }
        program.timer += 1
        programs[id] = program
        guard var moment, mutation != .neverWake else { return }
        if mutation == .wakeAllTheTime { moment = program.clock(now) + 0.02 }
        let at = Moment(milliseconds: moment.milliseconds - program.clockAhead)
        timeline.add(.timer(id, number: program.timer), at: max(at, now))
    }

    /// The other programs on the journal notice that something was written.
    mutating func tellOthers(than id: ProgramID) {
        for other in programs.keys.sorted() where other != id {
            timeline.add(.message(other, .journalChanged), at: now + dice.seconds(0.001...0.05))
        }
    }
}
