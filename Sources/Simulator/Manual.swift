/// The manual of prompt words and faults.
public enum Manual {
    /// For `apixo simulate --help`.
    public static let text: String = """
        The simulator answers on 127.0.0.1 as the APIXO documents say, with one key.
        Nothing is billed and nothing leaves the machine: webhooks go to loopback only.

        Words in a prompt control its task:
        \(table(promptWords))

        Faults, given as FAULT=PROBABILITY with a probability from 0 to 1; all=0.1 sets
        every one of them:
        \(table(Fault.allCases.map { ($0.rawValue, $0.help) }))

        Faults happen to calls with the right key for a known model, to balance calls,
        downloads and webhooks. The limits count the requests that were served: those
        refused with 401, 404 for the model, or 429 for too many requests a minute do
        not count. What a task makes costs the model's price per unit, or \(usualPrice) USD
        where it has none; a failed task costs nothing. A picture has the shape that was
        asked for, at a small size.
        """

    private static let usualPrice = SimulatedService.usualPrice

    private static let promptWords = [
        ("[fail:CODE]", "fails with this failCode; [fail]: GENERATION_FAILED"),
        ("[no-times]", "ends without completeTime and costTime"),
        ("[never]", "never ends"),
        ("[take:SECONDS]", "takes this long, times the time scale"),
        ("[state:WORD]", "shows this state while it runs"),
        ("[images:N]", "makes at most N images"),
        ("[odd-result]", "succeeds with a resultJson that holds no URL"),
        ("[expires:SECONDS]", "its files expire this long after its end, not scaled"),
        ("[credits]", "is refused: 400, Insufficient credits"),
        ("[refuse:STATUS]", "is refused with this status, 400 to 599"),
    ]

    private static func table(_ rows: [(name: String, meaning: String)]) -> String {
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { name, meaning in
            "  " + name + String(repeating: " ", count: width - name.count + 2) + meaning
        }.joined(separator: "\n")
    }
}
