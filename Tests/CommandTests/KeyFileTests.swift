import Foundation
import Glibc
import Programs
import Testing

/// Key files that are none, and what they must not stop.
struct KeyFileTests {
    private let folder: Folder
    private let program: Program
    private let file: String

    init() throws {
        folder = try Folder()
        try folder.addQuickModel()
        var program = Program(folder, address: "http://127.0.0.1:9")
        program.key = nil
        self.program = program
        file = "\(folder.configuration)/apixo/key"
    }

    enum Odd: CaseIterable {
        case readableByOthers, empty, pipe, directory, device, loop, socketLink, endless
    }

    private func make(_ odd: Odd) throws {
        switch odd {
        case .readableByOthers: try folder.write("k3y-k3y-k3y\n", to: "config/apixo/key")
        case .empty: try folder.write("", to: "config/apixo/key", mode: 0o600)
        case .pipe: mkfifo(file, 0o600)
        case .directory: mkdir(file, 0o700)
        case .device: symlink("/dev/tty", file)
        case .loop: symlink(file, file)
        case .socketLink: symlink("/dev/null", file)
        case .endless: symlink("/dev/zero", file)
        }
    }

    @Test(arguments: Odd.allCases)
    func commandsThatReadGoOnAndOthersSayWhatIsWrong(odd: Odd) async throws {
        try make(odd)
        for arguments in [["tasks"], ["spent"], ["models"], ["tasks", "--json"]] {
            let end = try await program.start(arguments).outcome(within: 20)
            #expect(end.code == 0, "\(arguments): \(end.errors)")
        }
        for arguments in [["submit", "quick", "--prompt", "x"], ["worker"]] {
            let end = try await program.start(arguments).outcome(within: 20)
            #expect(end.code == 4 && end.errors.contains(file), "\(arguments): \(end.errors)")
        }
    }

    @Test func aLinkToAKeyFileIsRead() async throws {
        let real = try folder.write("k3y-k3y-k3y\n", to: "secret", mode: 0o600)
        symlink(real, file)
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 5)
    }
}
