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
        var events = messages.contains(where: \.isJournalChanged) ? readJournal(id) : []
        for message in messages {
            switch message {
            case .ticked: events.append(.ticked)
            case .ended(let event, let lead):
                if isOfThisLead(event, lead, id) { events.append(event) }
            case .submit(let requests): events += submit(requests, by: id)
            case .userCommand(let userCommand): events += grant(userCommand, by: id)
            case .called(let id): events.append(.called(id))
            case .balanceAsked(let event): events += balanceAsked(event, by: id)
            case .journalChanged: break
            case .leadershipGained: gainLead(id)
            case .leadAgain: leadAgain(id)
            case .pause: pause(id)
            case .resume: resume(id)
            case .stop:
                programs[id]?.isStopping = true
                programs[id]?.engine.close()
            }
        }
        if programs[id]?.isLeader == true { step(id, events) }
        restIfMayBe(id)
        leaveIfDone(id)
    }

    /// Looks of an earlier lead are not worth an answer; a submit never is of one.
    private mutating func isOfThisLead(_ event: Event, _ lead: Int, _ id: ProgramID) -> Bool {
        if programs[id]?.leads == lead { return true }
        if case .sent(let number, _) = event {
            broken(.answerIsKept, "the answer for task \(number.rawValue) is thrown away")
        }
        return false
    }

    mutating func timerFired(_ id: ProgramID, _ number: Int) {
        guard programs[id]?.timer == number else { return }
        post(.ticked, to: id)
    }

    /// One timer at most; a new one voids the last.
    mutating func wake(_ id: ProgramID, at moment: Timestamp?) {
        guard let program = programs[id] else { return }
        program.timer += 1
        guard var moment, mutation != .neverWake else { return }
        if mutation == .wakeAllTheTime { moment = program.clock(now) + 0.02 }
        let at = Timestamp(milliseconds: moment.milliseconds - program.clockAhead)
        timeline.add(.timer(id, number: program.timer), at: max(at, now))
    }

    /// The leader notices that another program wrote; what the others notice is only shown.
    mutating func tellLeader(of id: ProgramID) {
        guard let leader, leader != id else { return }
        timeline.add(.message(leader, .journalChanged), at: now + dice.seconds(0.001...0.05))
    }
}
