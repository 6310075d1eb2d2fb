/// Fields and the values of them that make something apply; all of them must hold.
public struct Condition: Hashable, Sendable {
    public var required: [String: [FieldValue]]

    public init(_ required: [String: [FieldValue]] = [:]) { self.required = required }

    public func holds(in input: [String: FieldValue]) -> Bool {
        required.allSatisfy { name, allowed in input[name].map(allowed.contains) ?? false }
    }
}

extension Condition: CustomStringConvertible {
    public var description: String {
        required.sorted { $0.key < $1.key }
            .map { name, values in "\(name)=\(values.map(\.text).joined(separator: "|"))" }
            .joined(separator: " and ")
    }
}
