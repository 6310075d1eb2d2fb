import Apixo
import Coordination
import Dashboard
import Dispatch
import Foundation
import Machine
import TaskJournal
import Tasks
import Terminal
import Worker

/// The dashboard wired to a worker and to a screen, real or scripted: from the first frame until
/// the last answer is on disk.
public struct DashboardSession {
    public let store: Store
    public let worker: BackgroundPoller
    private let screen: any Screen
    private let router: EffectRouter
    private let clock: SteadyClock
    private let tell: @Sendable (String) -> Void

    /// - Parameters:
    ///   - ring: Ends the screen's `wait`; any thread calls it.
    ///   - tell: Says something on standard error.
    public init(
        _ settings: Settings,
        theme: Theme,
        journal: Journal,
        screen: any Screen,
        ring: @escaping @Sendable () -> Void,
        tell: @escaping @Sendable (String) -> Void,
    ) throws(StartupError) {
        let clock = SteadyClock()
        let router = EffectRouter(ring: ring, tell: { tell("apixo: \($0)") })
        let environment = try AppEnvironment(settings, theme, journal, isASCII: screen.isASCII)
        let store = Store(
            AppState(environment: environment, size: screen.size, now: clock.now),
            clock: { clock.now },
            ring: ring,
            perform: router.perform,
        )
        worker = try settings.worker(
            journal: journal,
            key: settings.key,
            transport: try settings.key.map { key throws(StartupError) in
                let network = try settings.network()
                return HTTPTransport(key: key, endpoint: settings.endpoint, network: network)
                    .transport
            },
            clock: clock,
            report: { router.report($0, to: store) },
        )
        (self.screen, self.store, self.router, self.clock) = (screen, store, router, clock)
        self.tell = tell
        router.connect(worker)
        if settings.key != nil { try claimJournal() }
        showHistory(journal)
    }

    /// Uses the screen on this thread alone, and gives it back before the last answers are in.
    ///
    /// - Returns: What has become of the requests whose answers came after that.
    public func run() -> [TaskDetail] {
        let ended = DispatchSemaphore(value: 0)
        Task.detached { [worker] in
            await worker.run()
            ended.signal()
        }
        ScreenLoop(
            screen: screen,
            store: store,
            clock: { [clock] in clock.now },
            router: router,
            worker: worker,
        ).run()
        router.leaveScreen()
        screen.close()
        router.closeScreen()
        return finish(ended)
    }

    private func claimJournal() throws(StartupError) {
        do throws(JournalError) {
            try worker.claimJournal()
        } catch {
            throw .journal(error)
        }
    }

    /// What the journal holds is on the first frame.
    private func showHistory(_ journal: Journal) {
        do throws(JournalError) {
            let drafts = try journal.drafts()
            let model = try journal.setting("model").map(ModelID.init)
            store.send(.draftsLoaded(drafts, current: model))
            for case .loadWindow(let query) in store.snapshot().startEffects {
                store.send(.windowLoaded(try journal.window(query)))
            }
        } catch {
            store.send(.noticed(Notice(error.description, severity: .error)))
        }
        if let news = journal.corruptRows.news {
            store.send(.noticed(Notice(news, severity: .error)))
        }
        if let notice = journal.notice {
            store.send(.noticed(Notice(notice, severity: .warning)))
        }
        if let notice = screen.notice { store.send(.noticed(Notice(notice, severity: .warning))) }
    }

    /// The shell has its terminal back already. A submit under way is waited for: leaving it would
    /// make its outcome unknown, and it may have been paid for.
    private func finish(_ ended: DispatchSemaphore) -> [TaskDetail] {
        worker.stop()
        if ended.wait(timeout: .now() + .milliseconds(100)) == .success { return [] }
        let sent = worker.journal.sending
        tell("apixo: \(Self.reasonToStay(sent))")
        ended.wait()
        return sent.map { TaskDetail(task: (try? worker.journal.task($0.id)) ?? $0) }
    }

    private static func reasonToStay(_ sent: [TrackedTask]) -> String {
        let names = sent.map { "#\($0.id.rawValue)" }.joined(separator: ", ")
        if names.isEmpty { return "the journal is still being written; Ctrl-C ends this at once." }
        let most = Timeouts().submit.components.seconds
        return """
            \(names) \(sent.count == 1 ? "is" : "are") on the way; waiting for the answer, at most \
            \(most) s. Ctrl-C ends this at once and leaves the outcome unknown.
            """
    }
}

extension Journal {
    /// Nobody waits for a journal that cannot be read just then.
    fileprivate var sending: [TrackedTask] {
        ((try? unfinished()) ?? []).filter { $0.state == .sending }
    }
}

extension AppEnvironment {
    fileprivate init(
        _ settings: Settings,
        _ theme: Theme,
        _ journal: Journal,
        isASCII: Bool,
    ) throws(StartupError) {
        self.init(
            catalog: settings.catalog,
            theme: theme,
            endpoint: settings.endpoint,
            isDemo: settings.isDemo,
            hasKey: settings.key != nil,
            zone: .local,
            resultsFolder: settings.resultsFolder,
            homeFolder: NSHomeDirectory(),
            caps: settings.gate.caps,
            confirm: settings.gate.confirm,
            callbackURL: try settings.callbackURL(journal),
            isASCII: isASCII,
        )
    }
}
