import Testing

@testable import Worker

struct FileSignatureTests {
    @Test(arguments: [
        ("....ftypisom", FileSignature.mp4), ("....ftypavif", .avif), ("....ftypheic", .heic),
        ("....ftypmif1", .heif), ("RIFF....WEBPVP8 ", .webp), ("RIFF....WAVEfmt ", .wav),
        ("GIF89a", .gif), ("ID3", .mp3), ("OggS", .ogg), ("fLaC", .flac),
    ])
    func aFileIsKnownByItsFirstLetters(head: String, type: FileSignature) {
        #expect(FileSignature(head.utf8) == type)
        #expect(FileSignature(head.utf8.prefix(2)) == nil)
    }

    @Test(
        arguments: [
            (0x8950_4E47_0D0A_1A0A, .png), (0xFFD8_FFE0, .jpg), (0x1A45_DFA3, .webm),
            (0xFFFB_9000, .mp3), (0xFFFA_9000, .mp3), (0xFFF3_4000, .mp3), (0xFFE3_1800, .mp3),
            (0xFFFD_8000, .mp3), (0xFFF1_5080, .aac), (0xFFF9_4C80, .aac),
        ] as [(UInt64, FileSignature)]
    )
    func aFileIsKnownByItsFirstBytes(head: UInt64, type: FileSignature) {
        let bytes = Self.bytes(head)
        #expect(FileSignature(bytes) == type)
        #expect(FileSignature(bytes.prefix(2)) == nil)
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0.drop { $0 == 0 }) }
    }

    @Test(arguments: ["", "<!DOCTYPE html>", "{\"code\": 200}", "RIFF....AVI ", "\u{7F}ELF"])
    func anythingElseIsNoMedia(text: String) {
        #expect(FileSignature(text.utf8) == nil)
    }

    @Test(arguments: [0xFFFE_4100, 0xFFFF_FFFF, 0xFFFB_FF00, 0xFFFB_9C00, 0xFFDB_9000])
    func whatOnlyBeginsLikeSoundIsNone(head: UInt64) {
        #expect(FileSignature(Self.bytes(head)) == nil)
    }
}
