import Apixo
import Samples
import Simulator
import Tasks
import Testing

@testable import Worker

/// The balance that the loop asks for: evidence of what became of a request without an answer.
struct BalanceTests {
    private let folder: TestFolder
    private let http: HTTPTransport

    init() throws {
        folder = try TestFolder()
        http = HTTPTransport(key: try #require(APIKey("demo-key")))
    }

    /// A POST takes effect, and its answer is lost.
    private var lossy: Transport {
        { [http] call async throws(TransportError) in
            let answer = try await http.transport(call)
            if case .post = call.method { throw .lost("the connection was closed") }
            return answer
        }
    }

    /// Whoever asks for the balance waits for ever.
    private var withoutBalance: Transport {
        { [http] call async throws(TransportError) in
            if call.url.contains("balance") { try? await Task.sleep(for: .seconds(300)) }
            return try await http.transport(call)
        }
    }

    private func amounts(_ poller: PollerHarness) -> [Double] {
        poller.reports.compactMap { report in
            if case .balance(let balance) = report { balance.amount } else { nil }
        }
    }

    @Test func theBalanceIsAskedForBeforeAndAfterASubmitThatBecomesUnknown() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(service, in: folder, transport: lossy)
            try await eventually { !amounts(poller).isEmpty }
            poller.worker.send(.submit([.quick()]))
            try await eventually { try poller.tasks().first?.state == .unknown }
            try await eventually { try poller.task().balances.after != nil }
            let balances = try poller.task().balances
            let before = try #require(balances.before?.amount)
            let after = try #require(balances.after?.amount)
            #expect(after < before && service.entries(.accepted).count == 1)
        }
    }

    /// A program that finds a request in its queue when it starts.
    private func queueing(_ service: Service, on line: @escaping Transport) throws -> PollerHarness
    {
        try PollerHarness(service, in: folder, submitting: [.quick()], transport: line)
    }

    @Test func whatIsQueuedAtTheStartIsSentOnceTheBalanceIsKnown() async throws {
        try await Service.with { service in
            let poller = try queueing(service, on: lossy)
            try await eventually { try poller.tasks().first?.state == .unknown }
            let before = try #require(try poller.task().balances.before?.amount)
            #expect(before == amounts(poller).first && service.entries(.accepted).count == 1)
        }
    }

    @Test func aBalanceThatDoesNotComeHoldsUpNothingForLong() async throws {
        try await Service.with { service in
            let poller = try queueing(service, on: withoutBalance)
            try await eventually { try poller.tasks().first?.state == .success }
            #expect(amounts(poller).isEmpty)
        }
    }

    @Test func aProgramThatIsStoppedBeforeItsBalanceCameSendsNothing() async throws {
        try await Service.with { service in
            let poller = try queueing(service, on: withoutBalance)
            #expect(await poller.stop() == .stopped)
            #expect(try poller.tasks().first?.state == .queued)
            #expect(service.entries(.accepted).isEmpty)
        }
    }
}
