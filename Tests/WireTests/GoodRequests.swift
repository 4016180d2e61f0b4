// Requests that are read, as clients send them; `~` stands for CR LF.

/// Heads, without a body where they announce one.
let goodHeads = [
    "GET / HTTP/1.1~Host: shop.example~~",
    "GET / HTTP/1.0~~",
    "GET /r/abc HTTP/1.0~Connection: Keep-Alive~~",
    "HEAD /r/abc?utm_source=mail HTTP/1.1~Host: shop.example:8443~~",
    // The tools.
    "GET /r/abcdef HTTP/1.1~Host: 127.0.0.1:8080~~",
    "GET /healthz HTTP/1.1~Host: localhost:8080~User-Agent: curl/7.88.1~Accept: */*~~",
    "POST /v1/events?dry_run=true HTTP/1.1~Host: [::1]:8080~Content-Length: 12~Content-Type: application/json~~",
    "POST /v1/events HTTP/1.1~host: grapevine_1~expect: 100-continue~content-length: 0017~authorization: Bearer k~~",
    """
    GET /r/abcdef?utm_source=whatsapp HTTP/1.1~Host: shop.example~Connection: keep-alive~\
    sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"~Upgrade-Insecure-Requests: 1~\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0~\
    Accept: text/html,application/xhtml+xml,*/*;q=0.8~Accept-Encoding: gzip, deflate, br, zstd~\
    Accept-Language: de-DE,de;q=0.9~Cookie: a=b; c="d e"~Cookie: f=g~~
    """,
    // Rare, and right.
    "PUT /x HTTP/1.0~~",
    "TRACE / HTTP/1.7~Host: h~~",
    "~~OPTIONS * HTTP/1.1~host:~Transfer-Encoding:\tChunked \t~Expect: 100-Continue~X-Empty:~~",
    "~GET / HTTP/1.1~Host: h:~~",
    "GET http://other.example:81?a=b HTTP/1.1~Host: shop.example~Connection: keep-alive , CLOSE~~",
    "OPTIONS HTTPS://other.example HTTP/1.1~Host: shop.example~~",
    "GET http://[2001:db8::192.0.2.1]/x HTTP/1.0~~",
    "DELETE /v1/links/a%2Fb%20c%E2%84%96 HTTP/1.1~Host: h~Connection: ,,x-a,,close,~~",
    "GET //a;b=c,d/...//.x/%7e HTTP/1.1~Host: xn--bcher-kva.example.~~",
    "GET /r/abc?x=%zz&y=%00&../..\\{|}^`<>\"' HTTP/1.1~Host: 192.0.2.1:00080~~",
    "PATCH /{a|b}^`<>\"'!$&()*+,:=@[] HTTP/1.1~Host: h~!#$%&'*+-.^_`|: x~~",
    "GET / HTTP/1.1~Host: h~X: \u{E9}\u{FF}\u{80} \t\t \"a~X:\t~Content-Length: 0~Content-Encoding: GZIP~~",
    "POST / HTTP/1.1~Host: h~Content-Encoding: identity, x-gzip~Content-Length: 1048576~TE: trailers~~",
]

/// Chunked bodies, each with what it decodes to, in which `~` is CR LF too.
let goodChunks: [(text: String, body: String)] = [
    ("0~~", ""),
    ("5~hello~0~~", "hello"),
    ("0000000000000005~hello~0000000000000000~~", "hello"),
    ("1~h~2~el~2~lo~0~~", "hello"),
    ("A~0123456789~a~0123456789~00~~", "01234567890123456789"),
    ("7~~0~~~0~~", "~0~~"),
    ("5;a~hello~0;b=c;d~~", "hello"),
    ("5 ;\ta = b\t; c=\"d e\\\"f;\u{E9}\\\\\"~hello~0;x=\"\"~~", "hello"),
    ("5~hello~0~X-Sum: 1~Y:~Z:\t\"\u{FF}\" ~~", "hello"),
    ("5~hello~0~Content-Length: 9~Transfer-Encoding: chunked~Host: x~Authorization: Bearer y~~", "hello"),
    ("5~hello~1 ; x~!~000~X-Trailer: v~Y:~~", "hello!"),
]
