import Foundation
import Glibc
import Programs
import Testing
import UserFiles

/// Whatever lies where the key should be.
struct KeyFileCommandTests {
    enum Odd: CaseIterable {
        case fifo, directory, device, socket, readableByAll, empty, huge, deadLink, loop, linkToFIFO
    }

    private let folder: Folder
    private let program: Program
    private let path: String

    init() throws {
        folder = try .withQuickModel()
        path = "\(folder.configuration)/apixo/key"
        // Nobody listens there.
        var program = Program(folder, address: "http://127.0.0.1:9")
        program.key = nil
        self.program = program
    }

    private func put(_ odd: Odd) throws {
        switch odd {
        case .fifo: mkfifo(path, 0o600)
        case .directory: mkdir(path, 0o700)
        case .device: symlink("/dev/zero", path)
        case .socket: try bindSocket()
        case .readableByAll: try folder.write("key", to: "config/apixo/key", mode: 0o644)
        case .empty: try folder.write("", to: "config/apixo/key", mode: 0o600)
        case .huge:
            let text = String(repeating: "k", count: 1 << 20)
            try folder.write(text, to: "config/apixo/key", mode: 0o600)
        case .deadLink: symlink("\(folder.path)/nothing", path)
        case .loop: symlink(path, path)
        case .linkToFIFO:
            mkfifo("\(folder.path)/fifo", 0o600)
            symlink("\(folder.path)/fifo", path)
        }
    }

    private func bindSocket() throws {
        let end = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(end) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let fault = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(end, $0, size) }
        }
        try #require(fault == 0)
    }

    @Test(arguments: Odd.allCases) func readingNeedsNoKey(odd: Odd) async throws {
        try put(odd)
        for arguments in [
            ["tasks"], ["tasks", "--json"], ["spent"], ["models"], ["models", "quick"],
        ] {
            let end = try await program.start(arguments).outcome(within: 30)
            #expect(end.code == 0, "\(arguments): \(end)")
            #expect(end.errors.isEmpty, "\(arguments): \(end)")
        }
        let show = try await program.start(["show", "1"]).outcome(within: 30)
        #expect(show.errors == "ID: there is no task 1\n")
    }

    @Test(arguments: Odd.allCases) func sendingSaysAtOnceWhatIsWrongWithTheFile(odd: Odd)
        async throws
    {
        try put(odd)
        for arguments in [["submit", "quick", "--prompt", "a lake"], ["worker", "--until-idle"]] {
            let end = try await program.start(arguments).outcome(within: 30)
            #expect(end.code == 4, "\(end)")
            #expect(end.errors.hasPrefix("the key file \(path) "), "\(end)")
            #expect(end.errors.split(separator: "\n").count == 1, "\(end)")
        }
    }

    @Test func aKeyOfTheEnvironmentThatIsNoneStopsNoReading() async throws {
        var program = program
        program.key = "no key"
        #expect(try await program.run("tasks").code == 0)
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 4)
    }

    @Test func aLinkToAGoodKeyIsRead() async throws {
        let service = try await SimulatorProgram(in: folder)
        let real = try folder.write(Program.key, to: "secrets/apixo", mode: 0o600)
        symlink(real, path)
        var program = program
        program.address = service.address
        let end = try await program.run("submit", "quick", "--prompt", "a lake", "--wait")
        #expect(end.code == 0, "\(end)")
        chmod(real, 0o640)
        let refused = try await program.run("submit", "quick", "--prompt", "a sea")
        #expect(refused.code == 4)
        #expect(refused.errors.contains("can be read by others (mode 640)"))
    }

    @Test func otherFilesOfTheUserAreReadOrRefusedAtOnce() async throws {
        let models = "\(folder.models)/odd.toml"
        for make in [{ mkfifo(models, 0o600) }, { symlink("/dev/zero", models) }] {
            _ = make()
            let end = try await program.start(["models"]).outcome(within: 30)
            #expect(end.code == 0 && end.output.contains("quick\t"))
            #expect(end.errors.contains("\(models): is a "), "\(end)")
            unlink(models)
        }
        try folder.write(
            String(repeating: "# x\n", count: 1 << 19),
            to: "config/apixo/models/b.toml"
        )
        let big = try await program.run("models")
        #expect(big.errors.contains("b.toml: is larger than 1024 KiB"), "\(big)")
        mkfifo("\(folder.configuration)/apixo/config.toml", 0o600)
        let end = try await program.start(["models"]).outcome(within: 30)
        #expect(end.code == 2)
        #expect(end.errors.contains("config.toml: is a FIFO, not a regular file"), "\(end)")
    }
}
