/// The tables whose `id` the writer mints: after a start, ids go on above the highest of them.
package enum MintedTables {
    package static let names: [String] = [
        "program", "referrer", "link", "click", "event", "customer", "conversion", "reward", "ledger_entry",
        "api_key", "audit_entry",
    ]
}
