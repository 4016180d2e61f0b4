/// What can be exported, by the API's names, with the columns that each has, named like the API's fields.
package enum ExportTable: String, CaseIterable, Sendable {
    case clicks, events, orders, conversions, credits, rewards, ledger, referrers, codes, links, programs

    package var columns: [String] {
        switch self {
        case .clicks:
            [
                "id", "at", "link", "code", "referrer", "program", "channel", "class", "class_rule", "visitor",
                "user_agent", "referring_host",
            ]
        case .events:
            [
                "id", "type", "event_id", "order_id", "customer", "occurred_at", "recorded_at", "status", "body",
            ]
        case .orders:
            [
                "order_id", "event", "customer", "state", "amount", "currency", "refunded_amount", "occurred_at",
                "recorded_at",
            ]
        case .conversions:
            [
                "id", "event", "kind", "status", "reasons", "program", "policy_version", "customer", "order_id",
                "amount", "currency", "occurred_at", "revision", "recorded_at",
            ]
        case .credits:
            [
                "conversion", "referrer", "basis_points", "amount", "currency", "touchpoint", "because", "recorded_at",
            ]
        case .rewards:
            [
                "id", "rule", "program", "conversion", "beneficiary", "referrer", "customer", "kind", "amount",
                "currency", "percent_bp", "status", "reversed_amount", "release_at", "created_at",
            ]
        case .ledger: ["id", "at", "reward", "from", "to", "amount", "currency", "cause"]
        case .referrers:
            [
                "id", "customer_id", "email", "name", "kind", "locale", "followers", "tags", "status", "code", "codes",
                "created_at",
            ]
        case .codes: ["code", "referrer", "created_at"]
        case .links:
            [
                "id", "slug", "referrer", "program", "code", "destination", "channel", "expires_at", "status",
                "created_at",
            ]
        case .programs:
            [
                "id", "slug", "name", "status", "default", "destination_url", "fallback_url", "allowed_hosts",
                "currency", "starts_at", "ends_at", "timezone", "attribution", "release_on", "auto_approve", "rewards",
                "terms", "content", "policy_version", "created_at", "updated_at",
            ]
        }
    }

    /// Where the identifiers are that its rows go by.
    var storedTable: String {
        switch self {
        case .clicks: "click"
        case .events, .orders: "event"
        case .conversions, .credits: "conversion"
        case .rewards: "reward"
        case .ledger: "ledger_entry"
        case .referrers, .codes: "referrer"
        case .links: "link"
        case .programs: "program"
        }
    }

    /// Rows read at once. Whatever a row may hold, a page stays within some tens of megabytes.
    var pageRows: Int {
        switch self {
        case .clicks: 2000
        // A body may be as long as the server lets one be, by default a megabyte.
        case .events: 32
        case .programs: 50
        default: 500
        }
    }
}
