/* kontinua staff list [UNIT]; staff show|position|away|substitute|dispense STAFF: what is known of
 * a member of staff, and what a unit or the region says of them. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/past_note.h"
#include "cli/staff_list_put.h"
#include "cli/staff_put.h"
#include "cli/time_given.h"
#include "service/contact/staff_acts.h"

#include <math.h>

enum {
    FROM,
    TO,
    UNTIL,
    FOR,
    END,
    REASON,
    FTE,
    TARGET,
    CAP,
    OPEN,
    TIME,
    ACTOR = TIME + TIME_OPTIONS,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const char *const YES_NO[] = {"yes", "no", NULL};
enum { MANY = 1000000 };
static const struct option OPTION[OPTIONS] = {
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_STAFF_FROM},
    [TO] = {.name = "to",
            .type = OPTION_DAY,
            .value_name = "YYYY-MM-DD",
            .help = TEXT_OPTION_STAFF_TO},
    [UNTIL] = {.name = "until",
               .type = OPTION_DAY,
               .value_name = "YYYY-MM-DD",
               .help = TEXT_OPTION_STAFF_UNTIL},
    [FOR] = {.name = "for",
             .type = OPTION_TEXT,
             .value_name = "STAFF",
             .help = TEXT_OPTION_STAFF_FOR},
    [END] = {.name = "end", .type = OPTION_FLAG, .help = TEXT_OPTION_STAFF_END},
    [REASON] = {.name = "reason",
                .type = OPTION_TEXT,
                .value_name = "TEXT",
                .help = TEXT_OPTION_STAFF_REASON},
    [FTE] = {.name = "fte",
             .type = OPTION_INT,
             .value_name = "PERCENT",
             .help = TEXT_OPTION_STAFF_FTE,
             .least = 0,
             .most = 100},
    [TARGET] = {.name = "target",
                .type = OPTION_TEXT,
                .value_name = "N|none",
                .help = TEXT_OPTION_STAFF_TARGET},
    [CAP] = {.name = "cap",
             .type = OPTION_TEXT,
             .value_name = "N|none",
             .help = TEXT_OPTION_STAFF_CAP},
    [OPEN] = {.name = "open",
              .type = OPTION_CHOICE,
              .value_name = "yes|no",
              .help = TEXT_OPTION_STAFF_OPEN,
              .choice = YES_NO},
    TIME_OPTION(TIME),
    ACTOR_OPTION(ACTOR),
};

static const struct doing {
    const char *word;
    bool (*run)(struct arena *a, struct instance *in, const struct staff_acting *asked,
                struct staff_acted *out, struct err *err);
    enum text done, ended; /* a position has a last day instead */
} DOING[] = {
    {"position", staff_acts_position, TEXT_STAFF_POSITION, TEXT_STAFF_POSITION},
    {"away", staff_acts_away, TEXT_STAFF_AWAY, TEXT_STAFF_AWAY_ENDED},
    {"substitute", staff_acts_substitute, TEXT_STAFF_SUBSTITUTE, TEXT_STAFF_SUBSTITUTE_ENDED},
    {"dispense", staff_acts_dispense, TEXT_STAFF_DISPENSE, TEXT_STAFF_DISPENSE_ENDED},
};

/* Of a panel: none is the region's. */
static bool read_panel(const struct option_value *v, const char *name, int64_t *out,
                       struct err *err)
{
    *out = v->given ? PANEL_AS_REGION : PANEL_AS_IT_WAS;
    if (!v->given || str_eq(v->text, STR("none")))
        return true;
    if (!str_to_i64(v->text, out))
        return FAIL(err, ERR_INVALID, "options.panel", "--%s", name);
    return (*out >= 0 && *out <= MANY) ||
           FAIL(err, ERR_INVALID, "options.range", "--%s %lld (0-%d)", name, (long long)*out, MANY);
}

