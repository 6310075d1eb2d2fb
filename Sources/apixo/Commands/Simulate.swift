import Apixo
import App
import ArgumentParser
import Simulator

struct Simulate: BackgroundCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a simulated service on loopback; nothing is billed.",
        discussion: Manual.text,
    )

    @Option(help: "The port on 127.0.0.1; 0 picks a free one.")
    var port = 0

    @Option(help: "The only key it accepts.")
    var key = "demo-key"

    @Option(help: "The same seed gives the same ids, durations and faults.")
    var seed: UInt64 = 1

    @OptionGroup var pace: PaceOptions

    @Option(help: "The file to which a JSON line is appended for every call.")
    var ledger: String?

    @Option(name: .customLong("fault"), help: "FAULT=PROBABILITY; may be given more than once.")
    var faults: [String] = []

    @Option(help: "The balance to start with, in USD.")
    var balance = 74.87

    @Option(
        help: "The seconds in the Retry-After header of a 429; without it there is no such header."
    )
    var retryAfter: Double?

    @Option(help: "Also enforce the limits of an account, for all models together: free or pro.")
    var plan: Plan?

    @Flag(help: "Never answer 429 for requests a minute or tasks at once; for measurements.")
    var noLimits = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be 0 to 65535")
        }
        if noLimits, plan != nil {
            throw ValidationError("--plan and --no-limits cannot be used together")
        }
    }

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        var options = SimulatorOptions()
        options.port = port
        options.key = key
        options.seed = seed
        options.timeScale = pace.timeScale
        options.ledger = ledger
        options.balance = balance
        options.enforcesLimits = !noLimits
        options.plan = plan
        options.retryAfter = retryAfter
        options.catalog = settings.catalog
        do {
            for fault in faults { try options.faults.set(fault) }
            let simulator = try await SimulatorServer.start(options)
            writeLine("listening on \(simulator.baseURL)")
            try await simulator.waitUntilStopped()
        } catch {
            throw Exit.usage("\(error)")
        }
    }
}

extension Plan: ExpressibleByArgument {}
