/* web/front_view.h - the front page: every measure of the county at a glance. */
#ifndef WEB_FRONT_VIEW_H
#define WEB_FRONT_VIEW_H
#include "web/figure_view.h"
#include "web/shell_view.h"
#include "web/target_view.h"

struct front_measure {
    struct url href;
    struct str name, code;
    bool has_code;
    bool is_variant; /* of the one above it */
    struct figure_view figure;
    bool has_past; /* a figure in some month */
    struct target_view target;
    bool has_change;
    struct str change; /* since twelve months before */
    bool has_range;
    struct str range; /* "0,21–0,44": lowest and highest unit */
    bool has_printed;
    struct str printed, printed_source;
    struct html_safe spark;
};
struct front_group {
    struct str id, name;
    bool has_measures, has_empty;
    bool has_interval, has_change, has_range, has_printed; /* some measure of it */
    struct {
        const struct front_measure *at;
        size_t count;
    } measures, empty; /* empty: no figure of the county in any month, none of a unit now */
};
struct front_view {
    struct shell_view shell;
    struct str title, county, period;
    struct str units, listed; /* how many; empty: not known */
    unsigned months;          /* of the small lines */
    bool has_lead;
    struct {
        const struct front_measure *at;
        size_t count;
    } leads; /* the few that stand above the list */
    struct {
        const struct front_group *at;
        size_t count;
    } groups;
    bool has_saebo, has_jumps;
    /* What a reader searches for: only what is about it is shown then. */
    bool is_search, has_found;
    struct str words, found; /* as typed; "3 av 80 mått handlar om …" */
    struct url all;          /* the page without the search */
};
struct empty_view {
    struct shell_view shell;
};
#endif
