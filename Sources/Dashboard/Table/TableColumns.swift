import Apixo
import Tasks

/// The widths of the table's columns at a width of the pane.
struct TableColumns: Sendable, Hashable {
    static let gap = 2
    static let state = 12
    static let time = 7
    static let age = 4
    private static let leastPrompt = 16

    let number: Int
    /// 0 where there is no room for it.
    let model: Int
    let prompt: Int
    /// Beside the prompt of a live task.
    let bar: Int

    /// The columns with the gaps around them, one column of margin at each end.
    var stateZone: Int { 1 + Self.state + Self.gap }
    var nameZone: Int { number + (model > 0 ? model + Self.gap : 0) + 1 }

    init(_ table: TaskTable, catalog: Catalog, columns: Int) {
        let last = table.rows.map(\.id.rawValue).max() ?? 0
        number = max(4, String(last).count + 1)
        let longest = catalog.models.map(\.id.rawValue.count).max() ?? 0
        let others = Self.state + number + Self.time + Self.age + 4 * Self.gap
        let wanted = min(18, max(8, longest)) + Self.gap
        model = columns - others - wanted >= Self.leastPrompt ? wanted - Self.gap : 0
        prompt = max(0, columns - others - (model > 0 ? wanted : 0))
        bar = prompt >= 50 ? 16 : prompt >= 30 ? 10 : prompt >= 14 ? 8 : 0
    }
}
