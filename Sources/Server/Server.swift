// Server: connections, and which request is whose.
//
// In:     addresses to listen on, limits, and a `RequestHandler`. Then: clients.
// Out:    each complete request to the handler, once; each answer to its client, in the order of the requests.
// Never:  referrals; waiting for a disk or another thread; a request handed out whose bytes had not all come, or two
//         at a time from one connection; a buffer, a number of connections or a silence without a limit.
// Next:   ConnectionState.swift, what a connection does, as a pure value; Reactor.swift, the loop around many of them,
//         with ReactorAccepting.swift and ReactorConnections.swift for the reading and writing; HTTPServer.swift,
//         which joins the reactors.
