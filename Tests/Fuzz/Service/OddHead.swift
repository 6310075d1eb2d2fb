import Apixo
import Tasks

/// The head of an answer gone wrong in some of its lines.
struct OddHead {
    var status = "HTTP/1.1 200 OK"
    var lines: [String] = []

    /// - Parameter mayLimit: Whether a 429 may be said, after which a model is left alone.
    init(length: Int, mayLimit: Bool, using random: inout SplitMix) {
        if Int.random(in: 0..<3, using: &random) == 0 {
            status = Self.status(mayLimit: mayLimit, using: &random)
        }
        let isRight = Int.random(in: 0..<3, using: &random) > 0
        if isRight {
            lines = ["Content-Length: \(length)"]
        } else {
            lines = OddText.pick(Self.lengths(length), using: &random)
        }
        if let line = partner(using: &random) { lines.append(line) }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            lines.insert(Self.line(using: &random), at: 0)
        }
    }

    /// What is read beside this status only.
    private func partner(using random: inout SplitMix) -> String? {
        switch status.dropFirst(9).prefix(3) {
        case "301", "302", "303", "307", "308": Self.location(using: &random)
        case "206", "416": "Content-Range: \(OddText.pick(Self.ranges, using: &random))"
        case "429": "Retry-After: \(OddText.pick(Self.waits, using: &random))"
        default: nil
        }
    }

    private static func location(using random: inout SplitMix) -> String {
        "Location: \(OddAddress.text(using: &random).filter { !"\r\n".contains($0) })"
    }

    var text: String {
        ([status] + lines + ["Connection: close", "", ""]).joined(separator: "\r\n")
    }

    private static let codes = [
        100, 101, 102, 103, 199, 201, 202, 204, 205, 206, 300, 301, 302, 303, 304, 307, 308, 400,
        401, 402, 403, 404, 408, 409, 410, 416, 425, 426, 431, 451, 499, 500, 502, 503, 504, 520,
        599, 600, 999,
    ]

    private static let badStatus = [
        "HTTP/1.1 200", "HTTP/1.1 0 X", "HTTP/1.1 099 X", "HTTP/1.1 1000 X", "HTTP/1.1 99999 X",
        "HTTP/1.1 2xx X", "HTTP/1.1 -200 X", "HTTP/9.9 200 OK", "HTTP/1.0 200 OK", "HTTP/0.9 200",
        "HTP/1.1 200 OK", "ICY 200 OK", "HTTP/2 200", "", "200 OK", "\u{0}", "HTTP/1.1  200  OK",
        "HTTP/1.1 200 \u{1B}[2J\u{202E}", "HTTP/1.1 200 " + String(repeating: "x", count: 9000),
    ]

    private static func status(mayLimit: Bool, using random: inout SplitMix) -> String {
        if mayLimit, Int.random(in: 0..<3, using: &random) == 0 { return "HTTP/1.1 429 Slow" }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return OddText.pick(badStatus, using: &random)
        case 1:
            // What comes before the answer itself.
            let count = OddText.pick([1, 2, 50], using: &random)
            let early = OddText.pick([100, 102, 103, 199], using: &random)
            return String(repeating: "HTTP/1.1 \(early) E\r\nLink: a\r\n\r\n", count: count)
                + "HTTP/1.1 200 OK"
        default: return "HTTP/1.1 \(OddText.pick(codes, using: &random)) X"
        }
    }

    private static func lengths(_ count: Int) -> [[String]] {
        let wrong = [
            "\(count + 1)", "\(max(0, count - 1))", "0", "-5", "1e3", "99999999999999999999",
            "9223372036854775807", "\(count), \(count)", "0x10", "+\(count)", "", "\u{0}",
        ]
        return [[], [], ["Content-Length: \(count)", "Content-Length: \(count + 1)"]]
            + wrong.map { ["Content-Length: \($0)"] }
            + ["chunked", "gzip, chunked", "identity", "chunked, chunked", "\u{0}"].map {
                ["Transfer-Encoding: \($0)"]
            } + [["Transfer-Encoding: chunked", "Content-Length: \(count)"]]
    }

    static let waits = [
        "nan", "inf", "-1", "0", "0.0001", "1e300", "1e400", "99999999999999999999", "0x10", "",
        "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov  6 08:49:37 0000",
        "Fri, 31 Dec 99999 99:99:99 GMT", "Fri, 00 Xxx 2026 24:60:61 GMT", ", , , , ,", "- - - - -",
    ]

    private static let ranges = [
        "bytes 0-0/1", "bytes */10", "bytes 5-9/*",
        "bytes 9223372036854775807-9223372036854775808/9",
        "bytes -1--2/-3", "bytes 0-9223372036854775807/9223372036854775807", "bytes", "bytes /",
        "bytes -/", "items 0-5/10", "bytes 99999999999999999999-1/1",
        "bytes 0-18/-9223372036854775808",
    ]

    private static let others = [
        "Content-Type: text/html", "Content-Type: ", "Content-Type: image/png; \u{0}",
        "Content-Type: application/json; charset=utf-16", "Content-Encoding: gzip",
        "Content-Encoding: deflate", "Content-Encoding: br", "Content-Encoding: gzip, gzip",
        "Connection: upgrade", "Upgrade: h2c", "Trailer: X", "Keep-Alive: timeout=-1, max=1e9",
        "ETag: \"\u{1B}[2J\"", "ETag: ", "Last-Modified: never", "Accept-Ranges: none",
        "Content-Disposition: attachment; filename=\"../../x\"", "No colon", ": empty", " folded",
        "A\u{0}B: c", "Date: Fri, 31 Dec 9999 23:59:59 GMT", "Date: nan", "Date: ",
        "Link: " + String(repeating: "a", count: 100_000),
        Array(repeating: "Set-Cookie: a=b", count: 3000).joined(separator: "\r\n"),
        "Expires: -1", "Age: 1e400", "Strict-Transport-Security: max-age=-1", "Content-MD5: x",
    ]

    private static func line(using random: inout SplitMix) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: "Retry-After: \(OddText.pick(waits, using: &random))"
        case 1: "Content-Range: \(OddText.pick(ranges, using: &random))"
        case 2: location(using: &random)
        default: OddText.pick(others, using: &random)
        }
    }
}
