/* kontinua explain: why a person is in a figure or not, and who is behind a figure. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/explain_list.h"
#include "cli/explain_show.h"
#include "cli/instance.h"
#include "cli/measure_find.h"
#include "cli/print.h"
#include "cli/time_given.h"
#include "engine/expr_words.h"
#include "service/access/access_log.h"
#include "service/access/lookups.h"
#include "service/contact/block_facts.h"
#include "service/figures/figures.h"
#include "service/figures/persons.h"
#include "store/instance_store.h"

enum {
    AS_OF,
    UNIT,
    DOCTOR,
    LIST,
    THREADS,
    PROTECTED,
    CONSENT,
    EMERGENCY,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "YYYY-MM-DD",
               .help = TEXT_OPTION_EXPLAIN_AS_OF},
    [UNIT] = {.name = "unit",
              .type = OPTION_TEXT,
              .value_name = "UNIT",
              .help = TEXT_OPTION_EXPLAIN_UNIT},
    [DOCTOR] = {.name = "doctor",
                .type = OPTION_TEXT,
                .value_name = "STAFF",
                .help = TEXT_OPTION_EXPLAIN_DOCTOR},
    [LIST] = {.name = "list",
              .type = OPTION_CHOICE,
              .value_name = "LIST",
              .help = TEXT_OPTION_EXPLAIN_LIST,
              .choice = STANDING_WORD},
    [THREADS] = CLI_THREADS_OPTION,
    [PROTECTED] = {.name = "protected",
                   .type = OPTION_TEXT,
                   .value_name = "REASON",
                   .help = TEXT_OPTION_EXPLAIN_PROTECTED},
    [CONSENT] = {.name = "consent",
                 .type = OPTION_TEXT,
                 .value_name = "TEXT",
                 .help = TEXT_OPTION_PERSON_CONSENT},
    [EMERGENCY] = {.name = "emergency",
                   .type = OPTION_TEXT,
                   .value_name = "TEXT",
                   .help = TEXT_OPTION_PERSON_EMERGENCY},
    ACTOR_ASKS_OPTION(ACTOR),
};

enum { C_ROLE, C_TABLE, C_DATE, C_UNIT, C_CODE, C_VALUE, C_WHY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_ROLE] = {.name = "role"}, [C_TABLE] = {.name = "table"}, [C_DATE] = {.name = "date"},
    [C_UNIT] = {.name = "unit"}, [C_CODE] = {.name = "code"},   [C_VALUE] = {.name = "value"},
    [C_WHY] = {.name = "why"},
};

/* What is asked of a person, how blocked information is opened, and what came of it. */
struct explained {
    struct actor actor;
    struct explain_request ask;
    struct block_opening opening;
    struct explanation why;
};

/* Documents care: a listing is the region's own. */
static bool is_care(enum expr_table table)
{
    return !str_eq(expr_table_name(table), STR("listings"));
}

/* A day, with the time where the row has one, as import files write it. */
static struct str moment(struct arena *a, const struct explain_line *line)
{
    char day[DAY_TEXT];
    struct str date = day_format(line->day, day);
    if (line->minute < 0)
        return str_copy(a, date);
    return str_fmt(a, "%.*sT%02d:%02d", STR_FMT(date), line->minute / 60, line->minute % 60);
}

static bool put_records(struct cli *cli, const struct snapshot *s, const struct explanation *why,
                        struct err *err)
{
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < why->lines; i++) {
        const struct explain_line *line = &why->line[i];
        struct str field[COLUMNS] = {[C_ROLE] = explain_role_word(line->role),
                                     [C_CODE] = line->code,
                                     [C_VALUE] = line->value,
                                     [C_WHY] = explain_why_text(cli->arena, LANG_EN, line)};
        if (line->is_row) {
            field[C_TABLE] = expr_table_name(line->table);
            field[C_DATE] = moment(cli->arena, line);
        }
        if (line->unit != EXPLAIN_NONE)
            field[C_UNIT] = hsaid_str(&s->unit_id[line->unit]);
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* Who asks is of no unit, so another than the one that is blocked. An
 * explanation that rests on a row of a blocked unit says nothing of it, nor what came of it. */
static bool is_blocked(struct cli *cli, struct instance *in, const struct snapshot *s,
                       const struct explained *e, bool *out, struct err *err)
{
    const struct as_of_block *held;
    size_t count = 0;
    struct as_of_key key = {.person = s->person_key[e->ask.person]};
    *out = false;
    if (!position_now(in->db, &key.position, err) ||
        !block_read(cli->arena, in->db, &key, &held, &count, err))
        return false;
    for (size_t i = 0; i < count && e->opening.how == BLOCK_CLOSED; i++) {
        struct block b = {held[i].unit, held[i].from, held[i].to};
        for (size_t k = 0; k < e->why.lines; k++) {
            const struct explain_line *l = &e->why.line[k];
            *out =
                *out || (l->is_row && l->unit != EXPLAIN_NONE && is_care(l->table) &&
                         block_hides(&b, 1, &s->unit_id[l->unit], &e->actor, instance_today(in)));
        }
    }
    return true;
}

static bool put_blocked(struct cli *cli, struct err *err)
{
    struct sb out = sb_open(cli->arena, 128);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, COLUMN, COLUMNS);
        struct str field[COLUMNS] = {
            [C_ROLE] = STR("blocked"), [C_WHY] = text_get(LANG_EN, TEXT_EXPLAIN_BLOCKED)};
        return print_row(p, field, err) && print_end(p, err);
    }
    options_wrap(&out, text_get(cli->lang, TEXT_EXPLAIN_BLOCKED), 0, 0);
    return cli_write(cli->out, sb_str(&out), err);
}

