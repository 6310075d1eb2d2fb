/// A zlib stream of literals and runs of zeros, in one block of fixed Huffman codes (RFC 1951).
struct RunDeflate {
    private var bytes: [UInt8] = [0x78, 0x01]
    private var pending: UInt64 = 0
    private var pendingCount: UInt64 = 0
    private var lastByte: UInt8?
    private var sum = (low: 1, high: 0)

    init() { put(0b011, count: 3) }

    mutating func add(_ byte: UInt8) {
        putLiteral(byte)
        lastByte = byte
        sum.low = (sum.low + Int(byte)) % 65521
        sum.high = (sum.high + sum.low) % 65521
    }

    mutating func addZeros(_ count: Int) {
        guard count > 0 else { return }
        sum.high = (sum.high + count * sum.low) % 65521
        var rest = count
        if lastByte != 0 {
            putLiteral(0)
            rest -= 1
        }
        lastByte = 0
        while rest >= 3 {
            let length = min(rest, 258)
            putRepeat(length)
            rest -= length
        }
        for _ in 0..<rest { putLiteral(0) }
    }

    consuming func finished() -> [UInt8] {
        putCode(0, count: 7)
        put(0, count: (8 - pendingCount % 8) % 8)
        return bytes + (sum.high << 16 | sum.low).bigEndianBytes
    }

    private mutating func putLiteral(_ byte: UInt8) {
        if byte < 144 {
            putCode(0x30 + UInt64(byte), count: 8)
        } else {
            putCode(0x190 + UInt64(byte) - 144, count: 9)
        }
    }

    /// Repeats the last byte: a length code with its extra bits, then distance 1.
    private mutating func putRepeat(_ length: Int) {
        let index = Self.lengthBases.lastIndex { $0 <= length } ?? 0
        let symbol = UInt64(257 + index)
        if symbol < 280 {
            putCode(symbol - 256, count: 7)
        } else {
            putCode(0xC0 + symbol - 280, count: 8)
        }
        put(UInt64(length - Self.lengthBases[index]), count: Self.extraBits(of: index))
        put(0, count: 5)
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]

    private static func extraBits(of index: Int) -> UInt64 {
        index < 8 || index == 28 ? 0 : UInt64(index / 4 - 1)
    }

    /// Huffman codes go in highest bit first, everything else lowest bit first.
    private mutating func putCode(_ code: UInt64, count: UInt64) {
        var reversed: UInt64 = 0
        for bit in 0..<count where code >> bit & 1 == 1 { reversed |= 1 << (count - 1 - bit) }
        put(reversed, count: count)
    }

    private mutating func put(_ value: UInt64, count: UInt64) {
        pending |= value << pendingCount
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }
}

extension Int {
    /// The lower 32 bits, highest byte first.
    var bigEndianBytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
