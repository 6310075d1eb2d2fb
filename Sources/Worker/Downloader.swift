import Apixo
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Tasks

/// Fetches result files: to a part file, checked, on disk, then under its name.
///
/// It knows no key. The name is ours alone, so nothing in a URL can lead out of the folder.
/// Redirects are followed here, so that each address is looked at before it is asked.
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

    func fetch(_ file: ResultFile, submittedAt: Moment) async -> DownloadOutcome {
        do throws(DownloadFault) {
            let name = file.id.fileName(submittedAt: submittedAt)
            try makeFolder()
            let part = try PartFile(path: "\(folder)/\(Self.partName(of: file, submittedAt))")
            let ending = try await fill(part, from: file.url)
            let path = try part.publish(as: "\(folder)/\(name)", ending: ending)
            return .saved(path: path, bytes: part.count)
        } catch {
            return .failed(why: error.description, isFinal: error.isFinal)
        }
    }

    private func makeFolder() throws(DownloadFault) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) {
            if isFolder.boolValue { return }
            throw .folder(folder, why: "it is a file")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
            )
            FolderEntry.syncAll(above: folder)
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let why = cause.map { String(cString: strerror(Int32($0.code))) }
            throw .folder(folder, why: why ?? error.localizedDescription)
        }
    }

    /// The URL is in it: a part of one file is never gone on with from another.
    static func partName(of file: ResultFile, _ submittedAt: Moment) -> String {
        "\(file.id.fileName(submittedAt: submittedAt)).\(file.url.fingerprint).part"
    }

    /// Fills the part file, from where an earlier try stopped if the server allows.
    ///
    /// - Returns: The ending of its name. What nobody knows is kept if it is whole and can be no
    ///   page: it was paid for.
    private func fill(
        _ part: PartFile,
        from url: String,
    ) async throws(DownloadFault) -> String {
        let answer = try await ask(for: url, from: part.count)
        let isWhole = try await take(answer.response, into: part)
        let head = part.head
        if let type = FileSignature(head) { return type.rawValue }
        // A page that came packed looks like no page.
        let isPacked = answer.response.headers.contains(name: "Content-Encoding")
        guard isWhole, !isPacked, !FileSignature.isText(head) else {
            try part.restart()
            throw .notMedia
        }
        return "bin"
    }

    /// - Returns: Whether the server said how long the file is, and it is.
    private func take(
        _ response: HTTPClientResponse,
        into part: PartFile,
    ) async throws(DownloadFault) -> Bool {
        let range = response.headers.first(name: "Content-Range").flatMap(ContentRange.init)
        switch response.status.code {
        case 206 where range?.start == part.count: break
        case 200: try part.restart()
        // An earlier try stopped between the last byte and the name.
        case 416 where part.count > 0 && range?.total == part.count: return true
        case 206, 416:
            try part.restart()
            throw .interrupted("the part on disk did not fit; starting over")
        case 403, 404, 410: throw .gone(Int(response.status.code))
        default: throw .interrupted("HTTP \(response.status.code)")
        }
        let rest = response.headers.first(name: "Content-Length").flatMap(Int.init)
        let total = range?.total ?? rest.map { min($0, Self.sizeLimit + 1) + part.count }
        try await copy(response.body, to: part)
        if let total, part.count != total {
            throw .interrupted("\(part.count) of \(total) bytes came")
        }
        return total != nil
    }

    private func ask(
        for url: String,
        from offset: Int,
    ) async throws(DownloadFault) -> ResultAnswer {
        var address = try hosts.rules.first(url)
        for _ in 0...Self.redirectLimit {
            let answer = try await ask(address, from: offset)
            guard let place = answer.redirect else { return answer }
            address = try hosts.rules.next(place, after: address)
        }
        throw .redirect("it was redirected more than \(Self.redirectLimit) times")
    }

    private func ask(
        _ address: WebURL,
        from offset: Int,
    ) async throws(DownloadFault) -> ResultAnswer {
        var request = HTTPClientRequest(url: address.text)
        if offset > 0 { request.headers.add(name: "Range", value: "bytes=\(offset)-") }
        return try await hosts.ask(address, request)
    }

    private func copy(
        _ body: HTTPClientResponse.Body,
        to part: PartFile,
    ) async throws(DownloadFault) {
        do {
            for try await chunk in body {
                try part.append(chunk.readableBytesView)
                guard part.count <= Self.sizeLimit else {
                    try part.restart()
                    throw DownloadFault.tooLarge
                }
            }
            // A body that is broken off so may look whole.
            try Task.checkCancellation()
        } catch let fault as DownloadFault {
            throw fault
        } catch {
            throw .interrupted(TransportFault(error).why)
        }
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
    fileprivate func fileName(submittedAt: Moment) -> String {
        "\(LocalTime(submittedAt).day)-task\(task.rawValue)-\(number)"
    }
}
