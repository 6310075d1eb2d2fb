import Apixo
import Tasks
import Terminal

extension Frame {
    /// Says why there is nothing, and what to do about it.
    mutating func drawEmptyTable(in area: Rect) {
        let lines = emptyLines
        let start = area.row + max(0, (area.rows - lines.count) / 2)
        for (index, line) in lines.prefix(area.rows).enumerated() {
            let column = area.column + max(1, (area.columns - line.columns) / 2)
            write(line, column: column, row: start + index, columns: area.columns - 2)
        }
    }

    private var emptyLines: [TextLine] {
        let table = state.table
        if !table.hasLoaded { return [TextLine("Reading the journal …", .muted)] }
        if table.isNarrowed { return nothingMatches }
        if !state.environment.hasKey { return noKey }
        return [
            TextLine("No tasks yet.", .strong),
            TextLine(),
            TextLine("Press ", .muted).adding("n", .footerKey)
                .adding(" to write a request and ", .muted).adding("F5", .footerKey)
                .adding(" to send it.", .muted),
        ]
    }

    private var nothingMatches: [TextLine] {
        [
            TextLine("Nothing matches.", .strong),
            TextLine(),
            TextLine("Press ", .muted).adding("Esc", .footerKey).adding(
                " to see all tasks.",
                .muted
            ),
        ]
    }

    private var noKey: [TextLine] {
        [
            TextLine("No API key yet.", .strong),
            TextLine(),
            TextLine("Run ", .muted).adding("apixo login", .accent).adding(" or set ", .muted)
                .adding("APIXO_API_KEY", .accent).adding(", then start again.", .muted),
            TextLine("To look around first, without a key and without cost:", .muted),
            TextLine("apixo --demo", .accent),
        ]
    }
}
