import Glibc

/// Has whoever waits for this processor run first. Requests would else wait for the end of a few milliseconds of
/// background work, since the system takes the processor from a thread only now and then.
func giveWay() {
    sched_yield()
}
