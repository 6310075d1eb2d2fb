extension Field {
    init(_ section: TOMLSection) throws(FileError) {
        name = try section.required("name", section.string)
        help = try section.string("help") ?? ""
        isRequired = try section.bool("required") ?? false
        isAlwaysSent = try section.bool("always_sent") ?? false
        isExtra = try section.bool("extra") ?? false
        shownWhen = try section.condition("shown_when")
        unit = try section.string("unit")
        kind = try Kind(section)
        initial = try section.value("default")
        serviceDefault = try section.value("service_default")
        for (key, value) in [("default", initial), ("service_default", serviceDefault)] {
            if let value, let problem = problem(with: value) {
                throw section.error(
                    key,
                    "the value for \(name) breaks the field's own rule: \(problem)"
                )
            }
        }
    }
}

extension Field.Kind {
    private static let common: Set<String> = [
        "name", "kind", "help", "default", "service_default", "required", "always_sent", "extra",
        "shown_when", "unit",
    ]

    fileprivate init(_ section: TOMLSection) throws(FileError) {
        switch try section.required("kind", section.string) {
        case "choice":
            try section.refuseKeys(besides: Self.common.union(["choices"]))
            guard let choices = try section.strings("choices"), !choices.isEmpty else {
                throw section.error("choices", "must be a list of texts")
            }
            self = .choice(choices)
        case "integer":
            try section.refuseKeys(besides: Self.common.union(["range", "step", "values"]))
            self = .integer(try IntegerRule(section))
        case "toggle":
            try section.refuseKeys(besides: Self.common)
            self = .toggle
        case "text":
            try section.refuseKeys(besides: Self.common.union(["length", "pattern", "example"]))
            self = .text(try TextRule(section))
        case "urls":
            let keys: Set = ["count", "formats", "positions", "megabytes"]
            try section.refuseKeys(besides: Self.common.union(keys))
            self = .urls(try URLRule(section))
        case let other:
            throw section.error(
                "kind",
                "\"\(other)\" is not one of choice, integer, toggle, text, urls",
            )
        }
    }
}

extension IntegerRule {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        if let values = try section.integers("values"), !values.isEmpty {
            self = .values(values)
        } else if let range = try section.bounds("range") {
            let step = try section.integer("step") ?? 1
            guard (1...1_000_000_000).contains(step) else {
                throw section.error("step", "must be above 0, at most 1000000000")
            }
            self = .range(range, step: step)
        } else {
            throw section.error("range", "an integer needs range = [least, most] or values = […]")
        }
    }
}

extension TextRule {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        length = try section.bounds("length") ?? 0...100_000
        pattern = try section.string("pattern")
        example = try section.string("example")
        if let pattern {
            do {
                _ = try Regex(pattern)
            } catch {
                throw section.error("pattern", "is not a regular expression: \(error)")
            }
        }
    }
}

extension URLRule {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        count = try section.bounds("count") ?? 0...100
        formats = try section.strings("formats") ?? []
        positions = try section.strings("positions") ?? []
        megabytes = try section.integer("megabytes")
    }
}
