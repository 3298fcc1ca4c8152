/* http/limits.h: what one client may cost the others. */
#include "http/limits.h"

#include "client.h"
#include "http/server.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 8 * 1024 * 1024, LONG_MS = 5000 };

static bool hello(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    (void)site;
    (void)rq;
    (void)err;
    rs->type = TYPE_TEXT;
    rs->body = STR("hello");
    return true;
}

static bool large(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    (void)site;
    (void)err;
    rs->type = TYPE_TEXT;
    rs->cache = CACHE_NEVER;
    char *bytes = ARENA_NEW(rq->arena, char, LARGE);
    memset(bytes, 'x', LARGE);
    rs->body = (struct str){bytes, LARGE};
    return true;
}

static void error_page(const void *site, const struct request *rq, unsigned status,
                       const struct err *err, struct response *rs)
{
    (void)site;
    rs->body = str_fmt(rq->arena, "%u %s", status, err->code);
}

static const struct route ROUTES[] = {ROUTE(GET, "/", PUBLIC, hello),
                                      ROUTE(GET, "/large", PUBLIC, large)};
static const struct http_site SITE = {NULL, ROUTES, ARRAY_LEN(ROUTES), error_page};
static const struct log SILENT = {0};

static int open_server(void **state)
{
    struct http_server *server = NULL;
    struct err err = {0};
    if (!http_server_open(STR("127.0.0.1:0"), &SITE, &SILENT, &server, &err))
        fail_msg("%s %s", err.code, err.detail);
    *state = server;
    return 0;
}

static int close_server(void **state)
{
    http_server_close(*state);
    return 0;
}

static bool is_answered(int fd, int wait_ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, wait_ms) > 0;
}

static void a_long_target_is_refused(void **state)
{
    uint16_t port = http_server_port(*state);
    static char request[HTTP_TARGET_MOST + 128];
    int n = snprintf(request, sizeof request, "GET /?x=%0*d" END, HTTP_TARGET_MOST, 0);
    assert_true(n > HTTP_TARGET_MOST && (size_t)n < sizeof request);
    answer_has(port, request, "400 http.target");
    answer_has(port, "GET /" END, "hello");
}

static void long_headers_are_refused(void **state)
{
    uint16_t port = http_server_port(*state);
    static char request[2 * HTTP_HEADERS_MOST];
    int n = snprintf(request, sizeof request,
                     "GET / HTTP/1.1\r\nHost: localhost\r\nX: %0*d\r\n\r\n", HTTP_HEADERS_MOST, 0);
    assert_true(n > HTTP_HEADERS_MOST && (size_t)n < sizeof request);
    char *said = ask(port, request);
    assert_null(strstr(said, "200 OK"));
    free(said);
    answer_has(port, "GET /" END, "hello");
}

/* One who does not read what was asked for, one who does not end the question. */
static void who_is_slow_does_not_hold_the_others(void **state)
{
    uint16_t port = http_server_port(*state);
    int reader = connect_to(port), writer = connect_to(port);
    send_all(reader, "GET /large" END, strlen("GET /large" END));
    send_all(writer, "GET / HT", strlen("GET / HT"));
    assert_true(is_answered(reader, LONG_MS));
    for (unsigned i = 0; i < 8; i++)
        answer_has(port, "GET /" END, "hello");
    assert_false(is_answered(writer, 0));
    send_all(writer, "TP/1.1\r\nHost: localhost\r\n\r\n",
             strlen("TP/1.1\r\nHost: localhost\r\n\r\n"));
    assert_true(is_answered(writer, LONG_MS));
    close(writer);
    close(reader);
}

/* Beyond the limit a connection is closed at once; those that are open are not touched, and when
 * one of them ends there is room again. */
static void too_many_connections_are_closed(void **state)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    uint16_t port = http_server_port(*state);
    int held[HTTP_CONNECTIONS_MOST];
    for (unsigned i = 0; i < HTTP_CONNECTIONS_MOST; i++) {
        held[i] = connect_to(port);
        send_all(held[i], request, sizeof request - 1);
        if (!is_answered(held[i], LONG_MS))
            fail_msg("connection %u is not answered", i);
    }
    char *said = ask(port, "GET /" END);
    assert_int_equal(strlen(said), 0);
    free(said);
    char answer[512];
    assert_true(recv(held[1], answer, sizeof answer, 0) > 0);
    send_all(held[1], request, sizeof request - 1);
    assert_true(is_answered(held[1], LONG_MS));
    for (unsigned i = 0; i < HTTP_CONNECTIONS_MOST; i++)
        close(held[i]);
    pause_ms(200);
    answer_has(port, "GET /" END, "hello");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_server, close_server)
        TEST(a_long_target_is_refused),
        TEST(long_headers_are_refused),
        TEST(who_is_slow_does_not_hold_the_others),
        TEST(too_many_connections_are_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
