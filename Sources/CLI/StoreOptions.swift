import ArgumentParser

/// What every command takes: which store, and which configuration file.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database file (default: grapevine.db).", valueName: "file"))
    var database: String?

    @Option(help: ArgumentHelp("A configuration file, JSON or YAML.", valueName: "file"))
    var config: String?

    static let defaultDatabase = "grapevine.db"

    /// The database's path, for the commands that need nothing else.
    func databasePath() throws(Failure) -> String {
        try given().path(.database) ?? Self.defaultDatabase
    }

    /// - Parameter flags: of the command's own settings.
    func given(_ flags: [Setting: String] = [:]) throws(Failure) -> GivenSettings {
        var flags = flags
        flags[.database] = database
        return try GivenSettings(flags: flags, configurationPath: config)
    }
}
