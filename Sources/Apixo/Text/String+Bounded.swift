extension String {
    /// The words of a fault as they may stand in a message, whatever they quote.
    public func asLine(upTo scalars: Int = 500) -> String { oneLine.bounded(to: scalars) }

    /// Without line ends and other controls, which the words of a file may hold.
    var oneLine: String {
        guard unicodeScalars.contains(where: \.isObeyed) else { return self }
        var line = UnicodeScalarView()
        line.append(contentsOf: unicodeScalars.map { $0.isObeyed ? " " : $0 })
        return String(line)
    }

    /// The beginning of a text from outside. Scalars are counted, because one character can be
    /// megabytes of marks.
    func bounded(to scalars: Int) -> String {
        // No scalar is shorter than a byte, so a short text need not be walked through.
        guard utf8.count > scalars,
            let end = unicodeScalars.index(
                startIndex,
                offsetBy: scalars,
                limitedBy: endIndex
            ), end < endIndex
        else { return self }
        return String(unicodeScalars[..<end])
    }
}
