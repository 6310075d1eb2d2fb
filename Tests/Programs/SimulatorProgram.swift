import Apixo
import Foundation

/// `apixo simulate` in a process of its own, with its ledger in a file.
public final class SimulatorProgram: Sendable {
    public let address: String
    private let folder: Folder
    private let running: RunningProgram

    public init(
        in folder: Folder,
        timeScale: Double = 0.1,
        faults: [String] = [],
        retryAfter: Double? = nil,
        plan: Plan? = nil,
        seed: Int = 1,
    ) async throws {
        self.folder = folder
        var arguments = [
            "simulate", "--key", Program.key, "--time-scale", "\(timeScale)", "--ledger",
            folder.ledger, "--seed", "\(seed)", "--balance", "100000",
        ]
        if let retryAfter { arguments += ["--retry-after", "\(retryAfter)"] }
        if let plan { arguments += ["--plan", plan.rawValue] }
        for fault in faults { arguments += ["--fault", fault] }
        running = try Program(folder).start(arguments)
        address = try await running.line(after: "listening on ")
    }

    /// With a folder that holds a quick model, and the program to be tested.
    public static func withProgram(
        timeScale: Double = 0.01
    ) async throws -> (Folder, SimulatorProgram, Program) {
        let folder = try Folder.withQuickModel()
        let service = try await SimulatorProgram(in: folder, timeScale: timeScale)
        return (folder, service, Program(folder, address: service.address))
    }

    /// The service and the program in a folder, for as long as `body` takes.
    public static func run(
        in folder: Folder,
        timeScale: Double = 0.02,
        faults: [String] = [],
        _ body: (SimulatorProgram, Program) async throws -> Void,
    ) async throws {
        let service = try await SimulatorProgram(in: folder, timeScale: timeScale, faults: faults)
        try await body(service, Program(folder, address: service.address))
    }

    public var id: pid_t { running.id }

    /// The ledger's lines of one kind.
    public func entries(_ event: String) -> [JSON] {
        let bytes = FileManager.default.contents(atPath: folder.ledger) ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .compactMap { JSON(parsing: String($0)) }
            .filter { $0["event"]?.string == event }
    }

    /// The submits whose answer a fault kept back or spoilt: nobody can know what became of them.
    public var submitsWithoutAnswer: [JSON] {
        let refused = entries("refused").filter { $0["endpoint"]?.string == "generateTask" }
        let hiding = ["close-before", "close-after", "500", "502", "truncated", "garbage"]
        return (entries("accepted") + refused).filter { entry in
            entry["fault"]?.string.map(hiding.contains) == true
        }
    }
}
