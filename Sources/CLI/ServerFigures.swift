import Server
import Web

/// What the HTTP server counts, as `/metrics` shows it.
func serverFigures(_ statistics: HTTPServer.Statistics) -> [ServerFigure] {
    var figures = [
        ServerFigure(
            name: "grapevine_http_connections_open", help: "Connections open now.", isCounter: false,
            value: statistics.openConnections),
        ServerFigure(
            name: "grapevine_http_connections_total", help: "Connections accepted.", isCounter: true,
            value: statistics.acceptedConnections),
        ServerFigure(
            name: "grapevine_http_requests_total", help: "Requests handed to the application.", isCounter: true,
            value: statistics.requests),
    ]
    for first in 2...5 {
        figures.append(
            ServerFigure(
                name: "grapevine_http_responses_\(first)xx_total", help: "Responses with a status of \(first)xx.",
                isCounter: true, value: statistics.responses[first]))
    }
    return figures
}
