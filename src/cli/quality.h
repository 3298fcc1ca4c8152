/* cli/quality.h - `kontinua check` without a file: how good the instance's data are.
 * quality.c asks and shows what the checks find; quality_rows.c the rows of one.
 *
 * Errors: ERR_MISSING "check.unknown" (a check that there is not); those of
 * service/figures/quality.h and service/figures/figures.h. */
#ifndef CLI_QUALITY_H
#define CLI_QUALITY_H
#include "cli/cli.h"
#include "domain/access.h"
#include "service/figures/figures.h"
#include "service/figures/quality.h"

struct quality {
    struct cli *cli;
    struct instance *in;
    const struct snapshot *s;
    struct check_request ask; /* all checks, or the one whose rows are asked for */
    uint32_t unit;            /* EXPLAIN_NONE: all */
    struct actor actor;       /* who asks */
};
/* What the verb was called with. */
struct quality_call {
    struct day as_of; /* DAY_NONE: as figures_month() */
    bool by_unit;
    struct str rows, measure, unit; /* empty: not asked for */
    struct actor actor;
    unsigned threads;
};
MUST_USE bool quality_verb(struct cli *cli, const struct quality_call *call, struct err *err);

/* quality_rows.c */
MUST_USE bool quality_rows(struct quality *q, struct err *err);
/* How people call the unit; empty for EXPLAIN_NONE. */
struct str quality_unit_name(const struct snapshot *s, uint32_t unit);
/* A title and, at the end of the line, its figure. */
void quality_line(struct sb *out, struct str indent, struct str title, struct str count);
/* "12 of 345 (3.5%)". */
struct str quality_count(struct cli *cli, struct check_count count);
#endif
