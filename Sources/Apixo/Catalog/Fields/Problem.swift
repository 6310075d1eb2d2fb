/// What is wrong with a value, in a sentence that can follow the field's name.
public enum Problem: Error, Hashable, Sendable {
    case missing
    case notOneOf([String])
    case outside(ClosedRange<Int>, step: Int)
    case tooShort(least: Int, is: Int)
    case tooLong(most: Int, is: Int)
    case notLike(example: String)
    case tooFewURLs(least: Int, is: Int)
    case tooManyURLs(most: Int, is: Int)
    case notAURL(String, reason: WebURLError, place: Int)
    case wrongFormat(String, place: Int, formats: [String])
    case wrongKind(String)
    case unknownField([String])
    case notShown(when: Condition)
    case notHTTPS
    case faultyURL(WebURLError)
}

extension Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "is required"
        case .notOneOf(let allowed): "must be one of \(allowed.joined(separator: ", "))"
        case .outside(let range, let step):
            "must be \(range.lowerBound) to \(range.upperBound)"
                + (step == 1 ? "" : " in steps of \(step)")
        case .tooShort(let least, let count): "needs at least \(least) characters, has \(count)"
        case .tooLong(let most, let count): "may have at most \(most) characters, has \(count)"
        case .notLike(let example): "must look like \(example)"
        case .tooFewURLs(let least, let count): "needs at least \(least) URLs, has \(count)"
        case .tooManyURLs(let most, let count): "may have at most \(most) URLs, has \(count)"
        case .notAURL(let text, .notWeb, let place):
            "URL \(place) is not a public http(s) URL: \(text.prefix(60))"
        case .notAURL(let text, let reason, let place):
            "URL \(place) cannot be used, \(reason): \(text.prefix(60))"
        case .wrongFormat(let text, let place, let formats):
            "URL \(place) must be \(formats.joined(separator: ", ")), is \(text.suffix(12))"
        case .wrongKind(let expected): "must be \(expected)"
        case .unknownField(let known):
            "is not a field of this model; its fields are \(known.joined(separator: ", "))"
        case .notShown(let condition): "is used only with \(condition)"
        case .notHTTPS: "must be a public https:// URL"
        case .faultyURL(let reason): "cannot be used: \(reason)"
        }
    }
}