/* A row is shown without the member of staff whom not everybody may know. */
static void hide_staff(struct cli *cli, const struct snapshot *s, struct explained *e)
{
    struct explain_line *shown = ARENA_NEW(cli->arena, struct explain_line, e->why.lines + 1);
    for (size_t i = 0; i < e->why.lines; i++) {
        struct explain_line *l = &shown[i];
        *l = e->why.line[i];
        if (explain_is_protected(s, l))
            l->value = STR("");
    }
    e->why.line = shown;
}

static bool put(struct cli *cli, struct instance *in, const struct snapshot *s, struct explained *e,
                struct err *err)
{
    bool blocked = false;
    e->why = explain(cli->arena, s, &e->ask);
    if (!is_blocked(cli, in, s, e, &blocked, err))
        return false;
    if (blocked)
        return put_blocked(cli, err);
    if (!e->actor.opens_protected)
        hide_staff(cli, s, e);
    if (cli->format != FORMAT_TABLE)
        return put_records(cli, s, &e->why, err);
    struct sb out = sb_open(cli->arena, 4096);
    explain_show(&out, cli, s, &e->ask, &e->why);
    return cli_write(cli->out, sb_str(&out), err);
}

/* Whose figure: the unit's that was named, else the county's. */
static bool choose_place(const struct snapshot *s, struct str unit, struct explain_request *ask,
                         struct err *err)
{
    ask->level = LEVEL_COUNTY;
    ask->place = s->own_county;
    if (unit.len == 0)
        return true;
    ask->level = LEVEL_UNIT;
    return persons_unit(s, unit, &ask->place, err);
}

/* Who looked at whom, before anything of it is shown; also who looked in vain, or was not allowed.
 * False with the refusal, or where it cannot be logged. */
static bool find_person(struct cli *cli, const struct call *call, struct instance *in,
                        const struct snapshot *s, struct explained *e, struct err *err)
{
    struct explain_request *ask = &e->ask;
    struct sb about = sb_open(cli->arena, 96);
    sb_fmt(&about, "measure=%.*s", STR_FMT(ask->definition->id));
    block_put_opening(&about, &e->opening);
    struct access_entry seen = {
        .actor = e->actor, .act = STR("explain"), .about = sb_str(&about), .count = -1};
    struct str written = call->argument[1];
    struct err why = {0};
    if ((str_eq(written, STR("-")) && !cli_person(cli, &written, err)) ||
        !lookups_may(in, &e->actor, seen.act, written, err))
        return false;
    if (!persons_find(in, s, written, &ask->person, &why)) {
        seen.outcome = ACCESS_NO_HIT;
    } else {
        seen.person = s->person_key[ask->person];
        if (s->protection[ask->person] && !e->actor.opens_protected) {
            seen.outcome = ACCESS_DENIED;
            (void)FAIL(&why, ERR_DENIED, "explain.protected_person", "%s", "");
        }
    }
    if (seen.person != 0 && !lookups_opened(in, &e->actor, seen.person, err))
        return false;
    bool is_question = why.kind == ERR_NONE || why.kind == ERR_MISSING || why.kind == ERR_DENIED;
    if (is_question && !access_log_write(in, &seen, 1, err))
        return false;
    if (why.kind != ERR_NONE)
        *err = why;
    return why.kind == ERR_NONE;
}

