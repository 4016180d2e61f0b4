// Domain: the nouns of referral tracking, as values.
//
// In:     nothing; this module imports nothing.
// Out:    identifiers, times, money, programs with their policy and reward rules, referrers, codes, links, clicks,
//         orders, conversions, rewards, ledger entries.
// Never:  a clock, a database, the network, Foundation.
// Next:   Program.swift, what a shop sets up; then Attribution and Ledger, which decide over these values.
