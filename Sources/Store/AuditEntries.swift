import Domain

/// Who changed what.
package struct AuditEntry: Hashable, Sendable, Identified {
    package static let idPrefix = "aud"

    package var id: ID<AuditEntry>
    /// A key's id.
    package var actor: String
    /// A verb with its noun: `conversion.reassign`.
    package var action: String
    /// The identifier of what was changed.
    package var subject: String?
    package var reason: String?
    /// `name=value; name=value`; nil: nothing more to say.
    package var detail: String?

    package init(
        id: ID<AuditEntry>, actor: String, action: String, subject: String?, reason: String? = nil,
        detail: String? = nil
    ) {
        self.id = id
        self.actor = actor
        self.action = action
        self.subject = subject
        self.reason = reason
        self.detail = detail
    }
}

/// Which entries a list shows; nil: any.
package struct AuditFilter: Sendable {
    package var actor: String?
    package var action: String?
    package var subject: String?

    package init(actor: String? = nil, action: String? = nil, subject: String? = nil) {
        self.actor = actor
        self.action = action
        self.subject = subject
    }
}

extension Connection {
    package func insert(_ entry: AuditEntry) throws {
        try run(
            """
            INSERT INTO audit_entry (id, actor, action, subject, reason, detail)
            VALUES (\(entry.id), \(entry.actor), \(entry.action), \(entry.subject), \(entry.reason), \(entry.detail))
            """)
    }

    package func auditEntries(_ filter: AuditFilter, _ page: Page) throws -> [AuditEntry] {
        var wanted: SQL = "1 = 1"
        if let actor = filter.actor { wanted = "\(wanted) AND actor = \(actor)" }
        if let action = filter.action { wanted = "\(wanted) AND action = \(action)" }
        if let subject = filter.subject { wanted = "\(wanted) AND subject = \(subject)" }
        return try rows(
            """
            SELECT id, actor, action, subject, reason, detail FROM audit_entry WHERE \(page.closing(wanted))
            """
        ) { row in
            AuditEntry(
                id: row.id(0), actor: row.text(1), action: row.text(2), subject: row.optionalText(3),
                reason: row.optionalText(4), detail: row.optionalText(5))
        }
    }
}
