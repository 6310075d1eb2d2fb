import TOMLKit

/// A table of a TOML file that is read key by key; what is wrong is told with its line.
public struct TOMLSection {
    private let file: String
    private let lines: [Substring]
    private let table: TOMLTable
    /// The index of the section's header line, -1 for the top of the file.
    private let header: Int
    private let name: String

    public init(text: String, file: String) throws(FileError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        try Self.refuseOddHeaders(lines, file: file)
        if let trap = TOMLScan.trap(in: text) {
            throw FileError(file: file, line: trap.line, reason: trap.reason)
        }
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw FileError(file: file, line: error.source.begin.line, reason: error.description)
        } catch {
            throw FileError(file: file, reason: "not a TOML file: \(error)")
        }
        self.file = file
        self.lines = lines
        header = -1
        name = ""
    }

    private init(parent: TOMLSection, table: TOMLTable, header: Int, name: String) {
        file = parent.file
        lines = parent.lines
        self.table = table
        self.header = header
        self.name = name
    }

    /// The parser ends the program at a header such as `[#limits]`, so it never sees one.
    private static func refuseOddHeaders(_ lines: [Substring], file: String) throws(FileError) {
        for (index, line) in lines.enumerated() {
            let text = line.unicodeScalars.drop { $0.properties.isWhitespace || !$0.isASCII }
            guard text.first == "[" else { continue }
            guard beginsAName(text) else {
                throw FileError(file: file, line: index + 1, reason: "a table needs a name")
            }
            let name = text.drop { $0 == "[" || $0 == " " || $0 == "\t" }.prefix { $0 != "]" }
            guard name.allSatisfy(mayStandInHeader) else {
                let reason = "a table's name may have only letters a-z, digits, - and _"
                throw FileError(file: file, line: index + 1, reason: reason)
            }
        }
    }

    /// Whether a name follows the brackets, one or two and no more.
    private static func beginsAName(_ header: Substring.UnicodeScalarView.SubSequence) -> Bool {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
        var rest = header.dropFirst().drop(while: isBlank)
        if rest.first == "[" { rest = rest.dropFirst().drop(while: isBlank) }
        guard let first = rest.first else { return false }
        return mayStandInHeader(first) && first != "." && first != " "
    }

    private static func mayStandInHeader(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-_. \"'".unicodeScalars.contains(scalar))
    }

    public var keys: [String] { table.keys }

    public func error(_ key: String?, _ reason: String) -> FileError {
        let subject = key.map { name.isEmpty ? $0 : "\(name).\($0)" } ?? name
        return FileError(
            file: file,
            line: line(of: key),
            reason: subject.isEmpty ? reason : "\(subject): \(reason)",
        )
    }

    /// A key that no reader asks for is a slip of the pen; silence would hide it.
    ///
    /// - Parameter old: Names that still work and are not offered.
    public func refuseKeys(
        besides known: Set<String>,
        orOld old: Set<String> = [],
    ) throws(FileError) {
        for key in table.keys where !known.contains(key) && !old.contains(key) {
            let names = known.sorted().joined(separator: ", ")
            throw error(key, "unknown key; the known keys are \(names)")
        }
    }

    public func string(_ key: String) throws(FileError) -> String? {
        try read(key, "text in quotes") { $0.string }
    }

    public func integer(_ key: String) throws(FileError) -> Int? {
        try read(key, "a whole number") { $0.int }
    }

    public func number(_ key: String) throws(FileError) -> Double? {
        try read(key, "a number") { $0.double ?? $0.int.map(Double.init) }
    }

    public func bool(_ key: String) throws(FileError) -> Bool? {
        try read(key, "true or false") { $0.bool }
    }

    public func strings(_ key: String) throws(FileError) -> [String]? {
        try read(key, "a list of texts") { all($0) { $0.string } }
    }

    public func integers(_ key: String) throws(FileError) -> [Int]? {
        try read(key, "a list of whole numbers") { all($0) { $0.int } }
    }

    public func numbers(_ key: String) throws(FileError) -> [Double]? {
        try read(key, "a list of numbers") { all($0) { $0.double ?? $0.int.map(Double.init) } }
    }

    public func value(_ key: String) throws(FileError) -> FieldValue? {
        try read(key, "text, a whole number, true or false, or a list of texts", Self.fieldValue)
    }

    /// An inline table such as `{ mode = "a", duration = [4, 8] }`.
    public func condition(_ key: String) throws(FileError) -> Condition? {
        guard let entries: TOMLTable = try read(key, "a table", { $0.table }) else { return nil }
        var required: [String: [FieldValue]] = [:]
        for name in entries.keys {
            guard let entry = entries[name] else { continue }
            let values =
                entry.array.map { $0.compactMap(Self.scalar) }
                ?? [Self.scalar(entry)].compactMap(\.self)
            guard !values.isEmpty else {
                throw error(key, "\(name) needs a value or a list of values")
            }
            required[name] = values
        }
        return Condition(required)
    }

    /// The table `[name]`.
    public func section(_ key: String) throws(FileError) -> TOMLSection? {
        guard let inner: TOMLTable = try read(key, "a table", { $0.table }) else { return nil }
        return TOMLSection(
            parent: self,
            table: inner,
            header: line(of: key).map { $0 - 1 } ?? header,
            name: key
        )
    }

    /// The tables `[[name]]`, in the order of the file.
    public func sections(_ key: String) throws(FileError) -> [TOMLSection] {
        guard
            let array: [TOMLTable] = try read(
                key,
                "tables headed [[\(key)]]",
                { all($0) { $0.table } }
            )
        else { return [] }
        let headers = lines.indices.filter { isHeader(lines[$0], of: key) }
        return array.enumerated().map { index, inner in
            TOMLSection(
                parent: self,
                table: inner,
                header: index < headers.count ? headers[index] : header,
                name: key,
            )
        }
    }

    private func read<Value>(
        _ key: String,
        _ expected: String,
        _ convert: (any TOMLValueConvertible) -> Value?,
    ) throws(FileError) -> Value? {
        guard let found = table[key] else { return nil }
        guard let value = convert(found) else { throw error(key, "must be \(expected)") }
        return value
    }

    private static func fieldValue(_ node: any TOMLValueConvertible) -> FieldValue? {
        node.array.flatMap { all($0) { $0.string } }.map(FieldValue.urls) ?? scalar(node)
    }

    private static func scalar(_ node: any TOMLValueConvertible) -> FieldValue? {
        node.string.map(FieldValue.text) ?? node.bool.map(FieldValue.toggle)
            ?? node.int.map(FieldValue.integer)
    }

    /// The line to show to a reader, counted from 1.
    private func line(of key: String?) -> Int? {
        guard let key else { return header + 1 > 0 ? header + 1 : nil }
        for index in (header + 1)..<max(header + 1, lines.count) {
            let line = lines[index].drop { $0 == " " || $0 == "\t" }
            if isHeader(line, of: key) { return index + 1 }
            if line.hasPrefix("[") && header >= 0 { break }
            guard line.hasPrefix(key) else { continue }
            if line.dropFirst(key.count).drop(while: { $0 == " " }).first == "=" {
                return index + 1
            }
        }
        return header >= 0 ? header + 1 : nil
    }

    private func isHeader(_ line: Substring, of key: String) -> Bool {
        line.hasPrefix("[[\(key)]]") || line.hasPrefix("[\(key)]")
    }
}

/// Every item of a list converted, or nil if one cannot be.
private func all<Value>(
    _ node: any TOMLValueConvertible,
    _ convert: (any TOMLValueConvertible) -> Value?,
) -> [Value]? {
    guard let array = node.array else { return nil }
    let values = array.compactMap(convert)
    return values.count == array.count ? values : nil
}
