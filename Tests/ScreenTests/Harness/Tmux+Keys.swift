import Foundation

extension Tmux {
    /// Picks the model and writes a prompt.
    func compose(_ prompt: String, model: String = "quick-1") async throws {
        try press("n")
        try await see("prompt")
        try press("BTab", "BTab")
        for _ in 0..<8 where !showsForm(of: model) {
            try press("Right")
            try await Task.sleep(for: .milliseconds(50))
        }
        try await wait("the form of \(model)") { _ in showsForm(of: model) }
        try press("Tab")
        try type(prompt)
        try await see(prompt)
    }

    /// Says yes as a person does, who reads the question first.
    func answerYes(to question: String) async throws {
        try await see(question)
        try await wait("the question takes an answer") { $0.contains("y yes   n no") }
        try press("y")
        try await wait("the answer is taken", within: 10) { !$0.contains(question) }
    }

    private func showsForm(of model: String) -> Bool {
        screen.split(separator: "\n").contains {
            $0.contains("model * ") && $0.contains(" \(model) ")
        }
    }

    /// Bytes as they are, in one write.
    func send(_ bytes: String) throws {
        let digits = bytes.utf8.map { "0" + String($0, radix: 16) }.map { String($0.suffix(2)) }
        try run(["send-keys", "-H"] + digits)
    }

    /// Escape, alone in its read: the first leaves the text, the second the form. A narrow screen
    /// has left it when the request was sent.
    func leaveForm() async throws {
        for place in ["Enter type", "▸ 2 Tasks"] where !screen.contains("▸ 2 Tasks") {
            try press("Escape")
            try await wait(place) { $0.contains(place) || $0.contains("▸ 2 Tasks") }
        }
    }

    /// Seconds, far below the 20 that a poll may take: what waits for the network comes too late.
    static let promptly = 5.0

    /// A key is answered: the screen is alive.
    func checkIsLive() async throws {
        try press("?")
        try await see("Every key", within: Self.promptly)
        try press("Escape")
        try await wait("the help is gone", within: Self.promptly) { !$0.contains("Every key") }
    }

    /// The terminal's modes, as a short sum.
    func modes(_ name: String) async throws -> Substring {
        try await wait("the shell is there") { !$0.allSatisfy(\.isWhitespace) }
        try type("echo \(name)=$(stty -a | md5sum)")
        try press("Enter")
        try await see("\n\(name)=")
        let lines = screen.split(separator: "\n")
        return lines.last { $0.hasPrefix("\(name)=") }?.dropFirst(name.count) ?? ""
    }
}
