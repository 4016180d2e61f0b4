/// How the connections of one store are opened: at the start, and again when what kept them from writing may be gone.
struct Opening: Sendable {
    let path: String
    let durability: Durability

    /// - Parameter mode: `.readWrite` at the start alone: to make a file where one has just gone would lose it.
    func writing(_ mode: Connection.Mode = .existing) throws -> Connection {
        let connection = try Connection(path: path, mode: mode)
        try Engine.prepareWriter(connection, durability: durability)
        return connection
    }

    func checkpointing() throws -> Connection {
        let connection = try Connection(path: path, mode: .existing)
        try Engine.prepareCheckpointer(connection, durability: durability)
        return connection
    }

    func reading() throws -> Connection {
        let connection = try Connection(path: path, mode: .readOnly)
        try Engine.prepareReader(connection)
        return connection
    }
}
