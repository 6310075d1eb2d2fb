/// A value that cannot be what its column is for.
struct CorruptValue: Error {
    let column: String
}
