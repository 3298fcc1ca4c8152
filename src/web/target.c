#include "web/target.h"

#include "engine/target.h"
#include "web/number.h"

#include <math.h>

static struct str text_of(struct arena *a, struct str text, int64_t number)
{
    return text.len > 0 ? text : str_fmt(a, "%lld", (long long)number);
}

/* False where readers see none. */
static bool exact_of(struct arena *a, const struct published_cell *cell, struct exact_figure *out)
{
    struct published_figure f;
    if (!cell || !published_figure(cell, &f))
        return false;
    *out = (struct exact_figure){text_of(a, f.numerator_text, f.numerator),
                                 text_of(a, f.denominator_text, f.denominator)};
    return true;
}

static struct str words_with(struct arena *a, enum lang lang, const struct measure_target *target,
                             struct str value)
{
    static const enum text words[] = {[TARGET_AT_LEAST] = TEXT_WEB_TARGET_AT_LEAST,
                                      [TARGET_OVER] = TEXT_WEB_TARGET_OVER,
                                      [TARGET_AT_MOST] = TEXT_WEB_TARGET_AT_MOST,
                                      [TARGET_UNDER] = TEXT_WEB_TARGET_UNDER};
    return text_words(a, lang, words[target->op], &value, 1);
}

/* "+20 %". */
static struct str change_words(struct arena *a, enum lang lang, struct decimal change)
{
    char text[DECIMAL_TEXT];
    struct str number = number_decimal(a, lang, decimal_format(change, '.', text), change.places);
    number = change.units > 0 ? str_fmt(a, "+%.*s", STR_FMT(number)) : number;
    return text_words(a, lang, TEXT_WEB_PERCENT, &number, 1);
}

struct str target_words(struct arena *a, enum lang lang, struct figure_style style,
                        const struct measure_target *target)
{
    char text[DECIMAL_TEXT];
    if (!target->is_change)
        return words_with(a, lang, target,
                          figure_printed(a, lang, style, decimal_format(target->value, '.', text)));
    struct str parts[] = {words_with(a, lang, target, change_words(a, lang, target->value)),
                          month_words(a, lang, target->since)};
    return text_words(a, lang, TEXT_WEB_TARGET_SINCE, parts, 2);
}

void target_fill(const struct page *p, const struct model_measure *measure, enum model_level level,
                 unsigned place, unsigned month, struct target_view *out)
{
    const struct measure_target *target = &measure->definition->target;
    struct exact_figure f, base;
    *out = (struct target_view){0};
    if (!target->is_set ||
        !exact_of(p->a, model_cell(p->model, measure, level, place, month), &f) ||
        (target->is_change && model_month(p->model, month).n <= target->since.n))
        return;
    bool has_base =
        target->is_change && exact_of(p->a, model_base(p->model, measure, level, place), &base);
    enum verdict verdict = target_verdict(p->a, target, f, has_base ? &base : NULL);
    *out = (struct target_view){
        .is_shown = true,
        .words = target_words(p->a, p->lang, figure_style_of(measure->definition), target),
        .is_tested = verdict != VERDICT_UNTESTED,
        .is_met = verdict == VERDICT_MET};
    if (!out->is_tested)
        out->why = text_get(p->lang, TEXT_WEB_TARGET_UNTESTED);
}

/* ---- lines ---- */

static double as_double(struct decimal d)
{
    double value = (double)d.units;
    for (unsigned i = 0; i < d.places; i++)
        value /= 10;
    return value;
}

static struct chart_line line_at(enum lang lang, double value, struct str shown)
{
    return (struct chart_line){.name = text_get(lang, TEXT_WEB_TARGET),
                               .shown = shown,
                               .value = value,
                               .kind = CHART_LINE_TARGET};
}

struct chart_line target_line(struct arena *a, enum lang lang, struct figure_style style,
                              const struct measure_target *target)
{
    return line_at(lang, as_double(target->value), target_words(a, lang, style, target));
}

bool target_line_of(const struct page *p, const struct model_measure *measure,
                    enum model_level level, unsigned place, struct chart_line *out)
{
    const struct measure_target *target = &measure->definition->target;
    struct figure_style style = figure_style_of(measure->definition);
    if (!target->is_set)
        return false;
    if (!target->is_change) {
        *out = target_line(p->a, p->lang, style, target);
        return true;
    }
    double base = figure_value(style, model_base(p->model, measure, level, place));
    if (!(base > 0)) /* not NAN either */
        return false;
    double value = base * (100 + as_double(target->value)) / 100;
    *out = line_at(p->lang, value,
                   words_with(p->a, p->lang, target, figure_words(p->a, p->lang, style, value)));
    return true;
}
