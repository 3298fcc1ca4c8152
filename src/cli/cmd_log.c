/* kontinua log verify [REGISTRY], extract PERSON, sample, alarms, review ENTRY, reviews, erase
 * ENTRY, keep: the access log. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/log_show.h"
#include "cli/progress.h"
#include "service/access/access_keep.h"
#include "service/access/access_log.h"
#include "service/access/access_read.h"

enum {
    CHECKPOINT,
    KEY_FILE,
    FROM,
    TO,
    SHARE,
    COUNT,
    SEED,
    DECISION,
    FINDING,
    BEFORE,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [CHECKPOINT] = {.name = "checkpoint",
                    .type = OPTION_TEXT,
                    .value_name = "FILE",
                    .help = TEXT_OPTION_LOG_CHECKPOINT,
                    .setting = true},
    [KEY_FILE] = {.name = "key-file",
                  .type = OPTION_TEXT,
                  .value_name = "FILE",
                  .help = TEXT_OPTION_LOG_KEY_FILE},
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_LOG_FROM},
    [TO] = {.name = "to",
            .type = OPTION_DAY,
            .value_name = "YYYY-MM-DD",
            .help = TEXT_OPTION_LOG_TO},
    [SHARE] = {.name = "share",
               .type = OPTION_INT,
               .value_name = "PERCENT",
               .help = TEXT_OPTION_LOG_SHARE,
               .least = 1,
               .most = 100},
    [COUNT] = {.name = "count",
               .type = OPTION_INT,
               .value_name = "N",
               .help = TEXT_OPTION_LOG_COUNT,
               .least = 1,
               .most = 1000000},
    [SEED] = {.name = "seed",
              .type = OPTION_INT,
              .value_name = "N",
              .help = TEXT_OPTION_LOG_SEED,
              .least = 0,
              .most = 999999999},
    [DECISION] = {.name = "decision",
                  .type = OPTION_TEXT,
                  .value_name = "TEXT",
                  .help = TEXT_OPTION_LOG_DECISION},
    [FINDING] = {.name = "finding",
                 .type = OPTION_TEXT,
                 .value_name = "TEXT",
                 .help = TEXT_OPTION_LOG_FINDING},
    [BEFORE] = {.name = "before",
                .type = OPTION_INT,
                .value_name = "ENTRY",
                .help = TEXT_OPTION_LOG_BEFORE,
                .least = 1,
                .most = INT64_MAX},
    ACTOR_OPTION(ACTOR),
};

struct showing {
    struct cli *cli;
    struct print *print;
    const struct region *region;
};

/* Both days inside; without them all until now. */
static struct access_period period(const struct call *call)
{
    struct access_period p = {{0}, clock_now()};
    if (call->value[FROM].given)
        p.from = stockholm_midnight(call->value[FROM].day);
    if (call->value[TO].given)
        p.to = stockholm_midnight((struct day){call->value[TO].day.n + 1});
    return p;
}

static struct access_ask ask_of(const struct call *call, const struct actor_asked *by)
{
    return (struct access_ask){by->actor, period(call)};
}

/* ---- verify ---- */

/* The key; of a log that nobody has written to yet there is none, and none is needed. */
static bool find_key(struct db *db, const char *path, struct access_key *out, struct err *err)
{
    struct access_link last;
    struct access_seal start;
    if (!access_log_last(db, &last, err) || !access_log_start(db, &start, err))
        return false;
    *out = (struct access_key){{{0}}, {{0}}};
    return (last.sequence == 0 && start.link.sequence == 0 && !file_exists(path)) ||
           access_key_read(&FILES_POSIX, path, out, err);
}

struct naming {
    struct sb text;
    unsigned count;
};

static bool take_id(void *state, const struct access_row *row, struct err *err)
{
    enum { NAMED = 8 };
    struct naming *n = state;
    (void)err;
    if (n->count++ < NAMED)
        sb_fmt(&n->text, n->count == 1 ? "%lld" : ", %lld", (long long)row->id);
    else if (n->count == NAMED + 1)
        sb_put(&n->text, STR(", …"));
    return true;
}

