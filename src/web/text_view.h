/* web/text_view.h - pages that are text: about, the accessibility statement, errors. */
#ifndef WEB_TEXT_VIEW_H
#define WEB_TEXT_VIEW_H
#include "web/shell_view.h"

struct text_view {
    struct shell_view shell;
};
struct error_view {
    struct shell_view shell;
    unsigned status;
    struct str heading, words; /* what is wrong and what to do */
};
#endif
