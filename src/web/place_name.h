/* web/place_name.h - the names of counties and municipalities by their codes
 * (web/text/municipalities.csv; of a county the text county.c and its code). A
 * code without a name is shown itself. */
#ifndef WEB_PLACE_NAME_H
#define WEB_PLACE_NAME_H
#include "core/text.h"

struct str county_name(struct arena *a, enum lang lang, struct str code);
struct str municipality_name(struct str code);
#endif
