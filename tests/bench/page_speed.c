/* How long a reader waits for a page, and for a file of figures: an instance, served as `kontinua
 * serve` does on the loopback address, and asked at a steady rate over connections that stay open.
 *
 *     page_speed [REQUESTS-A-SECOND [SECONDS [HOME [PAGE...]]]]
 *
 * 2000 and 5 where they are not given; without the folder of an instance the sample county, from
 * memory; without pages one of each kind. Times are from when a request was due, so that a server
 * that falls behind is seen. Prints for each page its size, the median, the 99th percentile and the
 * longest wait in milliseconds, and the processor's time that the server took for one, which counts
 * for a busy machine. */
#include "core/clock.h"
#include "http/server.h"
#include "sample.h"
#include "web/routes.h"
#include "web/site.h"

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
/* One of each kind; and of those that differ by measure some of the largest, which the sample has
 * not. */
static const char *const PAGES[] = {
    "/sv/about",       "/sv/",     "/sv/measures/Ko05L", "/sv/measures/Ko05L?level=county",
    "/sv/saebo",       "/sv/data", "/data/listed.csv",   "/data/listed.json",
    "/assets/icon.svg"};
static const char *const LARGE[] = {"/sv/measures/Ald02", "/data/Ko05S_mmci.json"};

struct client {
    pthread_t thread;
    uint16_t port;
    const char *page;
    unsigned number, requests; /* its number among the clients; how many it sends */
    int64_t began_us, apart_us;
    int64_t *wait_us;
    int64_t cpu_us; /* its own */
    size_t bytes;   /* of an answer */
    bool has_failed;
};

static int64_t cpu_us(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

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

/* Reads one answer whole, by its Content-Length; false: it is not 200. */
static bool read_answer(int fd, char *room, size_t *bytes)
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
    *bytes = whole;
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
        c->has_failed =
            send(fd, request, (size_t)n, MSG_NOSIGNAL) != n || !read_answer(fd, room, &c->bytes);
        c->wait_us[i] = clock_monotonic_us() - due;
    }
    c->cpu_us = cpu_us(CLOCK_THREAD_CPUTIME_ID);
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

static void print(const char *page, unsigned rate, const struct client *c, int64_t *wait_us,
                  size_t all)
{
    size_t middle = all / 2, late = all * 99 / 100;
    qsort(wait_us, all, sizeof *wait_us, ascending);
    printf("%-32s %7zu bytes %6u/s   p50 %7.2f   p99 %7.2f   most %7.2f ms   processor %4.0f us\n",
           page, c->bytes, rate, (double)wait_us[middle] / 1000, (double)wait_us[late] / 1000,
           (double)wait_us[all - 1] / 1000, (double)c->cpu_us / (double)all);
    (void)fflush(stdout);
}

struct asking {
    pthread_t thread;
    uint16_t port;
    unsigned rate, seconds;
    char **page; /* NULL: one of each kind */
    bool has_failed;
};

/* Every client asks for the page; the first one's `cpu_us` becomes the server's. */
static bool measure(const struct asking *x, const char *page)
{
    struct client client[CLIENTS];
    unsigned each = x->rate * x->seconds / CLIENTS;
    size_t all = (size_t)each * CLIENTS;
    int64_t *wait_us = calloc(all + 1, sizeof *wait_us), before = cpu_us(CLOCK_PROCESS_CPUTIME_ID),
            began_us = clock_monotonic_us() + 50000;
    bool good = wait_us && all > 0;
    for (unsigned i = 0; i < CLIENTS; i++) {
        client[i] = (struct client){.port = x->port,
                                    .page = page,
                                    .number = i,
                                    .requests = good ? each : 0,
                                    .began_us = began_us,
                                    .apart_us = 1000000 / x->rate,
                                    .wait_us = wait_us + (size_t)each * i};
        if (pthread_create(&client[i].thread, NULL, run_client, &client[i]) != 0)
            abort();
    }
    int64_t clients_us = 0;
    for (unsigned i = 0; i < CLIENTS; i++) {
        (void)pthread_join(client[i].thread, NULL);
        good = good && !client[i].has_failed;
        clients_us += client[i].cpu_us;
    }
    client[0].cpu_us = cpu_us(CLOCK_PROCESS_CPUTIME_ID) - before - clients_us;
    if (good)
        print(page, x->rate, &client[0], wait_us, all);
    else
        (void)fprintf(stderr, "page_speed: a request for %s failed\n", page);
    free(wait_us);
    return good;
}

