/* web/shell_view.h - what every page has around its content. */
#ifndef WEB_SHELL_VIEW_H
#define WEB_SHELL_VIEW_H
#include "web/html.h"

struct shell_view {
    struct str title;  /* of the page, for the window and for lists of search results */
    struct str region; /* whose figures */
    bool has_region;
    struct url stylesheet;
    struct url elsewhere; /* this page in the other language */
    struct str elsewhere_lang;
    struct str elsewhere_name; /* what the switch says, in that language */
    struct day today;
    struct str version; /* of the program */
    bool is_demo;
    bool at_front, at_saebo, at_data, at_about; /* which entry of the menu this is */
};
#endif
