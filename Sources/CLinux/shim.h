// Glibc's Swift module leaves these out: epoll, eventfd, timerfd, malloc_trim and accept4.
// Not by way of _GNU_SOURCE: it gives fd_set other members than Swift's own Glibc module has, and the two then clash.
#pragma once
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
