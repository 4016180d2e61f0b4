// Requests that two readers would end at different places. RFC 9112 §6 and §7, and §11.2.

extension MalformedRequest {
    static let lengths: [MalformedRequest] =
        rows(
            "CL.CL: two lengths", before: post, after: "~~hello",
            [
                ("Content-Length: 5~Content-Length: 6", 400), ("Content-Length: 5~Content-Length: 5", 400),
                ("Content-Length: 5, 5", 400), ("Content-Length: 5,6", 400),
                ("Content-Length: 0~content-length: 5", 400),
            ])
        + rows(
            "CL.TE, TE.CL: a length and chunks", before: post, after: "~~0~~",
            [
                ("Content-Length: 5~Transfer-Encoding: chunked", 400),
                ("Transfer-Encoding: chunked~Content-Length: 5", 400),
                ("Transfer-Encoding: chunked~Content-Length: 0", 400),
                ("Transfer-Encoding: identity~Content-Length: 5", 501),
                ("Content-Length: 5~Transfer-Encoding:~X: y", 400),
            ])
        + rows(
            "a length that is no plain number", before: post + "Content-Length: ", after: "~~hello",
            [
                ("", 400), ("+5", 400), ("-5", 400), ("-0", 400), (" 5 5", 400), ("5 ;", 400), ("0x5", 400),
                ("5e0", 400), ("5.0", 400), ("5_0", 400), ("\"5\"", 400), ("'5'", 400), ("\u{D9}\u{A5}", 400),
                ("²", 400),
                ("5\u{B}", 400), ("5\u{0}", 400), ("00000000000000000005", 400), ("five", 400), ("NaN", 400),
            ])

    static let codings: [MalformedRequest] =
        rows(
            "TE.TE: a coding that is not just chunked", before: post + "Transfer-Encoding: ", after: "~~0~~",
            [
                ("", 400), (",", 400), ("chunked, chunked", 400), ("chunked,", 400), (",chunked", 400),
                ("chunked, identity", 400), ("chunked, gzip", 400), ("chunked~Transfer-Encoding: chunked", 400),
                ("chunked~Transfer-Encoding: identity", 400), ("identity~Transfer-Encoding: chunked", 501),
                ("chunked~Transfer-Encoding:", 400), ("identity", 501), ("gzip", 501), ("gzip, chunked", 501),
                ("identity, chunked", 501), ("xchunked", 501), ("chunkedx", 501), ("chunke", 501), ("chunked;q=1", 501),
                ("chunked; a=b", 501), ("\"chunked\"", 501), ("'chunked'", 501), ("chun ked", 501), ("cHUNKED;", 501),
                ("\u{B}chunked", 400), ("chunked\u{B}", 400), ("\u{0}chunked", 400), ("chunked\u{C}", 400),
                ("\u{A0}chunked", 501), ("~ chunked", 400),
            ])
        + rows(
            "TE.TE: a name that is not just Transfer-Encoding", before: post, after: "~~0~~",
            [
                ("Transfer-Encoding : chunked", 400), ("Transfer-Encoding\t: chunked", 400),
                (" Transfer-Encoding: chunked", 400), ("Transfer-Encoding\u{0}: chunked", 400),
                ("Transfer-Encoding\u{A0}: chunked", 400), ("\u{FF}Transfer-Encoding: chunked", 400),
                ("X: y\nTransfer-Encoding: chunked", 400), ("X: y\rTransfer-Encoding: chunked", 400),
                ("Transfer-Encoding\n: chunked", 400), ("Transfer-Encoding~: chunked", 400),
            ])
        + rows(
            "TE in HTTP/1.0", after: "~~0~~",
            [
                ("POST / HTTP/1.0~Transfer-Encoding: chunked", 400),
                ("POST / HTTP/1.0~Connection: keep-alive~Content-Length: 5~Transfer-Encoding: chunked", 400),
            ])

    private static let chunked = post + "Transfer-Encoding: chunked~~"

    static let chunks: [MalformedRequest] =
        rows(
            "a chunk's size that is no plain number", before: chunked, after: "~hello~0~~",
            [
                ("", 400), ("0x5", 400), ("+5", 400), ("-1", 400), (" 5", 400), ("\t5", 400), ("5 ", 400), ("5\t", 400),
                ("5 5", 400), ("5,", 400), ("5g", 400), ("g", 400), ("5.", 400), ("\"5\"", 400), ("5_0", 400),
                ("5\u{0}", 400), ("5\u{B}", 400), ("00000000000000005", 400), ("\u{D9}\u{A5}", 400), ("\u{A0}5", 400),
                ("0000000000000000000000000000000000000005", 400),
            ])
        + rows(
            "a chunk's size that overflows", before: chunked, after: "~hello~0~~",
            [
                ("100001", 413), ("7fffffffffffffff", 413), ("8000000000000000", 413), ("ffffffffffffffff", 413),
                ("fffffffffffffffb", 413), ("10000000000000005", 413), ("1~a~ffffffffffffffff", 413),
            ])
        + rows(
            "a chunk's extensions in which two readers end at different places", before: chunked, after: "hello~0~~",
            [
                ("5;a\n", 400), ("5;a\r", 400), ("5;a\nb~", 400), ("5;a\rb~", 400), ("5;a\u{0}~", 400),
                ("5;a\u{1B}~", 400), ("5;a\u{7F}~", 400), ("5;a=\"b~", 400), ("5;a=\"b~c\"~", 400),
                ("5;a=\"b\\~\"~", 400), ("5;a=\"b\n\"~", 400), ("5;a=\"b\"c~", 400), ("5;~", 400), ("5;a=~", 400),
                ("5;=b~", 400), ("5;a b~", 400), ("5; ~", 400), ("5;a ~", 400), ("5;a=b ~", 400), ("5;a=b=c~", 400),
                ("5 a~", 400), ("5;a,b~", 400), ("5;\n", 400), ("5\n", 400), ("5\r", 400), ("5\r\r\n", 400),
                ("5;" + String(repeating: "a", count: 5000) + "~", 400),
            ])
        + rows(
            "a chunk's data without its line end", before: chunked,
            [
                ("5~hello0~~", 400), ("5~hello\n0~~", 400), ("5~hello\r0~~", 400), ("5~helloX~0~~", 400),
                ("5~hello \r\n0~~", 400), ("5~hello\r\r\n0~~", 400), ("4~hello~0~~", 400), ("6~hello~0~~", 400),
                ("5~hello~~0~~", 400), ("5~hello\n\r0~~", 400), ("0\n\n", 400), ("0\r\r", 400),
            ])
        + rows(
            "a trailer that is none", before: chunked + "0~",
            [
                (" X: y~~", 400), ("X : y~~", 400), (": y~~", 400), ("X~~", 400), ("X: a~ b~~", 400),
                ("X: a\nY: b~~", 400), ("X: a\rb~~", 400), ("X: \u{0}~~", 400), ("X(: y~~", 400), ("\n", 400),
                ("GET / HTTP/1.1~Host: h~~", 400), ("X: " + String(repeating: "a", count: 9000) + "~~", 431),
            ])
}
