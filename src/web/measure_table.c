#include "core/collate.h"
#include "web/measure_parts.h"

#include <math.h>
#include <stdlib.h>

enum { SHOWN_MOST = 6 };

struct sortable {
    struct measure_row row;
    double value, numerator, denominator; /* NAN: none, and last whatever the order */
    int sign;                             /* -1: descending */
};

static int by_number(double a, double b, int sign)
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return sign * ((a > b) - (a < b));
}

static int by_name(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    return x->sign * swedish_compare(x->row.name, y->row.name);
}

static int name_within(const struct sortable *x, const struct sortable *y)
{
    return swedish_compare(x->row.name, y->row.name);
}

static int by_operator(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int order = x->sign * swedish_compare(x->row.operator_name, y->row.operator_name);
    return order ? order : name_within(x, y);
}

static int by_value(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int order = by_number(x->value, y->value, x->sign);
    return order ? order : name_within(x, y);
}

static int by_numerator(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int order = by_number(x->numerator, y->numerator, x->sign);
    return order ? order : name_within(x, y);
}

static int by_denominator(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int order = by_number(x->denominator, y->denominator, x->sign);
    return order ? order : name_within(x, y);
}

static struct str operator_name(enum lang lang, struct str kind)
{
    if (kind.len == 0)
        return STR("");
    return text_get(lang, str_eq(kind, STR("region")) ? TEXT_WEB_OPERATOR_REGION
                                                      : TEXT_WEB_OPERATOR_EXTERNAL);
}

static struct sortable row_of(const struct measure_choice *c, unsigned place)
{
    const struct model *m = c->p->model;
    const struct model_place *at = &m->place[m->first[c->level] + place];
    const struct published_cell *cell = model_cell(m, c->measure, c->level, place, c->month);
    struct published_figure f;
    struct sortable s = {.row = {.name = at->name[c->p->lang],
                                 .note = at->municipality,
                                 .operator_name = operator_name(c->p->lang, at->operator_kind)},
                         .value = figure_value(c->style, cell),
                         .numerator = NAN,
                         .denominator = NAN,
                         .sign = c->descending ? -1 : 1};
    struct figure_style bare = c->style;
    bare.is_bare = true;
    figure_fill(c->p->a, c->p->lang, bare, cell, &s.row.figure);
    if (cell && published_figure(cell, &f)) {
        s.numerator = (double)f.numerator;
        s.denominator = (double)f.denominator;
    }
    return s;
}

/* The letters that stand in the table are explained below it. */
static void note_absence(const struct figure_view *figure, struct measure_view *v)
{
    if (figure->has_value)
        return;
    v->has_masked = v->has_masked || str_eq(figure->shown, absence_word(ABSENCE_MSK));
    v->has_invalid = v->has_invalid || str_eq(figure->shown, absence_word(ABSENCE_INV));
    v->has_unreported = v->has_unreported || str_eq(figure->shown, absence_word(ABSENCE_UNK));
    v->has_missing = v->has_missing || str_eq(figure->shown, absence_word(ABSENCE_NI));
}

static void fill_rows(const struct measure_choice *c, struct measure_view *v)
{
    static int (*const order[MEASURE_SORTS])(const void *,
                                             const void *) = {[SORT_NAME] = by_name,
                                                              [SORT_OPERATOR] = by_operator,
                                                              [SORT_VALUE] = by_value,
                                                              [SORT_NUMERATOR] = by_numerator,
                                                              [SORT_DENOMINATOR] = by_denominator};
    unsigned count = c->p->model->count[c->level];
    bool has_value = false;
    struct sortable *sorted = ARENA_NEW(c->p->a, struct sortable, count + 1);
    struct measure_row *row = ARENA_NEW(c->p->a, struct measure_row, count + 1);
    for (unsigned i = 0; i < count; i++)
        sorted[i] = row_of(c, i);
    qsort(sorted, count, sizeof *sorted, order[c->sort]);
    for (unsigned i = 0; i < count; i++) {
        row[i] = sorted[i].row;
        note_absence(&row[i].figure, v);
        has_value = has_value || row[i].figure.has_value;
    }
    v->has_rows = has_value || v->has_masked;
    v->is_all_masked = v->has_rows && !has_value;
    v->rows.at = row;
    v->rows.count = count;
}

/* A column's heading leads to the page sorted by it: numbers from the largest, names from A; the
 * sorted one turns the order. */
static struct measure_column column_of(const struct measure_choice *c, struct str name,
                                       enum measure_sort sort)
{
    bool is_number = sort != SORT_NAME && sort != SORT_OPERATOR, is_sorted = c->sort == sort;
    struct measure_choice other = *c;
    other.sort = sort;
    other.descending = is_sorted ? !c->descending : is_number;
    return (struct measure_column){.name = name,
                                   .href = measure_url(&other),
                                   .is_sorted = is_sorted,
                                   .is_number = is_number,
                                   .is_minor = sort == SORT_OPERATOR,
                                   .sorted = c->descending ? STR("descending") : STR("ascending"),
                                   .mark = !is_sorted      ? STR("")
                                           : c->descending ? STR(" ↓")
                                                           : STR(" ↑")};
}

static void fill_columns(const struct measure_choice *c, struct measure_view *v)
{
    static const enum text first[MODEL_LEVELS] = {
        TEXT_WEB_COLUMN_UNIT, TEXT_WEB_COLUMN_OPERATOR_LEVEL, TEXT_WEB_COLUMN_MUNICIPALITY,
        TEXT_WEB_COLUMN_COUNTY};
    enum lang lang = c->p->lang;
    struct measure_column *column = ARENA_NEW(c->p->a, struct measure_column, SHOWN_MOST);
    size_t n = 0;
    v->has_operator = c->level == MODEL_UNIT;
    v->has_numerator = c->style.kind == CELL_RATIO && !v->is_all_masked;
    v->has_denominator =
        (c->style.kind == CELL_RATIO || c->style.kind == CELL_MEAN) && !v->is_all_masked;
    v->has_interval = v->has_denominator;
    column[n++] = column_of(c, text_get(lang, first[c->level]), SORT_NAME);
    if (v->has_operator)
        column[n++] = column_of(c, text_get(lang, TEXT_WEB_COLUMN_OPERATOR), SORT_OPERATOR);
    column[n++] = column_of(c, figure_heading(lang, c->style), SORT_VALUE);
    v->before_interval.at = column;
    v->before_interval.count = n;
    if (v->has_numerator)
        column[n++] = column_of(c, text_get(lang, TEXT_WEB_COLUMN_NUMERATOR), SORT_NUMERATOR);
    if (v->has_denominator)
        column[n++] = column_of(c,
                                text_get(lang, v->has_numerator ? TEXT_WEB_COLUMN_DENOMINATOR
                                                                : TEXT_WEB_COLUMN_PERSONS),
                                SORT_DENOMINATOR);
    v->after_interval.at = column + v->before_interval.count;
    v->after_interval.count = n - v->before_interval.count;
}

void measure_fill_table(const struct measure_choice *c, struct measure_view *v)
{
    struct str parts[] = {v->name, v->period};
    v->table_caption = text_words(c->p->a, c->p->lang, TEXT_WEB_TABLE_CAPTION, parts, 2);
    v->value_heading = figure_heading(c->p->lang, c->style);
    fill_rows(c, v);
    fill_columns(c, v);
}
