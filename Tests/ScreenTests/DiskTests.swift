import Foundation
import Programs
import Testing

/// The dashboard on disks that cannot be written.
@Suite(.serialized, .enabled(if: Disk.isMountable))
struct DiskTests {
    private let folder: Folder
    private let service: SimulatorProgram

    init() async throws {
        folder = try Folder()
        try folder.addQuickModel()
        service = try await SimulatorProgram(in: folder, timeScale: 0.02)
    }

    private func dashboard(at address: String? = nil) async throws -> Tmux {
        let terminal = try Tmux()
        let program = Program(folder, address: address ?? service.address)
        try terminal.open(environment: program.environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("No tasks yet.")
        return terminal
    }

    @Test func aRequestThatCannotBeWrittenDownIsNotSentAndCanBeOnceItCan() async throws {
        mkdir(folder.data, 0o700)
        try Disk.mount(folder.data, "size=8m")
        defer { Disk.unmount(folder.data) }
        let terminal = try await dashboard()
        try await terminal.compose("not on paper", model: "quick")
        try Disk.fill("\(folder.data)/ballast")
        try terminal.press("F5")
        try await terminal.see("Not sent: the disk is full")
        #expect(service.entries("accepted").isEmpty && service.entries("refused").isEmpty)
        unlink("\(folder.data)/ballast")
        try terminal.press("F5")
        try await terminal.see("✓ success")
        #expect(service.entries("accepted").count == 1)
    }

    @Test func aTaskIDThatCannotBeWrittenDownIsSaidWhenTheScreenIsGone() async throws {
        let slow = try await SimulatorProgram(in: folder, timeScale: 1, faults: ["slow=1"])
        mkdir(folder.data, 0o700)
        try Disk.mount(folder.data, "size=8m")
        defer { Disk.unmount(folder.data) }
        let terminal = try await dashboard(at: slow.address)
        try await terminal.compose("not on paper", model: "quick")
        try terminal.press("F5")
        try await terminal.see("→ sending")
        try await terminal.leaveForm()
        try Disk.fill("\(folder.data)/ballast")
        try terminal.press("q")
        try await terminal.see("its answer could not be written to the journal; it was accepted as")
        try await terminal.see("code=0")
        let id = try #require(service.entries("accepted").first?["taskId"]?.string)
        #expect(terminal.screen.contains("accepted as \(id)"))
    }

    @Test func aResultsFolderThatCannotBeWrittenIsToldAndTheResultIsFetchedLater() async throws {
        mkdir(folder.data, 0o700)
        mkdir("\(folder.data)/results", 0o700)
        try Disk.mount("\(folder.data)/results", "size=64k,ro")
        let terminal = try await dashboard()
        try await terminal.compose("a picture", model: "quick")
        try terminal.press("F5")
        try await terminal.see("A result of #1 is not saved yet: ")
        #expect(terminal.screen.contains("Read-only file system"))
        #expect(terminal.screen.contains("✓ success"))
        Disk.unmount("\(folder.data)/results")
        try await terminal.see("task1-1.png")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.data)/results")
        #expect(names.count == 1 && names[0].hasSuffix("-task1-1.png"))
    }
}
