/// FNV-1a of 64 bits: a number for bytes that is the same on every machine, for ever.
public struct FNV: Sendable {
    public private(set) var value: UInt64

    public init(seed: UInt64 = 0) { value = seed ^ 0xCBF2_9CE4_8422_2325 }

    public func taking(_ bytes: some Sequence<UInt8>) -> FNV {
        bytes.reduce(into: self) { $0.value = ($0.value ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
