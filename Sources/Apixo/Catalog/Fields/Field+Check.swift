extension Field {
    /// What the model's rules have against `value`; nil when nothing.
    public func problem(with value: FieldValue) -> Problem? {
        switch (kind, value) {
        case (.choice(let choices), .text(let text)):
            choices.contains(text) ? nil : .notOneOf(choices)
        case (.integer(let rule), .integer(let number)): rule.problem(with: number)
        case (.toggle, .toggle): nil
        case (.text(let rule), .text(let text)): rule.problem(with: text)
        case (.urls(let rule), .urls(let list)): rule.problem(with: list)
        case (.choice(let choices), _): .notOneOf(choices)
        case (.integer(let rule), _): rule.problem(with: nil)
        case (.toggle, _): .notOneOf(["true", "false"])
        case (.text, _): .wrongKind("text")
        case (.urls, _): .wrongKind("a list of URLs")
        }
    }

    /// Reads a value typed on the command line.
    public func value(typed text: String) throws(Problem) -> FieldValue {
        let value: FieldValue? =
            switch kind {
            case .choice, .text: .text(text)
            case .integer: Int(text).map(FieldValue.integer)
            case .toggle: Bool(text).map(FieldValue.toggle)
            case .urls:
                .urls(text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
            }
        if let value { return value }
        throw problem(with: .text(text)) ?? .wrongKind("a value")
    }
}

extension IntegerRule {
    fileprivate func problem(with number: Int?) -> Problem? {
        switch self {
        case .values(let values):
            number.map(values.contains) == true ? nil : .notOneOf(values.map(String.init))
        case .range(let range, let step):
            number.map { range.contains($0) && ($0 - range.lowerBound) % step == 0 } == true
                ? nil : .outside(range, step: step)
        }
    }

    /// The next allowed number in a direction, or `number` itself at the end.
    public func next(after number: Int, up: Bool) -> Int {
        switch self {
        case .values(let values):
            let ordered = values.sorted()
            return (up ? ordered.first { $0 > number } : ordered.last { $0 < number }) ?? number
        case .range(let range, let step):
            // A draft may hold any number, also one at the end of what an Int holds.
            let (next, isOutside) = number.addingReportingOverflow(up ? step : -step)
            return min(max(isOutside ? number : next, range.lowerBound), range.upperBound)
        }
    }
}

extension TextRule {
    fileprivate func problem(with text: String) -> Problem? {
        let count = text.count
        if count < length.lowerBound || text.allSatisfy(\.isWhitespace) && length.lowerBound > 0 {
            return count == 0 ? .missing : .tooShort(least: max(1, length.lowerBound), is: count)
        }
        if count > length.upperBound { return .tooLong(most: length.upperBound, is: count) }
        guard let pattern, let expression = try? Regex(pattern) else { return nil }
        return (try? expression.wholeMatch(in: text)) == nil
            ? .notLike(example: example ?? pattern) : nil
    }
}

extension URLRule {
    fileprivate func problem(with list: [String]) -> Problem? {
        if list.count < count.lowerBound {
            return .tooFewURLs(least: count.lowerBound, is: list.count)
        }
        if list.count > count.upperBound {
            return .tooManyURLs(most: count.upperBound, is: list.count)
        }
        for (index, text) in list.enumerated() {
            if let problem = problem(with: text, place: index + 1) { return problem }
        }
        return nil
    }

    /// What is wrong with one entry; `place` counts from 1.
    public func problem(with text: String, place: Int) -> Problem? {
        let url: WebURL
        do throws(WebURLError) {
            url = try WebURL(checking: text)
        } catch {
            return .notAURL(text, reason: error, place: place)
        }
        guard !formats.isEmpty, let ending = url.pathExtension else { return nil }
        // An address without a known ending may still lead to an image.
        let known = [
            "jpg", "jpeg", "png", "webp", "gif", "bmp", "tiff", "svg", "avif", "heic", "pdf", "mp4",
        ]
        let format = ending == "jpeg" ? "jpg" : ending
        return formats.contains(format) || !known.contains(ending)
            ? nil : .wrongFormat(text, place: place, formats: formats)
    }
}
