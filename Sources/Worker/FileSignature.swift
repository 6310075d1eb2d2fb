/// What a file is by its first bytes; a name or a header can say anything.
enum FileSignature: String, Sendable, CaseIterable {
    case png, jpg, gif, webp, mp4, webm, mp3, wav, ogg, flac

    /// Bytes needed to tell.
    static let length = 16

    init?(_ head: some Collection<UInt8>) {
        let bytes = Array(head.prefix(Self.length))
        guard let match = Self.allCases.first(where: { $0.matches(bytes) }) else { return nil }
        self = match
    }

    private func matches(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case .gif: bytes.starts(with: "GIF8".utf8)
        case .webp: bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8)
        case .mp4: bytes.dropFirst(4).starts(with: "ftyp".utf8)
        case .webm: bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3])
        case .mp3: bytes.starts(with: "ID3".utf8) || bytes.starts(with: [0xFF, 0xFB])
        case .wav: bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WAVE".utf8)
        case .ogg: bytes.starts(with: "OggS".utf8)
        case .flac: bytes.starts(with: "fLaC".utf8)
        }
    }
}
