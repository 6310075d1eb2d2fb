import Coordination
import Tasks

extension World {
    /// As the clock of the program that sends has it.
    mutating func checkConfirmed(_ number: TaskNumber, by id: ProgramID) {
        guard let limit = gate.confirm.limit, let clock = programs[id]?.clock(now),
            let task = disk.content.entries[number]?.task
        else { return }
        let age = clock.seconds(since: task.confirmedAt ?? task.submittedAt)
        // No clock is ahead by mistake for as little as five minutes.
        guard age > limit || age < -300 else { return }
        broken(.oldOnesAsk, "task \(number.rawValue) is \(Int(age)) s old")
    }

    /// The user says yes to all that waits for it, if anything does.
    mutating func confirmAll() -> Bool {
        guard let leader, let program = programs[leader], let engine = program.engine else {
            return false
        }
        let clock = program.clock(now)
        for number in engine.unconfirmed.sorted() {
            tell("the user confirms task \(number.rawValue)")
            post(.userCommand(.confirm(number, at: clock)), to: leader)
        }
        return !engine.unconfirmed.isEmpty
    }
}
