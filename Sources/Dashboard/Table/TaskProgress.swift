/// Where a running task stands against the time such tasks usually take.
enum TaskProgress: Sendable, Hashable {
    case part(Double)
    case late(seconds: Int)
}
