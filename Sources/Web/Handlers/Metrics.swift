import Domain
import Store
import Wire

/// - Source: the Prometheus text exposition format, version 0.0.4.
@Sendable func metrics(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Response {
    try call.expectNoQuery()
    let writer = app.store.writer.statistics
    var text = ""
    write(&text, "grapevine_info", "The running version.", "gauge", [("version=\"\(app.options.version)\"", 1)])
    write(
        &text, "grapevine_clicks_total", "Clicks stored since the start, by class.", "counter",
        ClickClass.allCases.map { ("class=\"\($0.name)\"", app.figures.read($0)) })
    let figures = [
        ServerFigure(
            name: "grapevine_clicks_unrecorded_total",
            help: "Redirects answered without a token because their click's commit failed or took too long.",
            isCounter: true, value: app.figures.read(.unrecorded)),
        ServerFigure(
            name: "grapevine_unknown_links_total", help: "Requests for links that do not exist.", isCounter: true,
            value: app.figures.read(.unknownSlug)),
        ServerFigure(
            name: "grapevine_store_commits_total", help: "Transactions committed.", isCounter: true,
            value: writer.commits),
        ServerFigure(
            name: "grapevine_store_writes_total", help: "Operations in those transactions.", isCounter: true,
            value: writer.jobs),
        ServerFigure(
            name: "grapevine_store_writes_waiting", help: "Operations queued for the writer.", isCounter: false,
            value: writer.waiting),
        ServerFigure(
            name: "grapevine_reads_waiting", help: "Requests queued for a worker.", isCounter: false,
            value: app.store.readers.waiting),
    ]
    for figure in figures + app.figures.serverFigures {
        write(&text, figure.name, figure.help, figure.isCounter ? "counter" : "gauge", [("", figure.value)])
    }
    let fields = [
        (name: "Content-Type", value: "text/plain; version=0.0.4; charset=utf-8"),
        (name: "Cache-Control", value: "no-store"),
    ]
    return Response(status: 200, fields: fields, body: Array(text.utf8))
}

private func write(
    _ text: inout String, _ name: String, _ help: String, _ type: String, _ samples: [(labels: String, value: Int)]
) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    for sample in samples {
        text += sample.labels.isEmpty ? "\(name) \(sample.value)\n" : "\(name){\(sample.labels)} \(sample.value)\n"
    }
}
