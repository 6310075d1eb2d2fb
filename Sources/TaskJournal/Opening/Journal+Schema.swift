import GRDB

extension Journal {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: tables)
            try db.execute(sql: indexes)
        }
        migrator.registerMigration("2") { db in try db.execute(sql: spending) }
        migrator.registerMigration("3") { db in try db.execute(sql: noticing) }
        migrator.registerMigration("4") { db in try db.execute(sql: pausing) }
        migrator.registerMigration("6") { db in try db.execute(sql: braking) }
        migrator.registerMigration("7") { db in
            try db.execute(sql: naming)
            try addDigests(db)
        }
        migrator.registerMigration("8") { db in try db.execute(sql: evidence) }
        migrator.registerMigration("9") { db in try db.execute(sql: ceiling) }
        migrator.registerMigration("10") { db in try db.execute(sql: restoring) }
        return migrator
    }

    /// Times are Unix milliseconds, but for `uptime`, which counts from the `boot`. `rank` orders states with the live ones on top.
    private static let tables = """
        CREATE TABLE task (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            model TEXT NOT NULL,
            prompt TEXT NOT NULL,
            request TEXT NOT NULL,
            submittedAt INTEGER NOT NULL,
            state TEXT NOT NULL,
            rank INTEGER NOT NULL,
            isRemoved INTEGER NOT NULL DEFAULT 0,
            phase TEXT,
            taskId TEXT,
            sentAt INTEGER,
            acceptedAt INTEGER,
            endedAt INTEGER,
            createTime INTEGER,
            completeTime INTEGER,
            costTime INTEGER,
            looks INTEGER NOT NULL DEFAULT 0,
            isParked INTEGER NOT NULL DEFAULT 0,
            resultJson TEXT,
            failCode TEXT,
            failMsg TEXT,
            status INTEGER,
            why TEXT,
            isSettled INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE file (
            task INTEGER NOT NULL REFERENCES task(id),
            number INTEGER NOT NULL,
            url TEXT NOT NULL,
            expiresAt INTEGER NOT NULL,
            state TEXT NOT NULL,
            next INTEGER,
            tries INTEGER NOT NULL DEFAULT 0,
            why TEXT,
            path TEXT,
            bytes INTEGER,
            PRIMARY KEY (task, number)
        ) WITHOUT ROWID;
        CREATE TABLE look (
            task INTEGER NOT NULL,
            at INTEGER NOT NULL,
            text TEXT NOT NULL
        );
        CREATE TABLE spent (
            model TEXT NOT NULL,
            boot TEXT NOT NULL,
            uptime INTEGER NOT NULL,
            at INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (model, boot, uptime, at)
        ) WITHOUT ROWID;
        CREATE TABLE draft (model TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE wish (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            task INTEGER NOT NULL,
            text TEXT NOT NULL
        );
        """

    private static let indexes = """
        CREATE INDEX task_newest ON task (isRemoved, id);
        CREATE INDEX task_state ON task (isRemoved, rank, id);
        CREATE INDEX task_model ON task (isRemoved, model, id);
        CREATE INDEX task_costTime ON task (isRemoved, ifnull(costTime, -1), id);
        CREATE INDEX task_taskId ON task (taskId) WHERE taskId IS NOT NULL;
        CREATE INDEX task_unfinished ON task (id)
            WHERE state IN ('queued', 'sending', 'pending', 'processing');
        CREATE INDEX file_waiting ON file (task) WHERE state = 'waiting';
        CREATE INDEX look_task ON look (task);
        """

    /// `price` is in millionths of a USD; `results` counts the URLs of a success. A balance stood
    /// unchanged from `at` to `seen`.
    private static let spending = """
        ALTER TABLE task ADD COLUMN unit TEXT;
        ALTER TABLE task ADD COLUMN units INTEGER;
        ALTER TABLE task ADD COLUMN price INTEGER;
        ALTER TABLE task ADD COLUMN results INTEGER;
        CREATE INDEX task_sent ON task (sentAt) WHERE sentAt IS NOT NULL;
        CREATE TABLE balance (
            at INTEGER PRIMARY KEY,
            seen INTEGER NOT NULL,
            amount REAL NOT NULL
        );
        """

    /// When a submit became unknown, by the machine's own clock.
    private static let noticing = """
        ALTER TABLE task ADD COLUMN boot TEXT;
        ALTER TABLE task ADD COLUMN uptime INTEGER;
        """

    /// What holds the queue of a model back, and what holds all of them: one row at most. `length` is
    /// what was left of the pause at `at`, in milliseconds; without one only the user ends it. A
    /// `keyMark` is a salted fingerprint, never the key.
    private static let braking = """
        CREATE TABLE brake (
            model TEXT PRIMARY KEY,
            unknowns INTEGER NOT NULL,
            why TEXT,
            status INTEGER,
            since INTEGER,
            times INTEGER,
            boot TEXT,
            uptime INTEGER NOT NULL,
            at INTEGER NOT NULL,
            length INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE hold (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            reason TEXT NOT NULL,
            status INTEGER NOT NULL,
            message TEXT NOT NULL,
            since INTEGER NOT NULL,
            balance REAL,
            isSeenFree INTEGER NOT NULL
        );
        ALTER TABLE task ADD COLUMN keyMark TEXT;
        ALTER TABLE task ADD COLUMN confirmedAt INTEGER;
        """

    /// The last 429 of each model and how long it asked to be left alone, in milliseconds.
    private static let pausing = """
        CREATE TABLE pause (
            model TEXT PRIMARY KEY,
            boot TEXT,
            uptime INTEGER NOT NULL,
            at INTEGER NOT NULL,
            length INTEGER NOT NULL
        ) WITHOUT ROWID;
        """

    /// `ref` is the user's own name for a task, `digest` the same for the same requests.
    private static let naming = """
        ALTER TABLE task ADD COLUMN ref TEXT;
        ALTER TABLE task ADD COLUMN digest INTEGER;
        CREATE UNIQUE INDEX task_ref ON task (ref) WHERE ref IS NOT NULL;
        CREATE INDEX task_digest ON task (digest) WHERE digest IS NOT NULL;
        """

    /// The limits that a 429 has taught of the account: one row at most. `length` is what was left at
    /// `at` of the wait for the next try, in milliseconds.
    private static let ceiling = """
        CREATE TABLE ceiling (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            requestsPerMinute INTEGER,
            tasksAtOnce INTEGER,
            since INTEGER NOT NULL,
            refusals INTEGER NOT NULL,
            boot TEXT,
            uptime INTEGER NOT NULL,
            at INTEGER NOT NULL,
            length INTEGER NOT NULL
        );
        """

    /// The answer to a paid call that gave no clean taskId, as JSON.
    private static let evidence = "ALTER TABLE task ADD COLUMN evidence TEXT"

    /// When what was queued was found in a journal that was put back from a copy; `confirmedAt` is
    /// when its user said that it is to be sent all the same.
    private static let restoring = "ALTER TABLE task ADD COLUMN restoredAt INTEGER"
}
