import Apixo
import Dashboard
import Foundation
import Synchronization
import Tasks
import Terminal
import Testing

struct ScreenLoopTests {
    @Test func aKeyIsAnsweredByOneFrameAndRingsNobody() throws {
        let loop = try LoopHarness()
        #expect(loop.rests())
        let before = loop.screen.now
        loop.screen.press("?")
        #expect(loop.comes { $0.frames > before.frames })
        #expect(loop.rests())
        #expect(loop.screen.text.contains("Every key"))
        #expect(loop.screen.now.frames == before.frames + 1)
        #expect(loop.screen.now.rings == before.rings)
    }

    @Test func newsThatComeCloseTogetherShareAFrame() throws {
        let loop = try LoopHarness()
        #expect(loop.rests())
        let (before, start) = (loop.screen.now.frames, ContinuousClock.now)
        for number in 1...2000 { loop.store.send(.noticed(Notice("news \(number)"))) }
        #expect(loop.comes { $0.shown?.text.contains("news 2000") == true })
        let frames = loop.screen.now.frames - before
        let elapsed = ContinuousClock.now - start
        #expect(frames <= Int(elapsed / .milliseconds(16)) + 2)
    }

    /// One thread at a time performs effects. It may take over those of a key, when the loop has
    /// looked for the last time.
    @Test func whatAnotherThreadPerformsForAKeyIsServedWithoutAnotherKey() throws {
        let gate = Gate()
        let loop = try LoopHarness(beforePerforming: { if $0 == .bell { gate.pass() } })
        loop.endATaskElsewhere()
        #expect(gate.isReached())
        #expect(loop.rests())
        let frames = loop.screen.now.frames
        loop.screen.press("q")
        #expect(loop.comes { $0.frames > frames })
        #expect(loop.rests())
        gate.open()
        #expect(loop.ends())
    }

    /// The state changes, the loop draws that and waits; only then comes what is to be done.
    @Test func aBellThatComesAfterTheFrameIsRung() throws {
        let gate = Gate()
        let loop = try LoopHarness(beforePerforming: { if $0 == .bell { gate.pass() } })
        loop.endATaskElsewhere()
        #expect(gate.isReached())
        #expect(loop.rests())
        gate.open()
        #expect(loop.comes { $0.bells == 1 })
    }

    /// What falls due while a frame is drawn is on neither side of "now".
    @Test func aNoticeThatEndsWhileAFrameIsDrawnGoesWithoutAKey() throws {
        let now = Mutex(LoopHarness.start)
        let screen = ScriptedScreen(onShow: { canvas in
            guard canvas.text.contains("soon over") else { return }
            now.withLock { $0 = LoopHarness.start + 60 }
        })
        let loop = try LoopHarness(screen, clock: { now.withLock { $0 } })
        #expect(loop.rests())
        loop.store.send(.noticed(Notice("soon over")))
        #expect(loop.comes { $0.shown?.text.contains("soon over") == false && $0.frames > 2 })
    }

    @Test func aYesIsCarriedOutByTimeAlone() throws {
        let now = Mutex(LoopHarness.start)
        let removed = Mutex(false)
        let loop = try LoopHarness(
            clock: { now.withLock { $0 } },
            beforePerforming: { effect in
                if case .command(.remove) = effect { removed.withLock { $0 = true } }
            },
        )
        for case .loadWindow(let query) in loop.store.snapshot().startEffects {
            let rows = [TaskRow(.queued)]
            loop.store.send(
                .windowLoaded(TaskWindow(query: query, rows: rows, first: 0, total: 1))
            )
        }
        loop.screen.press("x")
        #expect(loop.comes { $0.shown?.text.contains("Take #1 back?") == true })
        now.withLock { $0 = $0 + 1 }
        loop.screen.press("y")
        #expect(loop.comes { $0.limit == .milliseconds(150) })
        #expect(!removed.withLock { $0 })
        now.withLock { $0 = $0 + 1 }
        #expect(loop.comes { _ in removed.withLock { $0 } })
    }

    @Test func aResizedScreenIsDrawnInItsNewSize() throws {
        let loop = try LoopHarness()
        let size = Size(columns: 80, rows: 24)
        loop.screen.press(.resized(size))
        #expect(loop.comes { $0.shown?.size == size })
    }

    @Test func aSuspendedProgramGoesOnWhereItWas() throws {
        let loop = try LoopHarness()
        #expect(loop.rests())
        loop.screen.press(.key(.control("z")))
        #expect(loop.comes { $0.suspensions == 1 })
        #expect(loop.rests())
        loop.screen.press("?")
        #expect(loop.comes { $0.shown?.text.contains("Every key") == true })
        #expect(loop.screen.now.suspensions == 1)
    }

    @Test func aTerminatedScreenEndsTheLoop() throws {
        let loop = try LoopHarness()
        loop.screen.press(.terminated)
        #expect(loop.ends())
    }
}

extension LoopHarness {
    /// Has another thread report the end of the last task, at which the terminal's bell rings.
    fileprivate func endATaskElsewhere() {
        Thread.detachNewThread { [store] in
            for task in [TrackedTask.queued, .ended] {
                store.send(.tasksChanged([TaskUpdate(task: task, expectedSeconds: nil)]))
            }
        }
    }
}

extension TrackedTask {
    fileprivate static let queued = make(.queued)
    fileprivate static let ended = make(
        .unknown(Unknown(sentAt: LoopHarness.start, noticedAt: LoopHarness.start, reason: "closed"))
    )

    private static func make(_ life: Life) -> TrackedTask {
        TrackedTask(
            id: TaskNumber(rawValue: 1),
            request: GenerateRequest(
                model: ModelID(rawValue: "seedream-5-0"),
                input: ["prompt": .text("a lighthouse")],
            ),
            submittedAt: LoopHarness.start,
            life: life,
        )
    }
}
