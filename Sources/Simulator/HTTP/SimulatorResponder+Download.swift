import Hummingbird
import NIOCore

extension SimulatorResponder {
    /// A result file or the part of it asked for; completes the ledger's entry.
    func download(_ file: ServedFile, _ request: Request, _ reply: inout CallOutcome) -> Response {
        let bytes = file.bytes
        let range = request.headers[.range]
        // The bytes never change, so their address tells them.
        let tag = "\"\(file.taskID)-\(file.number)\""
        let isOther = request.headers[.ifRange].map { $0 != tag } ?? false
        reply.entry.range = range
        reply.entry.authorization = request.headers[.authorization] != nil
        var headers: HTTPFields = [
            .contentType: reply.answer.contentType,
            .acceptRanges: "bytes",
            .eTag: tag,
        ]
        var part = bytes[...]
        switch ByteRange(isOther ? nil : range, of: bytes.count) {
        case .whole: break
        case .part(let places):
            part = bytes[places]
            reply.answer.status = 206
            headers[.contentRange] =
                "bytes \(places.lowerBound)-\(places.upperBound)/\(bytes.count)"
        case .outside:
            part = []
            reply.answer.status = 416
            headers[.contentRange] = "bytes */\(bytes.count)"
        }
        return send(part, headers, isHead: request.method == .head, &reply)
    }

    private func send(
        _ part: ArraySlice<UInt8>,
        _ headers: HTTPFields,
        isHead: Bool,
        _ reply: inout CallOutcome,
    ) -> Response {
        let sent = isHead ? 0 : reply.answer.delivery == .brokenOff ? part.count / 2 : part.count
        reply.entry.bytes = sent
        if reply.entry.status != nil { reply.entry.status = reply.answer.status }
        let response = Response(
            status: .init(code: reply.answer.status),
            headers: headers,
            body: sent == part.count || isHead
                ? .init(byteBuffer: ByteBuffer(bytes: part))
                : Self.brokenOff(part.prefix(sent), of: part.count),
        )
        return isHead ? response.createHeadResponse() : response
    }

    /// Announces `count` bytes, sends fewer, and ends the connection by failing.
    private static func brokenOff(_ part: ArraySlice<UInt8>, of count: Int) -> ResponseBody {
        let buffer = ByteBuffer(bytes: part)
        return ResponseBody(contentLength: count) { writer in
            try await writer.write(buffer)
            throw ConnectionClosed()
        }
    }
}
