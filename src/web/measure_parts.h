/* web/measure_parts.h - the parts of the page of a measure: what was chosen by its
 * address, the table, the charts. */
#ifndef WEB_MEASURE_PARTS_H
#define WEB_MEASURE_PARTS_H
#include "web/figure.h"
#include "web/measure_view.h"
#include "web/page.h"
#include "web/url.h"

enum measure_sort {
    SORT_NAME,
    SORT_OPERATOR,
    SORT_VALUE,
    SORT_NUMERATOR,
    SORT_DENOMINATOR,
    MEASURE_SORTS
};
/* What the address asks for: /sv/measures/Ko05L?level=unit&month=2023-12&sort=value&order=desc;
 * what it leaves out has its default. */
struct measure_choice {
    const struct page *p;
    const struct model_measure *measure;
    const struct definition *definition; /* the measure's */
    struct figure_style style;
    enum model_level level;
    unsigned month; /* its number in the model */
    enum measure_sort sort;
    bool descending;
};
/* Fails with ERR_MISSING "http.not_found" (no such measure) and "web.choice" (a level, month or
 * order that the page does not have). */
MUST_USE bool measure_choose(const struct page *p, struct measure_choice *out, struct err *err);
/* What a month of the measure is called: "december 2023", and of one that has a value a year
 * "2023". */
struct str measure_period(const struct measure_choice *c, unsigned month);
/* Whether the month is one to choose or to list: of a measure with a value a year the last of each.
 */
bool measure_is_period(const struct measure_choice *c, unsigned month);
/* Whether the measure has figures at the level, and the first that it has them at. */
bool measure_has_level(const struct definition *d, enum model_level level);
enum model_level measure_first_level(const struct definition *d);
/* The same page with another choice; defaults are left out of the address. */
struct url measure_url(const struct measure_choice *c);

void measure_fill_controls(const struct measure_choice *c, struct measure_view *v);
void measure_fill_table(const struct measure_choice *c, struct measure_view *v);
void measure_fill_spread(const struct measure_choice *c, struct measure_view *v);
/* What the rule is made of: parts, parameters, code sets. */
void measure_fill_rule(const struct measure_choice *c, struct measure_view *v);
/* The measures that together are the whole that this one is a band of. */
void measure_fill_bands(const struct measure_choice *c, struct measure_view *v);
/* Those that stand with it in its group: what it is a variant of, and other variants. */
void measure_fill_kin(const struct measure_choice *c, struct measure_view *v);
/* What the checks of the data find that concern it. */
void measure_fill_quality(const struct measure_choice *c, struct measure_view *v);
struct str measure_certainty(enum lang lang, char letter); /* in words; empty: no such letter */
void measure_fill_trend(const struct measure_choice *c, struct measure_view *v);
/* A frame for a chart of the measure; `title` and `desc` in the reader's language. */
struct chart_frame measure_frame(const struct measure_choice *c, const char *id, struct str title,
                                 struct str desc, unsigned width);
#endif
