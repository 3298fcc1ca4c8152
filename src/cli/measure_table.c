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

static struct str value_of(struct cli *cli, const struct definition *d, const struct cell *c)
{
    struct arena *a = cli->arena;
    if (c->missing != CELL_PRESENT)
        return cell_text(a, d, c).missing;
    if (d->kind == MEASURE_COUNT)
        return number_count(a, cli->lang, c->numerator);
    if (d->kind == MEASURE_MEAN)
        return number_decimal(a, cli->lang, cell_text(a, d, c).value, measure_places(d->unit));
    int64_t scale = measure_scale(d->unit);
    struct str number =
        c->pair ? number_decimal(a, cli->lang,
                                 exact_quotient(a, c->pair->numerator, c->pair->denominator, scale),
                                 measure_places(d->unit))
                : number_ratio(a, cli->lang, c->numerator, c->denominator, scale,
                               measure_places(d->unit));
    if (scale == 1)
        return number;
    return text_words(a, cli->lang, scale == 1000 ? TEXT_WEB_PER_MILLE : TEXT_WEB_PERCENT, &number,
                      1);
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

static bool heading(struct cli *cli, struct str first, struct str second, struct err *err)
{
    struct sb line = sb_open(cli->arena, 128);
    sb_put(&line, utf8_shown(cli->arena, first));
    sb_fmt(&line, " (%.*s)\n", STR_FMT(second));
    return cli_write(cli->out, sb_str(&line), err);
}

static bool put_one_table(struct cli *cli, const struct eval_table *table, size_t tables,
                          struct err *err)
{
    struct print_column column[COLUMNS];
    for (unsigned i = 0; i < COLUMNS; i++)
        column[i] = COLUMN[i];
    column[NAME].title = TEXT_TABLE_MEASURE;
    size_t some = 0; /* a table that has the place */
    while (some + 1 < tables && table[some].places == 0)
        some++;
    if (table[some].places > 0 &&
        !heading(cli, place_name(cli, &table[some], 0), table[some].place[0].id, err))
        return false;
    struct print *p = print_open(cli, column, COLUMNS);
    for (size_t i = 0; i < tables; i++) {
        struct str field[COLUMNS];
        if (table[i].places == 0 || !fill_row(cli, &table[i], 0, 0, field))
            continue;
        field[NAME] = table[i].definition->name[cli->lang];
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool put_table(struct cli *cli, const struct eval_table *t, struct err *err)
{
    if (!heading(cli, t->definition->name[cli->lang], t->definition->id, err))
        return false;
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t place = 0; place < t->places; place++)
        for (unsigned month = 0; month < t->months; month++) {
            struct str field[COLUMNS];
            if (!fill_row(cli, t, place, month, field))
                continue;
            field[NAME] = place_name(cli, t, place);
            if (!print_row(p, field, err))
                return false;
        }
    return print_end(p, err);
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
