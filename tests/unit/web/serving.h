/* tests/unit/web/serving.h - the home of a test is served, by the real server, while a reader asks
 * for its pages.
 *
 *     static void read_it(struct reader *r) { has(r, fetch(r, "/sv/"), "HTTP/1.1 200"); }
 *     serve(s, &r, read_it);
 *     free(r.said);
 */
#ifndef TESTS_WEB_SERVING_H
#define TESTS_WEB_SERVING_H
#include "core/sb.h"
#include "web/site.h"

#include "scratch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>

#include <cmocka.h>

/* A reader beside the server: site_serve() has the first thread. */
struct reader {
    struct scratch *s;
    struct site_settings settings;
    FILE *log;
    char *said;
    size_t said_size;
    void (*read)(struct reader *r);
    uint16_t port;
    pthread_t thread;
    char wrong[256]; /* what it missed: cmocka fails on the first thread only */
};

/* The whole answer to GET `path`, in the arena. */
static inline const char *fetch_in(struct arena *a, const struct reader *r, const char *path)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(r->port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct sb answer = sb_open(a, 64 * 1024);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct str ask =
        str_fmt(a, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&at, sizeof at) == 0 &&
        send(fd, ask.at, ask.len, 0) == (ssize_t)ask.len) {
        char part[4096];
        for (ssize_t n; (n = recv(fd, part, sizeof part, 0)) > 0;)
            sb_put(&answer, (struct str){part, (size_t)n});
    }
    (void)close(fd);
    return str_cstr(a, sb_str(&answer));
}

static inline const char *fetch(struct reader *r, const char *path)
{
    return fetch_in(r->s->arena, r, path);
}

static inline void *reading(void *state)
{
    struct reader *r = state;
    r->read(r);
    (void)kill(getpid(), SIGTERM);
    return NULL;
}

static inline void ready(void *state, uint16_t port)
{
    struct reader *r = state;
    r->port = port;
    assert_int_equal(pthread_create(&r->thread, NULL, reading, r), 0);
}

/* Serves s->folder/home until `read` has ended; the log stays in r->said. */
static inline void serve(struct scratch *s, struct reader *r, void (*read)(struct reader *r))
{
    static const struct clock clock = {.today = {45304}}; /* 2024-01-15 */
    struct err err = {0};
    *r = (struct reader){.s = s, .read = read};
    r->log = open_memstream(&r->said, &r->said_size);
    struct log log = {r->log, LOG_INFO};
    r->settings = (struct site_settings){.home = scratch_path(s, "home"),
                                         .listen = STR("127.0.0.1:0"),
                                         .clock = &clock,
                                         .log = &log,
                                         .version = STR("9.8.7"),
                                         .threads = 2,
                                         .ready = ready,
                                         .ready_state = r};
    if (!site_serve(&r->settings, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(pthread_join(r->thread, NULL), 0);
    (void)fclose(r->log);
    assert_string_equal(r->wrong, "");
}

static inline void has(struct reader *r, const char *answer, const char *wanted)
{
    if (!strstr(answer, wanted) && !r->wrong[0])
        (void)snprintf(r->wrong, sizeof r->wrong, "%s not in: %.150s", wanted, answer);
}
#endif
