/// What a file is by its first bytes; a name or a header can say anything.
enum FileSignature: String, Sendable, CaseIterable {
    case png, jpg, gif, webp, avif, heic, heif, mp4, webm, mp3, aac, wav, ogg, flac

    /// Bytes needed to tell it, and text from what is none (MIME Sniffing standard, 5.2).
    static let length = 1445

    init?(_ head: some Collection<UInt8>) {
        let bytes = Array(head.prefix(16))
        guard let match = Self.allCases.first(where: { $0.matches(bytes) }) else { return nil }
        self = match
    }

    private func matches(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case .gif: bytes.starts(with: "GIF8".utf8)
        case .webp: bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8)
        case .avif: Self.isOfBrand(["avif", "avis"], bytes)
        case .heic: Self.isOfBrand(["heic", "heix"], bytes)
        case .heif: Self.isOfBrand(["mif1", "msf1"], bytes)
        case .mp4: bytes.dropFirst(4).starts(with: "ftyp".utf8)
        case .webm: bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3])
        case .mp3: bytes.starts(with: "ID3".utf8) || Self.isMPEGAudio(bytes)
        case .aac: bytes.count > 2 && bytes[0] == 0xFF && bytes[1] & 0xF6 == 0xF0
        case .wav: bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WAVE".utf8)
        case .ogg: bytes.starts(with: "OggS".utf8)
        case .flac: bytes.starts(with: "fLaC".utf8)
        }
    }

    private static func isOfBrand(_ brands: [String], _ bytes: [UInt8]) -> Bool {
        brands.contains { bytes.dropFirst(4).starts(with: "ftyp\($0)".utf8) }
    }

    /// Layer II or III; the head of a layer I file could be the mark of UTF-16 text as well.
    private static func isMPEGAudio(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return false }
        let hasLayer = [0x02, 0x04].contains(bytes[1] & 0x06)
        return hasLayer && bytes[2] & 0xF0 != 0xF0 && bytes[2] & 0x0C != 0x0C
    }

    /// Whether it is a page or a message, as far as can be told: in any encoding, and also empty.
    static func isText(_ head: [UInt8]) -> Bool {
        let marks: [[UInt8]] = [[0xFE, 0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF]]
        if marks.contains(where: head.starts(with:)) { return true }
        let first = head.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
        if let first, "<{[".utf8.contains(first) { return true }
        return !head.contains { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }
    }
}
