import Apixo
import Coordination
import Tasks

extension World {
    mutating func start(_ kind: Program.Kind) {
        if now < bootedAt { return timeline.add(.start(kind), at: bootedAt) }
        programsStarted += 1
        let id = programsStarted
        let version = disk.content.version
        let clockError = hasClockErrors ? dice.number(-2000...2000) : 0
        let store = MadeStore(disk, clockAhead: wallAhead + clockError, version: version)
        let election = MadeElection(lock, id)
        tell("program \(id) starts (\(kind), version \(version))")
        let (condition, intents) = purpose(of: kind, store)
        let coordinator = Coordinator(
            setup: setup(for: kind, intents),
            store: store,
            election: election,
            until: condition,
            seed: dice.seed(),
            at: now.shifted(by: store.clockAhead),
        )
        let program = Program(
            kind,
            version: version,
            clockError: clockError,
            store,
            election,
            coordinator
        )
        programs[id] = program
        carryOut(program.coordinator.begin(), of: id, told: [])
        endOrWait(program, id)
    }

    /// Announces itself, so that an older leader steps down, and waits for that.
    mutating func upgrade(to version: Int, _ election: MadeElection) -> Bool {
        disk.change { $0.content.announced = version }
        notifyOthers(than: 0)
        guard election.tryToLead() else { return false }
        disk.change { state in
            state.content.version = version
            state.content.announced = nil
            if state.synced != nil { state.synced = state.content }
        }
        election.release()
        giveLock()
        tell("the tables are of version \(version) now")
        return true
    }

    mutating func upgradeAgain(_ kind: Program.Kind, tries: Int) {
        guard tries > 0 else {
            disk.change { $0.content.announced = nil }
            return tell("the newer program gives up")
        }
        let election = MadeElection(lock, 0)
        guard upgrade(to: disk.content.version + 1, election) else {
            return timeline.add(.upgrade(kind, tries: tries - 1), at: now + 1)
        }
        start(kind)
    }

    private mutating func purpose(
        of kind: Program.Kind,
        _ store: MadeStore,
    ) -> (StopCondition, [TaskNumber]) {
        switch kind {
        case .dashboard, .keyless: return (.none, [])
        case .worker: return (.idle, [])
        case .sender, .waiter:
            let intents = requests().map { Intent(called($0)) }
            let tasks = try? store.insert(
                intents,
                of: models.catalog,
                through: gate,
                for: ServiceClaim(service: Self.service, mayTakeOver: false),
                key: nil,
                at: now.shifted(by: store.clockAhead),
            )
            let numbers = (tasks ?? []).map(\.id)
            return (kind == .sender ? .sent : .finished(numbers), numbers)
        }
    }

    private func setup(for kind: Program.Kind, _ intents: [TaskNumber]) -> Setup {
        Setup(
            catalog: models.catalog,
            limits: account.known,
            gate: gate,
            service: Self.service,
            canSend: kind != .keyless,
            receivesCallbacks: isCalledBack,
            endsWhenOutdated: true,
            intents: intents,
        )
    }

    /// The program that leads, as the journal has it.
    var leader: ProgramID? {
        let term = disk.content.term
        return programs.first { $0.value.isLeader && $0.value.coordinator.term == term }?.key
    }

    mutating func end(_ id: ProgramID, _ how: String) {
        guard let program = programs.removeValue(forKey: id) else { return }
        tell("program \(id) \(how)")
        program.election.release()
        lock.state.withLock { state in _ = state.stopped.remove(id) }
        giveLock()
    }

    /// The kernel gives each free lock to one of those who wait for it.
    mutating func giveLock() {
        for file in lock.takeFreed() {
            let waiting = programs.filter {
                $0.value.election.isWaiting && $0.value.election.file == file
            }
            guard let next = waiting.keys.min(), let program = programs[next] else { continue }
            // It goes over to the file that has the name now, and may have to wait there.
            _ = program.election.renew()
            guard program.election.tryToLead() else { continue }
            program.election.isWaiting = false
            timeline.add(.message(next, .leadershipWon), at: now + dice.seconds(0...0.5))
        }
    }

    mutating func killSomebody() {
        guard case .storm = phase, !programs.isEmpty else { return }
        end(dice.pick(programs.keys.sorted()), "is killed")
    }

    /// Whether it died just here, as the faults has it.
    mutating func dies(_ id: ProgramID, _ place: String) -> Bool {
        guard dice.happens(faults.crash) else { return false }
        end(id, "is killed \(place)")
        timeline.add(.start(.dashboard), at: now + dice.seconds(0...20))
        return true
    }

    /// Everything ends at once, and what was not synced is gone. A machine takes longer than the
    /// minute of the service to come back.
    mutating func cutPower() {
        guard case .storm = phase else { return }
        tell("the power goes out")
        for id in programs.keys.sorted() { end(id, "is gone") }
        disk.cutPower()
        _ = disk.takeWrites()
        forgetWhatWasNotSynced()
        bootedAt = now + dice.seconds(75...120)
        start(.dashboard)
    }

    mutating func fillDisk(for seconds: Double) {
        guard case .storm = phase else { return }
        tell("the disk is full")
        disk.change { $0.isFull = true }
        timeline.add(.diskHasRoom, at: now + seconds)
    }

    mutating func freeDisk() {
        if disk.change({ state in
            defer { state.isFull = false }
            return state.isFull
        }) {
            tell("the disk has room again")
        }
    }

    mutating func setClock(_ milliseconds: Int) {
        guard case .storm = phase else { return }
        tell("the wall clock is set by \(milliseconds / 1000) s")
        wallAhead += milliseconds
        wasWallSet = true
    }

    // MARK: - Stopped and continued

    /// By SIGSTOP, which nobody can catch: it keeps the lock and does nothing.
    mutating func freeze(_ id: ProgramID) {
        guard let program = programs[id], !program.isFrozen else { return }
        tell("program \(id) is stopped by a signal")
        program.isFrozen = true
        lock.state.withLock { state in _ = state.stopped.insert(id) }
        timeline.add(.thaw(id), at: now + dice.seconds(0.1...40))
    }

    mutating func thaw(_ id: ProgramID) {
        guard let program = programs[id], program.isFrozen else { return }
        tell("program \(id) goes on")
        program.isFrozen = false
        lock.state.withLock { state in _ = state.stopped.remove(id) }
        post(.ticked, to: id)
    }

    /// Ctrl-Z: it hands over what it leads first.
    mutating func suspend(_ id: ProgramID) {
        guard let program = programs[id] else { return }
        program.isWanted = false
        post(.suspend, to: id)
        timeline.add(.resume(id), at: now + dice.seconds(0...30))
    }

    mutating func resume(_ id: ProgramID) {
        guard let program = programs[id] else { return }
        program.isWanted = true
        program.isFrozen = false
        post(.resume, to: id)
    }
}
