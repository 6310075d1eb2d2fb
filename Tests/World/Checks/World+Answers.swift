import Apixo
import Coordination
import Tasks

extension Program {
    /// What comes to it of the answers to its submits.
    func hear(_ messages: [Message]) {
        for case .ended(.sent(let number, let outcome), _) in messages {
            sending.remove(number)
            if case .answered(.value(let id)) = outcome { heard[number] = id }
        }
    }
}

extension World {
    /// What is in the journal, or waits there for the program that leads.
    func forgetWhatIsKept(by program: Program) {
        if program.heard.isEmpty { return }
        let content = disk.content
        program.heard = program.heard.filter { number, id in
            content.entries[number]?.task.life.taskID != id
                && !content.commands.contains { $0.command == .attach(number, id) }
        }
    }

    /// A program that goes of its own accord has all answers, and they are kept.
    mutating func checkNothingIsLeft(in program: Program, _ id: ProgramID, _ what: String) {
        if let number = program.sending.min() {
            broken(
                .answerIsKept,
                "program \(id) \(what) before task \(number.rawValue) is answered"
            )
        }
        // Where the disk takes nothing for long it gives up, and says so.
        guard let number = program.heard.keys.min(), !disk.state.withLock(\.isInTrouble) else {
            return
        }
        broken(.answerIsKept, "program \(id) \(what) with the taskId of task \(number.rawValue)")
    }
}

extension MadeDisk.State {
    fileprivate var isInTrouble: Bool { isFull || unwritable > 0 }
}
