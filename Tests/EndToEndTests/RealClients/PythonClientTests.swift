import TestSupport
import Testing

@Suite("Python's http.client", .enabled(if: SystemProgram.isInstalled("python3")))
struct PythonClientTests {
    @Test("keeps its connection over GET, HEAD, POST and refusals")
    func keepAlive() throws {
        try expect(
            """
            here = None
            for method, path, body in [
                ("GET", "/healthz", None), ("HEAD", "/healthz", None), ("GET", "/nothing-here", None),
                ("POST", "/v1/events", order("1001")), ("DELETE", "/healthz", None), ("GET", "/v1/orders/1001", None),
            ]:
                client.request(method, path, body, fields)
                answer = client.getresponse()
                content = answer.read()
                if here is None:
                    here = client.sock.getsockname()
                assert client.sock is not None and client.sock.getsockname() == here, path
                print(method, path, answer.status, len(content) > 0)
            """,
            prints: [
                "GET /healthz 200 True", "HEAD /healthz 200 False", "GET /nothing-here 404 True",
                "POST /v1/events 201 True", "DELETE /healthz 405 True", "GET /v1/orders/1001 200 True",
            ])
    }

    @Test("sends an iterator's pieces as chunks")
    func chunks() throws {
        try expect(
            """
            text = order("1002")
            pieces = (text[place:place + 7] for place in range(0, len(text), 7))
            client.request("POST", "/v1/events", pieces, fields, encode_chunked=True)
            answer = client.getresponse()
            print(answer.status, b'"1002"' in answer.read())
            """,
            prints: ["201 True"])
    }

    @Test("is told to continue before it sends a body, and is answered after it")
    func expectContinue() throws {
        try expect(
            """
            text = order("1003")
            client.putrequest("POST", "/v1/events")
            for name, value in fields.items():
                client.putheader(name, value)
            client.putheader("Content-Length", str(len(text)))
            client.putheader("Expect", "100-continue")
            client.endheaders()
            interim = b""
            while not interim.endswith(b"\\r\\n\\r\\n"):
                interim += client.sock.recv(1)
            print(interim)
            client.send(text)
            print(client.getresponse().status)
            """,
            prints: ["b'HTTP/1.1 100 Continue\\r\\n\\r\\n'", "201"])
    }

    @Test("may send a trailer, and its next request is read from where the trailer ends")
    func trailer() throws {
        try expect(
            """
            text = order("1004")
            head = "POST /v1/events HTTP/1.1\\r\\nHost: shop\\r\\nTransfer-Encoding: chunked\\r\\nTrailer: X-Sum\\r\\n"
            head += "".join(f"{name}: {value}\\r\\n" for name, value in fields.items()) + "\\r\\n"
            chunks = b"%x\\r\\n%s\\r\\n0\\r\\nX-Sum: 1\\r\\n\\r\\n" % (len(text), text)
            client.connect()
            client.sock.sendall(head.encode() + chunks)
            client.sock.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: shop\\r\\nConnection: close\\r\\n\\r\\n")
            answers = b"".join(iter(lambda: client.sock.recv(65536), b""))
            print(re.findall(rb"HTTP/1.1 ([0-9]+)", answers))
            """,
            prints: ["[b'201', b'200']"])
    }

    @Test("is answered in order when it sends a hundred requests before it reads")
    func pipelined() throws {
        try expect(
            """
            client.connect()
            for number in range(100):
                path = "/healthz" if number % 2 == 0 else "/nothing-here"
                client.sock.sendall(f"GET {path} HTTP/1.1\\r\\nHost: shop\\r\\n\\r\\n".encode())
            client.sock.sendall(b"GET /readyz HTTP/1.1\\r\\nHost: shop\\r\\nConnection: close\\r\\n\\r\\n")
            answers = b"".join(iter(lambda: client.sock.recv(65536), b""))
            codes = re.findall(rb"HTTP/1.1 ([0-9]+)", answers)
            print(len(codes), codes == [b"200", b"404"] * 50 + [b"200"])
            """,
            prints: ["101 True"])
    }

    /// Runs a script, which has a `client`, the admin's `fields` and an `order` for each number, and compares lines.
    private func expect(
        _ script: String, prints lines: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let shop = try Shop.open()
        let order = JSONValue.purchase("NUMBER", by: "c-1")
        let start = """
            import http.client, re
            client = http.client.HTTPConnection("127.0.0.1", \(shop.server.port), timeout=60)
            fields = {"Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"}
            def order(number):
                return '''\(order)'''.replace("NUMBER", number).encode()

            """
        let output = try SystemProgram.run(["python3", "-c", start + script])
        #expect(output.split(separator: "\n").map { String($0) } == lines, sourceLocation: sourceLocation)
        try shop.waitUntilAllHaveGone()
    }
}
