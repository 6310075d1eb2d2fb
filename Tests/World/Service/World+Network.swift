import Apixo
import Coordination
import Tasks

extension World {
    /// Lets a call out into the world.
    mutating func perform(_ call: Call, by id: ProgramID, _ term: Int) {
        checkLeaving(call, by: id, term)
        switch call {
        case .download(let file): return download(file, for: id)
        case .post(let number, _):
            programs[id]?.underWay.insert(number)
            programs[id]?.sending.insert(number)
        case .poll(let number, _, _): programs[id]?.underWay.insert(number)
        }
        tell("program \(id) \(call.plainWords)")
        let parcel = Parcel(
            call: call,
            sender: id,
            term: term,
            sentAt: now,
            isOneWay: dice.happens(faults.lostComing),
        )
        if dice.happens(faults.noConnection) { return cannotConnect(parcel) }
        if dice.happens(faults.lostGoing) { return lose(parcel) }
        timeline.add(.arrival(parcel), at: now + travel())
        if sendsTwice { timeline.add(.arrival(parcel), at: now + travel()) }
    }

    private mutating func travel() -> Double {
        dice.happens(faults.slow) ? dice.seconds(0.3...9) : dice.seconds(0.01...0.3)
    }

    private mutating func cannotConnect(_ parcel: Parcel) {
        let event: Event =
            switch parcel.call {
            case .post(let number, _): .sent(number, .notSent(reason: "no connection"))
            case .poll(let number, _, _): .polled(number, .unreachable(reason: "no connection"))
            case .download(let file): .downloaded(file.id, .failed(reason: "", isFinal: false))
            }
        if case .post(let number, _) = parcel.call { watch.proven.insert(number) }
        tell("  no connection for \(parcel.call.plainWords)")
        answer(event, parcel, after: dice.seconds(0.01...10))
    }

    /// No answer will come: the line breaks, or the time is up.
    mutating func lose(_ parcel: Parcel) {
        let timeout = parcel.timeout
        let end = dice.happens(0.5) ? parcel.sentAt + timeout : now + dice.seconds(0...2)
        let event = parcel.noAnswer
        tell("  no answer for \(parcel.call.plainWords)")
        answer(event, parcel, after: min(end, parcel.sentAt + timeout).seconds(since: now))
    }

    /// Sends an answer back, unless it is lost or comes too late to count.
    mutating func reply(_ event: Event, to parcel: Parcel) {
        let wait = dice.happens(faults.slow) ? dice.seconds(0...40) : dice.seconds(0.01...0.3)
        guard !parcel.isOneWay, now + wait < parcel.sentAt + parcel.timeout else {
            return lose(parcel)
        }
        switch event {
        case .sent(let number, .answered(.tooMany)): watch.proven.insert(number)
        case .sent(let number, .answered(.refused)): watch.proven.insert(number)
        default: break
        }
        answer(event, parcel, after: wait)
    }

    private mutating func answer(_ event: Event, _ parcel: Parcel, after wait: Double) {
        let message = Message.ended(event, term: parcel.term)
        timeline.add(.message(parcel.sender, message), at: now + max(0, wait))
        guard dice.happens(faults.toldTwice) else { return }
        timeline.add(.message(parcel.sender, message), at: now + max(0, wait))
    }

    private mutating func download(_ file: ResultFile, for id: ProgramID) {
        tell("program \(id) fetches file \(file.id.number) of task \(file.id.task.rawValue)")
        downloadsBegun += 1
        programs[id]?.downloads[file.id] = downloadsBegun
        let outcome: DownloadOutcome =
            dice.happens(faults.downloadFails)
            ? file.kept != nil
                ? .kept(reason: "HTTP 500")
                : .failed(reason: "HTTP 500", isFinal: dice.happens(0.1))
            : .saved(path: "/results", bytes: 1)
        let end = Happening.downloaded(id, file.id, downloadsBegun, outcome)
        timeline.add(end, at: now + dice.seconds(0.1...20))
    }

    mutating func downloaded(
        _ id: ProgramID,
        _ file: FileID,
        _ number: Int,
        _ outcome: DownloadOutcome,
    ) {
        guard let program = programs[id], program.downloads[file] == number else { return }
        program.downloads[file] = nil
        post(.ended(.downloaded(file, outcome), term: program.coordinator.terms), to: id)
    }
}

extension Parcel {
    var timeout: Double {
        if case .post = call { 90 } else { 20 }
    }

    var noAnswer: Event {
        switch call {
        case .post(let number, _): .sent(number, .lost(reason: "no answer"))
        case .poll(let number, _, _): .polled(number, .unreachable(reason: "no answer"))
        case .download(let file): .downloaded(file.id, .failed(reason: "", isFinal: false))
        }
    }
}
