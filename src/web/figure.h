/* web/figure.h - from a published cell to what a reader sees: one rounding, the
 * unit behind the number, the interval, or why there is no number. */
#ifndef WEB_FIGURE_H
#define WEB_FIGURE_H
#include "report/chart_svg.h"
#include "web/figure_view.h"
#include "web/model.h"

/* How the numbers of a measure are shown. */
struct figure_style {
    enum cell_kind kind;
    int64_t scale; /* 100: a share in per cent; 1000: per 1 000 */
    bool is_share;
    enum measure_unit unit;
    unsigned places; /* decimals */
    double finest;   /* the smallest step of an axis: of the last decimal that is shown */
    bool is_stock;   /* a count of what is there: chance has no part in it, so no interval */
    bool is_sum;     /* a larger place has more: its places are not compared with the whole */
    bool is_yearly;  /* the same for each month of a year */
    bool is_of_year; /* begins anew with each calendar year */
    bool is_signed;  /* a difference: shown with its sign, and has no change of its own */
    bool is_bare;    /* shown without words of its unit, where a heading has them */
};
struct figure_style figure_style_of(const struct definition *definition);
/* Whether its code is the field's own, as "Ko05L", and not only our id. */
bool figure_has_code(const struct definition *definition);

/* `cell` NULL: there is no such cell, shown as missing. */
void figure_fill(struct arena *a, enum lang lang, struct figure_style style,
                 const struct published_cell *cell, struct figure_view *out);
/* In the scale that is shown (71.0 of 71.0 %); NAN where there is none. */
double figure_value(struct figure_style style, const struct published_cell *cell);
/* The 95 % interval in that scale; false: none. */
MUST_USE bool figure_interval(struct figure_style style, const struct published_cell *cell,
                              struct interval *out);
/* A number of that scale with its unit: "71,0 %". */
struct str figure_words(struct arena *a, enum lang lang, struct figure_style style, double value);
/* "0,21–0,44", and where an end is negative "−66 till 387". */
struct str figure_range(struct arena *a, enum lang lang, struct figure_style style, double low,
                        double high);
/* What stands above a column of bare figures: "Värde", "Per 1 000", "Tkr". */
struct str figure_heading(enum lang lang, struct figure_style style);
/* The change from one cell to another: "−2,3 procentenheter"; false where one has no value. */
MUST_USE bool figure_change(struct arena *a, enum lang lang, struct figure_style style,
                            const struct published_cell *cells[static 2], struct str *out);
/* A figure that others printed, as text: "0.32" with the language's mark and the unit, and as many
 * decimals as were printed. */
struct str figure_printed(struct arena *a, enum lang lang, struct figure_style style,
                          struct str value);
/* The same of a row of references.csv, where shares are of 1: "0.65" is 65 %. */
struct str figure_reference(struct arena *a, enum lang lang, struct figure_style style,
                            struct str value);
/* For a chart; a cell without a value has none there either. */
struct chart_point figure_point(struct arena *a, enum lang lang, struct figure_style style,
                                struct str name, const struct published_cell *cell);
struct str absence_why(enum lang lang, enum absence absence);
/* "december 2023". */
struct str month_words(struct arena *a, enum lang lang, struct month month);
/* A text with its places filled. */
struct str text_words(struct arena *a, enum lang lang, enum text text, const struct str *values,
                      unsigned count);
#endif
