import Apixo
import Tasks

/// Web addresses of every kind but one: none leads out of this machine, so that whoever follows
/// them asks nobody else.
enum OddAddress {
    /// Stands for the port of the service.
    static let port = "\u{E000}"

    static func text(using random: inout SplitMix) -> String {
        if Int.random(in: 0..<4, using: &random) == 0 {
            return OddText.pick(whole, using: &random)
        }
        let parts = [schemes, users, hosts, ports, paths].map { OddText.pick($0, using: &random) }
        return parts.joined()
    }

    /// Most are as they should be: what is odd everywhere is refused at its start.
    private static let schemes =
        many("http://") + ["https://", "HTTP://", "ftp://", "//", "http:/"]
    private static let users = many("", 20) + ["user:secret@", "@", ":@", "a%40b@", "http://"]
    private static let hosts =
        many("127.0.0.1") + [
            "localhost", "LOCALHOST", "[::1]", "127.1", "2130706433", "0x7f000001", "017700000001",
            "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[::1%25lo]", "[::1%lo]", "", "[",
            "[]", "[::1", "::1", "127.0.0.1%00", "%31%32%37.0.0.1", "b\u{FC}cher",
            "\u{FF11}27.0.0.1", "127\u{3002}0\u{3002}0\u{3002}1", "a b", "*", "127.0.0.1\\",
            String(repeating: "a", count: 300),
        ]
    private static let ports =
        many(":\(port)", 20) + [
            "", ":", ":0", ":65535", ":65536", ":99999", ":-1", ":+80", ":0x50", "::", ": 80",
            ":\u{FF18}0", ":00000\(port)", ":\(port)\(port)", ":18446744073709551616",
        ]
    private static let paths =
        many("/file/1.png") + [
            "", "/", "/file/../..", "/%00", "/%", "/%zz", "/\u{0}", "/a b", "/\\..\\", "?", "#",
            "/?a=b#c", "/file/%2e%2e%2f", "/\u{202E}gnp.exe", "/\u{1F600}", "//", "/;", "/\r\nX: y",
            "/" + String(repeating: "a", count: 8100), "/" + String(repeating: "%41", count: 3000),
        ]

    private static let whole = [
        "", " ", "data:,x", "data:image/png;base64,AAAA", "file:///etc/passwd", "javascript:1",
        "/file/2.png", "?x", "#", "..", "../../../../file/3.png", "//", "///", "http:", "http://",
        "https://", "http:///", "http:\\\\127.0.0.1\\", "http://[", "http://@/", "http://:80/",
        "http://:/", "http://?", "http://#", "\u{0}", "%", "about:blank", "/moved", "//[::1]:0/",
        "//127.0.0.1:99999/", "blob:null", "urn:a:b", ":", "http://[v1.a]:\(port)/",
    ]

    private static func many(_ text: String, _ count: Int = 12) -> [String] {
        Array(repeating: text, count: count)
    }
}
