/* Linux's epoll, which Swift's Glibc leaves out. The load generator waits for ten thousand sockets
 * with it, where poll would cost more than the server that is measured. The unions stay here. */
#ifndef CEPOLL_SHIM_H
#define CEPOLL_SHIM_H

#include <stdbool.h>
#include <sys/epoll.h>

static inline int cepoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

/* Waits for input of a descriptor that is new to it. */
static inline int cepoll_add(int epoll, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

/* Sets whether room for output is waited for too. */
static inline int cepoll_set_output(int epoll, int descriptor, bool output) {
    struct epoll_event event = {
        .events = output ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.fd = descriptor};
    return epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
}

/* Puts at most 512 ready descriptors into `ready` and returns how many. */
enum { cepoll_ready_max = 512 };
static inline int cepoll_wait(int epoll, int *ready, int milliseconds) {
    struct epoll_event events[cepoll_ready_max];
    int count = epoll_wait(epoll, events, cepoll_ready_max, milliseconds);
    for (int index = 0; index < count; index++) ready[index] = events[index].data.fd;
    return count;
}

#endif
