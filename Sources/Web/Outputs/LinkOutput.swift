import Domain
import Store

/// A link as it is shown, with where it is found.
func linkOutput(_ link: Link, _ base: LinkBase, _ connection: Connection) throws -> JSON {
    try linkDocument(link, connection).setting("url", to: .string(base.url(slug: link.slug)))
}

/// What is stored of a link.
func linkDocument(_ link: Link, _ connection: Connection) throws -> JSON {
    [
        "id": JSON(link.id), "slug": .string(link.slug), "referrer": JSON(link.referrer),
        "program": JSON(try connection.programSlug(link.program)), "code": .string(link.code),
        "destination": JSON(link.destination), "channel": JSON(link.channel), "expires_at": JSON(link.expiresAt),
        "status": link.isArchived ? "archived" : "active", "created_at": JSON(link.madeAt),
    ]
}
