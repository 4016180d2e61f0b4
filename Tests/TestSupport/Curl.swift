/// The real curl: what people type when they try the server.
package enum Curl {
    package static var isInstalled: Bool { SystemProgram.isInstalled("curl") }

    /// Runs curl, quietly and without its settings file, and gives back what it printed.
    /// - Throws: `OutputError` where curl itself failed.
    package static func run(_ arguments: String...) throws -> String {
        try SystemProgram.run(["curl", "-q", "--silent", "--show-error", "--max-time", "60"] + arguments)
    }
}
