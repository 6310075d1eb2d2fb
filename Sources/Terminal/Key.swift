/// One press, as the user means it.
public enum Key: Hashable, Sendable {
    case character(Character)
    /// Control and a letter, written in lower case: `.control("l")`. Tab, Enter and Escape are their own keys.
    case control(Character)
    /// Alt with Enter is `.alt("\r")`, with Backspace `.alt("\u{7F}")`.
    case alt(Character)
    case function(Int)
    case enter, escape, tab, backTab
    case backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case shiftUp, shiftDown, shiftLeft, shiftRight
    case controlLeft, controlRight, controlHome, controlEnd, controlUp, controlDown
}

/// What a terminal tells the program.
public enum Input: Hashable, Sendable {
    case key(Key)
    /// A bracketed paste, whole, as text: line ends are `\n`, other controls are gone.
    case paste(String)
    /// The end of a paste has not come: what arrives is text, until Escape or Ctrl-C comes alone.
    case pasteStalled
    /// The user has left such a paste.
    case pasteLeft
    case resized(Size)
    /// The program was stopped and goes on; the screen was already set up again.
    case resumed
    /// SIGTERM, SIGHUP, SIGINT from outside, or the terminal is gone.
    case terminated
}
