#include "web/figure.h"

#include "engine/table_expr.h"
#include "web/number.h"

#include <math.h>

/* Of tables, sums of what was counted are a ratio as any other. */
static enum cell_kind kind_of(const struct definition *d)
{
    static const enum cell_kind kinds[] = {
        [MEASURE_RATIO] = CELL_RATIO, [MEASURE_COUNT] = CELL_COUNT, [MEASURE_MEAN] = CELL_MEAN};
    if (d->kind != MEASURE_TABLE)
        return kinds[d->kind];
    const struct table_expr *n = d->of_tables.numerator, *by = d->of_tables.denominator;
    bool is_whole = by && n->is_plain && n->places == 0 && by->is_plain && by->places == 0;
    return is_whole ? CELL_RATIO : CELL_VALUE;
}

/* One count less another, or a sum of such rows. */
static bool is_difference(const struct definition *d)
{
    if (d->kind != MEASURE_TABLE)
        return d->value && d->value->op == EXPR_SUBTRACT;
    const struct table_expr *n = d->of_tables.numerator;
    if (d->of_tables.denominator)
        return false;
    return (n->op == TABLE_OP_SUM ? n->rows->value : n)->op == TABLE_OP_SUBTRACT;
}

struct figure_style figure_style_of(const struct definition *definition)
{
    const struct definition *d = definition;
    bool is_table = d->kind == MEASURE_TABLE;
    return (struct figure_style){
        .kind = kind_of(d),
        .scale = measure_scale(d->unit),
        .is_share = d->unit == IN_PERCENT,
        .unit = d->unit,
        .places = measure_places(d->unit),
        .finest = pow(10, -(double)measure_places(d->unit)),
        .is_stock = d->unit == IN_PERSONS,
        .is_sum = d->kind == MEASURE_COUNT || (is_table && !d->of_tables.denominator),
        .is_yearly = is_table && table_expr_is_yearly(d->of_tables.numerator) &&
                     table_expr_is_yearly(d->of_tables.denominator),
        .is_of_year = expr_is_of_year(d->numerator) || expr_is_of_year(d->denominator) ||
                      expr_is_of_year(d->value),
        .is_signed = is_difference(d)};
}

bool figure_has_code(const struct definition *definition)
{
    /* Our ids are in small letters, or the field's with a word of ours: "Di03_missing". */
    bool has_capital = false;
    for (size_t i = 0; i < definition->code.len; i++) {
        if (definition->code.at[i] == '_')
            return false;
        has_capital =
            has_capital || (definition->code.at[i] >= 'A' && definition->code.at[i] <= 'Z');
    }
    return has_capital || (definition->code.len > 0 && !str_eq(definition->code, definition->id));
}

struct str text_words(struct arena *a, enum lang lang, enum text text, const struct str *values,
                      unsigned count)
{
    struct sb out = sb_open(a, 128);
    text_fill(&out, lang, text, values, count);
    return sb_str(&out);
}

struct str month_words(struct arena *a, enum lang lang, struct month month)
{
    static const enum text names[] = {TEXT_WEB_MONTH_1,  TEXT_WEB_MONTH_2,  TEXT_WEB_MONTH_3,
                                      TEXT_WEB_MONTH_4,  TEXT_WEB_MONTH_5,  TEXT_WEB_MONTH_6,
                                      TEXT_WEB_MONTH_7,  TEXT_WEB_MONTH_8,  TEXT_WEB_MONTH_9,
                                      TEXT_WEB_MONTH_10, TEXT_WEB_MONTH_11, TEXT_WEB_MONTH_12};
    struct civil c = day_civil(month_first(month));
    struct str values[] = {text_get(lang, names[c.month - 1]), str_fmt(a, "%d", (int)c.year)};
    return text_words(a, lang, TEXT_WEB_MONTH_OF, values, 2);
}

struct str absence_why(enum lang lang, enum absence absence)
{
    switch (absence) {
    case ABSENCE_NONE:
        return STR("");
    case ABSENCE_INV:
        return text_get(lang, TEXT_WEB_ABSENCE_INV);
    case ABSENCE_UNK:
        return text_get(lang, TEXT_WEB_ABSENCE_UNK);
    case ABSENCE_MSK:
        return text_get(lang, TEXT_WEB_ABSENCE_MSK);
    case ABSENCE_NI:
        break;
    }
    return text_get(lang, TEXT_WEB_ABSENCE_NI);
}

