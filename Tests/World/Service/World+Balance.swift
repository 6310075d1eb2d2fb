import Apixo
import Coordination
import Tasks

extension World {
    mutating func topUp() {
        service.balance += 1
        let balance = service.balance
        tell("the user tops up the account: \(balance) USD")
    }

    /// It costs nothing and counts for no model.
    mutating func askBalance(_ id: ProgramID) {
        tell("program \(id) asks for the balance")
        let outcome: BalanceOutcome =
            if dice.happens(faults.lostGoing) || dice.happens(faults.broken) {
                dice.happens(0.5)
                    ? .unreachable(reason: "no answer") : .answered(.unclear(.garbage(&dice)))
            } else if dice.happens(faults.badKey) {
                .answered(.refused(.make(401, .badKey)))
            } else {
                .answered(.value(service.balance))
            }
        timeline.add(.message(id, .balanceAnswered(outcome)), at: now + dice.seconds(0.05...3))
    }
}