/* Nobody gave them a number: they are named by their rows. */
static bool name_unsealed(struct cli *cli, struct db *db, const struct access_verdict *v,
                          struct err *err)
{
    struct naming n = {.text = sb_open(cli->arena, 256)};
    return access_log_waiting(db, (struct access_reader){&n, take_id}, err) &&
           FAIL(err, ERR_IO, "log.unsealed", "%lld (id %.*s)", (long long)v->unsealed,
                STR_FMT(sb_str(&n.text)));
}

static bool judge(struct cli *cli, const struct call *call, struct db *db, const char *key_file,
                  struct err *err)
{
    const struct option_value *place = &call->value[CHECKPOINT];
    struct access_key key;
    struct access_checkpoint checkpoint = {.at = {0}}, *known = place->given ? &checkpoint : NULL;
    struct access_verdict v;
    if (!find_key(db, key_file, &key, err) ||
        (known && !access_checkpoint_read(&FILES_POSIX, str_cstr(cli->arena, place->text), &key,
                                          known, err)) ||
        !access_verify(db, &key, known, &v, err) || !log_verdict_print(cli, &v, known, err))
        return false;
    if (v.fault == ACCESS_SOUND)
        return true;
    if (v.fault == ACCESS_UNSEALED)
        return name_unsealed(cli, db, &v, err);
    bool at_end = v.fault == ACCESS_CUT_OFF || v.fault == ACCESS_FORKED;
    return FAIL(err, ERR_IO, at_end ? "log.checkpoint_unmet" : "log.broken", "%lld (%s)",
                (long long)v.broken, vocab_word(&VOCAB_ACCESS_FAULT, v.fault).at);
}

static bool verify_file(struct cli *cli, const struct call *call, struct err *err)
{
    struct db *db = NULL;
    if (!call->value[KEY_FILE].given)
        return FAIL(err, ERR_INVALID, "log.key_file", "%s", "--key-file");
    if (!db_open(str_cstr(cli->arena, call->argument[1]), DB_OPEN, &db, err))
        return false;
    bool done = judge(cli, call, db, str_cstr(cli->arena, call->value[KEY_FILE].text), err);
    db_close(db);
    return done;
}

static bool verify(struct cli *cli, const struct call *call, struct instance *in,
                   const struct actor_asked *by, struct err *err)
{
    (void)by;
    const char *key_file = call->value[KEY_FILE].given
                               ? str_cstr(cli->arena, call->value[KEY_FILE].text)
                               : instance_path(in, cli->arena, INSTANCE_LOG_KEY);
    return judge(cli, call, in->db, key_file, err);
}

/* ---- extract ---- */

static bool put_extracted(void *state, const struct access_shown *shown, struct err *err)
{
    struct showing *s = state;
    return log_extract_row(s->cli, s->print, shown, s->region, err);
}

static bool extract(struct cli *cli, const struct call *call, struct instance *in,
                    const struct actor_asked *by, struct err *err)
{
    struct str written = call->argument[1];
    struct access_ask ask = ask_of(call, by);
    if (str_eq(written, STR("-")) && !cli_person(cli, &written, err))
        return false;
    struct showing s = {cli, log_extract_open(cli), &in->region};
    print_nothing(s.print, TEXT_LOG_NONE);
    return access_read_extract(cli->arena, in, &ask, written,
                               (struct access_viewer){&s, put_extracted}, err) &&
           print_end(s.print, err);
}

/* ---- sample ---- */

static bool put_sampled(void *state, const struct access_shown *shown, struct err *err)
{
    struct showing *s = state;
    return log_sample_row(s->cli, s->print, shown, err);
}

/* How to draw the same again. */
static void tell_sampling(struct cli *cli, const struct access_sample *ask)
{
    struct progress progress = progress_open(cli);
    struct sb line = sb_open(cli->arena, 128);
    struct str value[] = {progress_grouped(cli->arena, cli->lang, (uint64_t)ask->count),
                          progress_grouped(cli->arena, cli->lang, (uint64_t)ask->of),
                          str_fmt(cli->arena, "%llu", (unsigned long long)ask->seed),
                          str_fmt(cli->arena, "%lld", (long long)ask->before)};
    text_fill(&line, cli->lang, TEXT_LOG_SAMPLED, value, ARRAY_LEN(value));
    progress_note(&progress, sb_str(&line));
    progress_end(&progress);
}

static uint64_t any_seed(void)
{
    struct secret s = secret_make();
    uint32_t n = 0;
    for (unsigned i = 0; i < sizeof n; i++)
        n = n << 8 | s.byte[i];
    return n % 1000000000;
}