static struct str with_unit(struct arena *a, enum lang lang, struct figure_style style,
                            struct str number)
{
    enum text words;
    if (style.is_bare && !style.is_share)
        return number;
    if (style.unit == IN_WEEKS || style.unit == IN_THOUSAND_KRONOR)
        words = style.unit == IN_WEEKS ? TEXT_WEB_WEEKS : TEXT_WEB_THOUSAND_KRONOR;
    else if (style.scale != 1)
        words = style.scale == 1000 ? TEXT_WEB_PER_MILLE : TEXT_WEB_PERCENT;
    else
        return number;
    return text_words(a, lang, words, &number, 1);
}

/* A decimal number times a power of ten: the mark is moved. */
static struct str moved(struct arena *a, struct str decimal, unsigned by)
{
    struct str decimals = decimal, whole = str_cut(&decimals, '.');
    struct sb out = sb_open(a, decimal.len + by + 2);
    for (size_t i = 0; i < whole.len + by; i++) {
        size_t behind = i - whole.len;
        char c = i < whole.len ? whole.at[i] : behind < decimals.len ? decimals.at[behind] : '0';
        if (out.len > 0 || c != '0' || i + 1 == whole.len + by)
            sb_char(&out, c);
    }
    if (decimals.len > by) {
        sb_char(&out, '.');
        sb_put(&out, (struct str){decimals.at + by, decimals.len - by});
    }
    return sb_str(&out);
}

/* A value as it is shown: files have shares of 1. */
static struct str scaled(struct arena *a, struct figure_style style, struct str value)
{
    if (!style.is_share)
        return value;
    bool is_negative = str_starts(value, STR("-"));
    struct str size = {value.at + is_negative, value.len - is_negative};
    return str_fmt(a, "%s%.*s", is_negative ? "-" : "", STR_FMT(moved(a, size, 2)));
}

/* Weeks are mostly whole, and then written so. */
static unsigned places_for(struct figure_style style, double value)
{
    return style.unit == IN_WEEKS && value == nearbyint(value) ? 0 : style.places;
}

static struct str number_of(struct arena *a, enum lang lang, struct figure_style style,
                            const struct published_figure *f)
{
    switch (style.kind) {
    case CELL_COUNT:
        return number_count(a, lang, f->numerator);
    case CELL_MEAN:
        return number_decimal(a, lang, f->value_text, style.places);
    case CELL_VALUE:
        return number_decimal(a, lang, scaled(a, style, f->value_text),
                              places_for(style, f->value));
    case CELL_RATIO:
        break;
    }
    return number_ratio(a, lang, f->numerator, f->denominator, style.scale, style.places);
}

static struct str shown(struct arena *a, enum lang lang, struct figure_style style,
                        const struct published_figure *f)
{
    struct str number = number_of(a, lang, style, f);
    double value = style.kind == CELL_COUNT ? (double)f->numerator : f->value;
    return style.is_signed && value > 0 ? str_fmt(a, "+%.*s", STR_FMT(number)) : number;
}

double figure_value(struct figure_style style, const struct published_cell *cell)
{
    struct published_figure f;
    if (!cell || !published_figure(cell, &f))
        return NAN;
    if (style.kind == CELL_RATIO)
        return (double)f.numerator * (double)style.scale / (double)f.denominator;
    if (style.kind == CELL_VALUE && style.is_share)
        return f.value * (double)style.scale;
    return style.kind == CELL_COUNT ? (double)f.numerator : f.value;
}

bool figure_interval(struct figure_style style, const struct published_cell *cell,
                     struct interval *out)
{
    struct published_figure f;
    if (!cell || !published_figure(cell, &f))
        return false;
    switch (style.kind) {
    case CELL_MEAN:
        return interval_mean(f.value, f.variance, f.denominator, out);
    case CELL_COUNT:
        if (style.is_stock || f.numerator < 0)
            return false;
        *out = interval_byar(f.numerator);
        return true;
    case CELL_VALUE:
        return false; /* chance has no part in it, or we do not know which */
    case CELL_RATIO:
        break;
    }
    if (f.denominator <= 0 || f.numerator < 0)
        return false;
    /* Several events a person are a rate; a part of its whole is a proportion. */
    *out = f.numerator <= f.denominator && style.scale == 100
               ? interval_wilson(f.numerator, f.denominator)
               : interval_byar(f.numerator);
    double per = f.numerator <= f.denominator && style.scale == 100 ? 1 : (double)f.denominator;
    out->low *= (double)style.scale / per;
    out->high *= (double)style.scale / per;
    return true;
}

