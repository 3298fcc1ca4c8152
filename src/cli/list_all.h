/* cli/list_all.h - kontinua list --by-area --all: everybody who is listed nowhere. */
#ifndef CLI_LIST_ALL_H
#define CLI_LIST_ALL_H
#include "cli/actor.h"

MUST_USE bool list_all_put(struct cli *cli, struct instance *in, const struct actor_asked *asked,
                           struct err *err);
#endif
