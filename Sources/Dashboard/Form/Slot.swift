/// A place in the form that can have the focus.
enum Slot: Sendable, Hashable {
    case model
    /// A field of `input`, by its name in the API.
    case input(String)
    case provider, requestType, callbackURL
    case send
}
