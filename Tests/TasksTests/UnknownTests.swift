import Apixo
import Tasks
import Testing

struct UnknownTests {
    private let model = Model.make(slots: 1)

    /// One submit without an answer, and another that waits for the slot.
    private func haunted() -> (Rig, unknown: TrackedTask, waiting: TaskNumber) {
        var rig = Rig([model])
        let numbers = rig.submit(2, to: model)
        rig.take(.sent(numbers[0], .answered(.unclear(Unclear(status: 500, detail: "oops")))))
        return (rig, rig.decision.changed[numbers[0]]!, numbers[1])
    }

    @Test func anUnknownSubmitHoldsASlotForTwiceTheUsualTime() {
        var (rig, _, waiting) = haunted()
        #expect(rig.engine.nextWake == rig.now + 70)
        rig.take(.ticked, after: 69)
        #expect(rig.decision.calls.isEmpty)
        rig.take(.ticked, after: 1)
        #expect(rig.decision.posted == [waiting])
    }

    @Test func anAttachedTaskIsWatchedInTheSlotItHeld() {
        var (rig, unknown, waiting) = haunted()
        rig.take(.attached(unknown, TaskID(rawValue: "found")), after: 10)
        #expect(rig.decision.changed[unknown.id]?.life.taskID == TaskID(rawValue: "found"))
        #expect(rig.decision.looked == [unknown.id])
        #expect(rig.lane.live == 1)
        rig.take(.looked(unknown.id, .success()))
        #expect(rig.decision.posted == [waiting])
    }

    @Test func aSettledTaskStaysUnknownAndKeepsItsEvidence() {
        var (rig, unknown, _) = haunted()
        rig.take(.settled(unknown))
        guard case .unknown(let evidence) = rig.decision.changed[unknown.id]?.life else {
            Issue.record("not unknown")
            return
        }
        #expect(evidence.isSettled)
        #expect(evidence.sentAt == Rig.start)
    }

    @Test func aTaskAttachedMeanwhileCannotBeSettled() {
        var (rig, unknown, _) = haunted()
        rig.take(.attached(unknown, TaskID(rawValue: "found")), .settled(unknown))
        #expect(rig.decision.changed[unknown.id]?.life.taskID == TaskID(rawValue: "found"))
    }

    @Test func theFirstOfTwoAttachedIDsStands() {
        var (rig, unknown, _) = haunted()
        rig.take(.attached(unknown, TaskID(rawValue: "one")))
        rig.take(.attached(unknown, TaskID(rawValue: "two")))
        #expect(rig.life(unknown.id)?.taskID == TaskID(rawValue: "one"))
    }
}
