import Apixo
import Foundation
import GRDB
import TaskJournal
import Tasks

/// A journal as the program leaves it: a row or more in every table, in small pages.
enum JournalFile {
    static let bytes: [UInt8] = {
        do {
            return try make()
        } catch {
            preconditionFailure("no journal to begin with: \(error)")
        }
    }()

    static let pageSize = 512

    /// Where the tasks are, told by their requests.
    static let taskPages = stride(from: 0, to: bytes.count, by: pageSize)
        .map { $0..<min($0 + pageSize, bytes.count) }
        .filter { String(decoding: bytes[$0], as: UTF8.self).contains("request_type") }

    static let now = Timestamp(milliseconds: 1_795_000_000_000)

    private static func make() throws -> [UInt8] {
        let folder = NSTemporaryDirectory() + "apixo-fuzz-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/journal.sqlite"
        try fill(folder)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: rows)
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA page_size = \(pageSize)")
            try db.execute(sql: "VACUUM; PRAGMA journal_mode = WAL")
        }
        try queue.close()
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    private static func fill(_ folder: String) throws {
        let journal = try Journal(folder: folder)
        let model = ModelID(rawValue: "seedream-5-0")
        let requests = (1...TaskState.allCases.count).map { number in
            GenerateRequest(model: model, input: ["prompt": .text("a lake, \(number)")])
        }
        _ = try journal.insert(requests.map { Intent($0) }, of: .builtIn, at: now)
    }

    private static let rows = """
        UPDATE task SET state = 'sending', rank = 0, sentAt = 1795000000001 WHERE id = 2;
        UPDATE task SET state = 'pending', rank = 2, sentAt = 1795000000001, phase = 'pending',
            taskId = 'task_3', acceptedAt = 1795000000002 WHERE id = 3;
        UPDATE task SET state = 'processing', rank = 1, sentAt = 1795000000001, looks = 4,
            phase = 'processing', taskId = 'task_4', acceptedAt = 1795000000002 WHERE id = 4;
        UPDATE task SET state = 'success', rank = 7, sentAt = 1795000000001, looks = 5,
            taskId = 'task_5', acceptedAt = 1795000000002, endedAt = 1795000009000, costTime = 8000,
            resultJson = '{"resultUrls":["https://a.example/1.png"]}', results = 1 WHERE id = 5;
        UPDATE task SET state = 'failed', rank = 5, sentAt = 1795000000001, taskId = 'task_6',
            endedAt = 1795000009000, failCode = 'X', failMsg = 'no' WHERE id = 6;
        UPDATE task SET state = 'refused', rank = 6, endedAt = 1795000000003, status = 400,
            why = 'badRequest', failMsg = 'no' WHERE id = 7;
        UPDATE task SET state = 'unknown', rank = 4, sentAt = 1795000000001, boot = 'first',
            endedAt = 1795000000003, uptime = 1000, why = 'no answer' WHERE id = 8;
        INSERT INTO file VALUES
            (5, 1, 'https://a.example/1.png', 1795000100000, 'waiting', 1795000009000, 2, 'HTTP 500',
                NULL, NULL),
            (5, 2, 'https://a.example/2.png', 1795000100000, 'saved', NULL, 0, NULL, '/2.png', 77);
        INSERT INTO look VALUES (4, 1795000000003, 'HTTP 500'), (5, 1795000000004, 'success');
        INSERT INTO spent VALUES ('seedream-5-0', 'first', 1000, 1795000000000, 2);
        INSERT INTO draft VALUES ('seedream-5-0', '{"prompt":"a lake"}');
        INSERT INTO setting VALUES ('model', 'seedream-5-0');
        INSERT INTO wish (kind, task, text) VALUES ('lookNow', 3, '');
        INSERT INTO balance VALUES (1794999999000, 1795000000000, 5.5), (1795000005000, 1795000006000, 5);
        """
}
