/* kontinua change: why a figure changed, or differs from the county's. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/measure_find.h"
#include "cli/measure_table.h"
#include "cli/print.h"
#include "engine/eval_sums.h"
#include "service/figures/evaluated.h"
#include "service/figures/figures.h"
#include "service/figures/persons.h"
#include "web/figure.h"
#include "web/number.h"

enum { FROM, TO, UNIT, THREADS, ACTOR, OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_CHANGE_FROM},
    [TO] = {.name = "to",
            .type = OPTION_DAY,
            .value_name = "YYYY-MM-DD",
            .help = TEXT_OPTION_CHANGE_TO},
    [UNIT] = {.name = "unit",
              .type = OPTION_TEXT,
              .value_name = "UNIT",
              .help = TEXT_OPTION_CHANGE_UNIT},
    [THREADS] = CLI_THREADS_OPTION,
    ACTOR_ASKS_OPTION(ACTOR),
};

enum { C_PART, C_PERSONS, C_EXACT, C_VALUE, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_PART] = {.name = "part"},
    [C_PERSONS] = {.name = "persons", .number = true},
    [C_EXACT] = {.name = "exact", .number = true},
    [C_VALUE] = {.name = "value", .number = true},
};
static const struct print_column PEOPLE_COLUMN[] = {
    {.name = "part", .title = TEXT_TABLE_CHANGE_PART, .shrinks = true},
    {.name = "persons", .title = TEXT_TABLE_CHANGE_PERSONS, .number = true},
    {.name = "value", .title = TEXT_TABLE_VALUE, .number = true},
};

/* What is printed, in its order. */
enum line {
    LINE_FIRST,
    LINE_SECOND,
    LINE_CHANGE,
    LINE_PART,
    LINE_TRAIT = LINE_PART + CHANGE_PARTS,
    LINE_OTHER = LINE_TRAIT + CONTACT_TRAITS,
    LINES
};
static const char *const WORD[LINES] = {"first",    "second",       "change",    "came",  "left",
                                        "gained",   "lost",         "unchanged", "hired", "drop_in",
                                        "departed", "out_of_hours", "other"};
static const enum text TITLE[LINES] = {
    TEXT_CHANGE_FIRST, TEXT_CHANGE_SECOND,  TEXT_CHANGE_CHANGE,   TEXT_CHANGE_CAME,
    TEXT_CHANGE_LEFT,  TEXT_CHANGE_GAINED,  TEXT_CHANGE_LOST,     TEXT_CHANGE_UNCHANGED,
    TEXT_CHANGE_HIRED, TEXT_CHANGE_DROP_IN, TEXT_CHANGE_DEPARTED, TEXT_CHANGE_OUT_OF_HOURS,
    TEXT_CHANGE_OTHER};

/* Of the county and a unit: who comes or gains nobody can. */
static const enum text COMPARED[LINE_TRAIT] = {
    TEXT_CHANGE_COUNTY,    TEXT_CHANGE_UNIT,   TEXT_CHANGE_DIFFERENCE, TEXT_CHANGE_CAME,
    TEXT_CHANGE_ELSEWHERE, TEXT_CHANGE_GAINED, TEXT_CHANGE_LESS_HERE,  TEXT_CHANGE_SAME_HERE};

static bool is_comparison(const struct change_request *ask)
{
    return ask->first.level != ask->second.level;
}

static struct str title_of(const struct cli *cli, const struct change_request *ask, unsigned line)
{
    if (is_comparison(ask) && line < LINE_TRAIT)
        return text_get(cli->lang, COMPARED[line]);
    return text_get(cli->lang, TITLE[line]);
}

/* Nobody is in a part that there cannot be. */
static bool is_idle(const struct change_request *ask, unsigned line, int64_t persons)
{
    return is_comparison(ask) && line >= LINE_PART && persons == 0;
}

