import Apixo
import AsyncHTTPClient
import Foundation
import NIOCore
import Programs
import Simulator
import Testing

/// A running simulator and a plain HTTP client that talks to it.
struct SimulatorClient: Sendable {
    let simulator: SimulatorServer

    /// Runs `body` against a simulator that is fast unless `change` says otherwise.
    static func with(
        _ change: (inout SimulatorOptions) throws -> Void = { _ in },
        _ body: (SimulatorClient) async throws -> Void,
    ) async throws {
        var options = SimulatorOptions()
        options.timeScale = 0.001
        try change(&options)
        let simulator = try await SimulatorServer.start(options)
        do {
            try await body(SimulatorClient(simulator: simulator))
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
    }

    var ledger: [LedgerEntry] { simulator.ledgerEntries() }

    func entries(_ event: LedgerEntry.Event) -> [LedgerEntry] {
        ledger.filter { $0.event == event }
    }

    func send(
        _ method: String,
        _ path: String,
        headers: [(String, String)] = [("Authorization", "Bearer demo-key")],
        body: String? = nil,
    ) async throws -> Received {
        var request = HTTPClientRequest(
            url: path.hasPrefix("http") ? path : simulator.baseURL + path
        )
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let buffer = try await response.body.collect(upTo: 1 << 26)
        return Received(
            status: Int(response.status.code),
            headers: response.headers.reduce(into: [:]) { $0[$1.name.lowercased()] = $1.value },
            bytes: Array(buffer.readableBytesView),
        )
    }

    func generate(_ body: String, _ model: String = "seedream-5-0") async throws -> Received {
        try await send("POST", "/api/v1/generateTask/\(model)", body: body)
    }

    /// Submits a request that is right, steered by its prompt.
    func submit(_ prompt: String = "a lighthouse", more: String = "") async throws -> String {
        let answer = try await generate(Sample.seedream(prompt, more: more))
        return try #require(answer.json?["data"]?["taskId"]?.string)
    }

    func poll(_ taskID: String, _ model: String = "seedream-5-0") async throws -> Received {
        try await send("GET", "/api/v1/statusTask/\(model)?taskId=\(taskID)")
    }

    /// What a poll tells of a task once it has ended.
    func end(of taskID: String, _ model: String = "seedream-5-0") async throws -> JSON {
        var data: JSON = .null
        try await until("\(taskID) has ended") {
            data = try await poll(taskID, model).json?["data"] ?? .null
            return ["success", "failed"].contains(data["state"]?.string)
        }
        return data
    }

    func resultURLs(of taskID: String, _ model: String = "seedream-5-0") async throws -> [String] {
        let data = try await end(of: taskID, model)
        let text = try #require(data["resultJson"]?.string)
        return try #require(JSON(parsing: text)?["resultUrls"]?.array).compactMap(\.string)
    }
}

/// An answer as it came over the wire.
struct Received: Sendable {
    let status: Int
    let headers: [String: String]
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSON? { JSON(parsing: bytes) }
}

enum Sample {
    static func seedream(_ prompt: String = "a lighthouse", more: String = "") -> String {
        let prompt = JSON.string(prompt).text
        return """
            {"input": {"mode": "text-to-image", "prompt": \(prompt), "max_images": 2\(more)}}
            """
    }
}

extension JSON {
    var keys: Set<String> {
        guard case .object(let members) = self else { return [] }
        return Set(members.keys)
    }
}
