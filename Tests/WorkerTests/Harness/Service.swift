import Apixo
import AsyncHTTPClient
import NIOCore
import Samples
import Simulator
import Synchronization
import Tasks
import Testing

@testable import Worker

/// A simulated service over real HTTP for the length of a test.
struct Service: Sendable {
    let simulator: SimulatorServer
    let catalog: Catalog
    private let pollers = Pollers()

    static func with(
        faults: [String] = [],
        model: Model? = nil,
        timeScale: Double = 0.1,
        retryAfter: Double? = nil,
        _ body: (Service) async throws -> Void,
    ) async throws {
        var options = SimulatorOptions()
        options.timeScale = timeScale
        options.retryAfter = retryAfter
        options.catalog = Catalog(models: [try model ?? .quick()])
        for fault in faults { try options.faults.set(fault) }
        // It is never stopped: the HTTP server traps when a client connects just as it goes.
        let simulator = try await SimulatorServer.start(options)
        let service = Service(simulator: simulator, catalog: options.catalog)
        do {
            try await body(service)
        } catch {
            await service.stopPollers()
            throw error
        }
        await service.stopPollers()
    }

    func keep(_ poller: PollerHarness) { pollers.open.withLock { $0.append(poller) } }

    private func stopPollers() async {
        for poller in pollers.open.withLock({ $0 }) { await poller.stop() }
    }

    private final class Pollers: Sendable {
        let open = Mutex<[PollerHarness]>([])
    }

    func entries(_ event: LedgerEntry.Event) -> [LedgerEntry] {
        simulator.ledgerEntries().filter { $0.event == event }
    }

    /// How often each prompt was accepted.
    var acceptedPrompts: [String: Int] {
        entries(.accepted).reduce(into: [:]) { counts, entry in
            counts[entry.request?["input"]?["prompt"]?.string ?? "", default: 0] += 1
        }
    }

    func bytes(of url: String) async throws -> [UInt8] {
        for _ in 0..<200 {
            let response = try? await HTTPClient.shared.execute(
                HTTPClientRequest(url: url),
                timeout: .seconds(10),
            )
            let buffer = try? await response?.body.collect(upTo: 1 << 26)
            if let buffer { return Array(buffer.readableBytesView) }
        }
        throw Absent()
    }

    /// Where a task that has just ended left its first file.
    func resultURL() async throws -> String {
        let http = HTTPTransport(key: try #require(APIKey("demo-key")))
        let endpoint = try Endpoint(simulator.baseURL)
        let request = GenerateRequest.quick("[take:0]")
        for _ in 0..<200 {
            let post = APICall(
                method: .post(body: request.json.text),
                url: endpoint.generateTask(request.model),
            )
            guard let sent = try? await http.transport(post),
                case .value(let id) = sent.submitAnswer()
            else { continue }
            let poll = APICall(method: .get, url: endpoint.statusTask(request.model, id))
            for _ in 0..<200 {
                if let answer = try? await http.transport(poll),
                    case .value(let report) = answer.pollAnswer(for: id),
                    case .succeeded(let result) = report.state
                {
                    return result.urls[0]
                }
            }
        }
        throw Absent()
    }

    struct Absent: Error {}
}
