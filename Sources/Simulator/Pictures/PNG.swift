/// Writes a mosaic as PNG. No image library is among our packages, and nearly every byte of a
/// mosaic equals its neighbour, so that run lengths alone make a small file quickly.
enum PNG {
    static func bytes(of picture: Landscape) -> [UInt8] {
        let header =
            picture.width.bigEndianBytes + picture.height.bigEndianBytes
            + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", header)
            + chunk("IDAT", pixels(of: picture))
            + chunk("IEND", [])
    }

    private static func pixels(of picture: Landscape) -> [UInt8] {
        var stream = RunDeflate()
        for row in 0..<picture.rows {
            addFirstLine(of: row, picture, to: &stream)
            for _ in 1..<max(picture.height(of: row), 1) {
                stream.add(2)  // The filter "as above": all differences are zero.
                stream.addZeros(picture.width * 3)
            }
        }
        return stream.finished()
    }

    /// One line under the filter "as to the left": three numbers where a tile begins, then zeros.
    private static func addFirstLine(
        of row: Int,
        _ picture: Landscape,
        to stream: inout RunDeflate,
    ) {
        stream.add(1)
        var left = RGB(red: 0, green: 0, blue: 0)
        for column in 0..<picture.columns {
            let color = picture.tiles[row * picture.columns + column]
            stream.add(UInt8(truncatingIfNeeded: color.red - left.red))
            stream.add(UInt8(truncatingIfNeeded: color.green - left.green))
            stream.add(UInt8(truncatingIfNeeded: color.blue - left.blue))
            stream.addZeros((picture.width(of: column) - 1) * 3)
            left = color
        }
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return content.count.bigEndianBytes + body + Int(checksum(of: body)).bigEndianBytes
    }

    private static func checksum(of bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
        }
        return ~value
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
        }
    }
}
