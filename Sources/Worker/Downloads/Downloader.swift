import Apixo
import AsyncHTTPClient
import Foundation
import Machine
import NIOCore
import NIOHTTP1
import Tasks

/// Fetches result files: to a part file, checked, on disk, then under its name.
///
/// It knows no key. The name is ours alone, so nothing in a URL can lead out of the folder.
/// Redirects are followed here, so that each address is checked before it is asked.
public final class Downloader: Sendable {
    static let sizeLimit = 4 << 30

    private static let redirectLimit = 5

    private let folder: String
    private let hosts: ResultHosts

    /// - Parameter endpoint: Where the URLs come from.
    public convenience init(
        folder: String,
        endpoint: Endpoint,
        network: NetworkSettings = NetworkSettings(),
    ) {
        let rules = AddressRules(
            mayLeadInside: endpoint.isLoopback,
            mayBePlain: network.allowsPlainResults,
        )
        self.init(folder: folder, hosts: ResultHosts(rules: rules, network: network))
    }

    init(folder: String, hosts: ResultHosts) {
        self.folder = folder
        self.hosts = hosts
    }

    func fetch(_ file: ResultFile, submittedAt: Timestamp) async -> DownloadOutcome {
        do throws(DownloadError) {
            let name = file.id.fileName(submittedAt: submittedAt)
            try makeFolder()
            let part = try PartFile(path: "\(folder)/\(Self.partName(of: file, submittedAt))")
            let ending = try await fill(part, from: file.url)
            let path = try part.publish(as: "\(folder)/\(name)", ending: ending)
            return .saved(path: path, bytes: part.count)
        } catch {
            let isHere = file.kept.map(Self.isHere) ?? false
            return isHere
                ? .kept(reason: error.description)
                : .failed(reason: error.description, isFinal: error.isFinal)
        }
    }

    private static func isHere(_ file: SavedFile) -> Bool {
        var facts = stat()
        return stat(file.path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
            && Int(facts.st_size) == file.bytes
    }

    private func makeFolder() throws(DownloadError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) {
            if isFolder.boolValue { return }
            throw .folder(folder, reason: "it is a file")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
            )
            FolderEntry.syncAll(above: folder)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let reason = cause.map { String(cString: strerror(Int32($0.code))) }
            throw .folder(folder, reason: reason ?? error.localizedDescription)
        }
    }

    /// The URL is in it: a part of one file is never gone on with from another.
    static func partName(of file: ResultFile, _ submittedAt: Timestamp) -> String {
        "\(file.id.fileName(submittedAt: submittedAt)).\(file.url.fingerprint).part"
    }

    /// Fills the part file, from where an earlier try stopped if the server allows.
    ///
    /// - Returns: The ending of its name. What nobody knows is kept if it is whole and can be no
    ///   page: it was paid for.
    private func fill(
        _ part: PartFile,
        from url: String,
    ) async throws(DownloadError) -> String {
        // Without a word on where it came from, a part is gone on with from nowhere.
        if part.origin == nil { try part.restart() }
        let answer = try await ask(for: url, goingOnWith: part)
        let isMeasured = try await take(answer.response, into: part)
        let head = part.head
        if let type = FileSignature(head) {
            if !isMeasured { try checkEnd(of: part, type, answer.response) }
            return type.rawValue
        }
        // A page that came packed looks like no page.
        let isPacked = answer.response.headers.contains(name: "Content-Encoding")
        guard isMeasured, !isPacked, !FileSignature.isText(head) else {
            try part.restart()
            throw .notMedia
        }
        return "bin"
    }

    /// For a file whose length the server did not tell.
    private func checkEnd(
        of part: PartFile,
        _ type: FileSignature,
        _ response: HTTPClientResponse,
    ) throws(DownloadError) {
        switch part.end(as: type) {
        case .reached: return
        case .unknown where response.marksItsEnd: return
        case .missing, .unknown:
            throw .interrupted("\(part.count) bytes came, and the end of the file did not")
        }
    }

    /// - Returns: Whether the server said how long the file is, and it is.
    private func take(
        _ response: HTTPClientResponse,
        into part: PartFile,
    ) async throws(DownloadError) -> Bool {
        let range = response.headers.first(name: "Content-Range").flatMap(ContentRange.init)
        let length = response.headers.first(name: "Content-Length").flatMap(Int.init)
        let isPart = [206, 416].contains(response.status.code)
        let origin = FileOrigin(response, total: isPart ? range?.total : length)
        let fits = part.origin.map(origin.fits) ?? false
        switch response.status.code {
        case 206 where fits && range?.start == part.count: break
        case 200: try part.restart(from: origin)
        // An earlier try stopped between the last byte and the name.
        case 416 where fits && part.count > 0 && range?.total == part.count: return true
        case 206, 416:
            try part.restart()
            throw .interrupted("the part on disk did not fit; starting over")
        case 403, 404, 410: throw .gone(Int(response.status.code))
        default: throw .interrupted("HTTP \(response.status.code)")
        }
        let rest = length.map { min($0, Self.sizeLimit + 1) + part.count }
        let total = (isPart ? range?.total : nil) ?? rest ?? part.origin?.total
        try await copy(response.body, to: part)
        if let total, part.count != total {
            throw .interrupted("\(part.count) of \(total) bytes came")
        }
        return total != nil
    }

    private func ask(
        for url: String,
        goingOnWith part: PartFile,
    ) async throws(DownloadError) -> ResultAnswer {
        var address = try hosts.rules.first(url)
        for _ in 0...Self.redirectLimit {
            let answer = try await hosts.ask(address, request(for: address, goingOnWith: part))
            guard let place = answer.redirect else { return answer }
            address = try hosts.rules.next(place, after: address)
        }
        throw .redirect("it was redirected more than \(Self.redirectLimit) times")
    }

    private func request(for address: WebURL, goingOnWith part: PartFile) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.text)
        guard part.count > 0, let origin = part.origin else { return request }
        request.headers.add(name: "Range", value: "bytes=\(part.count)-")
        if let condition = origin.condition {
            request.headers.add(name: "If-Range", value: condition)
        }
        return request
    }

    private func copy(
        _ body: HTTPClientResponse.Body,
        to part: PartFile,
    ) async throws(DownloadError) {
        do {
            for try await chunk in body {
                try part.append(chunk.readableBytesView)
                guard part.count <= Self.sizeLimit else {
                    try part.restart()
                    throw DownloadError.tooLarge
                }
            }
            // A body that is broken off so may look whole.
            try Task.checkCancellation()
        } catch let fault as DownloadError {
            throw fault
        } catch {
            throw .interrupted(TransportError(error).reason)
        }
    }
}

extension HTTPClientResponse {
    /// Whether an end that is not the file's own would be an error of the connection.
    fileprivate var marksItsEnd: Bool {
        version.major >= 2
            || headers[canonicalForm: "Transfer-Encoding"].contains { $0.lowercased() == "chunked" }
    }
}

extension String {
    /// Tells a part of one URL's file from that of another (FNV-1a).
    fileprivate var fingerprint: String {
        let hash = utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        return String(hash, radix: 36)
    }
}

extension FileID {
    /// Date, task and number, without an ending: `2026-11-20-task12-1`.
    fileprivate func fileName(submittedAt: Timestamp) -> String {
        "\(WallClock.local.date(submittedAt))-task\(task.rawValue)-\(number)"
    }
}
