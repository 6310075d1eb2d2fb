extension TOMLSection {
    /// What must be given.
    public func required<Value>(
        _ key: String,
        _ read: (String) throws(FileError) -> Value?,
    ) throws(FileError) -> Value {
        guard let value = try read(key) else {
            throw error(keys.contains(key) ? key : nil, "\(key) is missing")
        }
        return value
    }

    /// One of the names of a type.
    public func named<Name: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        _ type: Name.Type,
    ) throws(FileError) -> Name? {
        guard let text = try string(key) else { return nil }
        guard let value = Name(rawValue: text) else {
            let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(key, "\"\(text)\" is not one of \(known)")
        }
        return value
    }

    func positive(_ key: String, _ fallback: Double?) throws(FileError) -> Double {
        guard let value = try number(key) ?? fallback else { throw error(nil, "\(key) is missing") }
        guard value > 0, value < 1e9 else { throw error(key, "must be above 0") }
        return value
    }

    func bounds(_ key: String) throws(FileError) -> ClosedRange<Int>? {
        guard let pair = try integers(key) else { return nil }
        guard pair.count == 2, pair[0] <= pair[1] else {
            throw error(key, "must be [least, most]")
        }
        // Beyond them, a step could lead out of what an Int holds.
        guard pair.allSatisfy((-1_000_000_000...1_000_000_000).contains) else {
            throw error(key, "must be between -1000000000 and 1000000000")
        }
        return pair[0]...pair[1]
    }
}
