/* kontinua demo: an instance with the synthetic county, made whole or not at all. */
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/watch.h"
#include "core/folder.h"

#include <string.h>

#define UNFINISHED ".unfinished"
#define LOCK       "lock"
#define FILES      "files"

enum { SCALE, SEED, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [SCALE] = {.name = "scale",
               .type = OPTION_TEXT,
               .value_name = "county|N",
               .help = TEXT_OPTION_DEMO_SCALE,
               .preset = "county"},
    [SEED] = {.name = "seed",
              .type = OPTION_INT,
              .value_name = "S",
              .help = TEXT_OPTION_DEMO_SEED,
              .preset = "1",
              .least = 0,
              .most = INT64_MAX},
};

/* The county of the synthetic region; its rules are in rules/. */
static const struct str REGION = STR_INIT("23");

struct making {
    struct cli *cli;
    struct progress progress;
    const char *home;   /* where it will be */
    const char *beside; /* where it is made, until it is whole */
    const char *files;  /* the import files, while they are needed */
    struct synth_options options;
};

static bool parse_scale(const struct call *call, struct synth_options *out, struct err *err)
{
    struct str scale = call->value[SCALE].text;
    int64_t persons = SYNTH_COUNTY;
    if (!str_eq(scale, STR("county")) && !str_to_i64(scale, &persons))
        return FAIL(err, ERR_INVALID, "options.choice", "--scale %.60s (county, N)", scale.at);
    if (persons < SYNTH_LEAST || persons > SYNTH_MOST)
        return FAIL(err, ERR_INVALID, "options.range", "--scale %lld (%d-%d)", (long long)persons,
                    (int)SYNTH_LEAST, (int)SYNTH_MOST);
    *out = (struct synth_options){(uint64_t)persons, (uint64_t)call->value[SEED].number};
    return true;
}

/* Takes away what an attempt that was broken off has left. The lock stays: another attempt that
 * is under way would hold it. */
static bool clear(const struct making *m, struct err *err)
{
    struct arena *a = m->cli->arena;
    const char *const *name = NULL;
    size_t count = 0;
    if (!folder_list(a, m->beside, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(name[i], LOCK) != 0 &&
            !folder_remove(&FILES_POSIX, str_fmt(a, "%s/%s", m->beside, name[i]).at, err))
            return false;
    return true;
}

static void say(struct making *m, enum text text)
{
    progress_note(&m->progress, text_get(m->cli->lang, text));
}

static bool make_instance(struct making *m, struct err *err)
{
    struct instance_options options = {.home = m->beside};
    struct instance in;
    if (!instance_make(m->cli->arena, &options, REGION, err) ||
        !instance_open(m->cli->arena, &options, &in, err))
        return false;
    bool done = instance_make_demo(&in, synth_today(), err);
    instance_close(&in);
    return done;
}

static bool import_files(struct making *m, struct err *err)
{
    struct import_request request = {
        .home = m->beside, .path = &m->files, .paths = 1, .today = synth_today()};
    struct import_watch watch = watch_import(&m->progress);
    struct import_report report;
    return import_run(m->cli->arena, &request, &watch, &report, err) && import_landed(&report, err);
}

static bool build_snapshot(struct making *m, struct err *err)
{
    struct instance_options options = {.home = m->beside};
    struct warehouse_use use = cli_warehouse(&m->progress, cli_threads(NULL));
    struct instance in;
    struct warehouse_now now;
    if (!instance_open(m->cli->arena, &options, &in, err))
        return false;
    bool done = warehouse_open(m->cli->arena, &in, &use, &now, err);
    if (done)
        snapshot_close(&now.snapshot);
    instance_close(&in);
    return done;
}

static bool fill(struct making *m, struct err *err)
{
    if (!clear(m, err) || !make_instance(m, err))
        return false;
    say(m, TEXT_DEMO_SYNTH);
    if (!synth_write(&FILES_POSIX, m->files, &m->options, watch_synth(&m->progress), err))
        return false;
    say(m, TEXT_DEMO_IMPORT);
    if (!import_files(m, err) || !folder_remove(&FILES_POSIX, m->files, err))
        return false;
    say(m, TEXT_DEMO_SNAPSHOT);
    return build_snapshot(m, err);
}

/* With the lock: makes it, and gives it its name. */
static bool make_whole(struct making *m, struct err *err)
{
    if (!fill(m, err))
        return false;
    const char *lock = str_fmt(m->cli->arena, "%s/" LOCK, m->beside).at;
    return folder_remove(&FILES_POSIX, lock, err) &&
           file_move(&FILES_POSIX, m->beside, m->home, err);
}

static void tell_done(struct making *m)
{
    struct sb line = sb_open(m->cli->arena, 256);
    struct str home = str_of(m->home);
    text_fill(&line, m->cli->lang, TEXT_DEMO_DONE, &home, 1);
    progress_note(&m->progress, sb_str(&line));
}

static bool demo(struct cli *cli, const struct call *call, struct err *err)
{
    struct str home = str_of(cli->home);
    while (home.len > 1 && home.at[home.len - 1] == '/')
        home.len--;
    struct making m = {
        .cli = cli,
        .progress = progress_open(cli),
        .home = str_copy(cli->arena, home).at,
        .beside = str_fmt(cli->arena, "%.*s" UNFINISHED, STR_FMT(home)).at,
        .files = str_fmt(cli->arena, "%.*s" UNFINISHED "/" FILES, STR_FMT(home)).at,
    };
    struct file_lock lock;
    if (!parse_scale(call, &m.options, err))
        return false;
    if (file_exists(m.home))
        return FAIL(err, ERR_CONFLICT, "instance.exists", "%.190s", m.home);
    if (!folder_make(&FILES_POSIX, m.beside, err) ||
        !file_lock_take(&FILES_POSIX, str_fmt(cli->arena, "%s/" LOCK, m.beside).at, LOCK_TRY, &lock,
                        err))
        return false;
    bool done = make_whole(&m, err);
    progress_end(&m.progress);
    struct err ignored = {0};
    if (!done)
        (void)!folder_remove(&FILES_POSIX, m.beside, &ignored);
    file_lock_release(&lock);
    if (done)
        tell_done(&m);
    return done;
}

const struct command COMMAND_DEMO = {
    .verb = {.name = "demo",
             .arguments = "",
             .summary = TEXT_VERB_DEMO_SUMMARY,
             .about = TEXT_VERB_DEMO_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = demo,
    .alone = true,
};