static bool answer_person(struct cli *cli, const struct call *call, struct instance *in,
                          const struct figures *f, const struct definition *d, struct err *err)
{
    const struct snapshot *s = &f->from.snapshot;
    struct explained e = {.ask = {.definition = d, .month = f->last}};
    if (d->population == POPULATION_LISTED && call->value[UNIT].given)
        return FAIL(err, ERR_INVALID, "explain.where_listed", "%s", "--unit");
    return actor_of_figures(cli, &call->value[ACTOR], &call->value[PROTECTED], &e.actor, err) &&
           opening_given(&call->value[CONSENT], &call->value[EMERGENCY], &e.opening, err) &&
           block_check_opening(&e.opening, &e.actor, err) &&
           find_person(cli, call, in, s, &e, err) &&
           choose_place(s, call->value[UNIT].text, &e.ask, err) && put(cli, in, s, &e, err);
}

/* Whose lists. */
static bool read_list(const struct call *call, const struct snapshot *s,
                      struct persons_request *ask, struct err *err)
{
    bool of_doctor = call->value[DOCTOR].given;
    ask->level = of_doctor ? LEVEL_DOCTOR : LEVEL_UNIT;
    if (!definition_has_level(ask->definition, ask->level))
        return FAIL(err, ERR_INVALID, "measure.level", "%.*s, --%s", STR_FMT(ask->definition->id),
                    of_doctor ? "doctor" : "unit");
    if (!of_doctor)
        return persons_unit(s, call->value[UNIT].text, &ask->place, err);
    if (!persons_staff(s, call->value[DOCTOR].text, &ask->place, err))
        return false;
    return !s->staff_protected[ask->place] || ask->protected_rows ||
           FAIL(err, ERR_DENIED, "explain.protected", "%s", "--doctor");
}

static bool answer_list(struct cli *cli, const struct call *call, struct instance *in,
                        const struct figures *f, const struct definition *d, struct err *err)
{
    const struct option_value *list = &call->value[LIST];
    struct explain_lists ask = {.persons = {.definition = d,
                                            .month = f->last,
                                            .threads = cli_threads(&call->value[THREADS])},
                                .list = list->given ? (enum standing)list->choice : STANDINGS};
    if (!actor_of_figures(cli, &call->value[ACTOR], &call->value[PROTECTED], &ask.actor, err))
        return false;
    ask.persons.protected_rows = ask.actor.opens_protected;
    return read_list(call, &f->from.snapshot, &ask.persons, err) &&
           explain_list(cli, in, &f->from.snapshot, &ask, err);
}

/* A person, or a place; and what belongs to lists only with them, as what opens what one person has
 * blocked belongs to that person. */
static bool check_question(const struct call *call, struct err *err)
{
    static const int of_lists[] = {DOCTOR, LIST}, of_person[] = {CONSENT, EMERGENCY};
    if (call->arguments == 1 && call->value[UNIT].given == call->value[DOCTOR].given)
        return FAIL(err, ERR_INVALID, "explain.whom", "%s", "");
    for (size_t i = 0; call->arguments > 1 && i < ARRAY_LEN(of_lists); i++)
        if (call->value[of_lists[i]].given)
            return FAIL(err, ERR_INVALID, "explain.of_lists", "--%s", OPTION[of_lists[i]].name);
    for (size_t i = 0; call->arguments == 1 && i < ARRAY_LEN(of_person); i++)
        if (call->value[of_person[i]].given)
            return FAIL(err, ERR_INVALID, "options.form", "explain MEASURE --%s",
                        OPTION[of_person[i]].name);
    return true;
}

static bool answer(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct figures f;
    struct definitions all;
    const struct definition *d;
    if (!check_question(call, err) || !figures_definitions(cli->arena, in, &all, err) ||
        !measure_find(cli->arena, &all, call->argument[0], &d, err))
        return false;
    if (d->kind == MEASURE_TABLE)
        return FAIL(err, ERR_INVALID, "explain.table", "%.*s", STR_FMT(d->id));
    if (!cli_snapshot(cli, in, call->value[AS_OF].day, cli_threads(&call->value[THREADS]), &f, err))
        return false;
    bool done = call->arguments > 1 ? answer_person(cli, call, in, &f, d, err)
                                    : answer_list(cli, call, in, &f, d, err);
    figures_close(&f);
    return done;
}

const struct command COMMAND_EXPLAIN = {
    .verb = {.name = "explain",
             .arguments = "MEASURE [PERSON]",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_EXPLAIN_SUMMARY,
             .about = TEXT_VERB_EXPLAIN_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = answer,
};
