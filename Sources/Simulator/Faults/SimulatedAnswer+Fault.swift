import Apixo

extension SimulatedAnswer {
    static let html =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
        + "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
        + "</body>\r\n</html>\r\n"

    /// Spoils an answer that would have been right.
    mutating func suffer(_ fault: Fault, timeScale: Double, random: inout SplitMix) {
        switch fault {
        case .closeBefore, .closeAfter: delivery = .nothing
        case .tooMany, .serverError: become(.by(fault))
        case .badGateway:
            become(.by(fault))
            show(Self.html)
        case .truncated: cut(random: &random)
        case .garbage: spoil(random: &random)
        case .slow:
            delay = .seconds(Double.random(in: 2...10, using: &random) * max(timeScale, 0.05))
        case .unknownState, .brokenResult, .hostileText:
            break  // They changed what the answer was made from.
        case .webhookTwice, .webhookEarly, .webhookForged, .webhookGarbage,
            .webhookLost:
            break  // They show elsewhere.
        }
    }

    private mutating func become(_ refusal: SimulatedRefusal) {
        self = SimulatedAnswer(
            status: refusal.status,
            body: .text(refusal.json(message: refusal.message))
        )
    }

    private mutating func show(_ page: String) {
        contentType = "text/html"
        body = .text(page)
    }

    private mutating func cut(random: inout SplitMix) {
        switch body {
        case .text(let text):
            let bytes = Array(text.utf8)
            body = .bytes(Array(bytes.prefix(Int.random(in: 1..<bytes.count, using: &random))))
        case .bytes, .file: delivery = .brokenOff
        }
    }

    private mutating func spoil(random: inout SplitMix) {
        status = 200
        if case .file = body { return show(Self.html) }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: show(Self.html)
        case 1: body = .bytes((0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        case 2: body = .text("")
        default: body = .text("[[[[{\"code\":\"\u{0}")
        }
    }
}
