import Wire

// Connections: how they begin, and how all of them end.
extension Reactor {
    func watchListeners() {
        guard !isAccepting, !isDraining, acceptsAgainAt == nil else { return }
        isAccepting = true
        for (index, listener) in setting.listeners.enumerated() {
            do {
                try epoll.add(listener.descriptor, [.input, .exclusive], tag: Tag.firstListener + UInt64(index))
            } catch {
                setting.logger.error("listener.unwatched", metadata: ["reason": "\(error)"])
                ignoreListeners()
                acceptsAgainAt = now + Self.exhaustedPauseMilliseconds
                return
            }
        }
    }

    func ignoreListeners() {
        guard isAccepting else { return }
        isAccepting = false
        for listener in setting.listeners { epoll.remove(listener.descriptor) }
    }

    func accept(_ listener: ListeningSocket, atMost limit: Int) {
        for _ in 0..<limit {
            switch listener.accept() {
            case .connection(let socket, let peer): place(socket, peer)
            case .none: return
            case .exhausted(let number):
                if setting.population.isFirstExhaustion(inSecondOf: now) {
                    setting.logger.warning(
                        "accept.paused",
                        metadata: [
                            "errno": "\(number)", "connections": "\(openConnections)",
                            "remedy": "raise the limit on open files, or lower --max-connections",
                        ])
                }
                ignoreListeners()
                acceptsAgainAt = now + Self.exhaustedPauseMilliseconds
                return
            }
        }
    }

    /// Gives a new connection to the reactor that has the fewest. Whoever wakes first would else accept most of those
    /// that come together, and one core would serve them all.
    func place(_ socket: Socket, _ peer: Peer) {
        let fewest = isDraining ? number : fewestConnections()
        setting.counters[fewest].countAccepted()
        if fewest != number {
            if setting.handOver(fewest, socket, peer) { return }
            setting.counters[fewest].countNeverAccepted()
            counters.countAccepted()
        }
        open(socket, peer)
    }

    /// Itself, unless another has clearly fewer.
    private func fewestConnections() -> Int {
        var (fewest, least) = (number, counters.openConnections - Self.evenness)
        for (index, other) in setting.counters.enumerated() where other.openConnections < least {
            (fewest, least) = (index, other.openConnections)
        }
        return fewest
    }

    /// - Parameter socket: counted among this reactor's connections already.
    func open(_ socket: Socket, _ peer: Peer) {
        var refusal: RequestError?
        switch setting.population.enter(peer) {
        case .welcome: break
        case .refused(let error): refusal = error
        case .turnedAway:
            counters.countTurnedAway()
            counters.countClosed()
            socket.close()
            return
        }
        generation = generation == .max ? 1 : generation + 1
        let connection = Connection(
            socket, tag: UInt64(generation) << 32 | UInt64(UInt32(bitPattern: socket.descriptor)),
            ConnectionState(peer: peer, setting.rules, refusal: refusal, now: now))
        do {
            try epoll.add(socket.descriptor, connection.watched, tag: connection.tag)
        } catch {
            setting.logger.error("connection.unwatched", metadata: ["reason": "\(error)"])
            setting.population.leave(peer)
            counters.countClosed()
            socket.close()
            return
        }
        let slot = Int(socket.descriptor)
        while connections.count <= slot { connections.append(nil) }
        connections[slot] = connection
        openConnections += 1
        peakConnections = max(peakConnections, openConnections)
        if refusal != nil { return advance(connection) }
        if isDraining { connection.state.drain(now: now) }
        if isCut { return close(connection) }
        if let deadline = connection.state.deadline { sweep(by: deadline) }
    }

    /// The connection with that tag; nil when it is closed, even if another has its descriptor now.
    func connection(_ tag: UInt64) -> Connection? {
        let slot = Int(tag & 0xFFFF_FFFF)
        guard slot < connections.count, let connection = connections[slot], connection.tag == tag else { return nil }
        return connection
    }

    func close(_ connection: Connection) {
        guard connection.isOpen else { return }
        connection.isOpen = false
        connections[Int(connection.socket.descriptor)] = nil
        // Closing takes it out of the epoll too: there is no other descriptor for the same socket.
        connection.socket.close()
        setting.population.leave(connection.state.peer)
        openConnections -= 1
        counters.countClosed()
        if peakConnections >= MemoryKeeper.connectionsWorthwhile, openConnections <= peakConnections / 4 {
            peakConnections = openConnections
            setting.memory.giveBackSoon()
        }
    }

    // MARK: The end

    func drain(seconds: Int) {
        guard !isDraining else { return }
        // Clients in the backlog have connected, and some have sent their request: closing would reset them. Those of
        // an inherited socket wait for the successor.
        ignoreListeners()
        isDraining = true
        for listener in setting.listeners where !listener.isInherited { accept(listener, atMost: 4096) }
        acceptsAgainAt = nil
        setting.hasStoppedAccepting()
        drainDeadline = now + seconds * 1000
        for connection in connections {
            guard let connection else { continue }
            receive(connection)
            guard connection.isOpen else { continue }
            connection.state.drain(now: now)
            advance(connection)
        }
    }

    func finishIfDrained() {
        // A letter that waits may be a connection from another reactor.
        guard openConnections == 0, !isFinished, mailbox.closeIfEmpty() else { return }
        isFinished = true
        writeAccessLog()
        alarms.removeAll()
        source?.cancel()
        source = nil
    }
}