void figure_fill(struct arena *a, enum lang lang, struct figure_style style,
                 const struct published_cell *cell, struct figure_view *out)
{
    enum absence absence = cell ? published_absence(cell) : ABSENCE_NI;
    struct published_figure f;
    *out = (struct figure_view){.shown = absence_word(absence), .why = absence_why(lang, absence)};
    if (!cell || !published_figure(cell, &f))
        return;
    out->has_value = true;
    out->shown = with_unit(a, lang, style, shown(a, lang, style, &f));
    out->denominator = number_count(a, lang, f.denominator);
    if (style.kind == CELL_RATIO)
        out->numerator = number_count(a, lang, f.numerator);
    struct interval range;
    out->has_interval = figure_interval(style, cell, &range);
    if (!out->has_interval)
        return;
    /* A mean's interval is narrow beside its decimals: one more tells something. */
    unsigned places = style.places + (style.kind == CELL_MEAN);
    struct str ends[] = {number_double(a, lang, range.low, places),
                         number_double(a, lang, range.high, places)};
    out->interval = text_words(a, lang, TEXT_WEB_UNTIL, ends, 2);
}

struct str figure_words(struct arena *a, enum lang lang, struct figure_style style, double value)
{
    return with_unit(a, lang, style, number_double(a, lang, value, style.places));
}

struct str figure_range(struct arena *a, enum lang lang, struct figure_style style, double low,
                        double high)
{
    unsigned places = places_for(style, low) > places_for(style, high) ? places_for(style, low)
                                                                       : places_for(style, high);
    struct str ends[] = {number_double(a, lang, low, places), number_double(a, lang, high, places)};
    return text_words(a, lang, low < 0 ? TEXT_WEB_UNTIL_WORD : TEXT_WEB_UNTIL, ends, 2);
}

struct str figure_heading(enum lang lang, struct figure_style style)
{
    if (style.unit == IN_WEEKS || style.unit == IN_THOUSAND_KRONOR)
        return text_get(lang, style.unit == IN_WEEKS ? TEXT_WEB_HEAD_WEEKS
                                                     : TEXT_WEB_HEAD_THOUSAND_KRONOR);
    return text_get(lang, style.scale == 1000 ? TEXT_WEB_HEAD_PER_MILLE : TEXT_WEB_VALUE);
}

struct str figure_printed(struct arena *a, enum lang lang, struct figure_style style,
                          struct str value)
{
    struct str decimals = value;
    (void)str_cut(&decimals, '.');
    return with_unit(a, lang, style, number_decimal(a, lang, value, (unsigned)decimals.len));
}

struct str figure_reference(struct arena *a, enum lang lang, struct figure_style style,
                            struct str value)
{
    if (style.scale == 1 || str_starts(value, STR("-")))
        return figure_printed(a, lang, style, value);
    struct str scaled = moved(a, value, style.scale == 1000 ? 3 : 2), decimals = scaled;
    (void)str_cut(&decimals, '.');
    unsigned places = decimals.len < style.places ? (unsigned)decimals.len : style.places;
    return with_unit(a, lang, style, number_decimal(a, lang, scaled, places));
}

bool figure_change(struct arena *a, enum lang lang, struct figure_style style,
                   const struct published_cell *cells[static 2], struct str *out)
{
    double from = figure_value(style, cells[0]), to = figure_value(style, cells[1]);
    if (isnan(from) || isnan(to))
        return false;
    struct str change = number_change(a, lang, to - from, places_for(style, to - from));
    *out = style.is_share ? text_words(a, lang, TEXT_WEB_POINTS, &change, 1)
           : style.is_sum ? with_unit(a, lang, style, change)
                          : change;
    return true;
}

struct chart_point figure_point(struct arena *a, enum lang lang, struct figure_style style,
                                struct str name, const struct published_cell *cell)
{
    struct figure_view view;
    struct interval range = {NAN, NAN};
    figure_fill(a, lang, style, cell, &view);
    if (!figure_interval(style, cell, &range))
        range = (struct interval){NAN, NAN};
    return (struct chart_point){.name = name,
                                .shown = view.shown,
                                .value = figure_value(style, cell),
                                .low = range.low,
                                .high = range.high};
}
