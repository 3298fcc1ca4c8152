/* web/group.h - the groups that measures are shown in, so that seventy of them are
 * easy to look through: which measure is in which, and what a group is called. */
#ifndef WEB_GROUP_H
#define WEB_GROUP_H
#include "web/model.h"

enum model_group group_of(struct str measure);
/* Where in its group it stands: the lower first, of equals as they come. */
unsigned group_rank(struct str measure);
/* The id of the measure that it stands below, as a band or a variant of it ("Ko05L" of
 * "Ko05L_upc"); empty: of none. */
struct str group_main(struct str measure);
struct str group_name(enum lang lang, enum model_group group);
struct str group_id(enum model_group group); /* of its section: "continuity" */
#endif