/* The parts by person and those by kind of visit sum to the change each: an empty row between. */
static bool put_gap(const struct cli *cli, struct print *p, const struct change *c, unsigned line,
                    struct err *err)
{
    struct str nothing[ARRAY_LEN(PEOPLE_COLUMN)] = {0};
    bool begins = line == LINE_PART || (line == LINE_TRAIT && c->has_traits);
    return cli->format != FORMAT_TABLE || !begins || print_row(p, nothing, err);
}

/* False: there is no such line of this change. */
static bool line_of(const struct change *c, unsigned line, struct exact_number *out,
                    int64_t *persons)
{
    *persons = -1;
    if (line == LINE_FIRST || line == LINE_SECOND || line == LINE_CHANGE) {
        *out = line == LINE_FIRST ? c->first : line == LINE_SECOND ? c->second : c->change;
        return true;
    }
    if (line < LINE_TRAIT) {
        *out = c->part[line - LINE_PART].change;
        *persons = c->part[line - LINE_PART].persons;
        return true;
    }
    *out = line == LINE_OTHER ? c->other : c->trait[line - LINE_TRAIT];
    return c->has_traits && (line == LINE_OTHER || c->taken[line - LINE_TRAIT]);
}

static struct str value_text(struct arena *a, struct exact_number n, int64_t scale)
{
    static const struct exact_part one = {1, 1};
    return exact_quotient(a, n, (struct exact_number){&one, 1}, scale);
}

/* With its unit, which between two shares is the percentage point; a part has a decimal more. */
static struct str shown(struct cli *cli, const struct definition *d, struct exact_number n,
                        bool is_figure)
{
    struct str value = value_text(cli->arena, n, measure_scale(d->unit));
    unsigned places = measure_places(d->unit) + (is_figure || d->kind == MEASURE_COUNT ? 0 : 1);
    struct str number = number_decimal(cli->arena, cli->lang, value, places);
    bool is_of_shares = d->unit == IN_PERCENT && !is_figure;
    return text_words(cli->arena, cli->lang,
                      is_of_shares ? TEXT_WEB_POINTS_SHORT : measure_table_unit(d->unit), &number,
                      1);
}

static bool put_record(struct cli *cli, struct print *p, const struct change_request *ask,
                       const struct change *c, unsigned line, struct err *err)
{
    const struct definition *d = ask->definition;
    struct exact_number n;
    int64_t persons;
    if (!line_of(c, line, &n, &persons))
        return true;
    struct arena *a = cli->arena;
    struct str count = persons < 0 ? STR("") : str_fmt(a, "%lld", (long long)persons);
    if (cli->format == FORMAT_TABLE) {
        if (is_idle(ask, line, persons))
            return true;
        struct str field[] = {title_of(cli, ask, line),
                              persons < 0 ? count : number_count(a, cli->lang, persons),
                              shown(cli, d, n, line == LINE_FIRST || line == LINE_SECOND)};
        return print_row(p, field, err);
    }
    struct str field[COLUMNS] = {[C_PART] = str_of(WORD[line]),
                                 [C_PERSONS] = count,
                                 [C_EXACT] = exact_text(a, n),
                                 [C_VALUE] = value_text(a, n, d->unit == IN_PER_1000 ? 1000 : 1)};
    return print_row(p, field, err);
}

static struct str side_text(struct cli *cli, const struct snapshot *s, const struct change_side *of)
{
    char day[DAY_TEXT];
    struct str where =
        of->level == LEVEL_UNIT ? s->unit_name[of->place] : text_get(cli->lang, TEXT_TABLE_COUNTY);
    return str_fmt(cli->arena, "%.*s %.*s", STR_FMT(where),
                   STR_FMT(day_format(month_last(of->month), day)));
}

/* What is compared, over the table. */
static bool put_head(struct cli *cli, const struct snapshot *s, const struct change_request *ask,
                     struct err *err)
{
    const struct definition *d = ask->definition;
    struct sb out = sb_open(cli->arena, 256);
    struct str head[] = {d->name[cli->lang], d->id, side_text(cli, s, &ask->first),
                         side_text(cli, s, &ask->second)};
    enum text key = is_comparison(ask) ? TEXT_CHANGE_HEAD_UNIT : TEXT_CHANGE_HEAD;
    options_wrap(&out, text_words(cli->arena, cli->lang, key, head, 4), 0, 2);
    sb_char(&out, '\n');
    return cli_write(cli->out, sb_str(&out), err);
}

