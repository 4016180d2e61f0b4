// Heads that are malformed, that two readers would take for two things, or that are too large.

extension MalformedRequest {
    static let lines: [MalformedRequest] =
        rows(
            "a bare LF or CR",
            [
                ("GET / HTTP/1.1\nHost: h\n\n", 400), ("GET / HTTP/1.1~Host: h\n~", 400), (get + "\n", 400),
                ("\nGET / HTTP/1.1~Host: h~~", 400), ("GET / HTTP/1.1\rHost: h\r\r", 400),
                (get + "X: a\nY: b~~", 400), (get + "X: a\rY: b~~", 400), (get + "\r\r\n", 400),
                ("GET / HTTP/1.1\r~Host: h~~", 400), ("\r\rGET / HTTP/1.1~Host: h~~", 400), (get + "X: a~\n", 400),
                ("GET /\nHTTP/1.1~Host: h~~", 400), ("GET\r/ HTTP/1.1~Host: h~~", 400), (get + "\u{85}~~", 400),
            ])
        + rows(
            "NUL and other controls",
            [
                ("\u{0}GET / HTTP/1.1~Host: h~~", 400), ("GET\u{0} / HTTP/1.1~Host: h~~", 400),
                ("GET /\u{0} HTTP/1.1~Host: h~~", 400), ("GET / HTTP/1.1\u{0}~Host: h~~", 400),
                ("GET /\u{7F} HTTP/1.1~Host: h~~", 400), ("GET /\u{1B}[31m HTTP/1.1~Host: h~~", 400),
                (get + "X: a\u{0}b~~", 400), (get + "X\u{0}: a~~", 400), (get + "X: \u{8}~~", 400),
                (get + "X: \u{B}~~", 400), (get + "X: \u{C}~~", 400), (get + "X: \u{1F}~~", 400),
                (get + "X: \u{7F}~~", 400), ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}", 400),
            ])
        + rows(
            "a request line that is none",
            [
                ("GET /~~", 400), ("GET~~", 400), ("~~~GET / HTTP/1.1~Host: h~~", 400),
                (" GET / HTTP/1.1~Host: h~~", 400), ("GET  / HTTP/1.1~Host: h~~", 400),
                ("GET /  HTTP/1.1~Host: h~~", 400), ("GET / HTTP/1.1 ~Host: h~~", 400),
                ("GET\t/ HTTP/1.1~Host: h~~", 400), ("GET /\tHTTP/1.1~Host: h~~", 400),
                ("GET / HTTP/1.1 HTTP/1.1~Host: h~~", 400), ("GET HTTP/1.1~Host: h~~", 400),
                ("/ HTTP/1.1~Host: h~~", 400), ("GET / X: y~Host: h~~", 400), ("HTTP/1.1 200 OK~~", 400),
            ])
        + rows(
            "a method that is no token", after: " / HTTP/1.1~Host: h~~",
            [("G@T", 400), ("GET:", 400), ("G(T", 400), ("\"GET\"", 400), ("GÉT", 400), ("", 400), ("GET,POST", 400)])
        + rows(
            "a method that is unknown", after: " / HTTP/1.1~Host: h~~",
            [
                ("BREW", 501), ("get", 501), ("Get", 501), ("GETT", 501), ("PROPFIND", 501), ("GET_", 501), ("_", 501),
                ("M-SEARCH", 501),
            ])

    static let fields: [MalformedRequest] =
        rows(
            "a folded field", before: get,
            [
                ("X: a~ b~~", 400), ("X: a~\tb~~", 400), (" X: a~~", 400), ("\tX: a~~", 400), ("X: a~ ~~", 400),
                ("X: a~ Transfer-Encoding: chunked~~", 400), (" ~~", 400),
            ])
        + rows(
            "a space before the colon", before: get,
            [("X : a~~", 400), ("X\t: a~~", 400), ("Content-Length : 5~~hello", 400), ("X  : a~~", 400)])
        + rows("an empty name", before: get, [(": a~~", 400), (":~~", 400), (" : a~~", 400), (":: a~~", 400)])
        + rows(
            "a name that is no token", before: get,
            [
                ("X~~", 400), ("X Y: a~~", 400), ("X(Y): a~~", 400), ("X@Y: a~~", 400), ("X/Y: a~~", 400),
                ("\"X\": a~~", 400), ("X=Y~~", 400), ("X,Y: a~~", 400), ("É: a~~", 400), ("X\u{80}: a~~", 400),
                ("[X]: a~~", 400), ("{X}: a~~", 400), ("X\\: a~~", 400), ("X;Y: a~~", 400), ("X?: a~~", 400),
                ("<X>: a~~", 400),
            ])

    static let hosts: [MalformedRequest] =
        rows(
            "no Host, or two",
            [
                ("GET / HTTP/1.1~~", 400), ("GET / HTTP/1.1~X: y~~", 400), ("GET http://h/ HTTP/1.1~~", 400),
                (get + "Host: h~~", 400), (get + "host: other~~", 400), (get + "HOST:~~", 400),
                ("GET / HTTP/1.0~Host: a~Host: b~~", 400), ("GET http://h/ HTTP/1.1~Host: a~Host: a~~", 400),
            ])
        + rows(
            "a Host that is none", before: "GET / HTTP/1.1~Host: ", after: "~~",
            [
                ("a b", 400), ("a, b", 400), ("a,b", 400), ("a/b", 400), ("a\\b", 400), ("a?b", 400), ("a#b", 400),
                ("user@h", 400), ("user:pass@h", 400), ("http://h", 400), ("a:b", 400), ("a:1:2", 400), ("h:-1", 400),
                ("h:+1", 400), ("h:65536", 400), ("h:123456", 400), ("h:8 0", 400), (":80", 400), ("::1", 400),
                ("[::1", 400), ("[]", 400), ("[::1]x", 400), ("[h]", 400), ("[::1%25eth0]", 400), ("[1:2]", 400),
                ("[::1:2:3:4:5:6:7:8]", 400), ("[v1.a]", 400), ("h%00", 400), ("%68", 400), ("h\u{0}", 400),
                ("hé", 400), ("<h>", 400), ("\"h\"", 400), ("h;x", 400), ("h~ .example", 400),
            ])
        + rows(
            "a Host in the target that is none", after: " HTTP/1.1~Host: h~~",
            [
                ("GET http://", 400), ("GET http:///path", 400), ("GET http://:80/", 400), ("GET http://?q", 400),
                ("GET http://u@h/", 400), ("GET http://u:p@h/", 400), ("GET http://h:8x/", 400),
                ("GET http://h:99999/", 400), ("GET http://[::1/", 400), ("GET http://a,b/", 400),
                ("GET https://h%2f/", 400),
            ])

    static let targets: [MalformedRequest] =
        rows(
            "a target that is none", before: "GET ", after: " HTTP/1.1~Host: h~~",
            [
                ("*", 400), ("path", 400), ("?q", 400), ("h:80", 400), ("//h:80 x", 400), ("ftp://h/", 400),
                ("file:///etc/passwd", 400), ("javascript:alert(1)", 400), ("http:/h/", 400), ("http:h", 400),
                ("/a b", 400), ("/#f", 400), ("/?q#f", 400), ("/é", 400), ("/?é", 400), ("/a\\b", 400), ("\\", 400),
                ("http://h#f", 400), ("http://h/\\", 400), ("..", 400),
            ])
        + rows(
            "a tunnel, or what CONNECT, OPTIONS and * do not go with", after: " HTTP/1.1~Host: h~~",
            [
                ("CONNECT h:80", 501), ("CONNECT [::1]:443", 501), ("CONNECT h", 400), ("CONNECT h:", 400),
                ("CONNECT /", 400), ("CONNECT *", 400), ("CONNECT http://h/", 400), ("OPTIONS *x", 400),
                ("OPTIONS **", 400), ("OPTIONS *?q", 400), ("POST *", 400), ("OPTIONS h:80", 400),
            ])
        + rows(
            "a broken escape in the path", before: "GET /r/", after: " HTTP/1.1~Host: h~~",
            [
                ("%", 400), ("%4", 400), ("%zz", 400), ("%4z", 400), ("%+1", 400), ("% 41", 400), ("%u0041", 400),
                ("a%", 400), ("%%41", 400), ("%/41", 400), ("%4?1", 400),
            ])
        + rows(
            "an escape of a control, or of no text", before: "GET /r/", after: " HTTP/1.1~Host: h~~",
            [
                ("%00", 400), ("a%00.html", 400), ("%0a", 400), ("%0d%0aSet-Cookie:%20x", 400), ("%09", 400),
                ("%1b", 400), ("%7F", 400), ("%80", 400), ("%ff", 400), ("%c0%af", 400), ("%c1%bf", 400),
                ("%e0%80%af", 400), ("%f0%80%80%af", 400), ("%ed%a0%80", 400), ("%ed%bf%bf", 400),
                ("%f4%90%80%80", 400), ("%f5%80%80%80", 400), ("%c3", 400), ("%c3/%a9", 400), ("%e2%82", 400),
                ("%c3%28", 400), ("%fe%ff", 400), ("%c0%ae%c0%ae/", 400),
            ])
        + rows(
            "a dot segment", before: "GET ", after: " HTTP/1.1~Host: h~~",
            [
                ("/.", 400), ("/..", 400), ("/./", 400), ("/../", 400), ("/r/../healthz", 400), ("/r/./healthz", 400),
                ("/%2e", 400), ("/%2E%2e/", 400), ("/.%2E/", 400), ("/%2e./x", 400), ("/r/%2e%2e", 400),
                ("/..%2f", 400), ("/r/..%2F..%2Fetc", 400), ("/r%2f%2e%2e%2fetc", 400), ("/..%5c", 400),
                ("/%5c..", 400), ("//..//", 400), ("http://h/../", 400), ("http://h/%2e", 400), ("/r/..?q", 400),
            ])

    static let versions: [MalformedRequest] =
        rows(
            "a version that is none", before: "GET / ", after: "~Host: h~~",
            [
                ("HTTP/1.10", 400), ("HTTP/01.1", 400), ("HTTP/1", 400), ("HTTP/1.", 400), ("HTTP/11", 400),
                ("HTTP/.1", 400), ("HTTP/1,1", 400), ("HTTP/+1.1", 400), ("HTTP/1.x", 400), ("http/1.1", 400),
                ("Http/1.1", 400), ("HTTPS/1.1", 400), ("HTTP-1.1", 400), ("HTTP/1.1.1", 400), ("ICY/1.1", 400),
                ("HTTP/0.9", 400), ("HTTP/", 400), ("HTTP/1.1;", 400), ("HTTP/¹.1", 400),
            ])
        + rows(
            "a version that is not spoken here",
            [
                ("GET / HTTP/2.0~Host: h~~", 505), ("GET / HTTP/3.0~Host: h~~", 505), ("GET / HTTP/9.9~Host: h~~", 505),
                ("PRI * HTTP/2.0~~SM~~", 505),
            ])

    static let parts: [MalformedRequest] =
        rows(
            "too large",
            [
                ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1~Host: h~~", 414),
                ("GET /?" + String(repeating: "a", count: 100_000), 414),
                (String(repeating: "A", count: 9000), 414),
                (get + "X: " + String(repeating: "a", count: 17_000) + "~~", 431),
                // The field ends at the limit, and one octet before and after it.
                (get + "X: " + String(repeating: "a", count: 16_353) + "~~", 431),
                (get + "X: " + String(repeating: "a", count: 16_354) + "~~", 431),
                (get + "X: " + String(repeating: "a", count: 16_355) + "~~", 431),
                (get + String(repeating: "X: y~", count: 100) + "~", 431),
                (get + String(repeating: "a", count: 17_000), 431),
                (post + "Content-Length: 1048577~~", 413),
                (post + "Content-Length: 99999999999999999999999999~~", 413),
                (post + "Content-Length: 18446744073709551621~~hello", 413),
                (post + "Expect: 100-continue~Content-Length: 1048577~~", 413),
            ])
        + rows(
            "what is not done here", before: post, after: "~Content-Length: 5~~hello",
            [
                ("Expect: 200-ok", 417), ("Expect:", 417), ("Expect: 100-continue, x", 417),
                ("Expect: 100-continue;a=b", 417), ("Content-Encoding: br", 415),
                ("Content-Encoding: gzip, gzip", 415), ("Content-Encoding: gzip~Content-Encoding: gzip", 415),
                ("Content-Encoding: identity, deflate", 415), ("Content-Encoding: gzip;q=1", 415),
            ])
}
