/* cli/assign_show.h - what `kontinua assign` prints: sentences and the persons who were refused for
 * people, a record a person for programs. */
#ifndef CLI_ASSIGN_SHOW_H
#define CLI_ASSIGN_SHOW_H
#include "cli/cli.h"
#include "service/contact/assign.h"
#include "service/contact/contact_acts.h"

/* ERR_CONFLICT "assign.none": all were refused. It is printed who, and why, before it fails. */
MUST_USE bool assign_show(struct cli *cli, const struct assigned *done,
                          const struct assigning *asked, struct err *err);
/* A text that is filled with the contact and the day, or with the day alone. */
struct assign_sentence {
    enum text text;
    bool of_day;
};
MUST_USE bool assign_show_one(struct cli *cli, const struct contact_acted *done,
                              struct assign_sentence sentence, bool dry_run, struct err *err);
#endif
