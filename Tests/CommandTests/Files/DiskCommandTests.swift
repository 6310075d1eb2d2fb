import Apixo
import Foundation
import Glibc
import Programs
import Testing

/// Disks that cannot be written. A small file system is mounted where the tests may do so.
struct DiskCommandTests {
    private let folder: Folder

    init() throws {
        folder = try .withQuickModel()
        try FileManager.default.createDirectory(
            atPath: folder.data,
            withIntermediateDirectories: true,
        )
    }

    @Test(.enabled(if: Disk.isMountable)) func aFullDiskIsSaidAndNothingIsSent() async throws {
        try await withDisk("size=256k") { service, program in
            try Disk.fill("\(folder.data)/ballast")
            try await expectNothingSent(service, program, saying: "disk is full")
        }
    }

    @Test(.enabled(if: Disk.isMountable)) func aDiskThatFillsUpIsSaidAndNothingIsSent() async throws
    {
        try await withDisk("size=8m") { service, program in
            #expect(try await program.run("submit", "quick", "--prompt", "x", "--wait").code == 0)
            let accepted = service.entries("accepted").count
            try Disk.fill("\(folder.data)/ballast")
            let end = try await program.run(
                "submit",
                "quick",
                "--prompt",
                String(repeating: "long ", count: 900)
            )
            #expect(end.code == 2 && end.errors.contains("disk is full"), "\(end.errors)")
            #expect(service.entries("accepted").count == accepted)
            unlink("\(folder.data)/ballast")
            let later = try await program.run("submit", "quick", "--prompt", "y", "--wait")
            #expect(later.code == 0, "\(later)")
        }
    }

    @Test(.enabled(if: Disk.isMountable)) func aFolderThatCannotBeWrittenIsSaid() async throws {
        try await withDisk("size=1m,ro") { service, program in
            try await expectNothingSent(service, program, saying: "cannot be written")
        }
    }

    @Test func aFolderThatIsAFileIsSaid() async throws {
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        let place = try folder.write("a file", to: "occupied")
        let end = try await program.run("submit", "quick", "--prompt", "x", "--data-dir", place)
        #expect(end.code == 2 && end.errors.contains(place), "\(end.errors)")
        #expect(service.entries("accepted").isEmpty)
    }

    @Test func aResultsFolderThatIsAFileIsSaidAndTheResultIsFetchedWhenItIsGone() async throws {
        let service = try await SimulatorProgram(in: folder, timeScale: 0.02)
        let program = Program(folder, address: service.address)
        let place = try folder.write("a file", to: "data/results")
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 0)
        let worker = try program.start(["worker"])
        let words = "the results folder \(place) cannot be used: it is a file"
        try await worker.waitToPrint(words)
        unlink(place)
        try await worker.waitToPrint("saved \(place)/")
        worker.signal(SIGTERM)
        #expect(try await worker.outcome().code == 0)
        #expect(service.entries("accepted").count == 1)
    }

    private func expectNothingSent(
        _ service: SimulatorProgram,
        _ program: Program,
        saying words: String,
    ) async throws {
        let end = try await program.run("submit", "quick", "--prompt", "x")
        #expect(end.code == 2 && end.errors.contains(words), "\(end.errors)")
        #expect(service.entries("accepted").isEmpty && service.entries("refused").isEmpty)
    }

    private func withDisk(
        _ options: String,
        _ body: (SimulatorProgram, Program) async throws -> Void,
    ) async throws {
        let service = try await SimulatorProgram(in: folder, timeScale: 0.02)
        try Disk.mount(folder.data, options)
        defer { Disk.unmount(folder.data) }
        try await body(service, Program(folder, address: service.address))
    }
}