static bool sample(struct cli *cli, const struct call *call, struct instance *in,
                   const struct actor_asked *by, struct err *err)
{
    const struct option_value *share = &call->value[SHARE], *count = &call->value[COUNT];
    const struct option_value *seed = &call->value[SEED], *before = &call->value[BEFORE];
    struct access_sample drawn;
    struct access_draw draw = {.ask = ask_of(call, by),
                               .count = count->given ? count->number : 0,
                               .share = share->given ? share->number : 0,
                               .before = before->given ? before->number : 0,
                               .seed = seed->given ? (uint64_t)seed->number : any_seed()};
    if (share->given == count->given)
        return FAIL(err, ERR_INVALID, "log.sample", "%s", "--share, --count");
    struct showing s = {cli, log_sample_open(cli), &in->region};
    if (!access_read_sample(cli->arena, in, &draw, &drawn, (struct access_viewer){&s, put_sampled},
                            err) ||
        !print_end(s.print, err))
        return false;
    tell_sampling(cli, &drawn);
    return true;
}

/* ---- alarms, reviews ---- */

/* Of who opened more persons in an hour than the region's rule says. */
static bool alarms(struct cli *cli, const struct call *call, struct instance *in,
                   const struct actor_asked *by, struct err *err)
{
    struct access_ask ask = ask_of(call, by);
    struct showing s = {cli, log_sample_open(cli), &in->region};
    print_nothing(s.print, TEXT_LOG_NO_ALARMS);
    return access_read_alarms(cli->arena, in, &ask, (struct access_viewer){&s, put_sampled}, err) &&
           print_end(s.print, err);
}

static bool reviews(struct cli *cli, const struct call *call, struct instance *in,
                    const struct actor_asked *by, struct err *err)
{
    struct access_ask ask = ask_of(call, by);
    struct showing s = {cli, log_sample_open(cli), &in->region};
    print_nothing(s.print, TEXT_LOG_NO_REVIEWS);
    return access_read_reviews(cli->arena, in, &ask, (struct access_viewer){&s, put_sampled},
                               err) &&
           print_end(s.print, err);
}

/* ---- review, erase, keep ---- */

static bool say(struct cli *cli, enum text text, struct str *value, unsigned count, struct err *err)
{
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    text_fill(&out, cli->lang, text, value, count);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool review(struct cli *cli, const struct call *call, struct instance *in,
                   const struct actor_asked *by, struct err *err)
{
    struct access_finding f = {
        .text = call->value[FINDING].text, .actor = by->actor, .dry_run = by->dry_run};
    bool is_already = false;
    if (!cli_number(call->argument[1], "ENTRY", &f.sequence, err) ||
        !access_log_review(in, &f, &is_already, err))
        return false;
    enum text text = is_already  ? TEXT_LOG_REVIEWED_ALREADY
                     : f.dry_run ? TEXT_LOG_REVIEWED_PREVIEW
                                 : TEXT_LOG_REVIEWED;
    return say(cli, text, (struct str[]){call->argument[1], f.text}, 2, err);
}

static bool erase(struct cli *cli, const struct call *call, struct instance *in,
                  const struct actor_asked *by, struct err *err)
{
    struct str decision = call->value[DECISION].text;
    struct access_erasure what = {.decision = decision, .actor = by->actor, .dry_run = by->dry_run};
    if (!cli_number(call->argument[1], "ENTRY", &what.sequence, err) ||
        !access_log_erase_entry(in, &what, err))
        return false;
    return say(cli, what.dry_run ? TEXT_LOG_ERASED_PREVIEW : TEXT_LOG_ERASED,
               (struct str[]){call->argument[1], decision}, 2, err);
}

static bool keep(struct cli *cli, const struct call *call, struct instance *in,
                 const struct actor_asked *by, struct err *err)
{
    struct access_keeping ask = {.actor = by->actor, .key = by->key, .dry_run = by->dry_run};
    struct access_kept kept;
    char day[DAY_TEXT];
    (void)call;
    if (!access_keep(cli->arena, in, &ask, &kept, err))
        return false;
    struct str value[] = {progress_grouped(cli->arena, cli->lang, (uint64_t)kept.removed),
                          day_format(kept.from, day)};
    enum text text = kept.is_repeat ? TEXT_LOG_KEPT_REPEAT
                     : by->dry_run  ? TEXT_LOG_KEPT_PREVIEW
                                    : TEXT_LOG_KEPT;
    return say(cli, text, value, 2, err);
}

/* ---- the verb ---- */

static const struct {
    const char *name;
    unsigned least, most; /* arguments behind it */
    bool (*run)(struct cli *cli, const struct call *call, struct instance *in,
                const struct actor_asked *by, struct err *err);
} VERB[] = {
    {"verify", 0, 1, verify}, {"extract", 1, 1, extract}, {"sample", 0, 0, sample},
    {"alarms", 0, 0, alarms}, {"review", 1, 1, review},   {"reviews", 0, 0, reviews},
    {"erase", 1, 1, erase},   {"keep", 0, 0, keep},
};
#define VERBS "verify [REGISTRY]|extract PERSON|sample|alarms|review ENTRY|reviews|erase ENTRY|keep"

static bool fits(const struct call *call, size_t verb)
{
    unsigned behind = call->arguments - 1;
    return behind >= VERB[verb].least && behind <= VERB[verb].most;
}

/* A period ends no sooner than it begins. */
static bool check_period(const struct call *call, struct err *err)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    const struct option_value *f = &call->value[FROM], *t = &call->value[TO];
    return !f->given || !t->given || f->day.n <= t->day.n ||
           FAIL(err, ERR_INVALID, "log.period", "--from %.*s --to %.*s",
                STR_FMT(day_format(f->day, from)), STR_FMT(day_format(t->day, to)));
}

