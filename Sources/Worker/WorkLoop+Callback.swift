import Apixo
import Tasks

extension WorkLoop {
    /// A callback that reaches a program which does not look is passed on at most this often.
    private static let passingPause = 3.0

    mutating func called(_ id: TaskID) -> [Event] {
        if isLeader { return [.called(id)] }
        passedOn = passedOn.filter { now.seconds(since: $0.value) < Self.passingPause }
        guard passedOn[id] == nil else { return [] }
        do throws(JournalFault) {
            // A stranger's word is not written down.
            guard try worker.journal.task(id)?.life.running != nil else { return [] }
            passedOn[id] = now
            try worker.journal.add(.called(id))
        } catch {
            worker.report(.trouble(error.description))
        }
        return []
    }
}
