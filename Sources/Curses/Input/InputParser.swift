import Terminal

/// Turns what the keyboard sent into input, burst by burst.
///
/// A burst is what arrived between two looks; people type one key to a burst, programs many.
struct InputParser {
    typealias Instant = ContinuousClock.Instant

    private var input: [Input] = []
    private var paste: Paste?
    private var text = TextRun()
    private var lastEscape: Instant?

    /// How long to wait for the rest of a paste; nil when there is none to wait for.
    var patience: Duration? { paste?.patience }

    mutating func read(_ codes: [KeyCode], at now: Instant) -> [Input] {
        if codes.isEmpty, let (text, isLast) = paste?.takeStalled(at: now) {
            stall(text, isLast)
        }
        text.begin(at: now)
        var rest = codes[...]
        dropLateSequence(&rest, at: now)
        while let code = rest.popFirst() { take(code, &rest, at: now) }
        endText(at: now, atEnd: true)
        defer { input = [] }
        return input
    }

    private mutating func take(_ code: KeyCode, _ rest: inout ArraySlice<KeyCode>, at now: Instant)
    {
        if paste != nil {
            takePasted(code, at: now)
        } else if let byte = UInt8(exactly: code) {
            if byte == 27 { escape(&rest, at: now) } else { take(byte, at: now) }
        } else {
            endText(at: now)
            if code == OwnKey.pasteStart { paste = Paste(at: now) }
            if let key = Key(number: code) { input.append(.key(key)) }
        }
    }

    private mutating func takePasted(_ code: KeyCode, at now: Instant) {
        if code == OwnKey.pasteEnd {
            endPaste()
        } else if let byte = UInt8(exactly: code) {
            if paste?.add(byte, at: now) == true { endPaste() }
        }
    }

    private mutating func stall(_ text: String, _ isLast: Bool) {
        if !text.isEmpty { input.append(.paste(text)) }
        if isLast { paste = nil } else { input.append(.pasteStalled) }
    }

    private mutating func endPaste() {
        if let text = paste?.text, !text.isEmpty { input.append(.paste(text)) }
        paste = nil
    }

    private mutating func take(_ byte: UInt8, at now: Instant) {
        if TextRun.holds(byte) { return text.add(byte) }
        endText(at: now)
        input.append(.key(Key(control: byte)))
    }

    private mutating func endText(at now: Instant, atEnd: Bool = false) {
        input += text.end(at: now, atEnd: atEnd)
    }

    /// An escape is the key, or Alt with what comes at once, or a sequence nobody described.
    private mutating func escape(_ rest: inout ArraySlice<KeyCode>, at now: Instant) {
        endText(at: now)
        guard let next = rest.first.flatMap({ UInt8(exactly: $0) }), next != 27 else {
            lastEscape = now
            return input.append(.key(.escape))
        }
        if dropSequence(&rest) { return }
        guard let character = Character(alt: &rest) else { return input.append(.key(.escape)) }
        input.append(.key(.alt(character)))
    }

    /// On a slow line the rest of a sequence comes after its escape was taken for the key.
    private mutating func dropLateSequence(_ rest: inout ArraySlice<KeyCode>, at now: Instant) {
        guard !rest.isEmpty, paste == nil else { return }
        if let lastEscape, now - lastEscape < .milliseconds(150) { _ = dropSequence(&rest) }
        lastEscape = nil
    }

    /// Drops what follows the escape of `ESC [ … letter` or `ESC O letter`.
    private func dropSequence(_ rest: inout ArraySlice<KeyCode>) -> Bool {
        guard rest.count > 1, let kind = rest.first else { return false }
        let tail = rest.dropFirst()
        switch Unicode.Scalar(UInt8(clamping: kind)) {
        case "O":
            guard let letter = tail.first, (0x40...0x7E).contains(letter) else { return false }
            rest = tail.dropFirst()
            return true
        case "[":
            guard let end = tail.prefix(64).firstIndex(where: { (0x40...0x7E).contains($0) }),
                tail[..<end].allSatisfy({ (0x20...0x3F).contains($0) })
            else { return false }
            rest = tail[(end + 1)...]
            return true
        default:
            return false
        }
    }
}

extension Character {
    /// Takes the character that was typed with Alt; Enter and Backspace have one here, too.
    fileprivate init?(alt codes: inout ArraySlice<KeyCode>) {
        let bytes = codes.prefix(4).prefix { $0 < 256 }.map { UInt8(clamping: $0) }
        var decoder = UTF8()
        var source = bytes.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&source) else { return nil }
        guard scalar.value >= 0x20 || scalar == "\r" else { return nil }
        codes = codes.dropFirst(UTF8.width(scalar))
        self.init(scalar)
    }
}
