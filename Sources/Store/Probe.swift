extension Connection {
    /// Changes a row, to see whether a commit goes through: writing what is there already would not reach the disk.
    package func beat() throws {
        try run(
            """
            INSERT INTO heartbeat (id, count) VALUES (1, 1)
            ON CONFLICT (id) DO UPDATE SET count = heartbeat.count + 1
            """)
    }
}
