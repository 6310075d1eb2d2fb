import Apixo
import Tasks
import Testing

struct UnknownTests {
    private let model = Model.make(slots: 1)

    /// One submit without an answer, and another that waits for the slot.
    private func reserved() -> (EngineHarness, unknown: TrackedTask, waiting: TaskNumber) {
        var rig = EngineHarness([model])
        let numbers = rig.submit(2, to: model)
        rig.take(.sent(numbers[0], .answered(.unclear(Unclear(status: 500, detail: "oops")))))
        return (rig, rig.decision.changed[numbers[0]]!, numbers[1])
    }

    @Test func anUnknownSubmitHoldsASlotForTwiceTheUsualTime() {
        var (rig, _, waiting) = reserved()
        #expect(rig.engine.nextWake == rig.now + 70)
        rig.take(.ticked, after: 69)
        #expect(rig.decision.calls.isEmpty)
        rig.take(.ticked, after: 1)
        #expect(rig.decision.posted == [waiting])
    }

    @Test func anAttachedTaskIsWatchedInTheSlotItHeld() {
        var (rig, unknown, waiting) = reserved()
        rig.take(.attached(unknown, TaskID(rawValue: "found")), after: 10)
        #expect(rig.decision.changed[unknown.id]?.life.taskID == TaskID(rawValue: "found"))
        #expect(rig.decision.polled == [unknown.id])
        #expect(rig.queue.live == 1)
        rig.take(.polled(unknown.id, .success()))
        #expect(rig.decision.posted == [waiting])
    }

    @Test func aSettledTaskStaysUnknownAndKeepsItsEvidence() {
        var (rig, unknown, _) = reserved()
        rig.take(.markedLost(unknown))
        guard case .unknown(let evidence) = rig.decision.changed[unknown.id]?.life else {
            Issue.record("not unknown")
            return
        }
        #expect(evidence.isSettled)
        #expect(evidence.sentAt == EngineHarness.start)
    }

    @Test func aTaskAttachedMeanwhileCannotBeSettled() {
        var (rig, unknown, _) = reserved()
        rig.take(.attached(unknown, TaskID(rawValue: "found")), .markedLost(unknown))
        #expect(rig.decision.changed[unknown.id]?.life.taskID == TaskID(rawValue: "found"))
    }

    @Test func anAttachedIDThatLeadsNowhereLeavesTheSubmitAsUnknownAsBefore() {
        var (rig, unknown, waiting) = reserved()
        rig.take(.attached(unknown, TaskID(rawValue: "wrong")), after: 10)
        rig.take(.polled(unknown.id, .notFound))
        guard case .unknown(let before) = unknown.life,
            case .unknown(let after) = rig.decision.changed[unknown.id]?.life
        else {
            Issue.record("it is watched under an ID that the service does not know")
            return
        }
        #expect(after.sentAt == before.sentAt && after.noticedAt == before.noticedAt)
        #expect(after.reason == "\(before.reason); the service knows no task wrong of this model")
        #expect(rig.decision.polls.map(\.text) == ["HTTP 404: no"])
        #expect(rig.decision.posted.isEmpty && rig.engine.nextWake == EngineHarness.start + 70)
        rig.take(.ticked, after: 60)
        #expect(rig.decision.posted == [waiting])
    }

    @Test func anIDThatWasSeenOnceIsBelievedForGood() {
        var (rig, unknown, _) = reserved()
        rig.take(.attached(unknown, TaskID(rawValue: "found")), after: 10)
        rig.take(.polled(unknown.id, .broken))
        rig.waitForPoll()
        rig.take(.polled(unknown.id, .running()))
        #expect(rig.running(unknown.id)?.claim == nil)
        rig.waitForPoll()
        rig.take(.polled(unknown.id, .notFound))
        #expect(rig.life(unknown.id)?.state == .processing)
    }

    @Test func anIDIsDoubtedUntilAPollAnswers() {
        var (rig, unknown, _) = reserved()
        rig.take(.attached(unknown, TaskID(rawValue: "wrong")), after: 10)
        rig.take(.polled(unknown.id, .broken))
        #expect(rig.life(unknown.id)?.state == .pending)
        rig.waitForPoll()
        rig.take(.polled(unknown.id, .notFound))
        #expect(rig.decision.changed[unknown.id]?.state == .unknown)
    }

    /// The moments of an unknown task may come from a clock that was set since.
    @Test func aWrongIDHoldsNoSlotThatWasFreeBefore() {
        var rig = EngineHarness([model])
        let noticedAt = rig.now + 86_400
        let life = Life.unknown(Unknown(sentAt: rig.now, noticedAt: noticedAt, reason: "no answer"))
        let unknown = TrackedTask.make(9, model: model, life: life)
        rig.take(.attached(unknown, TaskID(rawValue: "wrong")))
        rig.take(.polled(unknown.id, .notFound))
        #expect(rig.decision.changed[unknown.id]?.state == .unknown)
        #expect(rig.submit(to: model) == rig.decision.posted)
    }

    @Test func anIDIsAttachedToOneTaskOnly() {
        var rig = EngineHarness([model])
        let life = Life.unknown(Unknown(sentAt: rig.now, noticedAt: rig.now, reason: "no answer"))
        let tasks = [1, 2].map { TrackedTask.make($0, model: model, life: life) }
        let id = TaskID(rawValue: "found")
        rig.take(.attached(tasks[0], id), .attached(tasks[1], id))
        #expect(rig.life(tasks[0].id)?.taskID == id)
        #expect(rig.life(tasks[1].id) == nil)
    }

    @Test func theFirstOfTwoAttachedIDsStands() {
        var (rig, unknown, _) = reserved()
        rig.take(.attached(unknown, TaskID(rawValue: "one")))
        rig.take(.attached(unknown, TaskID(rawValue: "two")))
        #expect(rig.life(unknown.id)?.taskID == TaskID(rawValue: "one"))
    }
}
