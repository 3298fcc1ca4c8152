/* web/figure_view.h - one published figure in a reader's language. */
#ifndef WEB_FIGURE_VIEW_H
#define WEB_FIGURE_VIEW_H
#include "web/html.h"

struct figure_view {
    bool has_value;
    struct str shown; /* "71,0 %"; where there is none the reason's letters, "MSK" */
    struct str why;   /* the reason in words; empty where there is a value */
    bool has_interval;
    struct str interval;               /* "70,8–71,2" */
    struct str numerator, denominator; /* grouped; empty where they are not shown */
};
#endif
