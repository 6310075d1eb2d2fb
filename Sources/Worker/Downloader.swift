import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import Tasks

/// Fetches result files: to `NAME.part`, checked, on disk, then under its name.
///
/// It knows no key. The name is ours alone, so nothing in a URL can lead out of the folder.
public final class Downloader: Sendable {
    static let sizeLimit = 4 << 30

    private let folder: String
    private let client: HTTPClient

    public init(folder: String) {
        self.folder = folder
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 5, allowCycles: false),
            timeout: .init(connect: .seconds(10), read: .seconds(60)),
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            configuration: configuration,
        )
    }

    public func shutDown() async { try? await client.shutdown() }

    func fetch(_ file: ResultFile, submittedAt: Moment) async -> DownloadOutcome {
        do {
            let name = "\(folder)/\(file.id.fileName(submittedAt: submittedAt))"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
            )
            let part = try PartFile(path: "\(name).part")
            let type = try await fill(part, from: file.url)
            let path = "\(name).\(type.rawValue)"
            let bytes = try part.publish(as: path)
            return .saved(path: path, bytes: bytes)
        } catch let fault as DownloadFault {
            return .failed(why: fault.description, isFinal: fault.isFinal)
        } catch {
            return .failed(why: "\(folder): \(error.localizedDescription)", isFinal: false)
        }
    }

    /// Fills the part file, from where an earlier try stopped if the server allows.
    private func fill(
        _ part: PartFile,
        from url: String,
    ) async throws(DownloadFault) -> FileSignature {
        let response = try await ask(for: url, from: part.count)
        switch response.status.code {
        case 206: break
        case 200: try part.restart()
        case 416:
            try part.restart()
            throw .interrupted("the part on disk did not fit; starting over")
        case 403, 404, 410: throw .gone(Int(response.status.code))
        default: throw .interrupted("HTTP \(response.status.code)")
        }
        let expected = response.headers.first(name: "Content-Length").flatMap(Int.init)
        let total = expected.map { $0 + part.count }
        try await copy(response.body, to: part)
        if let total, part.count != total {
            throw .interrupted("\(part.count) of \(total) bytes came")
        }
        guard let type = FileSignature(part.head) else {
            try part.restart()
            throw .notMedia
        }
        return type
    }

    private func ask(
        for url: String,
        from offset: Int,
    ) async throws(DownloadFault) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        if offset > 0 { request.headers.add(name: "Range", value: "bytes=\(offset)-") }
        do {
            return try await client.execute(request, timeout: .minutes(30))
        } catch {
            throw .interrupted(TransportFault(error).why)
        }
    }

    private func copy(
        _ body: HTTPClientResponse.Body,
        to part: PartFile,
    ) async throws(DownloadFault) {
        do {
            for try await chunk in body {
                try part.append(chunk.readableBytesView)
                if part.count > Self.sizeLimit { throw DownloadFault.tooLarge }
            }
        } catch let fault as DownloadFault {
            throw fault
        } catch {
            throw .interrupted(TransportFault(error).why)
        }
    }
}

enum DownloadFault: Error, CustomStringConvertible {
    case gone(Int)
    case interrupted(String)
    case notMedia
    case tooLarge
    case disk(String)

    var isFinal: Bool {
        switch self {
        case .tooLarge: true
        case .gone, .interrupted, .notMedia, .disk: false
        }
    }

    var description: String {
        switch self {
        case .gone(let status): "the result is not there (HTTP \(status))"
        case .interrupted(let why): why
        case .notMedia: "what came is no image, video or sound"
        case .tooLarge: "the file is over 4 GiB"
        case .disk(let why): why
        }
    }
}

extension FileID {
    /// Date, task and number, without an ending: `2026-11-20-task12-1`.
    fileprivate func fileName(submittedAt: Moment) -> String {
        var seconds = time_t(submittedAt.milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
        return "\(date)-task\(task.rawValue)-\(number)"
    }
}
