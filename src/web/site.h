/* web/site.h - the pages of an instance, served. One call of the command line;
 * everything behind it (routes, pages, what they are filled with) is this
 * layer's own.
 *
 *     struct site_settings settings = {.home = home, .listen = STR("127.0.0.1:8080"), …};
 *     if (!site_serve(&settings, &err))
 *         return false; */
#ifndef WEB_SITE_H
#define WEB_SITE_H
#include "core/clock.h"
#include "core/log.h"

struct site_settings {
    const char *home;          /* the instance's folder */
    struct str listen;         /* "127.0.0.1:8080"; only loopback addresses (http/listen.h) */
    const struct clock *clock; /* the instance's today */
    const struct log *log;
    struct str version; /* of the program, as pages show it */
    unsigned threads;   /* for building and evaluating; at least 1 */
    /* Called once when pages can be fetched, with the port that was got; NULL: nobody asks. */
    void (*ready)(void *state, uint16_t port);
    void *ready_state;
};

/* Serves until SIGTERM or SIGINT asks for an end; requests under way are answered first. An
 * instance without any figures is served too: the pages say how to get some. The figures are
 * evaluated at the start (pages wait for them) and again, behind, when the registry has changed
 * (pages have the former ones until then). Must be
 * called from the program's first thread, before others are started. Fails as http/server.h does,
 * with what opening the instance fails with, and as service/figures/figures.h does where there are
 * no first figures to serve. */
MUST_USE bool site_serve(const struct site_settings *settings, struct err *err);
#endif
