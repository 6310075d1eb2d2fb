import Apixo
import Tasks

/// A body in pieces, each with its length before it, or with a lie.
enum Chunks {
    static func around(_ body: [UInt8], using random: inout SplitMix) -> [UInt8] {
        let right = String(body.count, radix: 16)
        let length =
            Bool.random(using: &random)
            ? right : OddText.pick(lies + ["\(right);a=\(right)"], using: &random)
        return Array("\(length)\r\n".utf8) + body
            + Array(OddText.pick(ends, using: &random).utf8)
    }

    private static let lies = [
        "FFFFFFFFFFFFFFFF", "7FFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFFF", "-1", "", "g", "0", "1",
        "0x5", " 5", "5 ", "00000000000000000005", "5;" + String(repeating: "a", count: 20_000),
    ]

    private static let ends = [
        "\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "\r\n0\r\n\r\n", "\r\n", "", "\r\n0\r\n", "0\r\n\r\n",
        "\r\n0\r\nContent-Length: 5\r\nX: \u{0}\r\n\r\n", "\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ]
}
