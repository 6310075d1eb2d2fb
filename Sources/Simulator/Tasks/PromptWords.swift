/// The words in square brackets by which a prompt steers its task: `[fail:CODE]`, `[never]`.
struct PromptWords: Sendable {
    private var values: [String: String] = [:]

    init(_ prompt: String) {
        for part in prompt.split(separator: "[").dropFirst(prompt.hasPrefix("[") ? 0 : 1) {
            guard let end = part.firstIndex(of: "]") else { continue }
            let word = part[..<end].split(separator: ":", maxSplits: 1)
            guard let name = word.first else { continue }
            values[String(name)] = word.count > 1 ? String(word[1]) : ""
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// What follows the colon, or nil when the word is absent or bare.
    func text(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func integer(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    func seconds(_ name: String) -> Double? {
        values[name].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }
}
