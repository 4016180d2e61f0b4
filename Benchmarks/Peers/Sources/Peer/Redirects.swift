import Crypto
import Foundation
import GRDB
import Hummingbird

/// The way of a click: its link is looked up, it is stored, and the invitee is sent on with a signed token.
struct Redirects: Sendable {
    private static let cookieName = "gv"
    private static let windowSeconds: TimeInterval = 30 * 86_400

    let pool: DatabasePool
    let secret: SymmetricKey

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("r/:slug") { request, context in
            try await redirect(request, slug: context.parameters.require("slug"))
        }
    }

    private func redirect(_ request: Request, slug: String) async throws -> Response {
        let link = try await pool.read { database in
            try Link.filter(Column("slug") == slug).fetchOne(database)
        }
        guard let link else { throw HTTPError(.notFound) }
        let userAgent = request.headers[.userAgent] ?? ""
        let visitor = request.cookies[Self.cookieName]?.value ?? UUID().uuidString
        let click = Click(
            linkId: link.id, visitor: visitor, kind: Click.Kind(userAgent: userAgent), userAgent: userAgent,
            clickedAt: Date())
        let stored = try await pool.write { database in try click.inserted(database) }
        guard stored.kind == .human else { return .redirect(to: link.destination, type: .found) }
        var response = Response.redirect(
            to: "\(link.destination)?gv_click=\(token(for: stored))", type: .found)
        response.headers[.cacheControl] = "no-store"
        response.setCookie(
            Cookie(
                name: Self.cookieName, value: visitor, maxAge: 34_560_000, path: "/", secure: false, httpOnly: true,
                sameSite: .lax))
        return response
    }

    /// `CLICK.EXPIRY.CODE`, the code being HMAC-SHA-256 of what is before it.
    private func token(for click: Click) -> String {
        let expiry = Int(click.clickedAt.timeIntervalSince1970 + Self.windowSeconds)
        let payload = "\(click.id ?? 0).\(expiry)"
        let code = HMAC<SHA256>.authenticationCode(for: Data(payload.utf8), using: secret)
        let text = Data(code.prefix(16)).base64EncodedString()
        return payload + "." + text.replacing("+", with: "-").replacing("/", with: "_")
    }
}
