import Domain
import Store

/// A referrer with its links: one for every active program, without anybody having made them.
func referrerOutput(_ referrer: Referrer, _ base: LinkBase, _ connection: Connection) throws -> JSON {
    try referrerDocument(referrer, connection).setting(
        "links",
        to: .array(
            try connection.activePrograms().map { program in
                let slug = program.isDefault ? referrer.mainCode : "\(referrer.mainCode)-\(program.slug)"
                return ["program": .string(program.slug), "url": .string(base.url(slug: slug))]
            }))
}

/// What is stored of a referrer, wherever its links lead.
func referrerDocument(_ referrer: Referrer, _ connection: Connection) throws -> JSON {
    let profile = referrer.profile
    let codes = try connection.codes(of: referrer.id).map(\.shown)
    return [
        "id": JSON(referrer.id), "customer_id": .string(referrer.customerID), "email": JSON(profile.email),
        "name": JSON(profile.name), "kind": .string(profile.kind.rawValue), "locale": JSON(profile.locale),
        "followers": JSON(profile.followers), "tags": JSON(profile.tags), "status": .string(referrer.status.rawValue),
        "code": .string(referrer.mainCode), "codes": JSON(codes), "created_at": JSON(referrer.madeAt),
    ]
}
