/* kontinua events: the feed of events, as those get it who follow the registry. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "service/message/relay.h"

enum { AFTER, MOST, ACTOR, OPTIONS = ACTOR + ACTOR_WHO_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [AFTER] = {.name = "after",
               .type = OPTION_INT,
               .value_name = "PLACE",
               .help = TEXT_OPTION_EVENTS_AFTER,
               .preset = "0",
               .least = 0,
               .most = INT64_MAX},
    [MOST] = {.name = "most",
              .type = OPTION_INT,
              .value_name = "N",
              .help = TEXT_OPTION_EVENTS_MOST,
              .preset = "1000",
              .least = 1,
              .most = 100000},
    ACTOR_WHO_OPTION(ACTOR),
};

static bool put(void *state, const struct outbox_row *row, struct err *err)
{
    struct cli *cli = state;
    struct sb line = sb_open(cli->arena, 512);
    feed_envelope(&line, row);
    sb_char(&line, '\n');
    return cli_write(cli->out, sb_str(&line), err);
}

/* Whoever reads on must know from where, and that somebody was left out. */
static void note(struct cli *cli, const struct feed_page *page)
{
    struct progress progress = progress_open(cli);
    struct sb line = sb_open(cli->arena, 128);
    struct str value[] = {progress_grouped(cli->arena, cli->lang, page->shown),
                          str_fmt(cli->arena, "%lld", (long long)page->last),
                          progress_grouped(cli->arena, cli->lang, page->withheld)};
    text_fill(&line, cli->lang, TEXT_EVENTS_SHOWN, value, ARRAY_LEN(value));
    progress_note(&progress, sb_str(&line));
    progress_end(&progress);
}

static bool run_events(struct cli *cli, struct instance *in, const struct call *call,
                       struct err *err)
{
    struct actor actor = {0};
    struct feed_page page;
    if (!actor_asks(cli, in, &call->value[ACTOR], &actor, err))
        return false;
    struct feed_ask ask = {actor, call->value[AFTER].number, (uint32_t)call->value[MOST].number};
    if (!feed_read(cli->arena, in, &ask, (struct outbox_reader){cli, put}, &page, err))
        return false;
    note(cli, &page);
    return true;
}

const struct command COMMAND_EVENTS = {
    .verb = {.name = "events",
             .arguments = "",
             .summary = TEXT_VERB_EVENTS_SUMMARY,
             .about = TEXT_VERB_EVENTS_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = run_events,
};
