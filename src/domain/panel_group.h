/* domain/panel_group.h - of a panel that is moved, who belongs together: the
 * residents of a home, a household, or each alone, as the plan says; in the
 * order in which they are placed. */
#ifndef DOMAIN_PANEL_GROUP_H
#define DOMAIN_PANEL_GROUP_H
#include "domain/panel_move.h"

struct panel_group {
    size_t from, count; /* in `member` */
    int64_t least;      /* key of a member */
};
struct panel_groups {
    struct panel_group *group; /* the largest first, then by the least key */
    size_t count;
    size_t *member; /* places in plan->person, those of a group by key */
};
/* Everyone of the plan is in one group, and the same whatever the order of the plan. */
struct panel_groups panel_group(struct arena *a, const struct rules *rules,
                                const struct move_plan *plan);
#endif