/* Who reviews the log does so for that purpose where no other is said; an extract is for who asks,
 * and what is old goes as a matter of administration. */
static bool find_actor(struct cli *cli, const struct call *call, struct instance *in, size_t verb,
                       struct actor_asked *out, struct err *err)
{
    if (!actor_given(cli, in, &call->value[ACTOR], out, err))
        return false;
    if (VERB[verb].run != extract && VERB[verb].run != keep &&
        !call->value[ACTOR + ACTOR_PURPOSE].given)
        out->actor.purpose = PURPOSE_LOG_REVIEW;
    return true;
}

static bool run_log(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    size_t verb = 0;
    while (verb < ARRAY_LEN(VERB) && !str_eq(call->argument[0], str_of(VERB[verb].name)))
        verb++;
    if (verb == ARRAY_LEN(VERB) || !fits(call, verb))
        return FAIL(err, ERR_INVALID, "options.arguments", "log " VERBS);
    if (!check_period(call, err))
        return false;
    if (call->arguments > 1 && VERB[verb].run == verify)
        return verify_file(cli, call, err);
    if (!cli_instance(cli, &in, err))
        return false;
    struct actor_asked by = {0};
    bool done = (VERB[verb].run == verify || find_actor(cli, call, &in, verb, &by, err)) &&
                VERB[verb].run(cli, call, &in, &by, err);
    instance_close(&in);
    return done;
}

#define PERIOD (OPTION_BIT(FROM) | OPTION_BIT(TO))
#define SEES   ACTOR_WHO(ACTOR)
#define BY     (SEES & ~OPTION_BIT(ACTOR + ACTOR_PROTECTED)) /* nobody is shown */
static const struct verb_form FORM[] = {
    {"verify", OPTION_BIT(KEY_FILE)},
    {"extract", PERIOD | SEES},
    {"sample",
     PERIOD | OPTION_BIT(SHARE) | OPTION_BIT(COUNT) | OPTION_BIT(SEED) | OPTION_BIT(BEFORE) | SEES},
    {"alarms", PERIOD | BY},
    {"review", OPTION_BIT(FINDING) | BY | OPTION_BIT(ACTOR + ACTOR_DRY_RUN)},
    {"reviews", PERIOD | SEES},
    {"erase", OPTION_BIT(DECISION) | BY | OPTION_BIT(ACTOR + ACTOR_DRY_RUN)},
    {"keep", BY | OPTION_BIT(ACTOR + ACTOR_KEY) | OPTION_BIT(ACTOR + ACTOR_DRY_RUN)},
};

const struct command COMMAND_LOG = {
    .verb = {.name = "log",
             .arguments = VERBS,
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_LOG_SUMMARY,
             .about = TEXT_VERB_LOG_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_log,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
