import Domain
import Testing

@testable import Store

@Suite("SQL with values")
struct SQLTests {
    @Test("an interpolated value becomes a numbered parameter, never text")
    func parameters() {
        let sql: SQL = "SELECT \(7) WHERE name = \("x'; DROP TABLE thing; --")"
        #expect(sql.text == "SELECT $1 WHERE name = $2")
        #expect(sql.values == [.integer(7), .text("x'; DROP TABLE thing; --")])
    }

    @Test("each type is bound as its column keeps it")
    func types() {
        let id = ID<Thing>(value: 5)
        let sql: SQL = "\(Int64(-1))\(true)\(false)\([UInt8]([1, 2]))\(Timestamp(milliseconds: 9))\(id)"
        #expect(sql.values == [.integer(-1), .integer(1), .integer(0), .blob([1, 2]), .integer(9), .integer(5)])
    }

    @Test("nil of any type is bound as NULL")
    func nils() {
        let (number, text, moment, id): (Int64?, String?, Timestamp?, ID<Thing>?) = (nil, nil, nil, nil)
        let sql: SQL = "\(number)\(text)\(moment)\(id)"
        #expect(sql.values == [.null, .null, .null, .null])
    }

    @Test("an optional that has a value is bound as the value")
    func optionals() {
        let (number, text): (Int64?, String?) = (3, "a")
        let (moment, id): (Timestamp?, ID<Thing>?) = (Timestamp(milliseconds: 4), ID(value: 5))
        let sql: SQL = "\(number)\(text)\(moment)\(id)"
        #expect(sql.values == [.integer(3), .text("a"), .integer(4), .integer(5)])
    }

    @Test("an interpolated piece brings its values, its parameters renumbered")
    func pieces() {
        let piece: SQL = "a = \(1) AND b = \(2)"
        let sql: SQL = "SELECT \(0) WHERE (\(piece)) AND c = \(3) AND (\(piece))"
        #expect(sql.text == "SELECT $1 WHERE (a = $2 AND b = $3) AND c = $4 AND (a = $5 AND b = $6)")
        #expect(sql.values == [0, 1, 2, 3, 1, 2].map { .integer($0) })
    }

    @Test("what looks like a parameter in a piece's quoted text stays as it is")
    func quotedDollars() {
        let piece: SQL = "'$1é' = \("é")"
        let sql: SQL = "SELECT \(0), \(piece), 'z'"
        #expect(sql.text == "SELECT $1, '$1é' = $2, 'z'")
    }

    @Test("forty parameters, then as many again in one piece, are numbered on")
    func manyParameters() {
        var sql: SQL = "\(0)"
        for number in 1..<40 { sql = "\(sql),\(number)" }
        let twice: SQL = "\(sql),\(sql)"
        #expect(twice.text == (1...80).map { "$\($0)" }.joined(separator: ","))
        #expect(twice.values == (0..<80).map { .integer($0 % 40) })
    }

    @Test("raw text written in the source becomes text")
    func rawText() {
        let sql: SQL = "ORDER BY \(raw: "id DESC")"
        #expect(sql.text == "ORDER BY id DESC")
        #expect(sql.values.isEmpty)
    }
}
