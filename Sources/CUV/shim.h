/* libuv for Swift. C's casts between handle types, the address unions of the socket API and the
 * two socket questions that libuv cannot ask live here as inline functions; no policy does. */
#ifndef CUV_SHIM_H
#define CUV_SHIM_H

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

/* The identifiers in `data` are 64 bits wide and need a pointer of that width. */
_Static_assert(sizeof(void *) >= sizeof(uint64_t), "identifiers travel in handle->data");

/* -- Casts: every libuv handle begins with the fields of uv_handle_t, every stream with those of
 *    uv_stream_t. -- */

static inline uv_handle_t *cuv_handle(void *handle) { return (uv_handle_t *)handle; }
static inline uv_stream_t *cuv_stream(void *handle) { return (uv_stream_t *)handle; }
static inline uv_tcp_t *cuv_tcp(uv_stream_t *stream) { return (uv_tcp_t *)stream; }
static inline uv_pipe_t *cuv_pipe(uv_stream_t *stream) { return (uv_pipe_t *)stream; }

/* -- Identifiers: a handle carries a number, never a pointer to a Swift object. -- */

static inline uint64_t cuv_id(const uv_handle_t *handle) {
    return (uint64_t)(uintptr_t)handle->data;
}
static inline void cuv_set_id(uv_handle_t *handle, uint64_t id) {
    handle->data = (void *)(uintptr_t)id;
}

/* uv_async_send is the one function of libuv that every thread may call. The result names the same
 * handle, for that single use: `sending` lets Swift hand it to another isolation region. */
static inline uv_async_t *cuv_async_for_senders(uv_async_t *async)
    __attribute__((swift_attr("sending"))) {
    return async;
}

/* -- Writing: a request and the bytes it owns are one block of memory. -- */

typedef struct cuv_write {
    uv_write_t request;
    size_t length;
} cuv_write;

static inline char *cuv_write_bytes(cuv_write *write) { return (char *)(write + 1); }
static inline cuv_write *cuv_write_of(uv_write_t *request) { return (cuv_write *)request; }

static inline int cuv_write_start(cuv_write *write, uv_stream_t *stream, uv_write_cb done) {
    uv_buf_t buffer = {.base = cuv_write_bytes(write), .len = write->length};
    return uv_write(&write->request, stream, &buffer, 1, done);
}

/* libuv declares the bytes of a buffer mutable; a write only reads them. */
static inline int cuv_try_write(uv_stream_t *stream, const void *bytes, size_t length) {
    uv_buf_t buffer = {.base = (char *)bytes, .len = length};
    return uv_try_write(stream, &buffer, 1);
}

/* Reads and drops at most `rounds` buffers of what the kernel holds for `stream`. close(2) on a
 * TCP socket with unread bytes sends RST and discards what the peer has not acknowledged. */
static inline void cuv_discard_unread(uv_stream_t *stream, void *buffer, size_t length,
                                      int rounds) {
    uv_os_fd_t descriptor;
    if (uv_fileno((uv_handle_t *)stream, &descriptor) != 0) return;
    while (rounds-- > 0) {
        ssize_t count = recv(descriptor, buffer, length, MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EINTR)) return;
    }
}

/* -- Addresses -- */

typedef union cuv_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_storage storage;
} cuv_address;

/* A numeric address is read as such; a name is resolved, blocking, and its first address taken. */
static inline int cuv_address_resolve(cuv_address *address, uv_loop_t *loop, const char *host,
                                      uint16_t port) {
    memset(address, 0, sizeof(*address));
    if (uv_ip4_addr(host, port, &address->v4) == 0) return 0;
    if (uv_ip6_addr(host, port, &address->v6) == 0) return 0;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    char service[8];
    snprintf(service, sizeof(service), "%u", (unsigned)port);
    uv_getaddrinfo_t request;
    int code = uv_getaddrinfo(loop, &request, NULL, host, service, &hints);
    if (code != 0) return code;
    memcpy(address, request.addrinfo->ai_addr, request.addrinfo->ai_addrlen);
    uv_freeaddrinfo(request.addrinfo);
    return 0;
}

static inline int cuv_address_text(const cuv_address *address, char *text, size_t capacity) {
    return uv_ip_name(&address->any, text, capacity);
}

static inline uint16_t cuv_address_port(const cuv_address *address) {
    return ntohs(address->any.sa_family == AF_INET6 ? address->v6.sin6_port
                                                    : address->v4.sin_port);
}

static inline int cuv_tcp_bind(uv_stream_t *stream, const cuv_address *address) {
    return uv_tcp_bind((uv_tcp_t *)stream, &address->any, 0);
}

static inline int cuv_tcp_local_address(uv_stream_t *stream, cuv_address *address) {
    int length = sizeof(*address);
    return uv_tcp_getsockname((uv_tcp_t *)stream, &address->any, &length);
}

static inline int cuv_tcp_peer_address(uv_stream_t *stream, cuv_address *address) {
    int length = sizeof(*address);
    return uv_tcp_getpeername((uv_tcp_t *)stream, &address->any, &length);
}

/* -- Unix sockets -- */

/* libuv 1.44 cuts a longer path without a word. */
static inline size_t cuv_unix_path_max(void) {
    return sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
}

/* What stands at `path`: 0 nothing, 1 a socket that nobody serves, UV_EADDRINUSE a live server
 * or a file that is no socket, another libuv code when this cannot be told. */
static inline int cuv_unix_probe(const char *path) {
    struct stat status;
    if (lstat(path, &status) != 0) return errno == ENOENT ? 0 : uv_translate_sys_error(errno);
    if (!S_ISSOCK(status.st_mode)) return UV_EADDRINUSE;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return uv_translate_sys_error(errno);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    int refused = connect(descriptor, (struct sockaddr *)&address, sizeof(address)) != 0;
    int reason = errno;
    close(descriptor);
    if (!refused || reason == EAGAIN) return UV_EADDRINUSE; /* EAGAIN: its backlog is full */
    if (reason == ENOENT) return 0;
    return reason == ECONNREFUSED ? 1 : uv_translate_sys_error(reason);
}

/* Without a callback the file calls of libuv are synchronous and leave nothing to free but the
 * request's copy of the path. */
static inline int cuv_unlink(const char *path) {
    uv_fs_t request;
    int code = uv_fs_unlink(NULL, &request, path, NULL);
    uv_fs_req_cleanup(&request);
    return code;
}

static inline int cuv_chmod(const char *path, int mode) {
    uv_fs_t request;
    int code = uv_fs_chmod(NULL, &request, path, mode, NULL);
    uv_fs_req_cleanup(&request);
    return code;
}

#endif
