import TestSupport
import Testing

@Suite("Links: where a click leads")
struct LinkTests {
    let shop: Shop
    let asha: Shop.Referrer
    let browser: Browser

    init() throws {
        shop = try Shop.open(.diwali.with(["allowed_hosts": ["shop.example", "blog.example"]]))
        asha = try shop.enrol("asha")
        browser = Browser(shop)
    }

    private func link(_ slug: String, _ more: JSONValue = [:]) -> JSONValue {
        let body: JSONValue = ["referrer": .string(asha.id), "program": "diwali", "slug": .string(slug)]
        return body.with(more)
    }

    @Test("a referrer is enrolled with a link for the program")
    func ownLink() throws {
        let links = try shop.read("/v1/referrers/customer:asha")["links"].list
        #expect(links.count == 1)
        #expect(links[0]["url"].string.hasSuffix("/r/\(asha.code)"))
    }

    @Test("an extra link leads to its own destination, for its referrer")
    func destination() throws {
        let made = try shop.post("/v1/links", link("asha-blog", ["destination": "https://blog.example/asha"])).expect(
            201)
        #expect(made["id"].string.hasPrefix("lnk_"))
        let redirect = try browser.follow("asha-blog")
        #expect(redirect.location.hasPrefix("https://blog.example/asha?"))
        let reply = try shop.purchase("1001", by: "c-1", .touch(token: redirect.token)).expect(201)
        #expect(reply["conversion"].credited == [asha.id])
    }

    @Test("a destination at a host that the program does not allow is refused")
    func foreignHost() throws {
        let body = link("asha-evil", ["destination": "https://evil.example/"])
        try shop.post("/v1/links", body).expectProblem(422, at: "/destination")
        #expect(try browser.follow("asha-evil").status == 404)
    }

    @Test("a link without a slug gets one")
    func madeSlug() throws {
        let made = try shop.post("/v1/links", link("").without("slug")).expect(201)
        #expect(try browser.follow(made["slug"].string).token != nil)
    }

    @Test("a slug that leads somewhere already is a conflict")
    func takenSlug() throws {
        try shop.post("/v1/links", link("asha-blog")).expect(201)
        try shop.post("/v1/links", link("asha-blog")).expectProblem(409)
        try shop.post("/v1/links", link(asha.code.lowercased())).expectProblem(409)
    }

    @Test("a link's channel stands in the explanation of an order that it earned")
    func channel() throws {
        try shop.post("/v1/links", link("asha-wa", ["channel": "whatsapp"])).expect(201)
        let click = try browser.follow("asha-wa")
        let reply = try shop.purchase("1001", by: "c-1", .touch(token: click.token)).expect(201)
        #expect(try shop.explanation(of: reply["conversion"])["touchpoints"][0]["channel"] == "whatsapp")
    }

    @Test("the destination's own query and fragment are kept, and the token is added")
    func queryAndFragment() throws {
        try shop.post("/v1/links", link("deep", ["destination": "https://shop.example/a?x=1&y=%20z#top"])).expect(201)
        let redirect = try browser.follow("deep")
        #expect(redirect.location.hasPrefix("https://shop.example/a?x=1&y=%20z&gv_click="))
        #expect(redirect.location.hasSuffix("#top"))
    }

    @Test("what a mangled link has in its utm parameters goes on escaped")
    func mangledParameters() throws {
        let shop = try Shop.open()
        let link = try shop.enrol("asha").code
        let redirect = try Browser(shop).follow(link + "?utm_source=<b>{|}^`")
        #expect(redirect.location.contains("utm_source=%3Cb%3E%7B%7C%7D%5E%60"))
    }

    @Test("utm parameters and ch are passed on, where the destination has none of its own, and others are not")
    func passedOn() throws {
        try shop.post("/v1/links", link("utm", ["destination": "https://shop.example/?utm_source=shop"])).expect(201)
        let redirect = try browser.follow("utm?utm_source=mail&utm_medium=a%26b&ch=blog&gv_click=forged&other=1")
        #expect(redirect.parameter("utm_source") == "shop")
        #expect(redirect.parameter("utm_medium") == "a&b")
        #expect(redirect.parameter("ch") == "blog")
        #expect(redirect.parameter("other") == nil)
        #expect(redirect.token != "forged")
        #expect(redirect.location.components(separatedBy: "gv_click=").count == 2)
    }

