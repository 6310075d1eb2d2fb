import Foundation
import Glibc
import Synchronization

/// A port that leads to a service, to be closed and opened again.
public final class BreakableProxy: Sendable {
    public enum Manner: Sendable {
        /// To the service.
        case open
        /// Connections are accepted and nothing ever comes back.
        case silent
        /// Whoever speaks first is answered with words that are not TLS.
        case plainText
    }

    private struct State {
        var manner: Manner
        var service: UInt16
        var listener: Int32?
        var sockets: [Int32] = []
        var connections = 0
    }

    public let port: UInt16
    private let state: Mutex<State>

    /// - Parameter address: Of a service, such as `http://127.0.0.1:4000`.
    public init(to address: String = "", _ manner: Manner = .open) throws {
        let listener = try Sockets.listen(on: 0)
        port = Sockets.port(of: listener)
        let service = Self.port(of: address)
        state = Mutex(State(manner: manner, service: service, listener: listener))
        accept(listener)
    }

    /// In front of a simulated service, with a folder that holds a quick model, and the program that
    /// comes through.
    public static func withProgram(
        timeScale: Double = 0.01
    ) async throws -> (Folder, SimulatorProgram, BreakableProxy, Program) {
        let folder = try Folder.withQuickModel()
        let service = try await SimulatorProgram(in: folder, timeScale: timeScale)
        let proxy = try BreakableProxy(to: service.address)
        return (folder, service, proxy, Program(folder, address: proxy.address))
    }

    deinit { close() }

    public var address: String { "http://127.0.0.1:\(port)" }
    /// How many connections came so far.
    public var connections: Int { state.withLock { $0.connections } }

    /// Nobody listens, and what is under way breaks off.
    public func close() {
        state.withLock { state in
            if let listener = state.listener { shutdown(listener, Int32(SHUT_RDWR)) }
            state.listener = nil
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            state.sockets = []
        }
    }

    private static func port(of address: String) -> UInt16 {
        address.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
    }

    /// - Parameter address: Of another service than before.
    public func open(_ manner: Manner = .open, to address: String? = nil) throws {
        close()
        let listener = try Sockets.listen(on: port)
        state.withLock { state in
            state.manner = manner
            if let address { state.service = Self.port(of: address) }
            state.listener = listener
        }
        accept(listener)
    }

    private func accept(_ listener: Int32) {
        Thread.detachNewThread { [weak self] in
            while true {
                let client = Glibc.accept(listener, nil, nil)
                guard client >= 0 else { break }
                guard let self, let (manner, service) = self.took(client) else {
                    Glibc.close(client)
                    break
                }
                Thread.detachNewThread { [weak self] in
                    Self.serve(client, manner, service) { self?.opened($0) ?? false }
                }
            }
            Glibc.close(listener)
        }
    }

    private func took(_ client: Int32) -> (Manner, UInt16)? {
        state.withLock { state in
            guard state.listener != nil else { return nil }
            state.connections += 1
            state.sockets.append(client)
            return (state.manner, state.service)
        }
    }

    private func opened(_ socket: Int32) -> Bool {
        state.withLock { state in
            guard state.listener != nil else { return false }
            state.sockets.append(socket)
            return true
        }
    }

    private static func serve(
        _ client: Int32,
        _ manner: Manner,
        _ service: UInt16,
        _ opened: (Int32) -> Bool,
    ) {
        // The sockets stay open as long as the tests run: a number once closed may be another file's.
        switch manner {
        case .silent: break
        case .plainText:
            var byte: UInt8 = 0
            if read(client, &byte, 1) == 1 { _ = send(client, "no TLS here\r\n", 13, 0) }
            shutdown(client, Int32(SHUT_RDWR))
        case .open:
            guard let target = Sockets.connect(to: service), opened(target) else {
                shutdown(client, Int32(SHUT_RDWR))
                return
            }
            Thread.detachNewThread { Sockets.copy(from: target, to: client) }
            Sockets.copy(from: client, to: target)
        }
    }
}