static bool do_it(struct cli *cli, struct instance *in, const struct call *call,
                  const struct doing *doing, struct err *err)
{
    struct actor_asked asked;
    struct staff_acted done;
    int64_t target, cap;
    const struct option_value *v = call->value;
    if (!known_not_given(&v[TIME], err) || !read_panel(&v[TARGET], "target", &target, err) ||
        !read_panel(&v[CAP], "cap", &cap, err) || !actor_given(cli, in, &v[ACTOR], &asked, err))
        return false;
    if (!v[ACTOR + ACTOR_UNIT].given)
        return FAIL(err, ERR_INVALID, "staff.unit", "%s", "");
    if (doing->run == staff_acts_substitute && !v[FOR].given)
        return FAIL(err, ERR_INVALID, "staff.for", "%s", "");
    if (doing->run != staff_acts_substitute && v[FOR].given)
        return FAIL(err, ERR_INVALID, "options.form", "staff %s --for", doing->word);
    struct staff_acting acting = {.staff = call->argument[1],
                                  .unit = v[ACTOR + ACTOR_UNIT].text,
                                  .doctor = v[FOR].text,
                                  .from = v[FROM].day,
                                  .to = v[UNTIL].given ? v[UNTIL].day : v[TO].day,
                                  .reason = v[REASON].text,
                                  .ends = v[END].yes,
                                  .fte = v[FTE].given ? (double)v[FTE].number / 100 : NAN,
                                  .target = target,
                                  .cap = cap,
                                  .open = !v[OPEN].given        ? ANSWER_NONE
                                          : v[OPEN].choice == 0 ? ANSWER_YES
                                                                : ANSWER_NO,
                                  .actor = asked.actor,
                                  .key = asked.key,
                                  .dry_run = asked.dry_run};
    if (!doing->run(cli->arena, in, &acting, &done, err) ||
        !staff_put_done(cli, &done, acting.ends ? doing->ended : doing->done, asked.dry_run, err))
        return false;
    /* Of a position: what a figure of doctors counts. */
    if (doing->run == staff_acts_position && !done.is_already && !done.is_repeat)
        past_note(cli, v[FROM].given || day_is_none(done.to) ? acting.from
                                                             : (struct day){done.to.n + 1});
    return true;
}

static bool show(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct actor_asked asked;
    struct staff_shown shown;
    struct staff_asking asking = {.staff = call->argument[1]};
    if (!actor_given(cli, in, &call->value[ACTOR], &asked, err) ||
        !known_given(&call->value[TIME], &asking.time, err))
        return false;
    asking.actor = asked.actor;
    return staff_show(cli->arena, in, &asking, &shown, err) && staff_put_shown(cli, &shown, err);
}

static bool list(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct actor_asked asked;
    struct staff_list list;
    struct staff_list_asking asking = {.actor = {.person = 0}};
    if (!actor_given(cli, in, &call->value[ACTOR], &asked, err) ||
        !known_given(&call->value[TIME], &asking.time, err))
        return false;
    asking.actor = asked.actor;
    asking.unit = call->arguments > 1 ? call->argument[1] : asked.actor.unit;
    return staff_list(cli->arena, in, &asking, &list, err) && staff_list_put(cli, &list, err);
}

static bool staff(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    const struct doing *doing = NULL;
    bool shows = str_eq(call->argument[0], STR("show"));
    bool lists = str_eq(call->argument[0], STR("list"));
    for (size_t i = 0; i < ARRAY_LEN(DOING); i++)
        if (str_eq(call->argument[0], str_of(DOING[i].word)))
            doing = &DOING[i];
    const char *word = str_cstr(cli->arena, call->argument[0]);
    if (!shows && !lists && !doing)
        return FAIL(err, ERR_INVALID, "staff.verb", "%.40s", word);
    if (!lists && call->arguments < 2)
        return FAIL(err, ERR_INVALID, "options.arguments", "staff %s STAFF", word);
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = lists   ? list(cli, &in, call, err)
                : shows ? show(cli, &in, call, err)
                        : do_it(cli, &in, call, doing, err);
    instance_close(&in);
    return done;
}

/* A time is refused of who writes with a sentence of its own. */
#define ASKS   (TIME_BITS(TIME) | ACTOR_WHO(ACTOR))
#define WRITES (OPTION_BIT(FROM) | TIME_BITS(TIME) | ACTOR_ALL(ACTOR))
static const struct verb_form FORM[] = {
    {"list", ASKS},
    {"show", ASKS},
    {"position", OPTION_BIT(TO) | OPTION_BIT(FTE) | OPTION_BIT(TARGET) | OPTION_BIT(CAP) |
                     OPTION_BIT(OPEN) | WRITES},
    {"--end", OPTION_BIT(FOR) | OPTION_BIT(END) | WRITES}, /* of those below */
    {"away", OPTION_BIT(TO) | WRITES},
    {"dispense", OPTION_BIT(UNTIL) | OPTION_BIT(REASON) | WRITES},
    {"substitute", OPTION_BIT(TO) | OPTION_BIT(FOR) | WRITES},
};

const struct command COMMAND_STAFF = {
    .verb = {.name = "staff",
             .arguments = "list [UNIT]|show|position|away|substitute|dispense STAFF",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_STAFF_SUMMARY,
             .about = TEXT_VERB_STAFF_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = staff,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
