extension GenerateRequest {
    /// What is billed: without white space at the ends of texts, and however its end is told.
    ///
    /// Two requests of which this is equal are the same to whoever pays for them.
    public var normalized: GenerateRequest {
        GenerateRequest(
            model: model,
            provider: provider,
            input: input.mapValues(\.trimmed).filter { !$0.value.isEmpty },
        )
    }

    /// A number that is the same for requests of which `normalized` is; it goes into files, so it
    /// must never change.
    public var digest: Int {
        let request = normalized
        var texts = [request.model.rawValue, request.provider.rawValue]
        for (name, value) in request.input.sorted(by: { $0.key < $1.key }) {
            texts += [name, value.text]
        }
        // Each text is ended by a byte that is in none.
        let hash = texts.reduce(FNV()) { $0.taking($1.utf8).taking([0xFF]) }
        return Int(truncatingIfNeeded: hash.value)
    }
}

extension FieldValue {
    fileprivate var trimmed: FieldValue {
        switch self {
        case .text(let text): .text(text.trimmed)
        case .urls(let list): .urls(list.map(\.trimmed))
        case .integer, .toggle: self
        }
    }

    fileprivate var isEmpty: Bool { self == .text("") || self == .urls([]) }
}

extension String {
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