static void ask(struct asking *x, const char *const *page, size_t pages)
{
    for (size_t i = 0; !x->has_failed && i < pages; i++)
        x->has_failed = !measure(x, page[i]);
}

static void ask_home(struct asking *x)
{
    for (char **page = x->page; page && *page && !x->has_failed; page++)
        x->has_failed = !measure(x, *page);
    if (x->page)
        return;
    ask(x, PAGES, ARRAY_LEN(PAGES));
    ask(x, LARGE, ARRAY_LEN(LARGE));
}

static bool serve_sample(struct asking *x, const struct log *log, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct site site = {.source = sample_source(sample_model(a, SAMPLE_FULL)),
                        .assets = assets_open(a, STR("")),
                        .version = STR("0"),
                        .log = log};
    struct http_site pages = site_http(&site);
    struct http_server *server = NULL;
    bool done = http_server_open(STR("127.0.0.1:0"), &pages, log, &server, err);
    if (done) {
        x->port = http_server_port(server);
        ask(x, PAGES, ARRAY_LEN(PAGES));
    }
    http_server_close(server);
    arena_close(a);
    return done;
}

static void *ask_and_stop(void *state)
{
    /* What pages wait for once, the figures, and what is counted behind them, is not measured. */
    struct asking *x = state, first = {.port = x->port, .rate = CLIENTS, .seconds = 5};
    x->has_failed = !measure(&first, "/sv/");
    ask_home(x);
    http_ask_for_stop();
    return NULL;
}

static void begin(void *state, uint16_t port)
{
    struct asking *x = state;
    x->port = port;
    if (pthread_create(&x->thread, NULL, ask_and_stop, x) != 0)
        abort();
}

static bool serve_home(struct asking *x, const char *home, const struct log *log, struct err *err)
{
    const struct clock clock = {.today = DAY_NONE};
    const struct site_settings settings = {.home = home,
                                           .listen = STR("127.0.0.1:0"),
                                           .clock = &clock,
                                           .log = log,
                                           .version = STR("0"),
                                           .threads = 2,
                                           .ready = begin,
                                           .ready_state = x};
    bool done = site_serve(&settings, err);
    if (x->port != 0)
        (void)pthread_join(x->thread, NULL);
    return done;
}

int main(int argc, char **argv)
{
    long rate = argc > 1 ? strtol(argv[1], NULL, 10) : 2000,
         seconds = argc > 2 ? strtol(argv[2], NULL, 10) : 5;
    if (rate < CLIENTS || rate > 100000 || seconds < 1 || seconds > 600) {
        (void)fputs("usage: page_speed [REQUESTS-A-SECOND [SECONDS [HOME [PAGE...]]]]\n", stderr);
        return 2;
    }
    /* A line for each request is written, as to the log of a service. */
    const struct log log = {fopen("/dev/null", "w"), LOG_INFO};
    struct asking asking = {
        .rate = (unsigned)rate, .seconds = (unsigned)seconds, .page = argc > 4 ? argv + 4 : NULL};
    struct err err = {0};
    if (log.to)
        setbuf(log.to, NULL);
    bool served =
        argc > 3 ? serve_home(&asking, argv[3], &log, &err) : serve_sample(&asking, &log, &err);
    if (log.to)
        (void)fclose(log.to);
    if (!served)
        (void)fprintf(stderr, "page_speed: %s %s\n", err.code ? err.code : "", err.detail);
    return served && !asking.has_failed ? 0 : 1;
}
