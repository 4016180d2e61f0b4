import Wire

extension Problem {
    /// The problem as `application/problem+json`. X-Request-Id and Date are for the caller to add, as to all replies.
    func response(requestID: String) -> Response {
        let output = ProblemOutput(
            type: type, title: title, status: status, detail: detail, errors: errors.isEmpty ? nil : errors,
            requestID: requestID)
        return answer("application/problem+json", jsonText(output))
    }

    /// The problem as a short page for people, without a script, style or image.
    func page(requestID: String) -> Response {
        let html = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="robots" content="noindex">
            <title>\(escapedHTML(title))</title>
            <h1>\(escapedHTML(title))</h1>
            <p>\(escapedHTML(detail))</p>
            <p><small>\(escapedHTML(requestID))</small></p>
            </html>

            """
        var response = answer("text/html; charset=utf-8", Array(html.utf8))
        response.fields.append(("Content-Security-Policy", "default-src 'none'"))
        return response
    }

    /// A 404 or 410 may be kept by caches unless told not to (RFC 9110 §15.1), though the link may be made next.
    private func answer(_ contentType: String, _ body: [UInt8]) -> Response {
        let own = [("Content-Type", contentType), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
        return Response(status: status, fields: own + fields.map { ($0.name, $0.value) }, body: body)
    }
}

private struct ProblemOutput: Encodable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    let errors: [Fault]?
    let requestID: String

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, errors
        case requestID = "request_id"
    }
}

/// Text for an element or a quoted attribute of a page.
func escapedHTML(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
