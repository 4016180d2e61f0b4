// Tracking: what can be done, each as one function that reads, decides and writes in one transaction.
//
// In:     values of Domain that Web has read from a request, and the store's connection or transaction.
// Out:    what was recorded and decided, or a `TrackingError` with the facts.
// Never:  JSON, HTTP, a clock or randomness that was not handed in.
// Next:   RecordEvent.swift, the way of a signup or purchase; RecordClick.swift, the way of a click.
