/* report/chart_svg.h - charts as SVG, made on the server: the same drawing in a
 * page, on paper and in a file. It knows no patient and no measure: it draws the
 * numbers and texts of the structs below and writes nothing else. Texts are
 * escaped here.
 *
 * No script and no style inside: classes (web/css/chart.css) give colours for
 * light, dark and paper, and fonts are inherited. A drawing is laid out for a
 * width in CSS pixels and keeps its text size; a page that is read on telephones
 * too writes each chart twice, CHART_NARROW and CHART_WIDE, and shows one.
 * For those who do not see it: <title>, <desc>, and each point can be reached
 * with the keyboard and says its name and value. Since the points take focus the
 * drawing is a group and not an image (an image has no parts).
 *
 *     struct chart_spread v = {.frame = {.id = STR("spread"), .title = …}, …};
 *     chart_spread(&page, &v); */
#ifndef REPORT_CHART_SVG_H
#define REPORT_CHART_SVG_H
#include "core/day.h"
#include "core/sb.h"
#include "engine/stats.h"

enum { CHART_NARROW = 320, CHART_WIDE = 640 }; /* CSS pixels; any width from CHART_NARROW */

struct chart_frame {
    struct str id;          /* unique on the page: letters, digits, hyphens */
    struct str title, desc; /* of the whole, in the reader's language */
    struct str unit;        /* behind the numbers of the axis: "%", or empty */
    unsigned width;
    char decimal_mark;     /* ',' in Swedish, '.' in English */
    double floor, ceiling; /* what the value cannot pass, NAN: nothing; the axis keeps to it */
    double finest;         /* the smallest step that tells something; 0: any does */
};

/* A point's number comes twice: to be placed, and as the text that is shown, rounded once where
 * it is exact. */
struct chart_point {
    struct str name, shown; /* "Frösö hälsocentral", "71,0 %" */
    double value;           /* NAN: not drawn */
    double low, high;       /* interval; NAN: none */
    bool is_own;            /* the reader's own: marked and named */
};
enum chart_line_kind { CHART_LINE_LEVEL, CHART_LINE_NATION, CHART_LINE_TARGET };
struct chart_line { /* across the chart at a value */
    struct str name, shown;
    double value;
    enum chart_line_kind kind;
};

/* Each unit a dot on one axis, piled where they are close. The lowest, the highest and the own
 * are named. */
struct chart_spread {
    struct chart_frame frame;
    const struct chart_point *point;
    size_t points;
    const struct chart_line *line;
    size_t lines;
};
void chart_spread(struct sb *out, const struct chart_spread *v);

/* A row each: name, dot, interval; in the order given. */
struct chart_intervals {
    struct chart_frame frame;
    const struct chart_point *point;
    size_t points;
    const struct chart_line *line;
    size_t lines;
};
void chart_intervals(struct sb *out, const struct chart_intervals *v);

/* Consecutive months, or with `is_yearly` years, each by a month in it. `limits` NULL: too few
 * points for limits. mark[i]: bits of enum xmr_mark; NULL: none is marked. */
struct chart_trend {
    struct chart_frame frame;
    struct month first;
    bool is_yearly;
    const double *value;            /* NAN: no figure that month */
    const struct str *shown, *note; /* note[i] ("outside the limits"): said with the point */
    const uint8_t *mark;
    size_t months;
    const struct xmr *limits;
    struct str mean_name, limit_name; /* "Medel", "Gräns" */
    const struct chart_line *line;
    size_t lines;
};
void chart_trend(struct sb *out, const struct chart_trend *v);

/* Value against size with the funnel's limits. Points and funnel are in the funnel's own scale;
 * `scale` (100 for per cent) is what the axis multiplies by. */
struct chart_funnel {
    struct chart_frame frame;
    const struct chart_point *point;
    const double *size; /* of each point: denominator or persons */
    size_t points;
    const struct funnel *funnel;
    enum funnel_adjust adjust;
    double scale;
    struct str size_name;           /* below the axis: "Boende" */
    struct str limit_95, limit_998; /* "95 %", "99,8 %" */
};
void chart_funnel(struct sb *out, const struct chart_funnel *v);

/* Shares of a whole, one bar a row, in the order of the bands. */
struct chart_bands {
    struct chart_frame frame;
    const struct str *band; /* their names, at most CHART_BANDS_MOST */
    size_t bands;
    const struct str *row;
    size_t rows;
    const double *share;     /* rows × bands, each row's sum 1; NAN in the first: no figure */
    const struct str *shown; /* rows × bands */
    bool is_named_elsewhere; /* the page says what the colours mean */
};
enum { CHART_BANDS_MOST = 5 };
void chart_bands(struct sb *out, const struct chart_bands *v);
#endif
