/* How long a reader waits for a page: the sample county, served on the loopback address and asked
 * for at a steady rate over connections that stay open.
 *
 *     page_speed [REQUESTS-A-SECOND [SECONDS]]     2000 and 5 where they are not given
 *
 * Times are from when a request was due, so that a server that falls behind is seen. Prints for
 * each page the median, the 99th percentile and the longest wait in milliseconds. */
#include "core/clock.h"
#include "http/server.h"
#include "sample.h"
#include "web/routes.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 8, ANSWER_ROOM = 1024 * 1024 };
static const char *const PAGES[] = {"/sv/about", "/sv/", "/sv/measures/Ko05L", "/sv/saebo",
                                    "/data/listed.json"};

struct client {
    pthread_t thread;
    uint16_t port;
    const char *page;
    unsigned number, requests; /* its number among the clients; how many it sends */
    int64_t began_us, apart_us;
    int64_t *wait_us;
    bool has_failed;
};

static int connect_to(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof at) != 0)
        return -1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return fd;
}

/* Reads one answer whole, by its Content-Length. */
static bool read_answer(int fd, char *room)
{
    size_t len = 0, whole = 0;
    while (whole == 0 || len < whole) {
        ssize_t n = recv(fd, room + len, ANSWER_ROOM - 1 - len, 0);
        if (n <= 0)
            return false;
        len += (size_t)n;
        room[len] = '\0';
        const char *body = strstr(room, "\r\n\r\n"), *length = strstr(room, "Content-Length: ");
        if (whole == 0 && body && length && length < body)
            whole = (size_t)(body - room) + 4 +
                    (size_t)strtoul(length + strlen("Content-Length: "), NULL, 10);
    }
    return strncmp(room, "HTTP/1.1 200", 12) == 0;
}

static void wait_until(int64_t us)
{
    int64_t left = us - clock_monotonic_us();
    if (left > 0)
        (void)nanosleep(
            &(struct timespec){.tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000}, NULL);
}

static void *run_client(void *state)
{
    struct client *c = state;
    char request[256], *room = malloc(ANSWER_ROOM);
    int n =
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", c->page);
    int fd = connect_to(c->port);
    c->has_failed = fd < 0 || !room;
    for (unsigned i = 0; i < c->requests && !c->has_failed; i++) {
        int64_t due = c->began_us + c->apart_us * ((int64_t)i * CLIENTS + c->number);
        wait_until(due);
        c->has_failed = send(fd, request, (size_t)n, MSG_NOSIGNAL) != n || !read_answer(fd, room);
        c->wait_us[i] = clock_monotonic_us() - due;
    }
    free(room);
    if (fd >= 0)
        (void)close(fd);
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool measure(struct arena *a, uint16_t port, const char *page, unsigned rate,
                    unsigned seconds)
{
    struct client client[CLIENTS];
    unsigned each = rate * seconds / CLIENTS;
    size_t all = (size_t)each * CLIENTS;
    int64_t *wait_us = ARENA_NEW(a, int64_t, all + 1), began_us = clock_monotonic_us() + 50000;
    bool good = true;
    for (unsigned i = 0; i < CLIENTS; i++) {
        client[i] = (struct client){.port = port,
                                    .page = page,
                                    .number = i,
                                    .requests = each,
                                    .began_us = began_us,
                                    .apart_us = 1000000 / rate,
                                    .wait_us = wait_us + (size_t)each * i};
        if (pthread_create(&client[i].thread, NULL, run_client, &client[i]) != 0)
            abort();
    }
    for (unsigned i = 0; i < CLIENTS; i++) {
        (void)pthread_join(client[i].thread, NULL);
        good = good && !client[i].has_failed;
    }
    if (!good || all == 0)
        return false;
    qsort(wait_us, all, sizeof *wait_us, ascending);
    size_t middle = all / 2, late = all * 99 / 100;
    printf("%-22s %6u/s   p50 %7.2f   p99 %7.2f   most %7.2f ms\n", page, rate,
           (double)wait_us[middle] / 1000, (double)wait_us[late] / 1000,
           (double)wait_us[all - 1] / 1000);
    return true;
}

int main(int argc, char **argv)
{
    long rate = argc > 1 ? strtol(argv[1], NULL, 10) : 2000,
         seconds = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
    if (rate < CLIENTS || rate > 100000 || seconds < 1 || seconds > 600) {
        (void)fputs("usage: page_speed [REQUESTS-A-SECOND [SECONDS]]\n", stderr);
        return 2;
    }
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct log log = {0};
    struct site site = {.source = sample_source(sample_model(a, SAMPLE_FULL)),
                        .assets = assets_open(a, STR("")),
                        .version = STR("0"),
                        .log = &log};
    struct http_site pages = site_http(&site);
    struct http_server *server = NULL;
    struct err err = {0};
    bool good = http_server_open(STR("127.0.0.1:0"), &pages, &log, &server, &err);
    for (unsigned i = 0; good && i < ARRAY_LEN(PAGES); i++)
        good = measure(a, http_server_port(server), PAGES[i], (unsigned)rate, (unsigned)seconds);
    http_server_close(server);
    arena_close(a);
    if (!good)
        (void)fprintf(stderr, "page_speed: %s\n", err.code ? err.code : "a request failed");
    return good ? 0 : 1;
}
