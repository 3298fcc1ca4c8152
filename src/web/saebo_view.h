/* web/saebo_view.h - the page of the national point measurement in special housing. */
#ifndef WEB_SAEBO_VIEW_H
#define WEB_SAEBO_VIEW_H
#include "web/measure_view.h"

struct saebo_row {
    struct str name, places;
    struct figure_view doctor, care;
    bool is_own, target_is_met; /* the target is tested on the exact share, not on the printed */
};
struct saebo_view {
    struct shell_view shell;
    bool has_figures, has_funnel;
    bool has_target; /* the contact that is chosen has one */
    bool has_target_column;
    struct str target;    /* "minst 80 %" */
    struct choices kinds; /* named doctor, care contact */
    struct str kind_name;
    struct figure_view nation;
    struct str counties_met, counties;
    struct html_safe intervals_narrow, intervals_wide, spread_narrow, spread_wide, funnel_narrow,
        funnel_wide;
    struct str funnel_words;
    bool has_odd_everyone, has_odd_repeated, has_odd_even;
    struct str odd_everyone, odd_repeated, odd_even;
    struct {
        const struct saebo_row *at;
        size_t count;
    } rows;
    struct saebo_row total;
    struct url csv, json;
};
#endif
