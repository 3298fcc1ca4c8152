/* web/target_view.h - a target and what it says of a figure, in a reader's language. */
#ifndef WEB_TARGET_VIEW_H
#define WEB_TARGET_VIEW_H
#include "web/html.h"

struct target_view {
    bool is_shown;
    struct str words; /* "minst 80 %", "minst +20 % sedan december 2021" */
    bool is_tested, is_met;
    struct str why; /* it is not tested; empty where it is */
};
#endif
