import TestSupport
import Testing

@Suite("The whole way: link, click, signup, order, refund")
struct WholeWayTests {
    let shop: Shop
    let browser: Browser
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        browser = Browser(shop)
        asha = try shop.enrol("asha", ["name": "Asha Rao", "email": "asha@shop.example"])
    }

    @Test("a browser that follows a link is sent to the shop with a click token and a visitor cookie")
    func click() throws {
        let redirect = try browser.follow(asha.code)
        #expect(redirect.status == 302)
        #expect(redirect.location.hasPrefix("https://shop.example/welcome?"))
        let token = try #require(redirect.token)
        #expect(token.count <= 40)
        #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.~".contains($0)) })
        #expect(redirect.cookie?.isEmpty == false)
        #expect(redirect.cookieAttributes == ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=34560000"])
        #expect(redirect.reply[field: "Cache-Control"] == "no-store")
    }

    @Test("a signup with the click's token credits the referrer and gives the invitee the coupon")
    func signup() throws {
        let reply = try shop.signup("c-77", .touch(token: browser.follow(asha.code).token)).expect(201)
        #expect(reply["event"]["type"] == "signup")
        #expect(reply["event"]["replayed"] == false)
        let conversion = reply["conversion"]
        #expect(conversion["status"] == "credited")
        #expect(conversion["program"] == "diwali")
        #expect(conversion["reasons"] == [])
        #expect(conversion["credits"][0]["basis_points"] == 10_000)
        #expect(conversion.credited == [asha.id])
        let coupon = reply["rewards"][0]
        #expect(coupon["rule"] == "friend-discount")
        #expect(coupon["beneficiary"] == "invitee")
        #expect(coupon["kind"] == "coupon")
        #expect(coupon["status"] == "approved")
        #expect(reply["refused_rewards"] == [])
    }

    @Test("a purchase after the signup is credited, and its reward waits for the end of the return window")
    func purchase() throws {
        let click = try browser.follow(asha.code)
        try shop.signup("c-77", .touch(token: click.token)).expect(201)
        let now = Moment.now
        let reply = try shop.purchase("1001", by: "c-77", ["occurred_at": .string(now.text)]).expect(201)
        #expect(reply["conversion"]["status"] == "credited")
        #expect(reply["conversion"].credited == [asha.id])
        let credit = reply["conversion"]["credits"][0]
        #expect(!credit["because"].string.isEmpty)
        #expect(!credit["touchpoint"].string.isEmpty)
        let reward = reply["rewards"][0]
        #expect(reply["rewards"].list.count == 1)
        #expect(reward["rule"] == "thanks")
        #expect(reward["beneficiary"] == "referrer")
        #expect(reward["referrer"] == .string(asha.id))
        #expect(reward["kind"] == "cash")
        #expect(reward["amount"] == 6495)
        #expect(reward["currency"] == "INR")
        #expect(reward["status"] == "pending")
        #expect(reward["release_at"] == .string(now.adding(days: 14).text))
    }

    @Test("the explanation lists each touchpoint with its verdict, under the policy in force")
    func explanation() throws {
        try browser.follow(asha.code)
        let signup = try shop.signup("c-77", .touch(visitor: browser)).expect(201)
        let purchase = try shop.purchase("1001", by: "c-77").expect(201)
        let explanation = try shop.explanation(of: purchase["conversion"])
        #expect(explanation["conversion"] == purchase["conversion"]["id"])
        #expect(explanation["status"] == "credited")
        #expect(explanation["policy"]["model"] == "last_touch")
        #expect(explanation["policy"]["lookback_days"] == 30)
        #expect(explanation["policy_version"] == 1)
        let touchpoints = explanation["touchpoints"].list
        #expect(touchpoints.map { $0["kind"] } == ["click", "signup"])
        #expect(touchpoints.map { $0["verdict"] } == ["eligible", "credited"])
        #expect(touchpoints.allSatisfy { $0["referrer"] == .string(asha.id) })
        #expect(touchpoints[0]["id"] == signup["conversion"]["credits"][0]["touchpoint"])
        #expect(touchpoints[1]["id"] == purchase["conversion"]["credits"][0]["touchpoint"])
        #expect(touchpoints[1]["basis_points"] == 10_000)
        #expect(explanation["credits"][0]["referrer"] == .string(asha.id))
        #expect(!explanation["sentences"].list.isEmpty)
    }

    @Test("a refund of the whole order reverses the reward, in the reply and when it is read again")
    func refund() throws {
        let click = try browser.follow(asha.code)
        let purchase = try shop.purchase("1001", by: "c-77", .touch(token: click.token)).expect(201)
        let refund = try shop.report(.refund("1001")).expect(201)
        #expect(refund["event"]["type"] == "refund")
        #expect(refund["conversion"]["id"] == purchase["conversion"]["id"])
        let reversed = refund["rewards"][0]
        #expect(reversed["id"] == purchase["rewards"][0]["id"])
        #expect(reversed["status"] == "reversed")
        #expect(reversed["reversed_amount"] == 6495)
        let read = try shop.read("/v1/rewards/\(reversed["id"].string)")
        #expect(read["status"] == "reversed")
        #expect(read["reversed_amount"] == 6495)
        try shop.expectSound()
    }

    @Test("the order, its conversion, its reward and the lists tell the same story")
    func reading() throws {
        let click = try browser.follow(asha.code)
        let purchase = try shop.purchase("1001", by: "c-77", .touch(token: click.token)).expect(201)
        let conversion = purchase["conversion"]
        let order = try shop.read("/v1/orders/1001")
        #expect(order["order_id"] == "1001")
        #expect(order["state"] == "paid")
        #expect(order["amount"] == 129_900)
        let read = try shop.read("/v1/conversions/\(conversion["id"].string)")
        #expect(read["credits"] == conversion["credits"])
        #expect(try shop.read("/v1/conversions")["data"].list.map { $0["id"] } == [conversion["id"]])
        let rewards = try shop.read("/v1/rewards?status=pending&referrer=\(asha.id)&program=diwali")
        #expect(rewards["data"].list.map { $0["id"] } == [purchase["rewards"][0]["id"]])
        #expect(try shop.read("/v1/referrers/\(asha.id)/rewards")["data"] == rewards["data"])
        #expect(try shop.read("/v1/rewards?status=approved")["data"] == [])
    }
}
