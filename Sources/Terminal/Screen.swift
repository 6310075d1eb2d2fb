/// A terminal, real or scripted. One thread owns it.
public protocol Screen: AnyObject {
    var size: Size { get }
    /// It can show nothing but ASCII.
    var isASCII: Bool { get }
    /// What the user should know about the terminal, such as that its name is unknown here.
    var notice: String? { get }

    /// Makes the terminal show `canvas`, sending only what differs, in one write.
    func show(_ canvas: Canvas)

    /// Sleeps until there is input, the doorbell rings, or `limit` has passed; nil sleeps without end.
    func wait(upTo limit: Duration?)

    /// Everything typed since the last call, in order; never blocks.
    func readInput() -> [Input]

    /// Writes `text` to the terminal's clipboard (OSC 52), wrapped for tmux and screen.
    func copy(_ text: String)

    /// Gives the terminal back, stops the program as Ctrl-Z does, and takes it again on return.
    func suspend()

    func bell()

    /// Gives the terminal back for good.
    func close()
}
