import Testing

@testable import Web

@Suite("Rows of an export")
struct ExportFormatTests {
    private func text(_ format: ExportFormat, _ cells: ExportCell...) -> String {
        var text = ""
        format.write(cells, of: cells.indices.map { "c\($0)" }, to: &text)
        return text
    }

    @Test("CSV has a header line, and lines that end with CR LF")
    func lines() {
        #expect(ExportFormat.csv.header(["id", "at"]) == "id,at\r\n")
        #expect(text(.csv, .text("a"), .integer(-1)) == "a,-1\r\n")
    }

    @Test(
        "CSV quotes what holds a comma, a quote or a line end, and nothing else",
        arguments: [
            ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("\r\n", "\"\r\n\""),
            ("=1+1", "=1+1"), (" é ", " é "), ("\"", "\"\"\"\""),
        ])
    func quoting(value: String, field: String) {
        #expect(text(.csv, .text(value)) == field + "\r\n")
    }

    @Test("no value is an empty field, an empty text a quoted one")
    func empty() {
        #expect(text(.csv, .none, .text(""), .none) == ",\"\",\r\n")
    }

    @Test("NDJSON has an object a line with each column")
    func objects() {
        let row = text(.ndjson, .text("a\"\n"), .integer(1), .none, .nested(["x": [true]]))
        #expect(row == #"{"c0":"a\"\u000a","c1":1,"c2":null,"c3":{"x":[true]}}"# + "\n")
    }

    @Test("a document with line ends stands on one line of NDJSON, and as it came in CSV")
    func documents() {
        #expect(text(.ndjson, .document("{\r\n\"a\": \"\\n\"\n}")) == "{\"c0\":{  \"a\": \"\\n\" }}\n")
        #expect(text(.csv, .document("{\n}")) == "\"{\n}\"\r\n")
    }

    @Test("no table names a column twice")
    func columns() {
        for table in ExportTable.allCases { #expect(Set(table.columns).count == table.columns.count) }
    }
}
