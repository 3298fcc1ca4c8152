/* kontinua capitation: the basis of payment of a month, frozen, with what is known now beside it.
 */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/time_given.h"
#include "service/person/capitation.h"

enum { MONTH, FREEZE, KNOWN_AT, ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [MONTH] = {.name = "month",
               .type = OPTION_TEXT,
               .value_name = "YYYY-MM",
               .help = TEXT_OPTION_CAPITATION_MONTH},
    [FREEZE] = {.name = "freeze", .type = OPTION_FLAG, .help = TEXT_OPTION_CAPITATION_FREEZE},
    [KNOWN_AT] = {.name = "known-at",
                  .type = OPTION_TEXT,
                  .value_name = "TIME",
                  .help = TEXT_OPTION_TIME_KNOWN_AT},
    ACTOR_OPTION(ACTOR),
};

enum { C_MONTH, C_UNIT, C_AGE, C_SEX, C_FROZEN, C_NOW, C_DIFFERENCE, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_MONTH] = {.name = "month", .title = TEXT_TABLE_MONTH},
    [C_UNIT] = {.name = "unit", .title = TEXT_TABLE_UNIT, .shrinks = true},
    [C_AGE] = {.name = "age_group", .title = TEXT_TABLE_AGE_GROUP},
    [C_SEX] = {.name = "sex", .title = TEXT_PERSON_SEX},
    [C_FROZEN] = {.name = "frozen", .title = TEXT_TABLE_FROZEN, .number = true},
    [C_NOW] = {.name = "now", .title = TEXT_TABLE_NOW, .number = true},
    [C_DIFFERENCE] = {.name = "difference", .title = TEXT_TABLE_DIFFERENCE, .number = true},
};

static struct str count_of(struct cli *cli, bool is_known, int64_t n)
{
    return is_known ? str_fmt(cli->arena, "%lld", (long long)n) : STR("");
}

static struct str sex_text(struct cli *cli, enum sex sex)
{
    return sex == SEX_UNKNOWN
               ? vocab_word(&VOCAB_SEX, sex)
               : text_get(cli->lang, sex == SEX_FEMALE ? TEXT_CODE_FEMALE : TEXT_CODE_MALE);
}

/* When it was frozen, and how many there were and are. */
static void tell(struct cli *cli, const struct capitation_answer *a, bool dry_run)
{
    struct progress progress = progress_open(cli);
    struct sb line = sb_open(cli->arena, 160);
    char at[STOCKHOLM_TEXT], month[MONTH_TEXT];
    bool is_frozen = a->is_frozen && !dry_run;
    struct str value[] = {
        month_format(a->month, month),
        progress_grouped(cli->arena, cli->lang, (uint64_t)(is_frozen ? a->frozen : a->now)),
        stockholm_format(a->frozen_at, at)};
    enum text text = is_frozen ? TEXT_CAPITATION_FROZEN : TEXT_CAPITATION_OPEN;
    text_fill(&line, cli->lang, dry_run && !a->is_already ? TEXT_CAPITATION_PREVIEW : text, value,
              is_frozen ? 3 : 2);
    progress_note(&progress, sb_str(&line));
    progress_end(&progress);
}

static bool put(struct cli *cli, const struct capitation_answer *a, bool dry_run, struct err *err)
{
    char month[MONTH_TEXT];
    bool table = cli->format == FORMAT_TABLE;
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < a->count; i++) {
        const struct capitation_line *l = &a->line[i];
        struct str field[COLUMNS] = {
            [C_MONTH] = month_format(a->month, month),
            [C_UNIT] = hsaid_str(&l->unit),
            [C_AGE] = vocab_word(&VOCAB_AGE_GROUP, l->age),
            [C_SEX] = table ? sex_text(cli, l->sex) : vocab_word(&VOCAB_SEX, l->sex),
            [C_FROZEN] = count_of(cli, a->is_frozen, l->frozen),
            [C_NOW] = count_of(cli, true, l->now),
            [C_DIFFERENCE] = count_of(cli, a->is_frozen, l->now - l->frozen)};
        if (!print_row(p, field, err))
            return false;
    }
    if (!print_end(p, err))
        return false;
    tell(cli, a, dry_run);
    return true;
}

static bool run(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct actor_asked asked = {0};
    struct capitation_answer answer;
    struct capitation_request r = {.has_month = call->value[MONTH].given,
                                   .freezes = call->value[FREEZE].yes};
    if (r.freezes && call->value[KNOWN_AT].given)
        return FAIL(err, ERR_INVALID, "time.question", "%s", "--known-at");
    if (!time_given(&call->value[KNOWN_AT], &r.known_at, err) ||
        (r.has_month && !month_parse(call->value[MONTH].text, &r.month, err)) ||
        !actor_given(cli, in, &call->value[ACTOR], &asked, err))
        return false;
    if (r.freezes && asked.actor.unit.len > 0) /* a month is frozen of all units */
        return FAIL(err, ERR_INVALID, "options.together", "%s", "--freeze --unit");
    r.actor = asked.actor;
    r.key = asked.key;
    r.dry_run = asked.dry_run;
    return capitation(cli->arena, in, &r, &answer, err) &&
           put(cli, &answer, r.freezes && r.dry_run, err);
}

/* Why a month is not frozen as it was known at another time is said by run(). */
#define ASKS                                                                                       \
    (OPTION_BIT(MONTH) | OPTION_BIT(KNOWN_AT) |                                                    \
     (ACTOR_WHO(ACTOR) & ~OPTION_BIT(ACTOR + ACTOR_PROTECTED))) /* nobody is shown */
static const struct verb_form FORM[] = {
    {"--freeze",
     OPTION_BIT(FREEZE) | OPTION_BIT(ACTOR + ACTOR_KEY) | OPTION_BIT(ACTOR + ACTOR_DRY_RUN) | ASKS},
    {NULL, ASKS},
};

const struct command COMMAND_CAPITATION = {
    .verb = {.name = "capitation",
             .arguments = "",
             .summary = TEXT_VERB_CAPITATION_SUMMARY,
             .about = TEXT_VERB_CAPITATION_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = run,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
