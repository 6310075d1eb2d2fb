import Apixo
import Dashboard
import UserFiles

extension Reader {
    /// A file is read whole, or its fault is one clear line that names it.
    func complaint(file text: String, at path: String) -> String? {
        do {
            switch self {
            case .model: return complaint(model: try Model(text: text, file: path))
            case .theme: _ = try Theme(text: text, file: path)
            case .configuration: return complaint(configuration: try ConfigurationFile(path: path))
            case .key: return try KeyFile.read(path) == nil ? "the key file was not seen" : nil
            case .submitAnswer, .pollAnswer, .balanceAnswer, .result, .json, .draft, .request,
                .address, .journal:
                break
            }
            return nil
        } catch {
            return complaint(fault: "\(error)", path)
        }
    }

    func complaint(fault text: String, _ path: String) -> String? {
        guard text.contains(path) else { return "a fault without its file: \(text)" }
        guard text.count > path.count + 8 else { return "a fault without a reason: \(text)" }
        for scalar in text.unicodeScalars where scalar.properties.generalCategory == .control {
            return "a fault with U+\(String(scalar.value, radix: 16)) in it: \(text)"
        }
        return text.unicodeScalars.count > 1000 ? "a fault without bounds" : nil
    }

    /// Its own rules hold for what the model starts with, and nothing in it leads to a trap.
    private func complaint(model: Model) -> String? {
        guard model.limits.requestsPerMinute >= 2, model.limits.tasksAtOnce >= 1 else {
            return "limits that let nothing through"
        }
        let draft = Draft(model: model.id)
        _ = model.request(from: draft)
        for field in model.fields {
            if let initial = field.initial, field.problem(with: initial) != nil {
                return "\(field.name) starts with what it refuses"
            }
            if let complaint = complaint(field: field) { return complaint }
        }
        let seconds = model.typicalSeconds(for: [:]).map { $0.lowerBound + $0.upperBound }
        return seconds?.isFinite == false ? "a time without end" : nil
    }

    private func complaint(field: Field) -> String? {
        for text in ["", "a lake", "-1", "9223372036854775807", "-9223372036854775808"] {
            guard let value = try? field.value(typed: text) else { continue }
            _ = field.problem(with: value)
        }
        guard case .integer(let rule) = field.kind else { return nil }
        for number in [0, Int.max, Int.min] {
            for up in [true, false] {
                let next = rule.next(after: number, up: up)
                let isFine = next == number || field.problem(with: .integer(next)) != .missing
                guard isFine else { return "\(field.name) steps to nowhere" }
            }
        }
        return nil
    }

    private func complaint(configuration: ConfigurationFile) -> String? {
        guard let address = configuration.baseURL else { return nil }
        return (try? Endpoint(address)) == nil ? "a base URL that is none" : nil
    }
}
