import Apixo
import Foundation
import Programs
import Testing

struct SecretTests {
    @Test func theKeyIsSeenNowhere() async throws {
        let folder = try Folder()
        try folder.addQuickModel()
        let service = try await SimulatorProgram(
            in: folder,
            timeScale: 0.5,
            faults: ["garbage=0.2", "502=0.1", "hostile-text=0.2"],
        )
        let program = Program(folder, address: service.address)
        let worker = try program.start(["worker"])
        var texts: [String] = []
        for arguments in [
            ["submit", "quick", "--prompt", "a lake", "--wait", "--json"],
            ["submit", "quick", "--prompt", "[refuse:401]"],
            ["submit", "quick", "--prompt", "[fail]", "--wait"],
            ["tasks"], ["tasks", "--json"], ["show", "1"], ["show", "1", "--json"], ["models"],
        ] {
            let run = try program.start(arguments)
            texts.append(try shownByProcessList(worker.id))
            let end = try await run.outcome()
            texts += [end.output, end.errors]
        }
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        texts += [end.output, end.errors]
        for text in texts { #expect(!text.contains(Program.key)) }
        for (name, bytes) in folder.files {
            #expect(bytes.range(of: Data(Program.key.utf8)) == nil, "\(name)")
        }
    }

    @Test func noDownloadCarriesTheKey() async throws {
        let folder = try Folder()
        try folder.addQuickModel()
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        _ = try await program.run("submit", "quick", "--prompt", "a lake", "--wait")
        let downloads = service.entries("download")
        #expect(!downloads.isEmpty)
        #expect(downloads.allSatisfy { $0["authorization"] == .bool(false) })
    }

    /// What `ps` shows of a process.
    private func shownByProcessList(_ id: pid_t) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(id)/cmdline")), as: UTF8.self)
    }
}
