/* states - the pages in a state that a county does not often show, for the browser tests:
 *
 *     states full|small|long|empty|broken [PORT]
 *
 * serves made-up figures on the loopback address, prints the port, and ends at SIGTERM. */
#include "http/server.h"
#include "sample.h"
#include "web/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    static const char *const words[] = {"full", "small", "long", "empty", "broken"};
    unsigned state = 0;
    while (argc > 1 && state < ARRAY_LEN(words) && strcmp(argv[1], words[state]) != 0)
        state++;
    if (argc < 2 || argc > 3 || state == ARRAY_LEN(words)) {
        (void)fputs("usage: states full|small|long|empty|broken [PORT]\n", stderr);
        return 2;
    }
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct model *model = state < 3 ? sample_model(a, (enum sample_kind)state) : NULL;
    struct log log = {.to = stderr, .least = LOG_WARNING};
    struct site site = {.source = state == 4 ? sample_broken_source() : sample_source(model),
                        .assets = assets_open(a, STR("")),
                        .version = STR("0.1.0"),
                        .log = &log};
    struct http_site pages = site_http(&site);
    struct http_server *server = NULL;
    struct err err = {0};
    http_hold_stop_signals();
    if (!http_server_open(str_fmt(a, "127.0.0.1:%s", argc == 3 ? argv[2] : "0"), &pages, &log,
                          &server, &err)) {
        (void)fprintf(stderr, "states: %s %s\n", err.code, err.detail);
        return 1;
    }
    printf("%u\n", http_server_port(server));
    (void)fflush(stdout);
    http_wait_for_stop();
    http_server_close(server);
    arena_close(a);
    return 0;
}
