import Foundation
import Programs
import Testing

/// The built binary in a real terminal while the network fails in every way it can.
@Suite(.serialized)
struct NetworkTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.addQuickModel()
    }

    /// Opens the dashboard and ends it with `q`, which must leave the terminal as it was.
    private func watch(
        _ address: String,
        columns: Int = 120,
        rows: Int = 40,
        through wrapper: String = "",
        _ body: (Tmux) async throws -> Void,
    ) async throws {
        let terminal = try Tmux()
        let program = Program(folder, address: address)
        try terminal.open(columns: columns, rows: rows, environment: program.environment)
        let before = try await terminal.modes("before")
        try terminal.type("clear; \(wrapper)\(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("2 Tasks")
        try await body(terminal)
        try terminal.press("q")
        try await terminal.see("code=0", within: Tmux.promptly)
        #expect(!terminal.screen.contains("2 Tasks"))
        #expect(try await terminal.modes("after") == before)
    }

    @Test func aServiceThatIsDownAtTheStartIsToldAndItsTasksEndWhenItIsBack() async throws {
        let service = try await SimulatorProgram(in: folder)
        let proxy = try BreakableProxy(to: service.address)
        proxy.close()
        let program = Program(folder, address: proxy.address)
        let submit = try await program.run("submit", "quick", "--prompt", "patience")
        #expect(submit.code == 5, "\(submit)")
        try await watch(proxy.address, columns: 80, rows: 24) { terminal in
            try await terminal.see("offline since ")
            #expect(terminal.screen.contains("connection refused"))
            try await terminal.see("… queued")
            try await terminal.checkIsLive()
            try proxy.open()
            try await terminal.see("✓ success")
            try await terminal.wait("the outage is over") { !$0.contains("offline") }
        }
        #expect(service.entries("accepted").count == 1)
    }

    @Test func aServiceThatGoesAwayInTheMiddleIsToldAndWatchedOnWhenItIsBack() async throws {
        let service = try await SimulatorProgram(in: folder)
        let proxy = try BreakableProxy(to: service.address)
        let program = Program(folder, address: proxy.address)
        let submit = try await program.run("submit", "quick", "--prompt", "slow [take:30]")
        #expect(submit.code == 0, "\(submit)")
        try await watch(proxy.address) { terminal in
            try await terminal.see("1 live")
            proxy.close()
            try await terminal.see("offline since ")
            try await terminal.see("1 live")
            try await terminal.checkIsLive()
            try proxy.open()
            try await terminal.see("✓ success")
            try await terminal.wait("the outage is over") { !$0.contains("offline") }
        }
        #expect(service.entries("accepted").count == 1)
    }

    @Test func quittingWhilePollsAreSwallowedWaitsForNothing() async throws {
        let service = try await SimulatorProgram(in: folder)
        let proxy = try BreakableProxy(to: service.address)
        let program = Program(folder, address: proxy.address)
        let submit = try await program.run("submit", "quick", "--prompt", "[never]")
        #expect(submit.code == 0, "\(submit)")
        try proxy.open(.silent)
        let connections = proxy.connections
        try await watch(proxy.address) { terminal in
            try await terminal.see("1 live")
            try await terminal.wait("calls are swallowed") { _ in proxy.connections > connections }
            try await terminal.checkIsLive()
            try await terminal.see("no answer since ")
            let given = proxy.connections
            try await terminal.wait("it tries again") { _ in proxy.connections > given }
            try await terminal.checkIsLive()
        }
        #expect(proxy.connections - connections < 10)
    }

    @Test func aServiceThatWasSilentIsWatchedOnWhenItAnswers() async throws {
        let service = try await SimulatorProgram(in: folder)
        let proxy = try BreakableProxy(to: service.address)
        let program = Program(folder, address: proxy.address)
        let submit = try await program.run("submit", "quick", "--prompt", "slow [take:30]")
        #expect(submit.code == 0, "\(submit)")
        try proxy.open(.silent)
        try await watch(proxy.address) { terminal in
            try await terminal.see("no answer since ")
            try await terminal.see("1 live")
            try proxy.open()
            try await terminal.see("✓ success")
            try await terminal.wait("the silence is over") {
                !$0.contains("no answer") && !$0.contains("offline")
            }
            try await terminal.see("task1-1.png")
        }
        #expect(service.entries("accepted").count == 1)
    }

    @Test func aSwallowedSubmitIsToldAndTheTerminalIsGivenBackBeforeItsAnswer() async throws {
        let proxy = try BreakableProxy(.silent)
        let program = Program(folder, address: proxy.address)
        let terminal = try Tmux()
        try terminal.open(environment: program.environment)
        let before = try await terminal.modes("before")
        try terminal.type("clear; \(Tmux.program)")
        try terminal.press("Enter")
        try await terminal.see("No tasks yet.")
        try await terminal.compose("into the void", model: "quick")
        try terminal.press("F5")
        try await terminal.see("→ sending")
        try await terminal.leaveForm()
        try await terminal.checkIsLive()
        try await terminal.see("no answer since ")
        try await terminal.checkIsLive()
        #expect(proxy.connections < 10)
        try terminal.press("q")
        try await terminal.see("#1 is on the way; waiting", within: Tmux.promptly)
        #expect(!terminal.screen.contains("2 Tasks"))
        try terminal.press("C-c")
        try terminal.type("echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("code=130", within: Tmux.promptly)
        #expect(try await terminal.modes("after") == before)
        let tasks = try await program.run("tasks")
        #expect(tasks.output.contains("sending"), "\(tasks)")
        try terminal.type("clear; \(Tmux.program)")
        try terminal.press("Enter")
        try await terminal.see("? unknown")
        try await terminal.see("the program ended before the answer came")
    }

    @Test func aHostThatIsNotFoundIsToldThoughNoTaskIsThere() async throws {
        try await watch("https://name.invalid", columns: 80, rows: 24) { terminal in
            try await terminal.see("offline since ")
            #expect(terminal.screen.contains("the host name name.invalid"))
            try await terminal.checkIsLive()
        }
    }

    @Test func aFailedHandshakeIsToldAndNothingIsSent() async throws {
        let proxy = try BreakableProxy(.plainText)
        let address = "https://127.0.0.1:\(proxy.port)"
        let program = Program(folder, address: address)
        let submit = try await program.run("submit", "quick", "--prompt", "in the clear?")
        #expect(submit.code == 5 && submit.errors.contains("TLS"), "\(submit)")
        try await watch(address) { terminal in
            try await terminal.see("offline since ")
            try await terminal.see("TLS handshake failed: the other side does not speak TLS")
            try await terminal.see("… queued")
            try await terminal.checkIsLive()
        }
        #expect(proxy.connections < 20)
    }

    @Test func aHandshakeThatStaysSilentIsToldAndNothingIsSent() async throws {
        let proxy = try BreakableProxy()
        proxy.close()
        let address = "https://127.0.0.1:\(proxy.port)"
        let program = Program(folder, address: address)
        let submit = try await program.run("submit", "quick", "--prompt", "is anybody there?")
        #expect(submit.code == 5, "\(submit)")
        try proxy.open(.silent)
        try await watch(address) { terminal in
            try await terminal.see("no answer since ")
            try await terminal.checkIsLive()
            // Two of the client's timers run out in the same moment.
            try await terminal.wait("it is said what is wrong") {
                $0.contains("no connection in time") || $0.contains("TLS handshake took too long")
            }
            proxy.close()
            try await terminal.see("connection refused")
            try await terminal.see("… queued")
        }
        #expect(try await program.run("tasks").output.contains("queued"))
        #expect(proxy.connections < 10)
    }

    @Test func aCertificateThatIsNotTrustedIsToldAndNothingIsSent() async throws {
        let service = try await SelfSignedService()
        let program = Program(folder, address: service.address)
        let submit = try await program.run("submit", "quick", "--prompt", "to whom?")
        #expect(submit.code == 5 && submit.errors.contains("not trusted"), "\(submit)")
        try await watch(service.address) { terminal in
            try await terminal.see("offline since ")
            try await terminal.see("TLS handshake failed: the certificate is not trusted")
            try await terminal.see("… queued")
            try await terminal.checkIsLive()
        }
        #expect(service.bytesHeard == 0)
    }

    /// In a mount namespace of its own no name is known at first.
    @Test(.enabled(if: Disk.isMountable))
    func aHostThatIsFoundLaterIsToldAndItsTasksEnd() async throws {
        let names = try folder.write("", to: "hosts")
        let order = try folder.write("hosts: files\n", to: "nsswitch.conf")
        let script = """
            mount --bind \(names) /etc/hosts
            mount --bind \(order) /etc/nsswitch.conf
            exec "$@"
            """
        let wrapper = try folder.write(script, to: "nameless.sh")
        let service = try await SimulatorProgram(in: folder)
        let address = service.address.replacing("127.0.0.1", with: "localhost")
        try await watch(address, through: "unshare -m sh \(wrapper) ") { terminal in
            try await terminal.see("offline since ")
            #expect(terminal.screen.contains("the host name localhost cannot be found"))
            try await terminal.compose("patience", model: "quick")
            try terminal.press("F5")
            try await terminal.see("… queued")
            try await terminal.leaveForm()
            try "127.0.0.1 localhost\n".write(toFile: names, atomically: false, encoding: .utf8)
            try await terminal.see("✓ success")
            try await terminal.wait("the outage is over") { !$0.contains("offline") }
        }
        #expect(service.entries("accepted").count == 1)
    }
}
