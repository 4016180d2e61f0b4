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
            guard openConnections < maximumConnections else {
                ignoreListeners()
                return
            }
            switch listener.accept() {
            case .connection(let socket, let peer): open(socket, peer)
            case .none: return
            case .exhausted(let number):
                // Once a minute: who is out of descriptors may be so for long, and logging takes some too.
                if now - (exhaustionLoggedAt ?? now - 60_000) >= 60_000 {
                    exhaustionLoggedAt = now
                    setting.logger.warning("accept.paused", metadata: ["errno": "\(number)"])
                }
                ignoreListeners()
                acceptsAgainAt = now + Self.exhaustedPauseMilliseconds
                return
            }
        }
    }

    func open(_ socket: Socket, _ peer: Peer) {
        generation = generation == .max ? 1 : generation + 1
        let state = ConnectionState(
            peer: peer, limits: setting.configuration.limits, times: setting.configuration.times, now: now)
        let connection = Connection(
            socket, tag: UInt64(generation) << 32 | UInt64(UInt32(bitPattern: socket.descriptor)), state)
        do {
            try epoll.add(socket.descriptor, .input, tag: connection.tag)
        } catch {
            setting.logger.error("connection.unwatched", metadata: ["reason": "\(error)"])
            socket.close()
            return
        }
        let slot = Int(socket.descriptor)
        while connections.count <= slot { connections.append(nil) }
        connections[slot] = connection
        openConnections += 1
        counters.countAccepted()
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
        openConnections -= 1
        counters.countClosed()
        if isDraining {
            finishIfDrained()
        } else if !isAccepting {
            watchListeners()
        }
    }

    // MARK: The end

    func drain(seconds: Int) {
        guard !isDraining else { return }
        // Clients in the backlog have connected, and some have sent their request: closing would reset them.
        for listener in setting.listeners { accept(listener, atMost: 4096) }
        ignoreListeners()
        isDraining = true
        acceptsAgainAt = nil
        setting.hasStoppedAccepting()
        drainDeadline = now + seconds * 1000
        for connection in connections {
            guard let connection else { continue }
            receive(connection)
            guard connection.isOpen else { continue }
            connection.state.drain()
            advance(connection)
        }
        finishIfDrained()
    }

    func finishIfDrained() {
        guard openConnections == 0, !isFinished else { return }
        isFinished = true
        mailbox.close()
        alarms.removeAll()
        source?.cancel()
        source = nil
    }
}
