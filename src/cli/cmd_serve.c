/* kontinua serve: pages and interfaces of the instance, until it is asked to stop. */
#include "cli/commands.h"

#include "cli/instance.h"
#include "service/load/load.h"
#include "web/site.h"

enum { LISTEN, THREADS, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [LISTEN] = {.name = "listen",
                .type = OPTION_TEXT,
                .value_name = "ADDR:PORT",
                .help = TEXT_OPTION_SERVE_LISTEN,
                .env = "KONTINUA_LISTEN",
                .preset = "127.0.0.1:8080",
                .setting = true},
    [THREADS] = CLI_THREADS_OPTION,
};

struct ready {
    struct cli *cli;
    struct str listen;
};

/* The address as one opens it: with the port that was got where any was asked for. */
static void tell(void *state, uint16_t port)
{
    const struct ready *r = state;
    struct str host = r->listen;
    while (host.len > 0 && host.at[host.len - 1] != ':')
        host.len--;
    struct arena *a = arena_open(512);
    struct str url = str_fmt(a, "http://%.*s%u/", STR_FMT(host), (unsigned)port);
    struct sb line = sb_open(a, 128);
    text_fill(&line, r->cli->lang, TEXT_SERVE_READY, &url, 1);
    (void)fprintf(r->cli->note, "%.*s\n", STR_FMT(sb_str(&line)));
    (void)fflush(r->cli->note);
    arena_close(a);
}

static bool serve(struct cli *cli, const struct call *call, struct err *err)
{
    /* To standard error, where whoever runs the service keeps it. */
    struct log log = {cli->note, cli->quiet ? LOG_WARNING : LOG_INFO};
    struct ready ready = {cli, call->value[LISTEN].text};
    struct site_settings settings = {
        .home = cli->home,
        .listen = call->value[LISTEN].text,
        .clock = &cli->clock,
        .log = &log,
        .version = STR(KONTINUA_VERSION),
        .threads = cli_threads(&call->value[THREADS]),
        .ready = tell,
        .ready_state = &ready,
    };
    struct instance in;
    if (!cli_instance(cli, &in, err))
        return false;
    bool swept = load_sweep(&in, err);
    instance_close(&in);
    return swept && site_serve(&settings, err);
}

const struct command COMMAND_SERVE = {
    .verb = {.name = "serve",
             .arguments = "",
             .summary = TEXT_VERB_SERVE_SUMMARY,
             .about = TEXT_VERB_SERVE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = serve,
};