    @Test("a link can be read, changed, and found in the list")
    func change() throws {
        let made = try shop.post("/v1/links", link("asha-blog")).expect(201)
        let path = "/v1/links/\(made["id"].string)"
        try shop.patch(path, ["destination": "https://blog.example/new"]).expect(200)
        #expect(try shop.read(path)["destination"] == "https://blog.example/new")
        #expect(try browser.follow("asha-blog").location.hasPrefix("https://blog.example/new?"))
        #expect(try shop.read("/v1/links")["data"].list.contains { $0["slug"] == "asha-blog" })
    }

    @Test("an archived link is over: 410, or the program's fallback where there is one")
    func archive() throws {
        let made = try shop.post("/v1/links", link("asha-blog")).expect(201)
        #expect(try browser.follow("asha-blog").token != nil)
        let archived = try shop.call("DELETE", "/v1/links/\(made["id"].string)")
        #expect([200, 204].contains(archived.status))
        #expect(try browser.follow("asha-blog").status == 410)
        try shop.patch("/v1/programs/diwali", ["fallback_url": "https://shop.example/"]).expect(200)
        let redirect = try browser.follow("asha-blog")
        #expect(redirect.status == 302)
        #expect(redirect.location == "https://shop.example/")
        #expect(try browser.follow(asha.code).token != nil)
    }

    @Test("an expired link is over")
    func expired() throws {
        let made = try shop.post("/v1/links", link("asha-blog")).expect(201)
        let past: JSONValue = ["expires_at": .string(Moment.now.adding(days: -1).text)]
        try shop.patch("/v1/links/\(made["id"].string)", past).expect(200)
        #expect(try browser.follow("asha-blog").status == 410)
    }

    @Test("an unknown slug is a page for browsers and problem details for others")
    func unknown() throws {
        let page = try browser.follow("nobody").reply
        #expect(page.status == 404)
        #expect(page[field: "Content-Type"]?.hasPrefix("text/html") == true)
        try shop.send("GET", "/r/nobody", ["Accept": "application/json"]).expectProblem(404)
    }

    @Test("a slug that led nowhere leads somewhere as soon as it is made")
    func madeLater() throws {
        #expect(try browser.follow("asha-blog").status == 404)
        try shop.post("/v1/links", link("asha-blog")).expect(201)
        #expect(try browser.follow("asha-blog").token != nil)
    }

    @Test("with a public address, links begin with it and the cookie is for https only")
    func publicURL() throws {
        let shop = try Shop(["--public-url", "https://go.shop.example"])
        try shop.activate(.diwali)
        let asha = try shop.enrol("asha")
        let url = try shop.read("/v1/referrers/\(asha.id)")["links"][0]["url"]
        #expect(url == "https://go.shop.example/r/\(asha.code)")
        #expect(try Browser(shop).follow(asha.code).cookieAttributes.contains("Secure"))
    }

    @Test("with a cookie domain, the cookie reaches the shop's whole domain")
    func cookieDomain() throws {
        let shop = try Shop(["--cookie-domain", "shop.example"])
        try shop.activate(.diwali)
        let attributes = try Browser(shop).follow(shop.enrol("asha").code).cookieAttributes
        #expect(attributes.contains("Domain=shop.example"))
    }

    @Test("a redirect that may not wait for the store still leads to the shop, and its click is stored")
    func noWait() throws {
        let shop = try Shop(["--click-wait", "0"])
        try shop.activate(.diwali)
        let asha = try shop.enrol("asha")
        let redirect = try Browser(shop).follow(asha.code)
        #expect(redirect.status == 302)
        #expect(redirect.location.hasPrefix("https://shop.example/welcome"))
        let deadline = ContinuousClock.now + .seconds(30)
        while try shop.read("/v1/referrers/\(asha.id)/stats")["clicks"]["human"] != 1 {
            guard ContinuousClock.now < deadline else { throw Unexpected("a stored click", "none after 30 seconds") }
        }
    }
}
