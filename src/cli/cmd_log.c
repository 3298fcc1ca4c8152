/* kontinua log verify [REGISTRY], extract PERSON, sample, alarms, erase ENTRY, keep: the access
 * log.
 */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/log_show.h"
#include "cli/progress.h"
#include "core/utf8.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/access/access_verify.h"
#include "service/access/lookups.h"
#include "service/act_about.h"
#include "service/figures/persons.h"
#include "store/person_store.h"

enum {
    CHECKPOINT,
    KEY_FILE,
    FROM,
    TO,
    SHARE,
    COUNT,
    SEED,
    DECISION,
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
    struct log_extract extract;
    struct bag *rows; /* of a sample: they wait until it is known whom they are about */
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

static bool take_extracted(void *state, const struct access_row *row, struct err *err)
{
    struct showing *s = state;
    return log_extract_row(s->cli, s->print, row, &s->extract, err);
}

/* A resident has the right to their own. Of others it is the region's work; where somebody with a
 * protected identity gets care can be read off it. */
static bool may_open(struct cli *cli, const struct actor *actor, struct instance *in,
                     int64_t person, const char **refusal, struct err *err)
{
    struct person_facts facts;
    *refusal = NULL;
    if (actor->person != 0 && actor->person == person)
        return true;
    if (actor->role != ROLE_ADMINISTRATOR) {
        *refusal = "log.right";
        return true;
    }
    if (!person_facts(in->db, cli->arena, person, &facts, err))
        return false;
    if (!act_may_see(actor, facts.protection))
        *refusal = "act.protected_person";
    return true;
}

/* Also who looks for somebody that there is not, or may not look, is in the log. */
static bool extract(struct cli *cli, const struct call *call, struct instance *in,
                    const struct actor_asked *by, struct err *err)
{
    struct str written = call->argument[1];
    struct access_period p = period(call);
    struct access_entry e = {.actor = by->actor, .act = STR("log extract"), .count = -1};
    struct err why = {0};
    const char *refusal = NULL;
    if (str_eq(written, STR("-")) && !cli_person(cli, &written, err))
        return false;
    if (!lookups_may(in, &by->actor, e.act, written, err))
        return false;
    bool found = persons_key(in, written, &e.person, &why) &&
                 lookups_opened(in, &by->actor, e.person, &why) &&
                 may_open(cli, &by->actor, in, e.person, &refusal, &why);
    if (!found && why.kind != ERR_MISSING) {
        *err = why;
        return false;
    }
    if (by->actor.role != ROLE_ADMINISTRATOR && !found) /* is not told whether there is anybody */
        refusal = "log.right";
    if (refusal) {
        why = (struct err){0};
        (void)FAIL(&why, ERR_DENIED, refusal, "%s", "");
    }
    e.outcome = refusal ? ACCESS_DENIED : found ? ACCESS_DONE : ACCESS_NO_HIT;
    if (!access_log_write(in, &e, 1, err))
        return false;
    if (!found || refusal) {
        *err = why;
        return false;
    }
    struct showing s = {.cli = cli,
                        .print = log_extract_open(cli),
                        .extract = {&in->region, &by->actor, by->actor.person != 0}};
    print_nothing(s.print, TEXT_LOG_NONE);
    return access_log_of_person(in->db, e.person, &p, (struct access_reader){&s, take_extracted},
                                err) &&
           print_end(s.print, err);
}

/* ---- sample ---- */

static bool take_sampled(void *state, const struct access_row *row, struct err *err)
{
    struct showing *s = state;
    struct arena *a = s->cli->arena;
    struct access_row *kept = bag_add(s->rows);
    (void)err;
    *kept = *row;
    kept->entry.actor.id = str_copy(a, row->entry.actor.id);
    kept->entry.actor.unit = str_copy(a, row->entry.actor.unit);
    kept->entry.act = str_copy(a, row->entry.act);
    kept->entry.about = str_copy(a, row->entry.about);
    return true;
}

/* Of who has a protected identity no unit is shown without the right: who acted, what and when is.
 * A person who was joined with another is taken as one. */
static bool put_sampled(struct showing *s, struct instance *in, bool opens_protected,
                        struct err *err)
{
    for (size_t i = 0; i < s->rows->count; i++) {
        struct access_row *row = bag_at(s->rows, i);
        struct person_facts facts = {.protection = PROTECTION_NONE};
        struct err unknown = {0};
        bool asks = row->entry.person != 0 && !opens_protected;
        if (asks && !person_facts(in->db, s->cli->arena, row->entry.person, &facts, &unknown)) {
            if (unknown.kind != ERR_MISSING) {
                *err = unknown;
                return false;
            }
            facts.protection = PROTECTION_CONFIDENTIAL;
        }
        if (facts.protection != PROTECTION_NONE)
            row->entry.actor.unit = row->entry.about = STR("");
        if (!log_sample_row(s->cli, s->print, row, err))
            return false;
    }
    return true;
}

static bool write_sampling(struct cli *cli, struct instance *in, const struct actor *actor,
                           const struct access_sample *ask, struct err *err)
{
    char from[MOMENT_TEXT], to[MOMENT_TEXT];
    struct access_entry e = {.actor = *actor,
                             .act = STR("log sample"),
                             .about =
                                 str_fmt(cli->arena, "from=%s to=%s seed=%llu before=%lld",
                                         moment_format(ask->period.from, from).at,
                                         moment_format(ask->period.to, to).at,
                                         (unsigned long long)ask->seed, (long long)ask->before),
                             .count = ask->count};
    return access_log_write(in, &e, 1, err);
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

/* The drawing is an entry itself, and so is every later one: that the same are drawn again, it is
 * said before which entry they stand. */
static bool find_before(struct db *db, const struct option_value *given, int64_t *out,
                        struct err *err)
{
    struct access_link last;
    if (!access_log_last(db, &last, err))
        return false;
    *out = given->given ? given->number : last.sequence + 1;
    return true;
}

static bool sample(struct cli *cli, const struct call *call, struct instance *in,
                   const struct actor_asked *by, struct err *err)
{
    const struct option_value *share = &call->value[SHARE], *count = &call->value[COUNT];
    const struct option_value *seed = &call->value[SEED];
    struct access_sample ask = {.period = period(call),
                                .seed = seed->given ? (uint64_t)seed->number : any_seed()};
    if (share->given == count->given)
        return FAIL(err, ERR_INVALID, "log.sample", "%s", "--share, --count");
    if (!find_before(in->db, &call->value[BEFORE], &ask.before, err) ||
        !access_log_between_before(in->db, &ask.period, ask.before, &ask.of, err))
        return false;
    ask.count = count->given ? count->number : (ask.of * share->number + 99) / 100;
    if (ask.count > ask.of)
        ask.count = ask.of;
    if (!write_sampling(cli, in, &by->actor, &ask, err))
        return false;
    struct bag rows = BAG_OPEN(cli->arena, struct access_row);
    struct showing s = {.cli = cli, .print = log_sample_open(cli), .rows = &rows};
    if (!access_sample(in->db, &ask, (struct access_reader){&s, take_sampled}, err) ||
        !put_sampled(&s, in, by->actor.opens_protected, err) || !print_end(s.print, err))
        return false;
    tell_sampling(cli, &ask);
    return true;
}

/* ---- alarms ---- */

/* Of who opened more persons in an hour than the region's rule says. That is about nobody alone. */
static bool alarms(struct cli *cli, const struct call *call, struct instance *in,
                   const struct actor_asked *by, struct err *err)
{
    struct access_period p = period(call);
    struct bag rows = BAG_OPEN(cli->arena, struct access_row);
    struct showing s = {.cli = cli, .print = log_sample_open(cli), .rows = &rows};
    print_nothing(s.print, TEXT_LOG_NO_ALARMS);
    if (!access_log_alarms(in->db, &p, (struct access_reader){&s, take_sampled}, err))
        return false;
    struct access_entry e = {
        .actor = by->actor, .act = STR("log alarms"), .count = (int64_t)rows.count};
    return access_log_write(in, &e, 1, err) &&
           put_sampled(&s, in, by->actor.opens_protected, err) && print_end(s.print, err);
}

/* ---- erase, keep ---- */

static bool say(struct cli *cli, enum text text, struct str *value, unsigned count, struct err *err)
{
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    text_fill(&out, cli->lang, text, value, count);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* By decision of the authority, never by one's own. */
static bool erase(struct cli *cli, const struct call *call, struct instance *in,
                  const struct actor_asked *by, struct err *err)
{
    enum { DECISION_MOST = 200 };
    struct str decision = call->value[DECISION].text;
    struct access_erasure what = {.decision = decision, .actor = by->actor};
    if (!utf8_is_line(decision, DECISION_MOST) || decision.len == 0)
        return FAIL(err, ERR_INVALID, "log.decision", "%s", "--decision");
    if (!access_log_takes(decision, err) ||
        !cli_number(call->argument[1], "ENTRY", &what.sequence, err) ||
        !access_log_erase_entry(in, &what, err))
        return false;
    return say(cli, TEXT_LOG_ERASED, (struct str[]){call->argument[1], decision}, 2, err);
}

/* The day's first moment so many years ago. */
static bool keep(struct cli *cli, const struct call *call, struct instance *in,
                 const struct actor_asked *by, struct err *err)
{
    enum { MONTHS = 12 };
    unsigned years = in->region.rules.log.keep_years;
    struct day first = day_add_months(stockholm_day(clock_now()), -(int32_t)(years * MONTHS));
    struct moment than = stockholm_midnight(first);
    char day[DAY_TEXT];
    int64_t removed = 0;
    bool previews = by->dry_run;
    if (previews ? !access_log_between(in->db, &(struct access_period){{0}, than}, &removed, err)
                 : !access_log_forget_older(in, than, &by->actor, &removed, err))
        return false;
    struct str value[] = {progress_grouped(cli->arena, cli->lang, (uint64_t)removed),
                          day_format(first, day)};
    return say(cli, previews ? TEXT_LOG_KEPT_PREVIEW : TEXT_LOG_KEPT, value, 2, err);
}

/* ---- the verb ---- */

static const struct {
    const char *name;
    unsigned least, most; /* arguments behind it */
    bool (*run)(struct cli *cli, const struct call *call, struct instance *in,
                const struct actor_asked *by, struct err *err);
} VERB[] = {
    {"verify", 0, 1, verify}, {"extract", 1, 1, extract}, {"sample", 0, 0, sample},
    {"alarms", 0, 0, alarms}, {"erase", 1, 1, erase},     {"keep", 0, 0, keep},
};
#define VERBS "verify [REGISTRY]|extract PERSON|sample|alarms|erase ENTRY|keep"

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

/* Who reviews the log does so for that purpose where no other is said; an extract is for who asks.
 * All but that is the administrator's. */
static bool find_actor(struct cli *cli, const struct call *call, struct instance *in, size_t verb,
                       struct actor_asked *out, struct err *err)
{
    struct actor_asked by;
    bool extracts = VERB[verb].run == extract;
    if (!actor_given(cli, in, &call->value[ACTOR], &by, err))
        return false;
    bool reviews = VERB[verb].run == sample || VERB[verb].run == erase || VERB[verb].run == alarms;
    if (reviews && !call->value[ACTOR + ACTOR_PURPOSE].given)
        by.actor.purpose = PURPOSE_LOG_REVIEW;
    if (!extracts && by.actor.role != ROLE_ADMINISTRATOR) {
        struct str name = VERB[verb].run == keep ? STR("forget") : str_of(VERB[verb].name);
        struct str act = str_fmt(cli->arena, "log %.*s", STR_FMT(name));
        return access_log_refuse(in, &by.actor, act, "log.right", err);
    }
    *out = by;
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
    {"erase", OPTION_BIT(DECISION) | BY},
    {"keep", BY | OPTION_BIT(ACTOR + ACTOR_DRY_RUN)},
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
