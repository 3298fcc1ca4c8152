/* cli/saebo_report.h - kontinua saebo report: what the municipality says of a person. */
#ifndef CLI_SAEBO_REPORT_H
#define CLI_SAEBO_REPORT_H
#include "cli/actor.h"

/* The options of the verb, in one table with its others. */
enum {
    SAEBO_WEEK,
    SAEBO_KNOWN_AT,
    SAEBO_KIND,
    SAEBO_MUNICIPALITY,
    SAEBO_HOME,
    SAEBO_FROM,
    SAEBO_TO,
    SAEBO_SOURCE,
    SAEBO_END,
    SAEBO_ON,
    SAEBO_WITHDRAW,
    SAEBO_ACTOR,
    SAEBO_OPTIONS = SAEBO_ACTOR + ACTOR_OPTIONS
};
/* Arguments are `report PERSON`. Errors: service/person/residence.h, cli/actor.h; ERR_INVALID
 * "residence.options" (what belongs to a report beside --end or --withdraw, or the other way
 * round). */
MUST_USE bool saebo_report(struct cli *cli, const struct call *call, struct err *err);
#endif
