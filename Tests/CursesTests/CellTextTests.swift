import Glibc
import Terminal
import Testing

@testable import Curses

struct ColumnsTests {
    @Test func everyScalarTakesTheColumnsLibcGivesIt() {
        setlocale(LC_CTYPE, "C.UTF-8")
        // Zero is a control like the others, whatever libc says.
        for scalar in (UInt32(1)...0x10FFFF).compactMap(Unicode.Scalar.init) {
            let libc = Int(scalar.libcColumns)
            let agrees = libc < 0 ? !scalar.isPrintable : scalar.columns == libc
            guard !agrees else { continue }
            Issue.record("U+\(String(scalar.value, radix: 16)): \(scalar.columns), libc \(libc)")
        }
    }
}

struct CellTextTests {
    private func bytes(_ text: String, _ encoding: Encoding) -> String {
        setlocale(LC_CTYPE, "C.UTF-8")
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.write(text, at: Position(column: 0, row: 0), style: .plain)
        var bytes: [UInt8] = []
        for cell in canvas[row: 0] where !cell.isRightHalf {
            CellText(encoding: encoding).append(cell, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func cellsAreWrittenAsTheyAre() {
        #expect(bytes("a猫e\u{301}", .utf8) == "a猫e\u{301}  ")
    }

    @Test func withoutUTF8WhatIsNotASCIIIsAQuestionMark() {
        #expect(bytes("╭─│é猫", .ascii) == "????? ")
        #expect(bytes("e\u{301}…", .ascii) == "e?    ")
    }
}
