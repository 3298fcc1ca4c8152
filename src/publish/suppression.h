/* publish/suppression.h - the one layer between figures and everything that
 * others see: page, chart, tooltip, file, interface. What it hides is decided by
 * rules that are data; that an outlet has been through it is shown by the type:
 * nothing but suppress() makes a `struct published_cell`, and outlets take those.
 *
 * First layer, within one measure's table of one or more periods: a cell is
 * masked (MSK) where its denominator, numerator or complement is too small; then,
 * as long as a masked cell could be computed from the shown ones by adding and
 * subtracting, or what a sum has left for its masked cells together is itself too
 * small, the next smallest cell is masked too, units before sums. Other bounds and
 * links between measures and months are the later audit's
 * (docs/developer/suppression.md).
 *
 *     const struct suppression_rules rules = suppression_of(&in->region.rules);
 *     struct published_table *t = suppress(arena, &rules, &figures);
 *     dataset_csv(&out, t); */
#ifndef PUBLISH_SUPPRESSION_H
#define PUBLISH_SUPPRESSION_H
#include "domain/rules.h"
#include "engine/exact.h"

/* CELL_VALUE: of no persons; shown from its text, its parts may be fractions. */
enum cell_kind { CELL_RATIO, CELL_COUNT, CELL_MEAN, CELL_VALUE };
/* Why there is no figure, as files print it: "", INV (denominator 0), UNK (not reported), NI
 * (other), MSK (masked). */
enum absence { ABSENCE_NONE, ABSENCE_INV, ABSENCE_UNK, ABSENCE_NI, ABSENCE_MSK };
struct str absence_word(enum absence a);

/* A cell is masked where a number is below these; 0 asks nothing. */
struct suppression_rules {
    int64_t denominator; /* of ratios, means and values */
    int64_t numerator;   /* of ratios; of counts the count, whatever its sign */
    int64_t complement;  /* of ratios: denominator less numerator */
    int64_t small_area;  /* instead of numerator and complement at the levels doctor and area */
};
/* What the region decided. */
struct suppression_rules suppression_of(const struct rules *rules);
/* For figures that others have published already, as references.csv holds. */
extern const struct suppression_rules SUPPRESSION_PUBLISHED_BY_OTHERS;

struct unpublished_cell {
    struct str level, id, period; /* as files print them: unit, operator, municipality, county … */
    enum absence absence;         /* INV, UNK or NI where there is no figure; never MSK */
    int64_t numerator;            /* of a count the count; of a mean not looked at */
    int64_t denominator;    /* of a ratio and of a mean (the persons); of a count 1; of a value
                             * where it is whole, else 0 */
    double value, variance; /* to draw with; variance of the persons, of a mean only */
    struct str numerator_text, value_text; /* exact, as files print them */
    struct str denominator_text;           /* likewise; empty: it is `denominator` */
};
/* Which sums a unit's cell is part of; an empty one is none. */
struct unit_place {
    struct str unit, operator_kind, municipality, county;
};
/* All cells of one measure that are shown anywhere, of every period and level. Strings are not
 * copied: they must outlive the table. */
struct unpublished_table {
    struct str measure;
    enum cell_kind kind;
    const struct unpublished_cell *cell;
    size_t count;
    const struct unit_place *place;
    size_t places;
};

struct published_table;
struct published_cell; /* opaque: whoever has one has it from suppress() */

/* The same cells in the same order, in the arena. */
struct published_table *suppress(struct arena *a, const struct suppression_rules *rules,
                                 const struct unpublished_table *table);

struct str published_measure(const struct published_table *t);
enum cell_kind published_kind(const struct published_table *t);
size_t published_count(const struct published_table *t);
const struct published_cell *published_at(const struct published_table *t, size_t i);
/* NULL where the table has no such cell. */
const struct published_cell *published_find(const struct published_table *t, struct str level,
                                            struct str id, struct str period);

struct str published_level(const struct published_cell *c);
struct str published_id(const struct published_cell *c);
struct str published_period(const struct published_cell *c);
enum absence published_absence(const struct published_cell *c);
struct published_figure {
    int64_t numerator, denominator; /* of means and values the numerator is in its text only */
    double value, variance;
    struct str numerator_text, value_text, denominator_text;
};
/* False where there is none: published_absence() says why. */
MUST_USE bool published_figure(const struct published_cell *c, struct published_figure *out);
#endif
