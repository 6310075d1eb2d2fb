import Apixo
import App
import Coordination
import Foundation
import Synchronization
import TaskJournal
import Tasks
import Worker

/// The worker without a screen, for one command: the one way in which commands reach it.
final class HeadlessRun: Sendable {
    let worker: BackgroundPoller
    let http: HTTPTransport?
    private let notes: Notes

    /// - Parameters:
    ///   - key: Without one nothing is sent and nothing polled.
    ///   - leadsWithoutKey: It may lead all the same, for the sake of files.
    init(
        settings: Settings,
        key: APIKey?,
        journal: Journal? = nil,
        leadsWithoutKey: Bool = false,
        onReport: @escaping @Sendable (Report) -> Void = RunWarnings.tell,
    ) throws {
        let notes = Notes()
        self.notes = notes
        let network = try settings.network()
        http = key.map { HTTPTransport(key: $0, endpoint: settings.endpoint, network: network) }
        worker = try settings.worker(
            journal: try journal ?? settings.journal(),
            key: key,
            transport: http?.transport ?? (leadsWithoutKey ? Self.nowhere : nil),
            endsWhenOutdated: true,
            report: { report in
                notes.take(report)
                onReport(report)
            },
        )
    }

    private static let nowhere: Transport = { _ throws(TransportError) in
        throw .notSent("no key is set")
    }

    var journal: Journal { worker.journal }

    /// What kept the requests from the service, if anything did.
    var status: EngineStatus { notes.status }

    /// Writes the intents down at once; what they name may be there already.
    func write(_ intents: [Intent]) throws(IntentError) -> [TrackedTask] {
        try worker.submitNow(intents)
    }

    /// Has a command carried out, here or by the program that leads, and waits for its effect.
    func carryOut(_ userCommand: UserCommand, on task: TrackedTask, within seconds: Double?)
        async throws
    {
        let seconds = seconds ?? 30
        worker.send(.userCommand(userCommand))
        let end = await run(until: .carriedOut(userCommand), within: seconds)
        switch end {
        case .conditionMet, .held: return
        case .stopped, .unreachable, .outdated, .heldUp: break
        }
        guard try reading({ try journal.isPending(userCommand) }) else {
            throw Exit(.unfinished, "\(task.name): no effect is seen yet; look with apixo show")
        }
        throw Exit(
            .journal,
            """
            \(task.name): the program that leads on this data folder has not done it yet; it is noted \
            there, and done when that goes on or another one takes over
            """
        )
    }

    /// Works until the goal is reached, a signal comes or the time is up.
    ///
    /// - Parameter seconds: The answer to a submit under way is waited for all the same.
    func run(until stopCondition: StopCondition, within seconds: Double? = nil) async -> RunEnd {
        let signals = StopSignals { [worker] in worker.stop() }
        defer { signals.cancel() }
        let timer = seconds.map { seconds in
            Task.detached { [worker] in
                try await Task.sleep(for: .seconds(seconds))
                worker.stop()
            }
        }
        defer { timer?.cancel() }
        return await worker.run(until: stopCondition)
    }

    /// Sends what can be sent at once, or waits until all have ended.
    func follow(
        _ tasks: [TrackedTask],
        isAwaited: Bool,
        within seconds: Double?,
    ) async throws -> [TaskEnd] {
        let numbers = tasks.map(\.id)
        let progress = isAwaited ? ProgressLine(of: numbers) : nil
        notes.listen { progress?.take($0) }
        let run = await run(
            until: isAwaited ? .finished(numbers) : .sent,
            within: seconds,
        )
        progress?.end()
        return try ends(of: tasks, after: run, isAwaited: isAwaited)
    }

    func ends(of tasks: [TrackedTask], after run: RunEnd, isAwaited: Bool) throws -> [TaskEnd] {
        try reading {
            try tasks.map { task in
                TaskEnd(
                    detail: try journal.detail(task.id) ?? TaskDetail(task: task),
                    status: status,
                    run: run,
                    isAwaited: isAwaited,
                    rule: worker.gate.confirm,
                )
            }
        }
    }

    func work(untilIdle: Bool) async throws -> RunEnd {
        do throws(JournalError) {
            try worker.claimJournal()
        } catch {
            throw Exit(error)
        }
        return await run(until: untilIdle ? .idle : .none)
    }

    /// What the reports said on the way.
    private final class Notes: Sendable {
        private struct State {
            var status = EngineStatus()
            var listener: (@Sendable (Report) -> Void)?
        }

        private let state = Mutex(State())

        var status: EngineStatus { state.withLock(\.status) }

        func listen(_ listener: @escaping @Sendable (Report) -> Void) {
            state.withLock { $0.listener = listener }
        }

        func take(_ report: Report) {
            let listener = state.withLock { state in
                if case .status(let status) = report { state.status = status }
                return state.listener
            }
            listener?(report)
        }
    }
}

/// The journal's faults, as the commands tell them.
func reading<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let fault as JournalError {
        throw Exit(fault)
    }
}

extension Exit {
    static func ifRefused<Value>(_ body: () throws(IntentError) -> Value) throws -> Value {
        do throws(IntentError) {
            return try body()
        } catch {
            throw Exit(error)
        }
    }

    init(_ fault: IntentError) {
        switch fault {
        case .cap(let cap): self.init(.cap, "not sent: \(cap)")
        case .duplicate(let duplicate):
            self.init(.usage, "not sent: \(duplicate); --again sends it all the same")
        case .journal(let fault): self.init(fault)
        case .refTaken: self.init(.usage, fault.description)
        }
    }
}

/// What goes wrong in the background of a command is said at once.
enum RunWarnings {
    static let tell: @Sendable (Report) -> Void = { report in
        if case .warning(let text) = report { writeError("apixo: \(text)") }
    }
}
