import Apixo
import Foundation
import Testing

@testable import Simulator

@Suite struct LedgerTests {
    private func lines(_ path: String) throws -> [LedgerEntry] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(LedgerEntry.self, from: Data($0.utf8)) }
    }

    @Test func everythingIsOnDiskBeforeItIsAnswered() async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "ledger-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await SimulatorClient.with {
            $0.ledger = path
        } _: { client in
            let taskID = try await client.submit()
            let accepted = try lines(path)
            #expect(accepted.map(\.event) == [.accepted])
            #expect(accepted[0].taskId == taskID && accepted[0].model == "seedream-5-0")
            #expect(accepted[0].request == JSON(parsing: Sample.seedream()))
            let url = try await client.resultURLs(of: taskID)[0]
            #expect(try lines(path).last?.event == .poll)
            _ = try await client.generate("{}")
            #expect(try lines(path).last?.event == .refused)
            #expect(try lines(path).last?.endpoint == "generateTask")
            _ = try await client.send("GET", url, headers: [])
            #expect(try lines(path).last?.event == .download)
            #expect(try lines(path) == client.ledger)
        }
    }

    @Test func aLineNamesWhatItKnowsAndNothingElse() throws {
        var entry = LedgerEntry(.poll, at: 12, model: "m", taskId: "task_1")
        entry.state = "pending"
        entry.fault = .slow
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(
            String(decoding: try encoder.encode(entry), as: UTF8.self)
                == #"{"at":12,"event":"poll","fault":"slow","model":"m","state":"pending","taskId":"task_1"}"#
        )
    }

    @Test func aLedgerThatCannotBeWrittenStopsTheStart() async throws {
        var options = SimulatorOptions()
        options.ledger = "/nowhere/ledger"
        await #expect(
            throws: SimulatorError.ledgerNotWritable(
                "/nowhere/ledger",
                reason: "No such file or directory",
            )
        ) { try await SimulatorServer.start(options) }
    }
}
