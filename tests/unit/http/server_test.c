/* http/server.h and http/listen.h: over real sockets on the loopback address. */
#include "http/server.h"

#include "client.h"
#include "http/listen.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static bool hello(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    (void)site;
    (void)rq;
    (void)err;
    rs->type = TYPE_HTML;
    rs->body = STR("<p>hello</p>");
    return true;
}

static bool slow(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    pause_ms(300);
    return hello(site, rq, rs, err);
}

static bool echo(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    (void)site;
    (void)err;
    rs->type = TYPE_TEXT;
    rs->cache = CACHE_NEVER;
    rs->body = str_fmt(rq->arena, "%zu", rq->body.len);
    return true;
}

static void error_page(const void *site, const struct request *rq, unsigned status,
                       const struct err *err, struct response *rs)
{
    (void)site;
    rs->body = str_fmt(rq->arena, "%u %s", status, err->code);
}

static const struct route ROUTES[] = {
    ROUTE(GET, "/", PUBLIC, hello),
    ROUTE(GET, "/slow", PUBLIC, slow),
    ROUTE(GET, "/person/{}", PUBLIC, hello),
    ROUTE(POST, "/echo", PUBLIC, echo),
};
static const struct http_site SITE = {NULL, ROUTES, ARRAY_LEN(ROUTES), error_page};

struct fixture {
    struct http_server *server;
    FILE *log_file;
    struct log log;
    char *logged;
    size_t logged_size;
};

