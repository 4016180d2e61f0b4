import ArgumentParser
import Domain
import Store
import Tracking

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, list and revoke the keys of the API, also beside a running server.",
        subcommands: [CreateKey.self, ListKeys.self, RevokeKey.self])
}

private struct CreateKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key and print it, now and never again.")

    @Option(help: "admin: everything; write: events, referrers, links, codes; read: looking only.")
    var scope: KeyScope

    @Option(help: ArgumentHelp("What it is for, to tell keys apart.", valueName: "text"))
    var name: String?

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard let name else { return }
        guard (1...100).contains(name.count), name == name.withoutControls else {
            throw ValidationError("--name takes 1 to 100 characters, none of them a control character.")
        }
    }

    func run() throws {
        let made = try OpenedStore.with(try store.databasePath(), mayMake: true) { store in
            try store.writer.wait { [scope, name] transaction in
                var random = RandomSource.system
                return try transaction.makeKey(name: name ?? "", scope: scope, random: &random)
            }
        }
        do throws(Failure) {
            try Output.result(made.secret)
        } catch {
            throw Failure(words: "\(error.words); revoke the key that nobody has: grapevine key revoke \(made.key.id)")
        }
    }
}

private struct ListKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all keys, newest first; nothing if there are none.")

    @OptionGroup var store: StoreOptions

    func run() throws {
        let keys = try OpenedStore.with(try store.databasePath()) { store in
            try store.readers.wait { try $0.allKeys() }
        }
        guard !keys.isEmpty else { return }
        let rows = keys.map { key in
            [
                key.id.text, key.scope.rawValue, key.name.isEmpty ? "-" : key.name.withoutControls,
                key.id.madeAt.rfc3339,
                key.revokedAt?.rfc3339 ?? "-",
            ]
        }
        for line in aligned([["ID", "SCOPE", "NAME", "MADE", "REVOKED"]] + rows) { try Output.result(line) }
    }
}

private struct RevokeKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a key; a running server heeds it within a second.")

    @Argument(help: "As key list shows it: key_...")
    var id: String

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard ID<APIKey>(id) != nil else {
            throw ValidationError("\(id) is no key's id; grapevine key list shows them (key_...).")
        }
    }

    func run() throws {
        let revokedAt = try OpenedStore.with(try store.databasePath()) { store in
            try store.writer.wait { [id] transaction in
                try transaction.revoke(try transaction.connection.key(named: id)).revokedAt
            }
        }
        Output.note("\(id) is revoked since \(revokedAt?.rfc3339 ?? "now")")
    }
}

extension KeyScope: ExpressibleByArgument {}

extension Connection {
    fileprivate func allKeys() throws -> [KeyRow] {
        let limit = 200
        var keys: [KeyRow] = []
        while true {
            // A page has one row more than asked, if there is one.
            let page = try self.keys(Page(limit: limit, before: keys.last?.id.value)).prefix(limit)
            keys += page
            if page.count < limit { return keys }
        }
    }
}
