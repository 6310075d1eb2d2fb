import Terminal

/// Turns what the keyboard sent into input, burst by burst.
///
/// A burst is what arrived between two looks; people type one key to a burst, programs many.
struct InputParser {
    typealias Instant = ContinuousClock.Instant

    private var input: [Input] = []
    private var marks = PasteMarks()
    private var paste: Paste?
    private var exit = PasteExit()
    private var text = TextRun()
    private var lastEscape: Instant?
    private var lastCode: Instant?

    /// How long without a key until `read` has something to say all the same.
    var timeout: Duration? {
        if paste?.phase == .open { return Paste.timeout }
        if exit.isPending { return PasteExit.after }
        return marks.holdsKeys ? PasteMarks.pause : nil
    }

    mutating func read(_ codes: [KeyCode], at now: Instant) -> [Input] {
        defer { input = [] }
        if paste?.phase == .stalled, isLeft(by: codes, at: now) { return input }
        if paste?.isOver(at: now) == true { paste = nil }
        text.begin(at: now)
        var rest = (codes.isEmpty ? heldKeys(at: now) : marks.read(codes))[...]
        if !codes.isEmpty { lastCode = now }
        dropLateSequence(&rest, at: now)
        while let code = rest.popFirst() { take(code, &rest, at: now) }
        endText(at: now, atEnd: true)
        passOnPaste(at: now)
        return input
    }

    private mutating func take(_ code: KeyCode, _ rest: inout ArraySlice<KeyCode>, at now: Instant)
    {
        if code == OwnKey.pasteStart {
            startPaste(at: now)
        } else if code == OwnKey.pasteEnd {
            if let text = paste?.end(at: now), !text.isEmpty { input.append(.paste(text)) }
        } else if paste != nil {
            takePasted(code, at: now)
        } else if let byte = UInt8(exactly: code) {
            if byte == 27 { escape(&rest, at: now) } else { take(byte, at: now) }
        } else {
            endText(at: now)
            if let key = Key(number: code) { input.append(.key(key)) }
        }
    }

    /// A second start within a paste changes nothing: its end ends both.
    private mutating func startPaste(at now: Instant) {
        endText(at: now)
        passOnTrail()
        if let paste, paste.phase != .trailing { return drop(at: now) }
        paste = Paste(at: now)
        exit = PasteExit()
    }

    /// Keys within a paste are part of its text, and do nothing.
    private mutating func takePasted(_ code: KeyCode, at now: Instant) {
        if let byte = UInt8(exactly: code) {
            // A lone Escape does not make the paste go on.
            if byte != 27 || paste?.phase != .stalled { paste?.add(byte, at: now) }
        } else {
            drop(at: now)
        }
    }

    private mutating func drop(at now: Instant) { paste?.drop(at: now) }

    /// What has come of a paste that is late; of one that is over, what came behind it.
    private mutating func passOnPaste(at now: Instant) {
        let isLate = paste?.isLate(at: now) == true
        if isLate { paste?.stall() }
        guard paste?.phase == .stalled else { return passOnTrail() }
        let text = paste?.take() ?? ""
        if !text.isEmpty { input.append(.paste(text)) }
        if isLate || !text.isEmpty { input.append(.pasteStalled) }
    }

    private mutating func passOnTrail() {
        guard paste?.phase == .trailing, let text = paste?.take(), !text.isEmpty else { return }
        input.append(.paste(text))
    }

    private mutating func isLeft(by codes: [KeyCode], at now: Instant) -> Bool {
        let last = paste?.last ?? now
        guard exit.isAsked(by: codes, at: now, last: last) else { return false }
        paste = nil
        exit = PasteExit()
        marks.leave()
        input.append(.pasteLeft)
        return true
    }

    private mutating func heldKeys(at now: Instant) -> [KeyCode] {
        guard marks.holdsKeys, let lastCode, now - lastCode >= PasteMarks.pause else { return [] }
        return marks.passOn()
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
