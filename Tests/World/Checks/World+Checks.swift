import Apixo
import Tasks

extension World {
    /// Before a call leaves: it is in the journal, and nothing speaks against it.
    mutating func checkLeaving(_ call: Call, by id: ProgramID, _ term: Int) {
        switch call {
        case .post(let number, let request):
            checkPause(of: request.model)
            checkPost(number)
            checkConfirmed(number, by: id)
            checkBrake(number, request.model)
        case .poll(let number, let model, _):
            checkPause(of: model)
            watch.careAt[number] = now
            checkPace(of: number, by: id, term)
        case .download(let file): return checkWritten(file)
        }
        if disk.state.withLock(\.isFull) { broken(.writtenBeforeSent, "the disk is full") }
    }

    private mutating func checkPost(_ number: TaskNumber) {
        if watch.takenBack.contains(number) {
            broken(.takenBackIsNeverSent, "task \(number.rawValue)")
        }
        if watch.posted.contains(number), !watch.proven.contains(number) {
            broken(.sentAgainOnlyOnProof, "task \(number.rawValue)")
        }
        watch.careAt[number] = now
        watch.posted.insert(number)
        watch.proven.remove(number)
        guard disk.content.entries[number]?.task.state == .sending else {
            return broken(.writtenBeforeSent, "task \(number.rawValue) is not noted as sending")
        }
    }

    private mutating func checkPause(of id: ModelID) {
        guard let until = watch.pausedUntil[id], now < until else { return }
        broken(.pauseIsKept, "\(id.rawValue) is paused for \(until.seconds(since: now)) s more")
    }

    /// What the answers that are decided on and written down ask for.
    mutating func notePauses(_ events: [Event], by program: Program) {
        for event in events {
            guard let (number, wait) = event.wantedPause,
                program.underWay.contains(number),
                let model = disk.content.entries[number]?.task.model
            else { continue }
            let until = now + max(wait, 0.5)
            watch.pausedUntil[model] = max(watch.pausedUntil[model] ?? until, until)
        }
    }

    private mutating func checkWritten(_ file: ResultFile) {
        guard disk.content.files[file.id]?.isWaiting != true else { return }
        broken(.writtenBeforeSent, "a file of task \(file.id.task.rawValue) is not noted")
    }

    /// When the service is about to accept: for the first time, and into a free slot.
    mutating func checkAcceptance(of intent: TaskNumber, _ id: ModelID) {
        if watch.accepted.contains(intent) {
            broken(.acceptedOnce, "task \(intent.rawValue) is accepted again")
        }
        let slots = model(id).limits.tasksAtOnce
        let active = active(id)
        if active >= slots {
            broken(.slotsAreKept, "\(id.rawValue) runs \(active + 1) tasks of \(slots)")
        }
    }

    /// Of all models.
    var slotsTaken: Int { service.jobs.keys.reduce(0) { $0 + active($1) } }

    private func active(_ id: ModelID) -> Int {
        (service.jobs[id] ?? []).count { $0.isActive(at: now) && isCounted($0, id) }
    }

    /// Parked tasks and unknown ones past their time hold no slot, by design.
    private func isCounted(_ job: Service.Job, _ id: ModelID) -> Bool {
        guard let task = disk.content.entries[job.intent]?.task else { return true }
        switch task.life {
        case .queued, .sending: return true
        case .running(let running):
            return !watch.slotless.contains(task.id) && running.taskID == job.id
        case .unknown: return isGhost(task)
        case .succeeded, .failed, .refused: return false
        }
    }

    /// Whether an unknown submit still holds a slot.
    private func isGhost(_ task: TrackedTask) -> Bool {
        let usual = model(task.model).typicalSeconds(for: task.request.input)?.upperBound ?? 60
        let since = watch.unknownSince[task.id] ?? now
        return now.seconds(since: since) < usual * 2
    }

    /// An answer once decided on is in the journal for good.
    mutating func keepAnswers(_ events: [Event]) {
        for case .sent(let number, .answered(.value(let id))) in events {
            guard let life = disk.content.entries[number]?.task.life, life.taskID != id else {
                continue
            }
            broken(.answerIsKept, "task \(number.rawValue) was \(id.rawValue), is \(life.state)")
        }
    }

    /// Before a decision is written.
    mutating func checkLives(_ decision: Decision, before lives: [TaskNumber: Life]) {
        for task in decision.changed.values.sorted(by: { $0.id < $1.id }) {
            guard let old = lives[task.id] else { continue }
            if !old.mayBecome(task.life) {
                broken(.livesGoForward, "task \(task.id.rawValue): \(old) to \(task.life)")
            }
        }
    }

    /// Notes whose slots are given to others, at once or after a while.
    mutating func noteSlots(_ decision: Decision) {
        for task in decision.changed.values {
            switch task.life {
            case .unknown: watch.unknownSince[task.id] = watch.unknownSince[task.id] ?? now
            case .running(let running):
                let isLate = watch.unknownSince[task.id] != nil && !isGhost(task)
                if running.isParked || isLate { watch.slotless.insert(task.id) }
            case .queued, .sending, .succeeded, .failed, .refused: break
            }
        }
    }

    mutating func check(_ events: [Event], from old: Engine, to new: Engine) {
        for case .polled(let number, let outcome) in events where outcome.isFailure {
            guard let before = old.tasks[number]?.life.running else { continue }
            // Then only the user ever said that there is such a task.
            if before.claim != nil, outcome.isNotFound, new.tasks[number] == nil { continue }
            let after = new.tasks[number]?.life.running
            if after?.phase == before.phase, after?.taskID == before.taskID { continue }
            if events.count > 1 { continue }
            broken(.failedPollChangesNothing, "task \(number.rawValue) was \(before.phase)")
        }
    }
}

extension Life {
    fileprivate func mayBecome(_ next: Life) -> Bool {
        switch (self, next) {
        case (.queued, .sending), (.queued, .queued): true
        // Put back and sent again in one step.
        case (.sending, .sending), (.sending, .queued): true
        case (.sending, .running), (.sending, .refused), (.sending, .unknown): true
        case (.running(let old), .running(let new)): old.taskID == new.taskID
        case (.running(let old), .succeeded(let new, _)): old.taskID == new.taskID
        case (.running(let old), .failed(let new, _)): old.taskID == new.taskID
        case (.running(let old), .unknown(let new)):
            old.claim?.evidence.sentAt == new.sentAt
                && old.claim?.evidence.noticedAt == new.noticedAt
        case (.unknown, .unknown), (.unknown, .running): true
        default: false
        }
    }
}

extension Event {
    fileprivate var wantedPause: (TaskNumber, Double)? {
        switch self {
        case .sent(let number, .answered(.tooMany(let wait?, _))): (number, wait)
        case .polled(let number, .answered(.tooMany(let wait?, _))): (number, wait)
        default: nil
        }
    }
}

extension PollOutcome {
    var isFailure: Bool {
        if case .answered(.value) = self { false } else { true }
    }
}

extension PollOutcome {
    fileprivate var isNotFound: Bool {
        guard case .answered(.refused(let refusal)) = self else { return false }
        return refusal.reason == .notFound
    }
}

extension TaskReport {
    static let hopeless = TaskReport(
        state: .failed(TaskFailure(code: FailCode(rawValue: "NONE"), message: "")),
    )
}
