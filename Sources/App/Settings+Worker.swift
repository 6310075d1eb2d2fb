import Apixo
import Coordination
import Machine
import TaskJournal
import Worker

extension Settings {
    /// The one assembly of a worker, with a screen or without.
    ///
    /// - Parameters:
    ///   - key: Without one nothing is sent and nothing polled.
    ///   - transport: The way to the service for this key.
    public func worker(
        journal: Journal,
        key: APIKey?,
        transport: Transport?,
        clock: SteadyClock = SteadyClock(),
        endsWhenOutdated: Bool = false,
        report: @escaping @Sendable (Report) -> Void,
    ) throws(StartupError) -> BackgroundPoller {
        let network = try network()
        do throws(JournalError) {
            return BackgroundPoller(
                journal: journal,
                catalog: catalog,
                limits: limits,
                gate: gate,
                callback: callback,
                endpoint: endpoint,
                service: service,
                key: key,
                transport: transport,
                downloader: Downloader(
                    folder: resultsFolder,
                    endpoint: endpoint,
                    network: network,
                ),
                lock: try LeaderLock(folder: folders.data),
                clock: clock,
                endsWhenOutdated: endsWhenOutdated,
                report: report,
            )
        } catch {
            throw .journal(error)
        }
    }
}
