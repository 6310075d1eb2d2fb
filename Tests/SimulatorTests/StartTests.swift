import Programs
import Testing

@testable import Simulator

@Suite struct StartTests {
    @Test func aBusyPortIsNamed() async throws {
        try await SimulatorClient.with { client in
            var options = SimulatorOptions()
            options.port = client.simulator.port
            await #expect(throws: SimulatorError.portBusy(options.port)) {
                try await SimulatorServer.start(options)
            }
        }
    }

    @Test func manySimulatorsRunSideBySide() async throws {
        try await SimulatorClient.with { first in
            try await SimulatorClient.with { second in
                #expect(first.simulator.port != second.simulator.port)
                _ = try await first.submit()
                #expect(second.ledger.isEmpty)
                #expect(second.simulator.baseURL == "http://127.0.0.1:\(second.simulator.port)")
            }
        }
    }

    @Test func stoppingDoesNotWaitForSlowAnswersOrOpenConnections() async throws {
        var options = SimulatorOptions()
        options.timeScale = 100
        try options.faults.set("slow=1")
        let client = SimulatorClient(simulator: try await SimulatorServer.start(options))
        let waiting = Task { try await client.submit() }
        try await until("the ledger tells of it") { client.entries(.accepted).count == 1 }
        await client.simulator.stop()
        try await client.simulator.waitUntilStopped()
        await #expect(throws: (any Error).self) { try await waiting.value }
        options.port = client.simulator.port
        let successor = try await SimulatorServer.start(options)
        await successor.stop()
    }
}
