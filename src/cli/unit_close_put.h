/* cli/unit_close_put.h - kontinua unit close: reads the plan, and prints what becomes of
 * it: by unit how many come, or of a preview that fails who has no place. */
#ifndef CLI_UNIT_CLOSE_PUT_H
#define CLI_UNIT_CLOSE_PUT_H
#include "cli/actor.h"

struct unit_close_asked {
    struct str unit, to, plan; /* plan: the file's path; to and plan empty: by area */
    struct day last;
    struct actor_asked who;
};
MUST_USE bool unit_close_put(struct cli *cli, struct instance *in,
                             const struct unit_close_asked *asked, struct err *err);
/* --undo: of asked the unit and who. */
MUST_USE bool unit_close_undo_put(struct cli *cli, struct instance *in,
                                  const struct unit_close_asked *asked, struct err *err);
#endif
