import Apixo
import Tasks
import Testing

/// A callback is a hint: it brings a poll forward and changes nothing else.
struct CallbackTests {
    private static let url = "https://here.example/apixo/secret"
    private let id = TaskID(rawValue: "job")

    private func rig() -> EngineHarness {
        var rig = EngineHarness()
        rig.engine.receive(at: Self.url)
        return rig
    }

    private func callback(_ number: Int = 1, url: String = CallbackTests.url) -> TrackedTask {
        let request = GenerateRequest(
            model: Model.make().id,
            requestType: .callback,
            callbackURL: url,
            input: Model.make().request().input,
        )
        return TrackedTask(
            id: TaskNumber(rawValue: number),
            request: request,
            submittedAt: EngineHarness.start,
        )
    }

    private func accept(_ task: TrackedTask, in rig: inout EngineHarness) {
        rig.take(.submitted(task))
        rig.take(.sent(task.id, .answered(.value(id))))
    }

    @Test func aTaskThatIsCalledBackIsPolledRarely() {
        var rig = rig()
        let task = callback()
        accept(task, in: &rig)
        // Twice the usual 35 s and half a minute; then every minute.
        #expect(rig.running(task.id)?.nextPoll == rig.now + 100)
        rig.take(.ticked, after: 100)
        rig.take(.polled(task.id, .running()))
        #expect(rig.running(task.id)?.nextPoll == rig.now + 60)
    }

    @Test func aTaskThatCallsSomebodyElseIsPolledAsEver() {
        var rig = rig()
        let task = callback(url: "https://elsewhere.example/")
        accept(task, in: &rig)
        #expect(rig.running(task.id)?.nextPoll == rig.now + 20)
    }

    @Test func withoutAReceiverATaskIsPolledAsEver() {
        var rig = rig()
        rig.engine.receive(at: nil)
        let task = callback()
        accept(task, in: &rig)
        #expect(rig.running(task.id)?.nextPoll == rig.now + 20)
    }

    @Test func aCallbackLeadsToOnePoll() {
        var rig = rig()
        let task = callback()
        accept(task, in: &rig)
        rig.take(.called(id), after: 30)
        #expect(rig.decision.polled == [task.id])
        rig.take(.polled(task.id, .success()))
        #expect(rig.life(task.id)?.state == .success)
    }

    @Test func repeatedCallbacksDoNotPollMoreOftenThanThePageSays() {
        var rig = rig()
        let task = callback()
        accept(task, in: &rig)
        var polls: [Timestamp] = []
        for _ in 0..<300 {
            rig.take(.called(id), after: 0.1)
            guard rig.decision.polled == [task.id] else { continue }
            polls.append(rig.now)
            rig.take(.polled(task.id, .running()))
        }
        #expect((8...11).contains(polls.count))
        #expect(zip(polls, polls.dropFirst()).allSatisfy { $1.seconds(since: $0) >= 3 })
    }

    @Test func aCallbackDuringAPollLeadsToOneMore() {
        var rig = rig()
        let task = callback()
        accept(task, in: &rig)
        rig.take(.called(id), after: 30)
        rig.take(.called(id), after: 0.1)
        rig.take(.polled(task.id, .running()), after: 0.1)
        #expect(rig.running(task.id)?.nextPoll == rig.now + 3)
    }

    @Test func aCallbackBeforeTheAnswerToItsPOSTIsRemembered() {
        var rig = rig()
        let task = callback()
        rig.take(.submitted(task))
        rig.take(.called(id), after: 1)
        #expect(rig.decision.isEmpty)
        rig.take(.sent(task.id, .answered(.value(id))))
        #expect(rig.decision.polled == [task.id])
    }

    @Test func aRepeatedEarlyCallbackPushesNoOtherOut() {
        var rig = rig()
        let task = callback()
        rig.take(.submitted(task))
        rig.take(.called(id), after: 1)
        for _ in 0..<200 { rig.take(.called(TaskID(rawValue: "nobody's"))) }
        rig.take(.sent(task.id, .answered(.value(id))))
        #expect(rig.decision.polled == [task.id])
    }

    @Test func earlyCallbacksAreForgottenWhenTheyAreTooMany() {
        var rig = rig()
        let task = callback()
        rig.take(.submitted(task))
        rig.take(.called(id), after: 1)
        for number in 0..<200 { rig.take(.called(TaskID(rawValue: "forged \(number)"))) }
        rig.take(.sent(task.id, .answered(.value(id))))
        #expect(rig.decision.polled.isEmpty)
        #expect(rig.running(task.id)?.nextPoll == rig.now + 100)
    }

    @Test(arguments: ["nobody's", "job"])
    func aCallbackForATaskThatEndedOrNeverWasChangesNothing(name: String) {
        var rig = rig()
        let task = callback()
        accept(task, in: &rig)
        rig.take(.called(id), after: 30)
        rig.take(.polled(task.id, .success()))
        rig.take(.called(TaskID(rawValue: name)), after: 1)
        #expect(rig.decision.isEmpty)
    }

    @Test func aCallbackMakesNothingOfASubmitWithoutAnAnswer() {
        var rig = rig()
        let task = callback()
        rig.take(.submitted(task))
        rig.take(.sent(task.id, .lost(reason: "no answer")))
        rig.take(.called(id), after: 1)
        #expect(rig.decision.isEmpty)
    }

    @Test func aParkedTaskThatIsCalledBackIsPolled() {
        var rig = rig()
        var running = Running(taskID: id, acceptedAt: EngineHarness.start)
        running.isParked = true
        let number = TaskNumber(rawValue: 1)
        var task = callback()
        task.life = .running(running)
        rig.resume([task])
        rig.take(.polled(number, .running()), after: 1)
        rig.take(.called(id), after: 10)
        #expect(rig.decision.polled == [number])
    }

    @Test func afterARestartACallbackMayHaveBeenMissed() {
        var rig = rig()
        var task = callback()
        task.life = .running(Running(taskID: id, acceptedAt: EngineHarness.start - 50))
        rig.resume([task])
        #expect(rig.decision.polled == [task.id])
        rig.take(.polled(task.id, .running()))
        #expect(rig.running(task.id)?.nextPoll == rig.now + 60)
    }
}
