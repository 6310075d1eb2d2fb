import Apixo

/// The pictures built in, one for each shape the models make: small, as the binary carries them.
struct SamplePicture: Sendable {
    private typealias Files = PackageResources

    /// Width by height.
    let ratio: Double
    private let jpeg: [UInt8]
    private let png: [UInt8]

    private init(_ width: Double, _ height: Double, _ jpeg: [UInt8], _ png: [UInt8]) {
        ratio = width / height
        self.jpeg = jpeg
        self.png = png
    }

    private static let all = [
        SamplePicture(1, 1, Files.picture_1x1_jpg, Files.picture_1x1_png),
        SamplePicture(3, 2, Files.picture_3x2_jpg, Files.picture_3x2_png),
        SamplePicture(2, 3, Files.picture_2x3_jpg, Files.picture_2x3_png),
        SamplePicture(4, 3, Files.picture_4x3_jpg, Files.picture_4x3_png),
        SamplePicture(3, 4, Files.picture_3x4_jpg, Files.picture_3x4_png),
        SamplePicture(16, 9, Files.picture_16x9_jpg, Files.picture_16x9_png),
        SamplePicture(9, 16, Files.picture_9x16_jpg, Files.picture_9x16_png),
        SamplePicture(21, 9, Files.picture_21x9_jpg, Files.picture_21x9_png),
    ]

    /// The one whose shape is nearest to that of a size in pixels.
    static func shaped(like size: PixelSize?) -> SamplePicture {
        guard let size else { return all[0] }
        let asked = Double(max(size.width, 1)) / Double(max(size.height, 1))
        return all.dropFirst().reduce(all[0]) {
            $1.distance(to: asked) < $0.distance(to: asked) ? $1 : $0
        }
    }

    /// From 1; twice as wide is as far off as half as wide.
    private func distance(to other: Double) -> Double { max(ratio, other) / min(ratio, other) }

    /// The file with a comment in it, so that no two results are the same.
    func jpeg(marked comment: String) -> [UInt8] {
        let text = Array(comment.utf8)
        let segment = [0xFF, 0xFE] + (text.count + 2).bigEndianBytes.suffix(2) + text
        return jpeg.prefix(2) + segment + jpeg.dropFirst(2)
    }

    func png(marked comment: String) -> [UInt8] {
        let text = Array("Comment\0\(comment)".utf8)
        let content = Array("tEXt".utf8) + text
        let chunk = text.count.bigEndianBytes + content + content.checksum.bigEndianBytes
        // Behind the signature and the header, which are of one length in every file.
        return png.prefix(33) + chunk + png.dropFirst(33)
    }
}

extension [UInt8] {
    /// CRC-32, as PNG asks for it.
    fileprivate var checksum: Int {
        let rest = reduce(UInt32.max) { rest, byte in
            (0..<8).reduce(rest ^ UInt32(byte)) { rest, _ in
                rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1
            }
        }
        return Int(~rest)
    }
}

extension Int {
    /// The lower 32 bits, highest byte first.
    fileprivate var bigEndianBytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
