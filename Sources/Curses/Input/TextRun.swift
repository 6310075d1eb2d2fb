import Terminal

/// Text that arrives without a key between, and what it says about who typed it.
///
/// Not every terminal brackets a paste. Enter with more text after it in one burst was not typed,
/// so that run is a paste, and so is what follows at once; Enter at the end of a run is a key.
struct TextRun {
    typealias Instant = ContinuousClock.Instant

    private var bytes: [UInt8] = []
    private var unfinished: [UInt8] = []
    private var pasteGoesOn = false
    private var lastPaste: Instant?

    static func holds(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) || byte >= 0x80 || byte == 13 || byte == 10 || byte == 9
    }

    mutating func begin(at now: Instant) {
        pasteGoesOn = lastPaste.map { now - $0 < .milliseconds(50) } ?? false
        bytes = unfinished
        unfinished = []
    }

    mutating func add(_ byte: UInt8) { bytes.append(byte) }

    /// The run as input. At the end of a burst half a character waits for its other half.
    mutating func end(at now: Instant, atEnd: Bool) -> [Input] {
        defer {
            bytes = []
            pasteGoesOn = false
        }
        if atEnd { unfinished = bytes.takeUnfinished() }
        guard !bytes.isEmpty else { return [] }
        let isPaste = pasteGoesOn || isPasted
        if isPaste { lastPaste = now }
        return isPaste ? [.paste(Paste.clean(bytes))] : keys
    }

    private var isPasted: Bool {
        let isEnd: (UInt8) -> Bool = { $0 == 13 || $0 == 10 }
        guard let first = bytes.firstIndex(where: { !isEnd($0) }),
            let last = bytes.lastIndex(where: { !isEnd($0) })
        else { return false }
        let visible = bytes.filter { $0 >= 0x20 }.count
        return visible >= 3 && bytes[first...last].contains(where: isEnd)
    }

    private var keys: [Input] {
        String(validating: bytes).map { character in
            // "\r\n" is one character, and one Enter.
            guard let byte = character.utf8.first, byte < 0x20 else {
                return .key(.character(character))
            }
            return .key(Key(control: byte))
        }
    }
}

extension String {
    /// Broken bytes and C1 controls are left out.
    fileprivate init(validating bytes: [UInt8]) {
        var scalars = String.UnicodeScalarView()
        var decoder = UTF8()
        var source = bytes.makeIterator()
        decoding: while true {
            switch decoder.decode(&source) {
            case .scalarValue(let scalar):
                if !(0x7F..<0xA0).contains(scalar.value) { scalars.append(scalar) }
            case .error: continue
            case .emptyInput: break decoding
            }
        }
        self.init(scalars)
    }
}
