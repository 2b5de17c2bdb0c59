public import Journal

/// The statements for the snapshots of a `SQLiteJournal`.
struct SnapshotStatements {
    let formatAndFloor: SQLiteStatement
    let setFormatAndFloor: SQLiteStatement
    let drop: SQLiteStatement
    let dropNumbered: SQLiteStatement
    let replace: SQLiteStatement
    let replaceNumbered: SQLiteStatement
    let all: SQLiteStatement
    let allNumbered: SQLiteStatement

    init(on connection: SQLiteConnection) throws(JournalFault) {
        formatAndFloor = try connection.prepare(
            """
            SELECT (SELECT value FROM meta WHERE name = 'snapshot_format'),
                (SELECT value FROM meta WHERE name = 'snapshot_floor')
            """)
        setFormatAndFloor = try connection.prepare(
            """
            INSERT INTO meta (name, value) VALUES ('snapshot_format', ?1), ('snapshot_floor', ?2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
        drop = try connection.prepare("DELETE FROM matter_state")
        dropNumbered = try connection.prepare("DELETE FROM numbered_state")
        replace = try connection.prepare(
            """
            INSERT INTO matter_state (matter, position, state) VALUES (?1, ?2, ?3)
            ON CONFLICT (matter) DO UPDATE SET position = excluded.position, state = excluded.state
            """)
        replaceNumbered = try connection.prepare(
            """
            INSERT INTO numbered_state (matter, position, state, serial) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (serial) DO UPDATE SET matter = excluded.matter,
                position = excluded.position, state = excluded.state
            """)
        all = try connection.prepare(
            "SELECT matter, position, state FROM matter_state ORDER BY matter")
        allNumbered = try connection.prepare(
            "SELECT matter, position, state FROM numbered_state ORDER BY serial")
    }
}

/// Snapshots shorten recovery and can always be made again, so losing one loses nothing.
extension SQLiteJournal {
    /// Replaces the snapshots of these matters in one transaction. When `format` differs from the
    /// one that is stored, every older snapshot is dropped in the same transaction. Traps when the
    /// floor or a snapshot lies beyond `lastPosition`.
    ///
    /// A fault leaves the earlier snapshots as they were, and the journal usable: a full disk or
    /// a lock in the way harms no entry. Only a device that failed to read, write or sync ends the
    /// object as a failed append does, because the entries lie on the same device.
    public func saveStates(
        _ states: [StoredState], format: Int64, floor: Int64
    ) throws(JournalFault) {
        try admit(to: "save the snapshots")
        precondition((0...lastPosition).contains(floor), "the floor is a position of the journal")
        for state in states {
            precondition(
                state.position >= 1 && state.position <= lastPosition,
                "a snapshot contains only entries of the journal")
        }
        do throws(JournalFault) {
            try begin.run(to: "begin to save the snapshots")
            if try storedFormatAndFloor().format != format {
                try snapshots.drop.run(to: "drop the snapshots of another format")
                try snapshots.dropNumbered.run(to: "drop the snapshots of another format")
            }
            for state in states {
                try replace(state)
            }
            snapshots.setFormatAndFloor.bind(format, at: 1)
            snapshots.setFormatAndFloor.bind(floor, at: 2)
            try snapshots.setFormatAndFloor.run(to: "save the floor of the snapshots")
            try commit.run(to: "commit the snapshots")
        } catch {
            undo()
            throw error
        }
    }

    /// Hands over every snapshot of the given format: first those whose names have no number, in
    /// the byte order of these, then the matters in the order of their numbers. Returns the floor.
    /// Throws when the file cannot be read, when a snapshot reaches beyond the journal, which means
    /// that entries were lost, and what `body` throws.
    public func loadStates(
        format: Int64, _ body: (StoredState) throws(JournalFault) -> Void
    ) throws(JournalFault) -> Int64 {
        let operation = "load the snapshots"
        try admit(to: operation)
        let stored = try storedFormatAndFloor()
        guard stored.format == format else { return 0 }
        try requireEntry(at: stored.floor, to: operation)
        for rows in [snapshots.all, snapshots.allNumbered] {
            defer { rows.reset() }
            while try rows.step(to: operation) {
                // What is no text names no matter, and is refused with its snapshot.
                let matter = (try? rows.text(0, to: operation)) ?? ""
                let state = StoredState(
                    matter: matter, position: rows.integer(1), state: rows.bytes(2))
                try requireEntry(at: state.position, to: operation)
                try body(state)
            }
        }
        return stored.floor
    }

    private func requireEntry(at position: Int64, to operation: String) throws(JournalFault) {
        guard position <= lastPosition else {
            throw JournalFault(
                operation: operation,
                reason: "the snapshots reach position \(position), "
                    + "but the journal ends at position \(lastPosition)")
        }
    }

    private func storedFormatAndFloor() throws(JournalFault) -> (format: Int64, floor: Int64) {
        let statement = snapshots.formatAndFloor
        defer { statement.reset() }
        let hasRow = try statement.step(to: "read the format of the snapshots")
        precondition(hasRow, "a query without a table returns one row")
        return (statement.integer(0), statement.integer(1))
    }

    private func replace(_ state: StoredState) throws(JournalFault) {
        var row = snapshots.replace
        if let serial = state.serial {
            row = snapshots.replaceNumbered
            row.bind(serial, at: 4)
        }
        row.bind(state.position, at: 2)
        try row.withText(state.matter.utf8Span.span, at: 1) { () throws(JournalFault) in
            try row.withBlob(state.state.span, at: 3) { () throws(JournalFault) in
                try row.run(to: "save a snapshot")
            }
        }
    }

    /// Takes back what is left of a transaction that failed.
    private func undo() {
        if connection.deviceFailed {
            poison()
        } else if connection.isInTransaction {
            do throws(JournalFault) {
                try connection.execute("ROLLBACK", to: "take back the snapshots")
            } catch {
                poison()
            }
        }
    }
}
