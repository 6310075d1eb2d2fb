/// The manual of prompt words and faults.
public enum Manual {
    /// For `apixo simulate --help`.
    public static let text: String = """
        The simulator answers on 127.0.0.1 as the APIXO documents say, with one key.
        Nothing is billed and nothing leaves the machine: webhooks go to loopback only.

        Words in a prompt steer its task:
        \(table(promptWords))

        Faults, each with a probability from 0 to 1, as FAULT=PROBABILITY; all=0.1 sets
        every one:
        \(table(Fault.allCases.map { ($0.rawValue, $0.help) }))

        Faults hit calls with the right key for a known model, balance calls, downloads
        and webhooks. A limit counts the requests that were served: those refused with
        401, 404 for the model, or 429 for too many requests a minute do not count. The
        balance falls by the model's price a unit, or \(SimulatedService.usualPrice) USD, for what a
        task makes; a failed task costs nothing. A picture has the shape that was asked
        for, in a small size.
        """

    private static let promptWords = [
        ("[fail:CODE]", "fails with this failCode; [fail]: GENERATION_FAILED"),
        ("[no-times]", "ends without completeTime and costTime"),
        ("[never]", "never ends"),
        ("[take:SECONDS]", "takes this long, times the time scale"),
        ("[state:WORD]", "shows this state while it runs"),
        ("[images:N]", "makes at most N images"),
        ("[odd-result]", "succeeds with a resultJson that holds no URL"),
        ("[expires:SECONDS]", "its files are gone so long after its end, not scaled"),
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
