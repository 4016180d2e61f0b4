private let get = "GET / HTTP/1.1~Host: h~"
private let post = "POST / HTTP/1.1~Host: h~"

/// Heads that are refused, each with its status; `~` stands for CR LF.
let malformedHeads: [(String, Int)] = [
    // The request line.
    ("GET /~~", 400), ("GET  / HTTP/1.1~Host: h~~", 400), ("GET / HTTP/1.1 ~Host: h~~", 400),
    (" GET / HTTP/1.1~Host: h~~", 400), ("GET / HTTP/1.1\nHost: h~~", 400), ("GET /\tHTTP/1.1~Host: h~~", 400),
    ("GET /a b HTTP/1.1~Host: h~~", 400), ("GET / http/1.1~Host: h~~", 400), ("GET / HTTP/1.10~Host: h~~", 400),
    ("GET / HTTP/11~Host: h~~", 400), ("GET / HTTP/+1.1~Host: h~~", 400), ("GET / HTTPS/1.1~Host: h~~", 400),
    ("GET / HTTP/1.1\r~Host: h~~", 400), ("G@T / HTTP/1.1~Host: h~~", 400), ("/ HTTP/1.1~Host: h~~", 400),
    ("GET / HTTP/0.9~~", 505), ("GET / HTTP/2.0~Host: h~~", 505), ("PRI * HTTP/2.0~~", 505),
    ("BREW / HTTP/1.1~Host: h~~", 501), ("get / HTTP/1.1~Host: h~~", 501), ("CONNECT h:80 HTTP/1.1~Host: h~~", 501),
    ("~~~GET / HTTP/1.1~Host: h~~", 400),

    // The target.
    ("GET * HTTP/1.1~Host: h~~", 400), ("GET path HTTP/1.1~Host: h~~", 400), ("GET ftp://h/ HTTP/1.1~Host: h~~", 400),
    ("GET http:/// HTTP/1.1~Host: h~~", 400), ("GET http://u@h/ HTTP/1.1~Host: h~~", 400),
    ("GET /#f HTTP/1.1~Host: h~~", 400), ("GET /é HTTP/1.1~Host: h~~", 400), ("GET /\u{7F} HTTP/1.1~Host: h~~", 400),
    ("GET /\0 HTTP/1.1~Host: h~~", 400), ("GET http://h:8x/ HTTP/1.1~Host: h~~", 400),

    // Field lines.
    (get + "Name : v~~", 400), (get + ": v~~", 400), (get + "No colon~~", 400), (get + "A(b): v~~", 400),
    (get + "A: b~ folded~~", 400), (get + "A: b~\tfolded~~", 400), ("GET / HTTP/1.1~ Host: h~~", 400),
    (get + "A: b\u{0}c~~", 400), (get + "A: b\rc~~", 400), (get + "A: b\nc~~", 400), (get + "A: b\u{7F}~~", 400),
    (get + "A: b\u{1}~~", 400), (get + "é: b~~", 400), (get + "A: b~\n", 400), (get + "\r\r\n", 400),

    // Host.
    ("GET / HTTP/1.1~~", 400), (get + "Host: h~~", 400), ("GET / HTTP/1.1~Host: a b~~", 400),
    ("GET / HTTP/1.1~Host: a/b~~", 400), ("GET / HTTP/1.1~Host: a:b~~", 400), ("GET / HTTP/1.1~Host: u@h~~", 400),
    ("GET / HTTP/1.1~Host: [::1~~", 400), ("GET / HTTP/1.1~Host: a, b~~", 400),
    ("GET / HTTP/1.0~Host: a~Host: a~~", 400),

    // Lengths.
    (post + "Content-Length: ~~", 400), (post + "Content-Length: +1~~", 400), (post + "Content-Length: -1~~", 400),
    (post + "Content-Length: 1 2~~", 400), (post + "Content-Length: 1, 1~~", 400),
    (post + "Content-Length: 0x1~~", 400),
    (post + "Content-Length: 1e1~~", 400), (post + "Content-Length: ١~~", 400), (post + "Content-Length: 1_0~~", 400),
    (post + "Content-Length: 5~Content-Length: 5~~", 400), (post + "Content-Length: 5~Content-Length: 6~~", 400),
    (post + "Content-Length: 1048577~~", 413), (post + "Content-Length: 99999999999999999999999999~~", 413),

    // Transfer codings.
    (post + "Transfer-Encoding: chunked~Content-Length: 5~~", 400),
    (post + "Content-Length: 5~Transfer-Encoding: chunked~~", 400),
    (post + "Transfer-Encoding: ~~", 400), (post + "Transfer-Encoding: chunked, chunked~~", 400),
    (post + "Transfer-Encoding: chunked~Transfer-Encoding: chunked~~", 400),
    (post + "Transfer-Encoding: chunked, identity~~", 400), ("POST / HTTP/1.0~Transfer-Encoding: chunked~~", 400),
    (post + "Transfer-Encoding: gzip, chunked~~", 501), (post + "Transfer-Encoding: identity~~", 501),
    (post + "Transfer-Encoding: chunked;a=b~~", 501), (post + "Transfer-Encoding: xchunked~~", 501),
    (post + "Transfer-Encoding: \"chunked\"~~", 501), (post + "Transfer-Encoding: \u{B}chunked~~", 400),

    // What we do not do.
    (post + "Expect: 200-ok~~", 417), (post + "Expect: ~~", 417),
    (post + "Content-Encoding: br~~", 415), (post + "Content-Encoding: gzip, gzip~~", 415),
    (post + "Content-Encoding: identity, deflate~~", 415),
]
