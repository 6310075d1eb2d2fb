import Apixo
import Foundation
import Machine
import Programs
import TaskJournal
import Tasks
import Testing

/// The real worker against a service that fails in every way it can.
@Suite(.serialized) struct FaultCampaignTests {
    private static let isShort = CrashTests.kills <= 30
    private static let count = isShort ? 10 : 50

    /// `make crash-test` has the time for each fault alone: after a 429, which does not say how long
    /// to wait, the engine waits for whole seconds.
    private static let plans =
        isShort
        ? ["close-after=0.3"]
        : [
            "close-before=0.3", "close-after=0.3", "429=0.3", "500=0.3", "502=0.3",
            "truncated=0.3", "garbage=0.3", "slow=0.3", "unknown-state=0.3", "broken-result=0.3",
            "hostile-text=0.3", "all=0.1",
        ]

    @Test(arguments: plans)
    func everyTaskEndsInTheTruthOrInAnHonestUnknown(fault: String) async throws {
        let folder = try Folder()
        try folder.addQuickModel()
        // Its 429s come by chance and say nothing of the account.
        try folder.write(
            "[account]\ntasks_at_once = 50\nrequests_per_minute = 100000\n",
            to: "config/apixo/config.toml"
        )
        let service = try await SimulatorProgram(
            in: folder,
            faults: [fault],
            seed: Int.random(in: 0..<1_000_000),
        )
        _ = try Journal(folder: folder.data).insert(
            Self.requests.map { Intent($0) },
            at: SteadyClock().now
        )
        let program = Program(folder, address: service.address)
        let start = ContinuousClock.now
        let end = try await program.start(["worker", "--until-idle"]).outcome(within: 900)
        let length = ContinuousClock.now - start
        #expect(
            [0, 1, 3].contains(end.code) && !end.errors.contains("atal error"),
            "\(fault): \(end)"
        )
        let requests = try check(service, try await program.run("tasks", "--json").json, fault)
        print(
            "\(fault): \(Self.count) tasks, \(requests) requests, \(end.cpuSeconds) s of CPU,",
            length,
        )
        // No busy loop: neither on the line nor on the processor.
        #expect(requests < Self.count * 60, "\(fault): \(requests) requests")
        #expect(end.cpuSeconds < 1 + Double(requests) * 0.02, "\(fault): \(end.cpuSeconds) s")
    }

    private static var requests: [GenerateRequest] {
        (1...count).map { number in
            let prompt = number % 5 == 0 ? "\(number) [fail:X]" : "\(number)"
            return GenerateRequest(
                model: ModelID(rawValue: "quick"),
                input: ["prompt": .text(prompt)],
            )
        }
    }

    /// The ledger against the journal; gives the number of requests.
    private func check(_ service: SimulatorProgram, _ tasks: JSON?, _ fault: String) throws -> Int {
        let accepted = service.entries("accepted").compactMap(\.requestedPrompt)
        #expect(Set(accepted).count == accepted.count, "\(fault): a task was accepted twice")
        let tasks = try #require(tasks?.array)
        #expect(tasks.count == Self.count)
        // What was refused has no prompt in the ledger, so those are counted.
        let unanswered = service.submitsWithoutAnswer
        let hidden = unanswered.compactMap(\.requestedPrompt)
        for task in tasks {
            let prompt = task.requestedPrompt ?? ""
            let end = prompt.isFailing ? "failed" : "success"
            let isKnown = accepted.contains(prompt) && !hidden.contains(prompt)
            #expect(task["state"]?.string == (isKnown ? end : "unknown"), "\(fault): \(task.text)")
        }
        let unknown = tasks.count { $0["state"]?.string == "unknown" }
        #expect(unknown == unanswered.count, "\(fault): \(unknown) unknown")
        let kinds = ["accepted", "refused", "poll", "download", "balance"]
        return kinds.reduce(0) { $0 + service.entries($1).count }
    }
}

extension JSON {
    fileprivate var requestedPrompt: String? { self["request"]?["input"]?["prompt"]?.string }
}

extension String {
    fileprivate var isFailing: Bool { contains("[fail") }
}
