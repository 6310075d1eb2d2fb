import Glibc

/// Whether a file reaches its end, by what is in it: a body without a length may stop anywhere.
enum FileEnd: Sendable, Hashable {
    case reached
    case missing
    /// Nothing in such a file says where it ends.
    case unknown

    init(of type: FileSignature, in file: Int32, count: Int) {
        var bytes = FileBytes(file: file, count: count)
        self =
            switch type {
            case .png: bytes.endOfPNG()
            case .jpg: bytes.endOfJPEG()
            case .gif: bytes.endOfGIF()
            case .webp, .wav: bytes.endOfRIFF()
            case .mp4: bytes.endOfBoxes(needed: [["moov", "moof"], ["mdat"]])
            case .avif, .heic, .heif: bytes.endOfBoxes(needed: [["meta", "moov"]])
            case .webm, .mp3, .aac, .ogg, .flac: .unknown
            }
    }
}

/// A file read at will, a window at a time.
private struct FileBytes {
    private static let window = 1 << 16

    let file: Int32
    let count: Int
    private var start = 0
    private var loaded: [UInt8] = []

    init(file: Int32, count: Int) {
        self.file = file
        self.count = count
    }

    /// Nil behind the end.
    subscript(place: Int) -> UInt8? {
        mutating get {
            if place < start || place >= start + loaded.count { load(at: place) }
            return place >= start && place < start + loaded.count ? loaded[place - start] : nil
        }
    }

    private mutating func load(at place: Int) {
        (start, loaded) = (place, [])
        guard place >= 0, place < count else { return }
        var bytes = [UInt8](repeating: 0, count: Self.window)
        let read = pread(file, &bytes, bytes.count, off_t(place))
        loaded = Array(bytes.prefix(max(0, min(read, count - place))))
    }

    private mutating func bytes(at place: Int, _ length: Int) -> [UInt8]? {
        var found: [UInt8] = []
        for offset in 0..<length {
            guard let byte = self[place + offset] else { return nil }
            found.append(byte)
        }
        return found
    }

    /// Big endian, of at most 4 bytes.
    private mutating func number(at place: Int, _ length: Int) -> Int? {
        bytes(at: place, length)?.reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func word(at place: Int) -> String? {
        bytes(at: place, 4).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Chunks up to `IEND`.
    mutating func endOfPNG() -> FileEnd {
        var place = 8
        while let length = number(at: place, 4), let type = word(at: place + 4) {
            place += 12 + length
            if type == "IEND" { return place <= count ? .reached : .missing }
        }
        return .missing
    }

    /// Segments, and what is packed between them, up to the marker `EOI`.
    mutating func endOfJPEG() -> FileEnd {
        var place = 2
        while let mark = self[place], let kind = self[place + 1] {
            switch (mark, kind) {
            case (0xFF, 0xD9): return .reached
            // Packed data, with its own escapes and restarts, or filling.
            case (0xFF, 0x00), (0xFF, 0xD0...0xD8), (0xFF, 0x01): place += 2
            case (0xFF, 0xFF): place += 1
            case (0xFF, _):
                guard let length = number(at: place + 2, 2) else { return .missing }
                place += 2 + max(length, 2)
            default: place += 1
            }
        }
        return .missing
    }

    /// Blocks up to the trailer.
    mutating func endOfGIF() -> FileEnd {
        guard let flags = self[10] else { return .missing }
        var place = 13 + Self.colours(flags)
        while let kind = self[place] {
            switch kind {
            case 0x3B: return .reached
            case 0x21: place += 2
            case 0x2C:
                guard let flags = self[place + 9] else { return .missing }
                place += 11 + Self.colours(flags)
            default: return .missing
            }
            while let length = self[place], length > 0 { place += 1 + Int(length) }
            place += 1
        }
        return .missing
    }

    private static func colours(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }

    /// A length, little endian, that counts all but itself and the mark before it.
    mutating func endOfRIFF() -> FileEnd {
        guard let bytes = bytes(at: 4, 4) else { return .missing }
        let length = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        // So writes who did not know it beforehand.
        if length == 0 || length == 0xFFFF_FFFF { return .unknown }
        return length + 8 <= count ? .reached : .missing
    }

    /// Boxes that fill the file exactly, among them one of each kind that is needed.
    mutating func endOfBoxes(needed: [Set<String>]) -> FileEnd {
        var place = 0
        var kinds: Set<String> = []
        while place < count {
            guard var length = number(at: place, 4), let kind = word(at: place + 4) else {
                return .missing
            }
            kinds.insert(kind)
            // The last one may reach to the end, wherever that is.
            if length == 0 { return .unknown }
            if length == 1 {
                guard let high = number(at: place + 8, 4), let low = number(at: place + 12, 4),
                    high < 1 << 16
                else { return .missing }
                length = high << 32 | low
            }
            guard length >= 8, length <= count - place else { return .missing }
            place += length
        }
        return needed.allSatisfy { !$0.isDisjoint(with: kinds) } ? .reached : .missing
    }
}
