import Wire

// One connection: reading, asking its state, handing out, writing. `ConnectionState` decides; here it is done.
extension Reactor {
    func read(_ connection: Connection) {
        receive(connection)
        if connection.isOpen { advance(connection) }
    }

    func receive(_ connection: Connection) {
        let room = connection.state.room
        guard room > 0 else { return }
        connection.state.borrow(&spareInput)
        // A span may only be made of a local value, so the buffer is lent to one.
        var buffer: [UInt8] = []
        swap(&buffer, &scratch)
        defer { swap(&buffer, &scratch) }
        switch connection.socket.receive(into: &buffer, limit: room) {
        case .bytes(let count):
            connection.state.receive(buffer.span.extracting(0..<count), now: now)
            if count == min(room, buffer.count) { connection.hasUnread = true }
        case .end: connection.state.receiveEnd()
        case .wouldBlock: break
        case .failed: close(connection)
        }
    }

    /// Does all that the connection's state asks for, then writes what came of it.
    func advance(_ connection: Connection) {
        defer {
            connection.state.giveBack(&spareInput)
            connection.output.giveBack(&spareOutput)
        }
        var hasMore = true
        while hasMore, connection.isOpen {
            connection.output.borrow(&spareOutput)
            perform(connection)
            guard connection.isOpen else { return }
            hasMore = false
            if !connection.output.isEmpty {
                guard let written = connection.output.write(to: connection.socket) else { return close(connection) }
                connection.state.sent(written, now: now)
                // With its answers out, it may begin the next request, or close.
                hasMore = written > 0
            }
        }
        guard connection.isOpen else { return }
        watch(connection)
        if let deadline = connection.state.deadline { sweep(by: deadline) }
    }

    func perform(_ connection: Connection) {
        while connection.isOpen {
            switch connection.state.next(now: now, &numbers) {
            case .handle(let request):
                counters.countRequest()
                if let answer = setting.handler.answerAtOnce(request) {
                    write(to: connection, status: answer.response.sentStatus) { output, shape, id in
                        output.append(answer, shape, id: id, beginning)
                    }
                    continue
                }
                guard let make = handOut(request, connection) else { return }
                guard respond(make(), to: connection) else { return }
            case .consider(let request):
                let make = consider(request, connection)
                switch verdict {
                case .admitted: connection.state.admit(now: now)
                case .ignored: connection.state.ignoreBody()
                case nil:
                    guard let make else { return }
                    write(make(), to: connection)
                }
            case .sendContinue:
                connection.output.append(Response.continue)
                connection.state.queued(Response.continue.count, now: now)
            case .refuse(let error):
                write(setting.handler.refuse(error, connection.state.id ?? RequestID(number: 0)), to: connection)
            case .endOutput: connection.socket.endOutput()
            case .close: close(connection)
            case .wait: return
            }
        }
    }

    /// Asks the handler whether it wants the body. Its word, if it gave it before it returned, is `verdict`.
    /// - Returns: the answer, if it gave one.
    func consider(_ request: Request, _ connection: Connection) -> (@Sendable () -> Response)? {
        verdict = nil
        handedOut = connection.tag
        setting.handler.consider(request, ConnectionExchange(reactor: self, tag: connection.tag))
        handedOut = nil
        defer { directAnswer = nil }
        return directAnswer
    }

    /// - Returns: the answer, if the handler gave it before it returned.
    func handOut(_ request: Request, _ connection: Connection) -> (@Sendable () -> Response)? {
        handedOut = connection.tag
        setting.handler.handle(request, ConnectionExchange(reactor: self, tag: connection.tag))
        handedOut = nil
        if handedOutCount == 0 { handedOutAt = now }
        handedOutCount += 1
        if handedOutCount >= Self.mostHandedOut { endHandingOut() }
        defer { directAnswer = nil }
        return directAnswer
    }

    func endHandingOut() {
        guard handedOutCount > 0 else { return }
        handedOutCount = 0
        setting.handler.endTurn()
    }

    /// Answers a request that was handed out earlier. The connection may be gone by now.
    func complete(_ tag: UInt64, _ make: () -> Response) {
        guard let connection = connection(tag) else { return }
        if respond(make(), to: connection) { advance(connection) }
    }

    /// - Returns: false when the answer is being compressed on another thread, and comes back as a letter.
    func respond(_ response: Response, to connection: Connection) -> Bool {
        guard Compression.isEligible(response) else {
            write(response, to: connection)
            return true
        }
        let acceptsGzip = connection.state.head?.fields.acceptsGzip == true
        guard response.status != 304 else {
            write(Compression.unchanged(response, acceptsGzip: acceptsGzip), to: connection)
            return true
        }
        guard acceptsGzip else {
            write(Compression.varying(response), to: connection)
            return true
        }
        guard response.body.count > Compression.largestInlineBytes else {
            write(Compression.compressed(response), to: connection)
            return true
        }
        let tag = connection.tag
        setting.compressing.async { self.post(.made(tag, Compression.compressed(response))) }
        return false
    }

    func write(_ response: Response, to connection: Connection) {
        write(to: connection, status: response.sentStatus) { output, shape, id in
            output.append(response, shape, id: id, beginning)
        }
    }

    /// - Parameter append: returns how many bytes it became.
    private func write(
        to connection: Connection, status: Int, _ append: (inout Output, ResponseShape, RequestID) -> Int
    ) {
        let id = connection.state.id ?? RequestID(number: 0)
        let (method, path, headAt) = seen(connection.state)
        let shape = connection.state.answer(now: now)
        let count = append(&connection.output, shape, id)
        connection.state.queued(count, now: now)
        counters.countResponse(status)
        guard setting.accessLog != nil else { return }
        accessLines.append(
            AccessLog.Line(
                id: id, method: method, path: path, status: status, bytes: count, milliseconds: now - headAt))
    }

    /// What the access log says of the request in hand.
    private func seen(_ state: borrowing ConnectionState) -> (method: Method?, path: [UInt8], headAt: Int) {
        guard setting.accessLog != nil, let head = state.head else { return (nil, [], 0) }
        return (head.method, Array(head.path.prefix(AccessLog.longestPath)), state.headAt)
    }

    /// Writes the Date of all answers anew when its second is over.
    func refreshDate() {
        let seconds = SystemClock.wallSeconds()
        guard seconds != dateSeconds else { return }
        dateSeconds = seconds
        beginning = ResponseBeginning(date: httpDate(seconds))
    }

    /// Asks the kernel for what the connection waits for now, if that is not what it waited for before. Each change is
    /// told once only, which spares the kernel a look at every connection for every request; asking again is told again.
    func watch(_ connection: Connection) {
        let readiness = Readiness.connection(reads: connection.state.room > 0, writes: !connection.output.isEmpty)
        guard readiness.rawValue != connection.watched.rawValue || connection.hasUnread else { return }
        connection.hasUnread = false
        do {
            try epoll.change(connection.socket.descriptor, readiness, tag: connection.tag)
            connection.watched = readiness
        } catch {
            close(connection)
        }
    }
}
