import Apixo
import Tasks

extension Model {
    /// The request that a draft means; a field that goes with another choice is a fault, too.
    func checked(_ draft: Draft) throws -> GenerateRequest {
        let shown = shownFields(for: draft.values)
        let hidden = draft.values.keys.sorted().compactMap(field(named:))
            .filter { !shown.contains($0) }
            .compactMap { field in
                field.shownWhen.map { FieldError(field: field.name, problem: .notShown(when: $0)) }
            }
        guard hidden.isEmpty else {
            throw Exit.usage(hidden.map(\.description).joined(separator: "\n"))
        }
        switch request(from: draft) {
        case .success(let request): return request
        case .failure(let faults):
            throw Exit.usage(faults.list.map(\.description).joined(separator: "\n"))
        }
    }
}

extension TaskRef {
    /// The user's `--ref`, if there is one.
    init?(option text: String?) throws {
        guard let text else { return nil }
        guard let ref = TaskRef(rawValue: text) else {
            throw Exit.usage(
                """
                --ref: a name has 1 to \(TaskRef.mostCharacters) visible characters, and blanks \
                only between them
                """
            )
        }
        self = ref
    }
}

extension Provider {
    init(option text: String) throws {
        guard let value = Provider(rawValue: text) else {
            let all = Provider.allCases.map(\.rawValue)
            throw Exit.usage("\(FieldError(field: "provider", problem: .notOneOf(all)))")
        }
        self = value
    }
}
