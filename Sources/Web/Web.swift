// Web: the HTTP interface of API.md, over requests and responses as values.
//
// In:     a `Request` that Wire has read, and the `Exchange` to answer it by.
// Out:    redirects, JSON, problem details; every reply with its X-Request-Id.
// Never:  a socket, SQL, a rule about credit or money.
// Next:   Routes.swift, the one table of all paths; WebApp.swift, the way of a request from there.
