import CNcurses
import Terminal

/// Cells as the bytes ncurses is given, never wider or narrower than the canvas has them.
struct CellText {
    let encoding: Encoding

    func append(_ cell: Cell, to bytes: inout [UInt8]) {
        if cell.scalar.isASCII, !cell.hasMarks {
            bytes.append(UInt8(cell.scalar.value))
        } else if encoding == .ascii {
            append(cell.scalar.isASCII ? cell.scalar : "?", columns: cell.columns, to: &bytes)
        } else if cell.scalar.libcColumns == Int32(cell.columns) {
            append(cell.scalar, marks: cell.marks, to: &bytes)
        } else {
            // Another libc than the one our table is from; ncurses counts by the former.
            append("\u{FFFD}", columns: cell.columns, to: &bytes)
        }
    }

    private func append(
        _ scalar: Unicode.Scalar,
        marks: [Unicode.Scalar],
        to bytes: inout [UInt8],
    ) {
        bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        for mark in marks where mark.libcColumns == 0 {
            bytes.append(contentsOf: UTF8.encode(mark).map(Array.init) ?? [])
        }
    }

    private func append(_ scalar: Unicode.Scalar, columns: UInt8, to bytes: inout [UInt8]) {
        append(scalar, marks: [], to: &bytes)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, Int(columns) - 1)))
    }
}

extension Unicode.Scalar {
    var libcColumns: Int32 { wcwidth(wchar_t(value)) }
}
