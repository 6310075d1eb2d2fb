import Terminal

/// Where everything stands, in reading order.
struct Layout: Sendable, Hashable {
    static let leastSize = Size(columns: 60, rows: 16)
    private static let wideColumns = 120
    private static let widestColumns = 180
    private static let wideRows = 24

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
        showsAll = size.columns >= Self.wideColumns && size.rows >= Self.wideRows
        var body = Rect(size)
        header = body.splitTop(1)
        footer = body.splitBottom(1)
        if size.columns >= Self.widestColumns {
            splitInThree(&body)
        } else if showsAll {
            compose = body.splitLeft(min(52, max(44, size.columns * 36 / 100)))
            tasks = body.splitTop(body.rows / 2)
            detail = body
        } else if focus == .compose {
            compose = body
        } else {
            tasks = body.splitTop(focus == .tasks ? body.rows / 2 : max(6, body.rows / 3))
            detail = body
        }
    }

    private mutating func splitInThree(_ body: inout Rect) {
        compose = body.splitLeft(48)
        detail = body.splitRight(min(72, body.columns * 45 / 100))
        tasks = body
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
