import Foundation
import TestSupport

/// nginx with a configuration, a folder and a port of its own: one answer, nothing stored, no log.
final class Nginx: Contestant {
    /// What it gives to every request.
    struct Answer {
        fileprivate let directives: String

        /// A body and its content type.
        static func giving(_ reply: HTTPReply) -> Answer {
            Answer(
                directives: """
                    default_type '\(reply[field: "Content-Type"] ?? "text/plain")';
                    return 200 '\(reply.text)';
                    """)
        }

        static func redirecting(to location: String) -> Answer {
            Answer(directives: "return 302 '\(location)';")
        }
    }

    let name = "nginx"
    let port: Int
    private let process: RunningCommand
    private let folder: TemporaryFolder

    init(_ placement: Placement, _ answer: Answer) throws {
        folder = try TemporaryFolder()
        port = try freePort()
        try folder.write(Self.configuration(port, placement.threads, answer), to: "nginx.conf")
        process = try SystemProgram.start(
            placement.server + ["nginx", "-p", folder.path("."), "-c", folder.path("nginx.conf"), "-e", "stderr"])
        try waitUntilItAnswers()
    }

    func stop() throws {
        process.send(SIGTERM)
        try process.wait()
    }

    var identifier: Int32 { process.identifier }

    func answer(_ path: String) throws -> HTTPReply {
        try HTTPClient(port: port).call("GET", path)
    }

    private func waitUntilItAnswers() throws {
        for _ in 0..<200 {
            if (try? answer("/")) != nil { return }
            usleep(25_000)
        }
        process.send(SIGTERM)
        throw BenchError("nginx does not answer: \(process.errors.all)")
    }

    private static func configuration(_ port: Int, _ workers: Int, _ answer: Answer) -> String {
        """
        daemon off;
        worker_processes \(workers);
        pid nginx.pid;
        error_log stderr;
        events { worker_connections 4096; }
        http {
            access_log off;
            keepalive_requests 1000000000;
            keepalive_timeout 3600;
            client_body_temp_path .;
            proxy_temp_path .;
            fastcgi_temp_path .;
            uwsgi_temp_path .;
            scgi_temp_path .;
            server {
                listen 127.0.0.1:\(port) backlog=4096;
                location / {
                    \(answer.directives)
                }
            }
        }
        """
    }
}

/// A port that nobody listens on right now.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
        }
    }
    guard status == 0 else { throw BenchError("no free port") }
    return Int(in_port_t(bigEndian: address.sin_port))
}
