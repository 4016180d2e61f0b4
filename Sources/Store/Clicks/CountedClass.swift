import Domain

/// What a click counts as in the order by link and in the tallies: its class, but the first human click of a visitor on
/// any link of a referrer by itself. So the sum of these is how many different people came, without a look at who they
/// were.
struct CountedClass: Hashable, Sendable {
    /// Three bits. Stored.
    let rawValue: Int64

    static let firstVisit = CountedClass(rawValue: 0)

    init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    init(_ clickClass: ClickClass, isFirstVisit: Bool) {
        self.init(rawValue: isFirstVisit ? Self.firstVisit.rawValue : clickClass.rawValue)
    }

    /// - Throws: `.corrupt` for a number that no class has.
    var clickClass: ClickClass {
        get throws(StoreError) {
            if self == .firstVisit { return .human }
            guard let clickClass = ClickClass(rawValue: rawValue) else { throw .corrupt("click class \(rawValue)") }
            return clickClass
        }
    }

    /// The number of a row of `click`, whose columns `class` and `seen` have these names.
    static func sql(class clickClass: SQL, seen: SQL) -> SQL {
        """
        CASE WHEN (\(seen) & \(ClickSigns.firstVisit.rawValue)) <> 0 THEN \(firstVisit.rawValue) ELSE \(clickClass) END
        """
    }
}

extension [CountedClass: Int64] {
    /// First visits among the other human clicks.
    /// - Throws: `.corrupt` for a number that no class has.
    func byClass() throws -> [ClickClass: Int64] {
        try Dictionary<ClickClass, Int64>(map { (try $0.key.clickClass, $0.value) }, uniquingKeysWith: +)
    }
}
