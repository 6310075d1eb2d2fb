import Foundation
import Testing

@testable import Simulator
@testable import Worker

struct FileEndTests {
    private static let files: [(FileSignature, [UInt8])] = [
        (.png, SamplePicture.shaped(like: nil).png(marked: "1")),
        (.jpg, SamplePicture.shaped(like: nil).jpeg(marked: "1")),
        (.mp4, PackageResources.clip_mp4),
        (.gif, gif), (.webp, riff("WEBP")), (.wav, riff("WAVE")), (.avif, boxes),
    ]

    /// Two colours, an extension, a picture.
    private static let gif: [UInt8] =
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0] + [0, 0, 0, 255, 255, 255]
        + [0x21, 0xF9, 4, 0, 0, 0, 0, 0] + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0] + [2, 2, 0x44, 1, 0]
        + [0x3B]

    private static func riff(_ kind: String) -> [UInt8] {
        Array("RIFF".utf8) + [24, 0, 0, 0] + Array(kind.utf8) + [UInt8](repeating: 7, count: 20)
    }

    private static let boxes: [UInt8] =
        [0, 0, 0, 16] + Array("ftypavif\0\0\0\0".utf8)
        + [0, 0, 0, 1] + Array("mdat".utf8) + [0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4]
        + [0, 0, 0, 12] + Array("meta\0\0\0\0".utf8)

    private func end(_ type: FileSignature, _ bytes: some Collection<UInt8>) throws -> FileEnd {
        let path = NSTemporaryDirectory() + "apixo-end-\(UUID())"
        try Data(bytes).write(to: URL(filePath: path))
        defer { unlink(path) }
        let file = open(path, O_RDONLY)
        defer { close(file) }
        return FileEnd(of: type, in: file, count: bytes.count)
    }

    @Test func aWholeFileIsAtItsEndAndNoneThatStopsBeforeIs() throws {
        for (type, bytes) in Self.files {
            #expect(FileSignature(bytes) == type)
            #expect(try end(type, bytes) == .reached, "\(type)")
            let step = max(1, bytes.count / 400)
            for count in stride(from: 16, to: bytes.count, by: step) {
                #expect(try end(type, bytes.prefix(count)) == .missing, "\(type) \(count)")
            }
            #expect(try end(type, bytes.dropLast()) == .missing, "\(type)")
        }
    }

    @Test func whatComesBehindTheEndOfAPictureDoesNoHarm() throws {
        for (type, bytes) in Self.files where [.png, .jpg, .gif, .webp].contains(type) {
            #expect(try end(type, bytes + [0, 0, 0]) == .reached, "\(type)")
        }
    }

    @Test func alengthThatWasNotKnownSaysNothing() throws {
        var wave = Self.riff("WAVE")
        wave.replaceSubrange(4..<8, with: [255, 255, 255, 255])
        #expect(try end(.wav, wave) == .unknown)
        #expect(try end(.mp3, Array("ID3abc".utf8)) == .unknown)
    }

    /// Lengths that would lead before the file, far behind it, or round in circles.
    @Test(arguments: [
        [0, 0, 0, 1, 109, 100, 97, 116, 255, 255, 255, 255, 255, 255, 255, 255],
        [0, 0, 0, 1, 109, 100, 97, 116, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 7, 109, 100, 97, 116], [255, 255, 255, 255, 109, 100, 97, 116],
    ])
    func anOddLengthIsNoEnd(box: [UInt8]) throws {
        #expect(try end(.mp4, box) == .missing)
    }
}