static bool put(struct cli *cli, const struct snapshot *s, const struct change_request *ask,
                const struct change *c, struct err *err)
{
    bool people = cli->format == FORMAT_TABLE;
    if (people && !put_head(cli, s, ask, err))
        return false;
    struct print *p = print_open(cli, people ? PEOPLE_COLUMN : COLUMN,
                                 people ? (unsigned)ARRAY_LEN(PEOPLE_COLUMN) : COLUMNS);
    for (unsigned line = 0; line < LINES; line++)
        if (!put_gap(cli, p, c, line, err) || !put_record(cli, p, ask, c, line, err))
            return false;
    return print_end(p, err);
}

/* The measure has figures of both sides. */
static bool has_levels(const struct change_request *ask, struct err *err)
{
    const struct definition *d = ask->definition;
    if (d->kind == MEASURE_TABLE)
        return FAIL(err, ERR_INVALID, "explain.table", "%.*s", STR_FMT(d->id));
    if (!definition_has_level(d, ask->first.level) || !definition_has_level(d, ask->second.level))
        return FAIL(err, ERR_INVALID, "measure.level", "%.*s, --unit", STR_FMT(d->id));
    return true;
}

/* Two dates of one place, or, without the first date, the county and the unit. */
static bool read_sides(const struct call *call, const struct figures *f, struct change_request *ask,
                       struct err *err)
{
    const struct snapshot *s = &f->from.snapshot;
    struct day from = call->value[FROM].day;
    struct str unit = call->value[UNIT].text;
    ask->second = (struct change_side){LEVEL_COUNTY, s->own_county, f->last};
    ask->first = ask->second;
    if (unit.len > 0) {
        ask->second.level = LEVEL_UNIT;
        if (!persons_unit(s, unit, &ask->second.place, err))
            return false;
    }
    if (day_is_none(from))
        return unit.len > 0 || FAIL(err, ERR_INVALID, "change.sides", "%s", "");
    ask->first = ask->second;
    struct eval_request first = {.months = 1, .threads = ask->threads};
    if (!figures_month_of(from, &first.last, err) || !eval_months_check(&first, err))
        return false;
    ask->first.month = first.last;
    return true;
}

/* The later of two dates is told of with the snapshot, where it is the second. */
static void tell_late(struct cli *cli, const struct instance *in, const struct figures *f,
                      const struct change_request *ask)
{
    struct progress progress = progress_open(cli);
    if (ask->first.month.n > f->last.n)
        cli_tell_late(&progress, &f->from.snapshot, ask->first.month, instance_today(in));
}

static bool answer(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct evaluated_change_ask ask = {.of = {.threads = cli_threads(&call->value[THREADS])}};
    struct change_request *of = &ask.of;
    struct change change;
    struct definitions all;
    struct figures f;
    if (!figures_definitions(cli->arena, in, &all, err) ||
        !measure_find(cli->arena, &all, call->argument[0], &of->definition, err) ||
        !cli_snapshot(cli, in, call->value[TO].day, of->threads, &f, err))
        return false;
    const struct snapshot *s = &f.from.snapshot;
    bool done = read_sides(call, &f, of, err) && has_levels(of, err);
    if (done)
        tell_late(cli, in, &f, of);
    done = done && actor_of_region(cli, &call->value[ACTOR], NULL, &ask.actor, err) &&
           evaluated_change(cli->arena, in, s, &ask, &change, err) && put(cli, s, of, &change, err);
    figures_close(&f);
    return done;
}

const struct command COMMAND_CHANGE = {
    .verb = {.name = "change",
             .arguments = "MEASURE",
             .least_arguments = 1,
             .most_arguments = 1,
             .summary = TEXT_VERB_CHANGE_SUMMARY,
             .about = TEXT_VERB_CHANGE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = answer,
};
