#include "cli/measure_table.h"

#include "cli/print.h"
#include "core/utf8.h"
#include "web/figure.h"
#include "web/number.h"
#include "web/place_name.h"

enum { PART_PLACES = 2 };
enum { NAME, MONTH, NUMERATOR, DENOMINATOR, VALUE, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [NAME] = {.name = "name", .title = TEXT_TABLE_PLACE, .shrinks = true},
    [MONTH] = {.name = "period", .title = TEXT_TABLE_MONTH},
    [NUMERATOR] = {.name = "numerator", .title = TEXT_TABLE_NUMERATOR, .number = true},
    [DENOMINATOR] = {.name = "denominator", .title = TEXT_TABLE_DENOMINATOR, .number = true},
    [VALUE] = {.name = "value", .title = TEXT_TABLE_VALUE, .number = true},
};

static struct str place_name(struct cli *cli, const struct eval_table *t, size_t place)
{
    struct str id = t->place[place].id;
    switch (t->level) {
    case LEVEL_UNIT:
        return t->place[place].name.len > 0 ? t->place[place].name : id;
    case LEVEL_OPERATOR:
        return text_get(cli->lang, str_eq(id, STR("region")) ? TEXT_WEB_OPERATOR_REGION_LEVEL
                                                             : TEXT_WEB_OPERATOR_EXTERNAL_LEVEL);
    case LEVEL_MUNICIPALITY:
        return municipality_name(id);
    case LEVEL_COUNTY:
        return county_name(cli->arena, cli->lang, id);
    case LEVEL_PERSON:
    case LEVEL_DOCTOR:
    case LEVELS:
        break;
    }
    return id;
}

static struct str number_of(struct cli *cli, const struct definition *d, const struct cell *c)
{
    struct arena *a = cli->arena;
    if (d->kind == MEASURE_COUNT)
        return number_count(a, cli->lang, c->numerator);
    if (d->kind == MEASURE_MEAN)
        return number_decimal(a, cli->lang, cell_text(a, d, c).value, measure_places(d->unit));
    int64_t scale = measure_scale(d->unit), whole;
    if (!c->pair)
        return number_ratio(a, cli->lang, c->numerator, c->denominator, scale,
                            measure_places(d->unit));
    /* Weeks are mostly whole, and then written so. */
    bool is_whole = d->unit == IN_WEEKS && exact_whole(c->pair->denominator, &whole) &&
                    whole == 1 && exact_whole(c->pair->numerator, &whole);
    return number_decimal(a, cli->lang,
                          exact_quotient(a, c->pair->numerator, c->pair->denominator, scale),
                          is_whole ? 0 : measure_places(d->unit));
}

enum text measure_table_unit(enum measure_unit unit)
{
    static const enum text units[] = {
        [IN_PERSONS] = TEXT_TABLE_BARE,  [IN_CONTACTS] = TEXT_TABLE_BARE,
        [IN_PERCENT] = TEXT_WEB_PERCENT, [IN_PER_1000] = TEXT_TABLE_PER_MILLE,
        [IN_INDEX] = TEXT_TABLE_BARE,    [IN_POINTS] = TEXT_TABLE_BARE,
        [IN_WEEKS] = TEXT_WEB_WEEKS,     [IN_THOUSAND_KRONOR] = TEXT_TABLE_THOUSAND_KRONOR};
    return units[unit];
}

/* With its unit, and where it is a difference with its sign. */
static struct str value_of(struct cli *cli, const struct definition *d, const struct cell *c)
{
    if (c->missing != CELL_PRESENT)
        return cell_text(cli->arena, d, c).missing;
    struct str number = number_of(cli, d, c);
    if (figure_style_of(d).is_signed && cell_value(d, c) > 0)
        number = str_fmt(cli->arena, "+%.*s", STR_FMT(number));
    return text_words(cli->arena, cli->lang, measure_table_unit(d->unit), &number, 1);
}

/* A part of a figure of a table, which may be a fraction. */
static struct str part_of(struct cli *cli, struct exact_number n)
{
    static const struct exact_part one = {1, 1};
    int64_t whole;
    if (exact_whole(n, &whole))
        return number_count(cli->arena, cli->lang, whole);
    return number_decimal(cli->arena, cli->lang,
                          exact_quotient(cli->arena, n, (struct exact_number){&one, 1}, 1),
                          PART_PLACES);
}

