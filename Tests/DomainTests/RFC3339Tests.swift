import Domain
import TestSupport
import Testing

@Suite("RFC 3339 times")
struct RFC3339Tests {
    @Test(
        "reads",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2001-09-09T01:46:40Z", 1_000_000_000_000),
            ("2025-10-09T08:53:20Z", 1_760_000_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("2026-11-21t10:00:00z", 1_795_255_200_000),
            ("2026-11-21 10:00:00Z", 1_795_255_200_000),
            ("2026-11-21T15:30:00+05:30", 1_795_255_200_000),
            ("2026-11-21T00:00:00-10:00", 1_795_255_200_000),
            ("2026-11-22T09:59:00+23:59", 1_795_255_200_000),
            ("2026-11-21T10:00:00-00:00", 1_795_255_200_000),
            ("2026-11-21T10:00:00.5Z", 1_795_255_200_500),
            ("2026-11-21T10:00:00.05+00:00", 1_795_255_200_050),
            ("2026-11-21T10:00:00.1239999999999999999999999Z", 1_795_255_200_123),
            ("2026-11-21T10:00:00.0009Z", 1_795_255_200_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "refuses",
        arguments: [
            "", "2026", "2026-11-21", "2026-11-21T10:00Z", "2026-11-21T10:00:00", "2026-11-21T10:00:00+0530",
            "2026-11-21T10:00:00+05", "2026-11-21T10:00:00+24:00", "2026-11-21T10:00:00+05:60", "2026-11-21T10:00:00.Z",
            "2026-11-21T10:00:00,5Z", "2026-11-21_10:00:00Z", "2026-11-21T10:00:00ZZ", "2026-11-21T10:00:00Z ",
            " 2026-11-21T10:00:00Z", "2026-1-21T10:00:00Z", "26-11-21T10:00:00Z", "+2026-11-21T10:00:00Z",
            "-2026-11-21T10:00:00Z", "2026/11/21T10:00:00Z", "2026-00-21T10:00:00Z", "2026-13-21T10:00:00Z",
            "2026-11-00T10:00:00Z", "2026-11-31T10:00:00Z", "2026-01-32T10:00:00Z", "2023-02-29T10:00:00Z",
            "1900-02-29T10:00:00Z", "2100-02-29T10:00:00Z", "2024-02-30T10:00:00Z", "2026-04-31T10:00:00Z",
            "2026-11-21T24:00:00Z", "2026-11-21T10:60:00Z", "2026-11-21T10:00:61Z", "0000-01-01T00:00:00Z",
            "２026-11-21T10:00:00Z", "2026-11-21T1a:00:00Z", "2026-11-21T10:00:00\u{2212}05:00", "1795255200000",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "refuses what an offset or leap second moves out of the years 0001 to 9999",
        arguments: [
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z",
            "0001-01-01T23:58:59+23:59",
        ])
    func refusesBeyond(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "writes UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_795_255_200_007, "2026-11-21T10:00:00.007Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func writes(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test("what was written is read again, over all years")
    func roundTrips() {
        var seed = Seed(3339)
        for _ in 0..<5000 {
            let milliseconds = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &seed)
            let moment = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(rfc3339: moment.rfc3339) == moment, "\(seed)")
        }
    }

    @Test("days follow one another, over the leap day of 2000 and the missing one of 2100")
    func everyDay() {
        var earlier = Timestamp(milliseconds: 0).rfc3339
        for day in 1...Int64(47_847) {
            let text = Timestamp(milliseconds: day * Timestamp.day).rfc3339
            guard text > earlier, Timestamp(rfc3339: text)?.utcDay == day else {
                Issue.record("\(earlier) is followed by \(text)")
                return
            }
            earlier = text
        }
        #expect(earlier == "2101-01-01T00:00:00.000Z")
    }

    @Test("an offset only moves the clock", arguments: [-1439, -330, -1, 0, 1, 330, 345, 1439] as [Int64])
    func offsets(minutes: Int64) {
        var seed = Seed(UInt64(minutes.magnitude))
        let sign = minutes < 0 ? "-" : "+"
        let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
        let offset = "\(sign)\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
        for _ in 0..<200 {
            let moment = Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &seed))
            let local = (moment + minutes * Timestamp.minute).rfc3339.dropLast() + offset
            #expect(Timestamp(rfc3339: String(local)) == moment, "\(seed)")
        }
    }

    @Test("days are counted downwards before 1970")
    func utcDay() {
        #expect(Timestamp(milliseconds: 0).utcDay == 0)
        #expect(Timestamp(milliseconds: -1).utcDay == -1)
        #expect(Timestamp(milliseconds: Timestamp.day - 1).utcDay == 0)
        #expect(Timestamp(milliseconds: Timestamp.day).utcDay == 1)
    }

    @Test("sums stop at the limits")
    func saturation() {
        #expect((Timestamp(milliseconds: .max) + 1).milliseconds == .max)
        #expect((Timestamp.distantPast + -1).milliseconds == .min)
        #expect((Timestamp(milliseconds: 5) + -7).milliseconds == -2)
    }
}
