import Apixo
import Tasks

extension World {
    private static let heldPause = 30.0

    mutating func topUp() {
        service.balance += 1
        let balance = service.balance
        tell("the user tops up the account: \(balance) USD")
    }

    /// When the program that leads asks for the balance, by its own clock.
    func balanceDue(_ id: ProgramID) -> Timestamp? {
        guard let program = programs[id], program.isLeader, !program.isAskingBalance,
            !program.isStopping, program.kind == .dashboard,
            let wanted = program.engine.balanceWanted
        else { return nil }
        guard let asked = program.balanceAskedAt, asked >= wanted else { return wanted }
        return asked + Self.heldPause
    }

    mutating func askBalanceIfDue(_ id: ProgramID) {
        guard let due = balanceDue(id), let program = programs[id], due <= program.clock(now)
        else { return }
        askBalance(id)
    }

    /// It costs nothing and counts for no model.
    mutating func askBalance(_ id: ProgramID) {
        guard let program = programs[id], !program.isAskingBalance else { return }
        program.isAskingBalance = true
        program.balanceAskedAt = program.clock(now)
        tell("program \(id) asks for the balance")
        let isLost = dice.happens(weather.lostGoing) || dice.happens(weather.broken)
        let isRefused = dice.happens(weather.badKey)
        let event: Event? =
            if isLost {
                dice.happens(0.5) ? nil : .balanceUnclear
            } else if isRefused {
                .balanceRefused(.make(401, .badKey))
            } else {
                .balanceRead(service.balance)
            }
        timeline.add(.message(id, .balanceAsked(event)), at: now + dice.seconds(0.05...3))
    }

    func balanceAsked(_ event: Event?, by id: ProgramID) -> [Event] {
        programs[id]?.isAskingBalance = false
        return event.map { [.lineFound, $0] } ?? []
    }
}
