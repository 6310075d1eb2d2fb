import Apixo
import Curses
import Dashboard
import Dispatch
import Foundation
import Synchronization
import Tasks
import Terminal
import Worker

/// The dashboard from its first frame to the restored terminal.
struct DashboardRun {
    let common: CommonOptions
    let poll: LookOptions
    let pace: PaceOptions

    func run() throws {
        let settings = try poll.demo ? Demo.settings(common, pace) : Settings(common)
        try settings.checkKey()
        let theme = try theme(settings)
        let network = try settings.network()
        let journal = try settings.journal()
        let wake = try opening { () throws(ScreenError) in try WakePipe() }
        let screen = try opening { () throws(ScreenError) in
            try CursesScreen(wake: wake, options: options)
        }
        defer { screen.close() }
        let clock = SteadyClock()
        let environment = try environment(settings, theme, screen, journal)
        let wires = Wires()
        let store = Store(
            AppState(environment: environment, size: screen.size, now: clock.now),
            clock: { clock.now },
            // The thread that draws needs no bell to see what it did itself.
            ring: { if !Thread.isMainThread { wake.ring() } },
            perform: wires.perform,
        )
        let worker = try worker(settings, network, journal, clock) { wires.tell($0, store) }
        wires.connect(worker)
        showHistory(journal, store, screen)
        let ended = DispatchSemaphore(value: 0)
        Task.detached {
            await worker.run()
            ended.signal()
        }
        ScreenLoop(screen: screen, store: store, clock: clock, wires: wires, worker: worker).run()
        screen.close()
        wires.closeScreen()
        finish(worker, ended)
    }

    /// What the journal holds is on the first frame.
    private func showHistory(_ journal: Journal, _ store: Store, _ screen: CursesScreen) {
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

    private func worker(
        _ settings: Settings,
        _ network: NetworkSettings,
        _ journal: Journal,
        _ clock: SteadyClock,
        _ report: @escaping @Sendable (Report) -> Void,
    ) throws -> Worker {
        do throws(JournalError) {
            let worker = Worker(
                journal: journal,
                catalog: settings.catalog,
                limits: settings.limits,
                gate: settings.gate,
                callback: settings.callback,
                endpoint: settings.endpoint,
                service: settings.service,
                key: settings.key,
                transport: settings.key.map { key in
                    HTTPTransport(key: key, endpoint: settings.endpoint, network: network).transport
                },
                downloader: Downloader(
                    folder: settings.resultsFolder,
                    endpoint: settings.endpoint,
                    network: network,
                ),
                lock: try LeaderLock(folder: settings.folders.data),
                clock: clock,
                report: report,
            )
            if settings.key != nil { try worker.claimJournal() }
            return worker
        } catch {
            throw Exit(error)
        }
    }

    /// The shell has its terminal back already. A submit under way is waited for: leaving it would
    /// make its outcome unknown, and it may have been paid for.
    private func finish(_ worker: Worker, _ ended: DispatchSemaphore) {
        worker.stop()
        if ended.wait(timeout: .now() + .milliseconds(100)) == .success { return }
        let sent = worker.journal.sending
        writeError("apixo: \(Self.reasonToStay(sent))")
        ended.wait()
        for task in sent { writeError(worker.journal.line(of: task, by: worker.gate.confirm)) }
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

    private func theme(_ settings: Settings) throws -> Theme {
        let name = poll.theme ?? settings.configuration.theme ?? "midnight"
        let file = "\(settings.folders.themes)/\(name).toml"
        do throws(FileError) {
            if !name.contains("/"), let small = try SmallFile(path: file) {
                return try Theme(text: small.text, file: file)
            }
            if let theme = try Theme.builtIn(named: name) { return theme }
        } catch {
            throw Exit.usage(error.description)
        }
        let known = Theme.names.joined(separator: ", ")
        throw Exit.usage(
            "--theme: there is no theme \(name); built in are \(known), or put \(file)"
        )
    }

    private func environment(
        _ settings: Settings,
        _ theme: Theme,
        _ screen: CursesScreen,
        _ journal: Journal,
    ) throws -> AppEnvironment {
        AppEnvironment(
            catalog: settings.catalog,
            theme: theme,
            endpoint: settings.endpoint,
            isDemo: poll.demo,
            hasKey: settings.key != nil,
            timeZoneOffset: LocalTime.offset,
            resultsFolder: settings.resultsFolder,
            homeFolder: NSHomeDirectory(),
            caps: settings.gate.caps,
            confirm: settings.gate.confirm,
            callbackURL: try settings.callbackURL(journal),
            isASCII: screen.isASCII,
        )
    }

    private var options: ScreenOptions {
        ScreenOptions(lines: poll.ascii ? .ascii : .automatic)
    }

    private func opening<Value>(_ body: () throws(ScreenError) -> Value) throws -> Value {
        do throws(ScreenError) {
            return try body()
        } catch {
            throw Exit.usage("\(error); apixo tasks and apixo submit work without a screen")
        }
    }
}

extension Journal {
    /// Nobody waits for a journal that cannot be read just then.
    fileprivate var sending: [TrackedTask] {
        ((try? unfinished()) ?? []).filter { $0.state == .sending }
    }

    fileprivate func line(of task: TrackedTask, by rule: ConfirmRule) -> String {
        TaskText(detail: TaskDetail(task: (try? self.task(task.id)) ?? task), rule: rule).line
    }
}
