import TestSupport
import Testing

@testable import Wire

@Suite("a response")
struct ResponseTests {
    private func head(
        _ response: Response, isHead: Bool = false, _ version: Version = .http11, persists: Bool = true
    ) -> String {
        var output: [UInt8] = []
        let shape = ResponseShape(isHead: isHead, version: version, persists: persists)
        response.appendHead(to: &output, shape, id: RequestID(number: 10), ResponseBeginning(date: octetsOfText("D")))
        return String(decoding: output, as: UTF8.self)
    }

    private func whole(_ response: Response, _ shape: ResponseShape) -> [UInt8] {
        var output: [UInt8] = []
        response.append(to: &output, shape, id: RequestID(number: 10), ResponseBeginning(date: octetsOfText("D")))
        return output
    }

    private let shapes = [
        ResponseShape(isHead: false, version: .http11, persists: true),
        ResponseShape(isHead: false, version: .http11, persists: false),
        ResponseShape(isHead: false, version: .http10, persists: true),
        ResponseShape(isHead: true, version: .http11, persists: true),
    ]

    private let beginning = "Date: D\r\nX-Request-Id: req_000000000000000a\r\n"

    @Test("has a status line, its date, its name, its fields and its length")
    func plain() {
        let response = Response(status: 200, fields: [("A", "b"), ("C", "")], body: [1, 2, 3])
        #expect(head(response) == "HTTP/1.1 200 OK\r\n\(beginning)A: b\r\nC: \r\nContent-Length: 3\r\n\r\n")
    }

    @Test("that is prepared is the same as it was")
    func prepared() {
        let fields = [(name: "A", value: "b\r\nc"), (name: "Content-Length", value: "9"), (name: "C", value: "")]
        for status in [200, 204, 304, 503] {
            let response = Response(status: status, fields: fields, body: [1])
            for shape in shapes {
                var output: [UInt8] = []
                let beginning = ResponseBeginning(date: octetsOfText("D"))
                PreparedAnswer(response).append(to: &output, shape, id: RequestID(number: 10), beginning)
                #expect(output == whole(response, shape))
            }
        }
    }

    @Test("says what becomes of the connection where it is not the version's custom")
    func connection() {
        let response = Response(status: 404)
        #expect(head(response, persists: false).contains("\r\nConnection: close\r\n"))
        #expect(head(response, .http10).contains("\r\nConnection: keep-alive\r\n"))
        #expect(!head(response).contains("Connection"))
    }

    @Test("has no length when it can have no body")
    func noLength() {
        #expect(!head(Response(status: 204)).contains("Length"))
        #expect(!head(Response(status: 304)).contains("Length"))
        #expect(head(Response(status: 200, body: [1]), isHead: true).contains("Content-Length: 1\r\n"))
    }

    @Test("cannot be split by a field, nor have its framing changed")
    func splitting() {
        let response = Response(
            status: 302,
            fields: [
                ("Location", "/a\r\nSet-Cookie: x\n\0y\u{7F}é"), ("Bad\r\nName", "v"), ("", "v"), ("A b", "v"),
                ("content-length", "9"), ("Transfer-Encoding", "chunked"), ("Connection", "close"), ("Date", "x"),
                ("X-Request-Id", "x"),
            ])
        #expect(
            head(response)
                == "HTTP/1.1 302 Found\r\n\(beginning)Location: /a  Set-Cookie: x  y é\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("with an impossible status goes out as 500", arguments: [-1, 0, 100, 199, 600, 1000])
    func status(status: Int) {
        #expect(head(Response(status: status)).hasPrefix("HTTP/1.1 500 "))
    }

    @Test(
        "is dated in GMT",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (-5, "Thu, 01 Jan 1970 00:00:00 GMT"), (.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ])
    func date(seconds: Int, text: String) {
        #expect(String(decoding: httpDate(seconds), as: UTF8.self) == text)
    }
}
