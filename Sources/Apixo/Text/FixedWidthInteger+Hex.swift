extension FixedWidthInteger {
    /// In hexadecimal, filled up with zeros to a length.
    public func hex(_ length: Int, uppercase: Bool = false) -> String {
        let digits = String(self, radix: 16, uppercase: uppercase)
        return String(repeating: "0", count: Swift.max(0, length - digits.count)) + digits
    }
}