static void open_server(struct fixture *f)
{
    struct err err = {0};
    *f = (struct fixture){0};
    f->log_file = open_memstream(&f->logged, &f->logged_size);
    f->log = (struct log){.to = f->log_file, .least = LOG_INFO};
    if (!http_server_open(STR("127.0.0.1:0"), &SITE, &f->log, &f->server, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_true(http_server_port(f->server) > 0);
}

static void close_server(struct fixture *f)
{
    http_server_close(f->server);
    assert_int_equal(fclose(f->log_file), 0);
}

static void pages_are_served(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    uint16_t port = http_server_port(f.server);
    answer_has(port, "GET /" END, "HTTP/1.1 200");
    answer_has(port, "GET /" END, "<p>hello</p>");
    answer_has(port, "GET /" END, "Content-Security-Policy: default-src 'self'");
    answer_has(port, "GET /nothing" END, "404 http.not_found");
    answer_has(port, "DELETE /" END, "Allow: GET, HEAD");
    answer_has(port, "GET /%2e%2e/x" END, "400 http.target");
    answer_has(port,
               "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
               "Content-Length: 5\r\n\r\nabcde",
               "\r\n\r\n5");
    char *head = ask(port, "HEAD /" END);
    assert_non_null(strstr(head, "HTTP/1.1 200"));
    assert_non_null(strstr(head, "Content-Length: 12"));
    assert_null(strstr(head, "hello"));
    free(head);
    close_server(&f);
    free(f.logged);
}

static void the_log_names_routes_and_nobody(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    answer_has(http_server_port(f.server), "GET /person/180001010009?name=Anna" END, "200");
    answer_has(http_server_port(f.server), "SECRET /person/180001010009" END, "405");
    close_server(&f);
    assert_non_null(strstr(f.logged, "route=/person/{} status=200 bytes=12"));
    assert_null(strstr(f.logged, "18000101"));
    assert_null(strstr(f.logged, "Anna"));
    assert_null(strstr(f.logged, "SECRET"));
    assert_null(strstr(f.logged, "127.0.0.1"));
    free(f.logged);
}

static void large_bodies_are_refused(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    int fd = connect_to(http_server_port(f.server));
    static char body[HTTP_BODY_MOST + 1];
    char head[128];
    memset(body, 'x', sizeof body);
    int n = snprintf(head, sizeof head,
                     "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                     "Content-Length: %zu\r\n\r\n",
                     sizeof body);
    send_all(fd, head, (size_t)n);
    send_all(fd, body, sizeof body);
    char *said = read_all(fd);
    assert_non_null(strstr(said, "413 http.body_size"));
    free(said);
    close_server(&f);
    free(f.logged);
}

static void *ask_slow(void *port)
{
    return ask(*(const uint16_t *)port, "GET /slow" END);
}

static void a_stop_lets_requests_end(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    uint16_t port = http_server_port(f.server);
    pthread_t client;
    assert_int_equal(pthread_create(&client, NULL, ask_slow, &port), 0);
    pause_ms(100);
    close_server(&f);
    void *said = NULL;
    assert_int_equal(pthread_join(client, &said), 0);
    assert_non_null(strstr(said, "<p>hello</p>"));
    free(said);
    free(f.logged);
}

static void an_idle_connection_does_not_hold_a_stop(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    int fd = connect_to(http_server_port(f.server));
    send_all(fd, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 35);
    char first[16];
    assert_true(recv(fd, first, sizeof first, 0) > 0);
    time_t before = time(NULL);
    close_server(&f);
    assert_true(time(NULL) - before <= 2);
    close(fd);
    free(f.logged);
}

enum { CLIENTS = 16, REQUESTS = 20 };
static void *ask_often(void *port)
{
    for (unsigned i = 0; i < REQUESTS; i++) {
        char *said = ask(*(const uint16_t *)port, "GET /" END);
        bool ok = strstr(said, "hello") != NULL;
        free(said);
        if (!ok)
            return port;
    }
    return NULL;
}

static void many_ask_at_once(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    uint16_t port = http_server_port(f.server);
    pthread_t client[CLIENTS];
    for (unsigned i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&client[i], NULL, ask_often, &port), 0);
    for (unsigned i = 0; i < CLIENTS; i++) {
        void *failed = &f;
        assert_int_equal(pthread_join(client[i], &failed), 0);
        assert_null(failed);
    }
    close_server(&f);
    free(f.logged);
}

static void is_refused(const char *listen, enum err_kind kind, const char *code)
{
    struct err err = {0};
    struct http_server *server = NULL;
    struct log log = {0};
    if (http_server_open(str_of(listen), &SITE, &log, &server, &err))
        fail_msg("listens on %s", listen);
    if (err.kind != kind || strcmp(err.code, code) != 0)
        fail_msg("%s: %s %s", listen, err.code, err.detail);
}

static void only_loopback_addresses(void **state)
{
    (void)state;
    is_refused("0.0.0.0:8080", ERR_DENIED, "http.listen_public");
    is_refused("192.0.2.1:8080", ERR_DENIED, "http.listen_public");
    is_refused("[::]:8080", ERR_DENIED, "http.listen_public");
    is_refused("[2001:db8::1]:80", ERR_DENIED, "http.listen_public");
    is_refused("[::ffff:127.0.0.1]:80", ERR_DENIED, "http.listen_public");
    static const char *const malformed[] = {
        "",         "8080",      ":8080",          "127.0.0.1",
        "::1:8080", "example:1", "127.0.0.1:-1",   "127.0.0.1:+1",
        "[::1]",    "127.1:80",  "127.0.0.1:65536"};
    for (size_t i = 0; i < ARRAY_LEN(malformed); i++)
        is_refused(malformed[i], ERR_INVALID, "http.listen");
    static const char *const good[] = {"127.0.0.1:1", "127.9.8.7:1", "localhost:1", "[::1]:1"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct listen_address at;
        struct err err = {0};
        assert_true(listen_parse(str_of(good[i]), &at, &err));
        assert_int_equal(listen_port(&at), 1);
    }
}

static void a_taken_port_is_said(void **state)
{
    (void)state;
    struct fixture f;
    open_server(&f);
    char listen[32];
    (void)snprintf(listen, sizeof listen, "127.0.0.1:%u", http_server_port(f.server));
    is_refused(listen, ERR_CONFLICT, "http.port_taken");
    close_server(&f);
    free(f.logged);
}

/* Without a file descriptor to be had there is no socket. */
static void a_server_that_cannot_start_says_so(void **state)
{
    (void)state;
    struct rlimit before, none = {0};
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct err err = {0};
    struct http_server *server = NULL;
    struct log log = {0};
    bool opened = http_server_open(STR("127.0.0.1:0"), &SITE, &log, &server, &err);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_false(opened);
    assert_string_equal(err.code, "http.start");
    assert_int_equal(err.kind, ERR_IO);
}

static void *raise_stop(void *unused)
{
    (void)unused;
    pause_ms(50);
    (void)kill(getpid(), SIGTERM);
    return NULL;
}

static void a_signal_ends_the_wait(void **state)
{
    (void)state;
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, raise_stop, NULL), 0);
    http_wait_for_stop();
    assert_int_equal(pthread_join(other, NULL), 0);
}

int main(void)
{
    http_hold_stop_signals();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_served),
        cmocka_unit_test(the_log_names_routes_and_nobody),
        cmocka_unit_test(large_bodies_are_refused),
        cmocka_unit_test(a_stop_lets_requests_end),
        cmocka_unit_test(an_idle_connection_does_not_hold_a_stop),
        cmocka_unit_test(many_ask_at_once),
        cmocka_unit_test(only_loopback_addresses),
        cmocka_unit_test(a_taken_port_is_said),
        cmocka_unit_test(a_server_that_cannot_start_says_so),
        cmocka_unit_test(a_signal_ends_the_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
