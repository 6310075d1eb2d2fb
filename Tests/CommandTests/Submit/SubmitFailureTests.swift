import Apixo
import Foundation
import Programs
import Testing

/// What `apixo submit` does when the service does not take the request.
struct SubmitFailureTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    @Test func aSubmitWithoutAnAnswerExitsWith3AndIsNotSentAgain() async throws {
        try await SimulatorProgram.run(in: folder, faults: ["close-after=1"]) { service, program in
            let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
            #expect(end.code == 3 && end.json?["state"]?.string == "unknown")
            #expect(try await program.run("worker", "--until-idle").code == 0)
            #expect(service.entries("accepted").count == 1)
        }
    }

    @Test func noKeyExitsWith4() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            var program = program
            program.key = nil
            let end = try await program.run("submit", "quick", "--prompt", "x")
            #expect(end.code == 4 && end.errors.contains("apixo login") && end.output == "")
            #expect(service.entries("refused").isEmpty)
        }
    }

    @Test func aWrongKeyExitsWith4() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            var program = program
            program.key = "wrong"
            let end = try await program.run("submit", "quick", "--prompt", "x", "--json")
            #expect(end.code == 4 && end.json?["state"]?.string == "refused")
        }
    }

    @Test(arguments: [[], ["--wait"]])
    func aRequestBehindOneThatARefusedKeyEndsStaysQueuedWithExit4(more: [String]) async throws {
        try folder.addQuickModel(atOnce: 1)
        try await SimulatorProgram.run(in: folder) { service, _ in
            let proxy = try BreakableProxy(to: service.address)
            proxy.close()
            var program = Program(folder, address: proxy.address)
            program.key = "wrong"
            #expect(try await program.run("submit", "quick", "--prompt", "x").code == 5)
            try proxy.open()
            let submit = ["submit", "quick", "--prompt", "y", "--json"] + more
            let end = try await program.start(submit).outcome()
            #expect(end.code == 4)
            #expect(end.json?["id"]?.integer == 2 && end.json?["state"]?.string == "queued")
            #expect(end.errors.contains("#2 stays queued: the service refused the key"))
            #expect(service.entries("refused").count == 1)
        }
    }

    @Test func aServiceThatIsNotThereExitsWith5AndTheTaskWaits() async throws {
        try await SimulatorProgram.run(in: folder) { service, _ in
            let proxy = try BreakableProxy(to: service.address)
            proxy.close()
            let program = Program(folder, address: proxy.address)
            let end = try await program.run("submit", "quick", "--prompt", "x", "--json")
            #expect(end.code == 5 && end.json?["state"]?.string == "queued")
            #expect(end.errors.contains("connection refused"))
            try proxy.open()
            #expect(try await program.run("worker", "--until-idle").code == 0)
            let shown = try await program.run("show", "1", "--json")
            #expect(shown.json?["state"]?.string == "success")
        }
    }

    @Test func whatWaitsForOneServiceIsNotSentToAnother() async throws {
        let program = Program(folder, address: "http://127.0.0.1:9")
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 5)
        try await SimulatorProgram.run(in: folder) { service, program in
            let submit = try await program.run("submit", "quick", "--prompt", "y")
            #expect(submit.code == 2, "\(submit)")
            #expect(submit.errors.contains("in use for http://127.0.0.1:9/api/v1 (1 task waits"))
            let worker = try await program.run("worker", "--until-idle")
            #expect(worker.code == 2, "\(worker)")
            #expect(worker.errors.contains("give that one a folder of its own: --data-dir"))
            #expect(service.entries("accepted").isEmpty)
            #expect(try await program.run("tasks").output.contains("queued"))
        }
    }

    @Test func whatHasNoSlotStaysQueuedForTheWorker() async throws {
        try folder.addQuickModel(atOnce: 2)
        try await SimulatorProgram.run(in: folder, timeScale: 0.5) { service, program in
            let runs = try (1...4).map {
                try program.start(["submit", "quick", "--prompt", "number \($0)", "--json"])
            }
            var states: [String?] = []
            for run in runs { states.append(try await run.outcome().json?["state"]?.string) }
            #expect(states.filter { $0 == "queued" }.count >= 2)
            #expect(try await program.run("worker", "--until-idle").code == 0)
            #expect(service.entries("accepted").count == 4)
            #expect(service.entries("refused").isEmpty)
        }
    }
}