/* The fields of a row but for its name. False: the doctor had nobody listed that month. */
static bool fill_row(struct cli *cli, const struct eval_table *t, size_t place, unsigned month,
                     struct str field[static COLUMNS])
{
    const struct definition *d = t->definition;
    const struct cell *c = cell_at(t, place, month);
    char period[MONTH_TEXT];
    (void)month_format((struct month){t->first.n + (int32_t)month}, period);
    bool is_sum =
        d->kind == MEASURE_COUNT || (d->kind == MEASURE_TABLE && !d->of_tables.denominator);
    bool has_parts = c->missing == CELL_PRESENT && !is_sum;
    for (unsigned i = 0; i < COLUMNS; i++)
        field[i] = STR("");
    field[MONTH] = str_copy(cli->arena, str_of(period));
    if (has_parts && c->pair) {
        field[NUMERATOR] = part_of(cli, c->pair->numerator);
        field[DENOMINATOR] = part_of(cli, c->pair->denominator);
    } else if (has_parts) {
        if (d->kind == MEASURE_RATIO)
            field[NUMERATOR] = number_count(cli->arena, cli->lang, c->numerator);
        field[DENOMINATOR] = number_count(cli->arena, cli->lang, c->denominator);
    }
    field[VALUE] = value_of(cli, d, c);
    return c->missing != CELL_NO_ROW;
}

static bool one_each(const struct eval_table *table, size_t tables)
{
    for (size_t i = 0; i < tables; i++)
        if (table[i].places > 1 || table[i].months > 1)
            return false;
    return tables > 1;
}

/* A table: its rows have a month each, or its heading has the one that they all are of. */
struct month_table {
    struct print *print;
    bool is_one_month;
};

static struct str *fields(const struct month_table *p, struct str field[static COLUMNS])
{
    for (unsigned i = MONTH; p->is_one_month && i + 1 < COLUMNS; i++)
        field[i] = field[i + 1];
    return field;
}

/* Begins with "Förekomst av diabetes (Di01), 2023-12". */
static bool open_table(struct cli *cli, const struct eval_table *t, enum text first,
                       const struct str about[static 2], struct month_table *out, struct err *err)
{
    struct print_column *column = ARENA_NEW(cli->arena, struct print_column, COLUMNS);
    struct sb line = sb_open(cli->arena, 128);
    char period[MONTH_TEXT];
    unsigned n = 0;
    out->is_one_month = t->months == 1;
    for (unsigned i = 0; i < COLUMNS; i++)
        if (i != MONTH || !out->is_one_month)
            column[n++] = COLUMN[i];
    column[NAME].title = first;
    sb_put(&line, utf8_shown(cli->arena, about[0]));
    sb_fmt(&line, " (%.*s)", STR_FMT(about[1]));
    if (out->is_one_month)
        sb_fmt(&line, ", %.*s", STR_FMT(month_format(t->first, period)));
    sb_char(&line, '\n');
    out->print = print_open(cli, column, n);
    return cli_write(cli->out, sb_str(&line), err);
}

static bool put_one_table(struct cli *cli, const struct eval_table *table, size_t tables,
                          struct err *err)
{
    size_t some = 0; /* a table that has the place */
    while (some + 1 < tables && table[some].places == 0)
        some++;
    const struct eval_table *t = &table[some];
    if (t->places == 0)
        return true;
    struct month_table to;
    struct str about[] = {place_name(cli, t, 0), t->place[0].id};
    if (!open_table(cli, t, TEXT_TABLE_MEASURE, about, &to, err))
        return false;
    for (size_t i = 0; i < tables; i++) {
        struct str field[COLUMNS];
        if (table[i].places == 0 || !fill_row(cli, &table[i], 0, 0, field))
            continue;
        field[NAME] = table[i].definition->name[cli->lang];
        if (!print_row(to.print, fields(&to, field), err))
            return false;
    }
    return print_end(to.print, err);
}

static bool put_table(struct cli *cli, const struct eval_table *t, struct err *err)
{
    struct month_table to;
    struct str about[] = {t->definition->name[cli->lang], t->definition->id};
    enum text first = t->level == LEVEL_PERSON ? TEXT_LOG_COLUMN_PERSON : TEXT_TABLE_PLACE;
    if (!open_table(cli, t, first, about, &to, err))
        return false;
    for (size_t place = 0; place < t->places; place++)
        for (unsigned month = 0; month < t->months; month++) {
            struct str field[COLUMNS];
            if (!fill_row(cli, t, place, month, field))
                continue;
            field[NAME] = place_name(cli, t, place);
            if (!print_row(to.print, fields(&to, field), err))
                return false;
        }
    return print_end(to.print, err);
}

bool measure_table(struct cli *cli, const struct eval_table *table, size_t tables, struct err *err)
{
    if (one_each(table, tables))
        return put_one_table(cli, table, tables, err);
    for (size_t i = 0; i < tables; i++)
        if ((i > 0 && !cli_write(cli->out, STR("\n"), err)) || !put_table(cli, &table[i], err))
            return false;
    return true;
}
