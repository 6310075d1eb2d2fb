import Terminal

/// Where everything stands, in reading order.
struct Layout: Sendable, Hashable {
    static let leastSize = Size(columns: 60, rows: 16)
    private static let wide = Size(columns: 120, rows: 24)
    /// From here on the form may stand beside the table and leave it room for its prompts.
    private static let widestColumns = 160
    private static let tallRows = 38

    let header: Rect
    let footer: Rect
    /// Empty where a pane is not to be seen.
    private(set) var compose = Rect(column: 0, row: 0, columns: 0, rows: 0)
    private(set) var tasks = Rect(column: 0, row: 0, columns: 0, rows: 0)
    private(set) var detail = Rect(column: 0, row: 0, columns: 0, rows: 0)
    let isTooSmall: Bool
    /// All three panes can be seen at once.
    let showsAll: Bool

    init(size: Size, focus: Pane) {
        isTooSmall = size.columns < Self.leastSize.columns || size.rows < Self.leastSize.rows
        showsAll = size.columns >= Self.wide.columns && size.rows >= Self.wide.rows
        var body = Rect(size)
        header = body.splitTop(1)
        footer = body.splitBottom(1)
        if !showsAll {
            showOne(focus, body)
        } else if size.columns < Self.widestColumns, size.rows >= Self.tallRows {
            putTableOnTop(of: body)
        } else {
            putFormBeside(body)
        }
    }

    /// Compose, or the table and the detail; what has the focus gets more rows.
    private mutating func showOne(_ focus: Pane, _ body: Rect) {
        var body = body
        guard focus != .compose else {
            compose = body
            return
        }
        tasks = body.splitTop(focus == .tasks ? body.rows / 2 : max(6, body.rows / 3))
        detail = body
    }

    private mutating func putTableOnTop(of body: Rect) {
        var body = body
        tasks = body.splitTop(body.rows * 2 / 5)
        compose = body.splitLeft(body.columns * 2 / 5)
        detail = body
    }

    private mutating func putFormBeside(_ body: Rect) {
        var body = body
        compose = body.splitLeft(min(60, max(44, body.columns * 3 / 10)))
        tasks = body.splitTop(body.rows / 2)
        detail = body
    }

    /// The table's rows, its heading left out.
    var tableRows: Int { max(0, tasks.rows - 3) }

    var detailText: Rect { detail.inset(columns: 2, rows: 1) }

    /// Under the fields stand a rule, two lines of help, perhaps a hint, and the button.
    var formFoot: Rect {
        var inner = compose.inset(columns: 2, rows: 1)
        return inner.splitBottom(inner.columns < 60 ? 5 : 4)
    }

    var form: Rect {
        var inner = compose.inset(columns: 2, rows: 1)
        _ = inner.splitBottom(formFoot.rows)
        return inner
    }

    var formSize: Size { form.size }
}
