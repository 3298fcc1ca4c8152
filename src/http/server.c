#include "http/server.h"

#include "core/clock.h"
#include "http/listen.h"

#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct http_server {
    struct MHD_Daemon *daemon;
    const struct http_site *site;
    const struct log *log;
    uint16_t port;
    atomic_uint under_way; /* requests that have begun and not ended */
};
/* One request, from its first line until its response has been sent. */
struct exchange {
    struct arena *arena;
    struct str target;
    struct sb body;
    bool has_begun, is_too_large;
    int64_t began_us;
    struct str method;
    const char *route;
    unsigned status;
    size_t bytes;
};

/* libmicrohttpd gives the target decoded, and in parts; this is the only way to see it as sent. */
static void *see_target(void *server, const char *target, struct MHD_Connection *connection)
{
    (void)connection;
    struct http_server *s = server;
    struct arena *a = arena_open(HTTP_ARENA_BLOCK);
    struct exchange *x = ARENA_NEW(a, struct exchange, 1);
    *x = (struct exchange){.arena = a,
                           .target = str_copy(a, str_of(target)),
                           .began_us = clock_monotonic_us(),
                           .method = http_method_word(HTTP_OTHER),
                           .route = "-"};
    atomic_fetch_add(&s->under_way, 1);
    return x;
}

static void exchange_ended(void *server, struct MHD_Connection *connection, void **exchange,
                           enum MHD_RequestTerminationCode why)
{
    (void)connection;
    struct http_server *s = server;
    struct exchange *x = *exchange;
    if (!x)
        return;
    LOG(s->log, LOG_INFO, "http.request", LOG_TEXT("method", x->method),
        LOG_TEXT("route", str_of(x->route)), LOG_NUMBER("status", x->status),
        LOG_NUMBER("bytes", (int64_t)x->bytes),
        LOG_NUMBER("us", clock_monotonic_us() - x->began_us),
        LOG_TEXT("end", why == MHD_REQUEST_TERMINATED_COMPLETED_OK ? STR("sent") : STR("cut")));
    *exchange = NULL;
    arena_close(x->arena);
    atomic_fetch_sub(&s->under_way, 1);
}

static struct str header_of(struct MHD_Connection *connection, const char *name)
{
    return str_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* The body stays in the exchange's arena: libmicrohttpd says when it is done with it. */
static enum MHD_Result send_response(struct MHD_Connection *connection, struct exchange *x,
                                     const struct http_site *site)
{
    struct http_input in = {.method = x->method,
                            .target = x->target,
                            .host = header_of(connection, "Host"),
                            .accept_language = header_of(connection, "Accept-Language"),
                            .if_none_match = header_of(connection, "If-None-Match"),
                            .body = x->body.arena ? sb_str(&x->body) : STR(""),
                            .is_too_large = x->is_too_large};
    struct response rs;
    struct request rq = {.arena = x->arena, .if_none_match = in.if_none_match};
    struct response_header header[RESPONSE_HEADERS_MOST];
    http_answer(site, x->arena, &in, &rs, &x->route);
    unsigned count = response_finish(&rq, &rs, header);
    x->status = rs.status;
    x->bytes = rs.body.len;
    union {
        const char *given;
        void *wanted; /* libmicrohttpd does not write through it */
    } bytes = {.given = rs.body.at};
    struct MHD_Response *response =
        MHD_create_response_from_buffer(rs.body.len, bytes.wanted, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    bool complete = true;
    for (unsigned i = 0; i < count; i++)
        complete = MHD_add_response_header(response, header[i].name,
                                           str_cstr(x->arena, header[i].value)) == MHD_YES &&
                   complete;
    enum MHD_Result sent = complete ? MHD_queue_response(connection, rs.status, response) : MHD_NO;
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result take(void *server, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *data, size_t *size,
                            void **exchange)
{
    (void)url;
    (void)version;
    struct http_server *s = server;
    struct exchange *x = *exchange;
    if (!x->has_begun) {
        x->has_begun = true;
        /* A method that is not known may be anything: it does not go into the log. */
        x->method = str_copy(x->arena, http_method_word(http_method_of(str_of(method))));
        return MHD_YES;
    }
    if (*size > 0) {
        if (!x->body.arena)
            x->body = sb_open(x->arena, *size);
        x->is_too_large = x->is_too_large || x->body.len + *size > HTTP_BODY_MOST;
        if (!x->is_too_large)
            sb_put(&x->body, (struct str){data, *size});
        *size = 0;
        return MHD_YES;
    }
    return send_response(connection, x, s->site);
}

static bool start(struct http_server *s, const struct listen_address *at, struct err *err)
{
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
    if (at->at.any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    errno = 0;
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, take, s, MHD_OPTION_SOCK_ADDR, &at->at.any,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MOST, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)HTTP_IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEADERS_MOST,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)HTTP_STACK, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, see_target, s, MHD_OPTION_NOTIFY_COMPLETED, exchange_ended, s,
        MHD_OPTION_END);
    if (s->daemon)
        return true;
    if (errno == EADDRINUSE)
        return FAIL(err, ERR_CONFLICT, "http.port_taken", "%u", listen_port(at));
    return FAIL(err, ERR_IO, "http.start", "%s", errno ? strerror(errno) : "");
}

bool http_server_open(struct str listen, const struct http_site *site, const struct log *log,
                      struct http_server **out, struct err *err)
{
    struct listen_address at;
    if (!listen_parse(listen, &at, err))
        return false;
    struct http_server *s = malloc(sizeof *s);
    if (!s)
        abort();
    *s = (struct http_server){.site = site, .log = log, .port = listen_port(&at)};
    if (!start(s, &at, err)) {
        free(s);
        return false;
    }
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (bound)
        s->port = bound->port;
    *out = s;
    return true;
}

uint16_t http_server_port(const struct http_server *s)
{
    return s->port;
}

void http_server_close(struct http_server *s)
{
    if (!s)
        return;
    MHD_socket listening = MHD_quiesce_daemon(s->daemon);
    if (listening != MHD_INVALID_SOCKET)
        (void)close(listening);
    int64_t deadline = clock_monotonic_us() + (int64_t)HTTP_STOP_SECONDS * 1000000;
    while (atomic_load(&s->under_way) > 0 && clock_monotonic_us() < deadline)
        (void)nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    MHD_stop_daemon(s->daemon);
    free(s);
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    return set;
}

void http_hold_stop_signals(void)
{
    sigset_t set = stop_signals();
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void http_wait_for_stop(void)
{
    sigset_t set = stop_signals();
    int got = 0;
    while (sigwait(&set, &got) != 0) {
    }
    (void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void http_ask_for_stop(void)
{
    (void)kill(getpid(), SIGTERM);
}
