/// Finds the marks around a paste, in however many reads they come.
///
/// On a slow line ncurses gives up on a mark and passes on its bytes one by one.
struct PasteMarks {
    private static let marks: [(bytes: [KeyCode], code: KeyCode)] = [
        (Array("\u{1B}[200~".utf8.map(KeyCode.init)), OwnKey.pasteStart),
        (Array("\u{1B}[201~".utf8.map(KeyCode.init)), OwnKey.pasteEnd),
    ]

    /// How long digits are kept back that may belong to a mark.
    static let pause: Duration = .milliseconds(100)

    /// Within a paste nothing of a mark is text; outside Escape is a key at once.
    private(set) var isInside = false
    /// What came of a mark so far, and how much of that was passed on all the same.
    private var seen: [KeyCode] = []
    private var passed = 0

    /// Whether codes are kept back that may turn out to be keys.
    var holdsKeys: Bool { !isInside && passed < seen.count }

    /// The codes with marks in place of their bytes.
    mutating func read(_ codes: [KeyCode]) -> [KeyCode] {
        var out: [KeyCode] = []
        for code in codes { take(code, &out) }
        // Digits may set a number; an escape and a bracket do no harm.
        if !isInside, seen.count <= 2 { out += passOn() }
        return out
    }

    /// What is kept back after all.
    mutating func passOn() -> [KeyCode] {
        defer { passed = seen.count }
        return Array(seen[passed...])
    }

    /// The paste is over without its mark; one that is on its way is still a mark.
    mutating func leave() {
        isInside = false
        passed = seen.count
    }

    private mutating func take(_ code: KeyCode, _ out: inout [KeyCode]) {
        seen.append(code)
        if let mark = Self.marks.first(where: { $0.bytes == seen || $0.code == code }) {
            if mark.code == code { out += seen[passed...].dropLast() }
            out.append(mark.code)
            isInside = mark.code == OwnKey.pasteStart
            forget()
        } else if !Self.marks.contains(where: { $0.bytes.starts(with: seen) }) {
            let unmatched = seen[passed...].dropLast()
            out += unmatched
            forget()
            if code == 27 { seen = [27] } else { out.append(code) }
        }
    }

    private mutating func forget() {
        seen = []
        passed = 0
    }
}
