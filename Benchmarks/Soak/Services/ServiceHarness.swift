import Foundation
import Fuzz
import Programs
import Synchronization

/// A port on which the service is mad or well, one after the other, and the folder of somebody who
/// has tasks there.
final class ServiceHarness: Sendable {
    private let desk: ServiceSwitch
    private let server: PlainServer
    /// A journal is bound to its service: each harness needs its own.
    private let folder: Folder

    static let running = 12
    private static let queued = 6
    /// As it is where a file says nothing.
    private static let brake = "pause = 60"
    private static let models = ["a", "b", "c", "d", "e", "f"]

    init() async throws {
        let desk = ServiceSwitch()
        self.desk = desk
        server = try PlainServer { desk.answer(to: $0) }
        desk.isAt(server.port)
        folder = try Folder()
        try await fill()
    }

    var address: String { server.address }

    /// With tasks that run over there, and with others that wait.
    private func fill() async throws {
        for model in Self.models {
            try folder.addQuickModel(model, atOnce: 2, brake: Self.brake, firstAfter: 0.01)
        }
        desk.perform(.slow)
        let program = Program(folder, address: address)
        for number in 0..<Self.running + Self.queued {
            let model = Self.models[number % Self.models.count]
            let end = try await program.run("submit", model, "--prompt", "number \(number)")
            guard end.code == 0, !end.isKilled else {
                throw ServiceRoundError("the harness: \(end)")
            }
        }
    }

    /// The folder once more, as it was in the beginning.
    func copy() throws -> Folder {
        let copy = try Folder()
        try FileManager.default.copyItem(atPath: folder.data, toPath: copy.data)
        for model in Self.models {
            try copy.addQuickModel(model, brake: Self.brake, firstAfter: 0.01)
        }
        return copy
    }

    func perform(_ act: ServiceSwitch.Behaviour) { desk.perform(act) }

    /// Until nobody has asked anything for a while.
    func isQuiet() async throws {
        let end = ContinuousClock.now + .seconds(2)
        while ContinuousClock.now < end, !desk.isQuiet {
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// Where the calls of a harness are answered.
final class ServiceSwitch: Sendable {
    enum Behaviour: Sendable {
        case odd(OddService)
        /// Well, but no task ends.
        case slow
        case well
    }

    private struct State {
        var act = Behaviour.slow
        var port: UInt16 = 0
        var last: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    func isAt(_ port: UInt16) { state.withLock { $0.port = port } }

    func perform(_ act: Behaviour) {
        state.withLock { state in
            state.act = act
            state.last = nil
        }
    }

    var isQuiet: Bool {
        state.withLock { $0.last.map { .now - $0 > .milliseconds(300) } ?? false }
    }

    func answer(to request: PlainServer.Request) -> [UInt8] {
        let (act, port) = state.withLock { state in
            state.last = .now
            return (state.act, state.port)
        }
        return switch act {
        case .odd(let service): service.answer(to: request, on: port)
        case .slow: GoodAnswer(to: request, hasEnded: false).bytes(on: port)
        case .well: GoodAnswer(to: request, hasEnded: true).bytes(on: port)
        }
    }
}
