/// What a hostile server puts where a word is expected.
enum Payload: String, CaseIterable {
    case csi, title, clipboard, link, deviceControl, c1, returns, bidi, invisible, marks, wide
    case manyControls, tenMegabytes, echo

    /// Stands for what the request had in `Authorization`.
    static let keyOfTheRequest = "<Authorization>"

    var text: String {
        switch self {
        case .csi: "a\u{1B}[2J\u{1B}[31;7777m\u{1B}[?7777h\u{1B}cb"
        case .title: "a\u{1B}]0;owned\u{7}\u{1B}]2;owned\u{1B}\\b"
        case .clipboard: "a\u{1B}]52;c;b3duZWQ=\u{7}b"
        case .link: "a\u{1B}]8;;https://owned.example\u{1B}\\b\u{1B}]8;;\u{1B}\\"
        case .deviceControl: "a\u{1B}P1$r0m\u{1B}\\\u{1B}_owned\u{1B}\\\u{1B}^owned\u{1B}\\b"
        case .c1: "a\u{9B}31m\u{9D}0;owned\u{9C}\u{90}q\u{9C}\u{85}b"
        case .returns: "abcdef\r\u{8}\u{8}\u{7}\u{7F}\u{B}\u{C}\u{E}\u{F}\nb\u{2028}c\tb"
        case .bidi: "a\u{202E}owned\u{2066}\u{2067}\u{200F}\u{61C}b"
        case .invisible: "a\u{200B}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{E0041}\u{180E}b"
        case .marks: "e" + String(repeating: "\u{301}\u{489}", count: 50_000) + "b"
        case .wide: String(repeating: "猫👩‍👩‍👧🇩🇪각", count: 2000)
        case .manyControls: String(repeating: "\u{1B}[7777m\u{202E}\u{301}x", count: 50_000)
        case .tenMegabytes: String(repeating: "\u{1B}[7777mA", count: 1_250_000)
        case .echo: Self.keyOfTheRequest
        }
    }
}

/// Where a server can put a text.
enum Place: String, CaseIterable {
    case refusalMessage, refusalDetail, refusalCode, taskId, submitPage
    case state, failCode, failMessage, times, resultText, resultMember, resultURL
    case pollRefusal, pollPage, fileHeaders
}
