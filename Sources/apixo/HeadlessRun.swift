import Apixo
import Foundation
import Synchronization
import Tasks
import Worker

/// The worker without a screen, for one command.
final class HeadlessRun: Sendable {
    private let worker: Worker
    private let http: HTTPTransport
    private let news: Notes

    init(settings: Settings, key: APIKey, onReport: @escaping @Sendable (Report) -> Void = { _ in })
        throws
    {
        let notes = Notes()
        news = notes
        let network = try settings.network()
        http = HTTPTransport(key: key, endpoint: settings.endpoint, network: network)
        worker = Worker(
            journal: try settings.journal(),
            catalog: settings.catalog,
            gate: settings.gate,
            callback: settings.callback,
            endpoint: settings.endpoint,
            service: settings.service,
            transport: http.transport,
            downloader: Downloader(
                folder: settings.resultsFolder,
                endpoint: settings.endpoint,
                network: network,
            ),
            lock: try LeaderLock(folder: settings.folders.data),
            report: { report in
                notes.take(report)
                onReport(report)
            },
        )
    }

    /// What kept the requests from the service, if anything did.
    var status: EngineStatus { news.status }

    func submit(_ intent: Intent, wait: Bool) async throws -> TaskDetail {
        do {
            let task = try worker.submitNow([intent])[0]
            let signals = StopSignals { [worker] in worker.stop() }
            await worker.run(until: wait ? .finished(task.id) : .sent)
            signals.cancel()
            return try worker.journal.detail(task.id) ?? TaskDetail(task: task)
        } catch let fault as JournalFault {
            throw Exit.usage(fault.description)
        } catch IntentFault.cap(let cap) {
            throw Exit.overCap("not sent: \(cap)")
        } catch IntentFault.duplicate(let duplicate) {
            throw Exit.usage("not sent: \(duplicate); --again sends it all the same")
        } catch let fault as IntentFault {
            throw Exit.usage(fault.description)
        }
    }

    func work(untilIdle: Bool) async throws -> RunEnd {
        do throws(JournalFault) {
            try worker.claimJournal()
        } catch {
            throw Exit.usage(error.description)
        }
        let signals = StopSignals { [worker] in worker.stop() }
        defer { signals.cancel() }
        return await worker.run(until: untilIdle ? .idle : .none)
    }

    /// What the reports said on the way.
    private final class Notes: Sendable {
        private let last = Mutex(EngineStatus())

        var status: EngineStatus { last.withLock { $0 } }

        func take(_ report: Report) {
            if case .status(let status) = report { last.withLock { $0 = status } }
        }
    }
}
