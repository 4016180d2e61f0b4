// Glibc's Swift module leaves these out: epoll, eventfd, timerfd, getrandom, malloc_trim and accept4.
// Not by way of _GNU_SOURCE: it gives fd_set other members than Swift's own Glibc module has, and the two then clash.
#pragma once
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);

// The two calls of every request, not as points where a thread may be cancelled: no thread here ever is, and glibc's
// care for that is more than 1 % of a request's processor time.
extern long syscall(long number, ...);

static inline long receive_uncancelled(int socket, void *buffer, size_t length) {
    return syscall(SYS_recvfrom, socket, buffer, length, 0, NULL, NULL);
}

static inline long send_uncancelled(int socket, const void *buffer, size_t length, int flags) {
    return syscall(SYS_sendto, socket, buffer, length, flags, NULL, 0);
}
