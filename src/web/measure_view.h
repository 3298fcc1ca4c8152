/* web/measure_view.h - the page of one measure. */
#ifndef WEB_MEASURE_VIEW_H
#define WEB_MEASURE_VIEW_H
#include "web/figure_view.h"
#include "web/shell_view.h"
#include "web/target_view.h"

struct choice_view { /* one of a few links, or of the options of a list */
    struct str name, value;
    struct url href;
    bool is_chosen;
};
struct choices {
    const struct choice_view *at;
    size_t count;
};
struct measure_row {
    struct str name, note; /* a unit's municipality */
    struct str operator_name;
    struct figure_view figure;
};
struct measure_column {
    struct str name;
    struct url href;   /* the same page, sorted by this column */
    struct str sorted; /* "ascending", "descending", "none" */
    struct str mark;   /* an arrow, or nothing */
    bool is_sorted, is_number;
    bool is_minor; /* left out on narrow screens */
};
struct measure_columns {
    const struct measure_column *at;
    size_t count;
};
struct measure_month {
    struct str name;
    struct figure_view figure;
    struct str note; /* outside the limits … */
};
struct measure_printed {
    struct str period, value, source;
};
struct measure_named { /* of the rule: its name in the file, what it is */
    struct str name, is;
};
struct measure_named_list {
    const struct measure_named *at;
    size_t count;
};
struct measure_code {
    struct str code, system, display, part, certainty, source;
};
struct measure_codeset {
    struct str name, title; /* "3 koder" */
    bool has_parts;
    struct {
        const struct measure_code *at;
        size_t count;
    } codes;
};
struct measure_kin { /* another measure that this one is read with */
    struct str name;
    struct url href;
    struct figure_view figure;
    bool is_this;
    unsigned number; /* of a band: 1, 2 …, as the chart colours them */
};
struct measure_kin_list {
    const struct measure_kin *at;
    size_t count;
};
struct measure_check_unit {
    struct str name;
    struct figure_view figure;
};
struct measure_check_units {
    const struct measure_check_unit *at;
    size_t count;
};
struct measure_check { /* a check of the data that finds something */
    struct str name, of, why, mend, id;
    struct figure_view figure;
    bool has_of, has_units;
    struct measure_check_units units; /* that have most of it */
};
struct measure_view {
    struct shell_view shell;
    struct str name, code, id, county, period, group;
    struct url group_href;
    bool has_code;
    struct figure_view figure; /* the county's, or the chosen month's */
    struct str of_whom;        /* "133 599 personer" */
    bool is_long;              /* the figure: it is written smaller */
    bool has_of_whom, has_change;
    struct str change;
    struct target_view target;
    struct choices levels, months;
    struct str month_label;        /* "Månad", "År" */
    struct url form;               /* where the choice of a month leads */
    struct str level, sort, order; /* kept by the form */
    bool has_spread, has_trend;
    struct html_safe spread_narrow, spread_wide, trend_narrow, trend_wide;
    struct str trend_words;
    struct str trend_title; /* "36 månader", "3 år" */
    bool has_notes;
    struct str table_caption;
    struct measure_columns before_interval, after_interval; /* the interval is not sorted by */
    struct {
        const struct measure_row *at;
        size_t count;
    } rows;
    bool has_operator, has_numerator, has_denominator, has_interval, has_owner, has_reviewed,
        has_gaps, has_printed, has_rule, has_parts, has_parameters, has_sets, has_bands;
    bool has_rows;      /* some row has a figure, shown or masked */
    bool is_all_masked; /* there are rows, and none shows a figure */
    bool has_masked, has_invalid, has_unreported, has_missing; /* a row of the table has none */
    struct {
        const struct measure_month *at;
        size_t count;
    } series;
    bool has_direction;
    struct str about, direction, source, certainty, owner, value_heading;
    struct day reviewed;
    struct {
        const struct str *at;
        size_t count;
    } gaps;
    struct {
        const struct measure_printed *at;
        size_t count;
    } printed;
    struct measure_named_list parts, parameters;
    struct {
        const struct measure_codeset *at;
        size_t count;
    } sets;
    struct measure_kin_list bands, kin;
    bool has_kin, has_bars;
    struct html_safe bands_narrow, bands_wide;
    bool is_counted;                       /* false: the checks are not yet */
    bool is_refused;                       /* and cannot be */
    bool has_checks, has_found, has_quiet; /* that concern the measure; some find something … */
    struct str quality_period, checks;     /* "2 av 9" */
    struct str quiet;                      /* names of those that show nothing */
    struct {
        const struct measure_check *at;
        size_t count;
    } found;
    struct url csv, json;
};
#endif
