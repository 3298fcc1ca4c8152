/* store/migrate.h - the registry's schema, step by step: the files of migrations/
 * are part of the program, numbered from 1 without a gap, and run once each, in
 * order, forward only. What was run stands in the database with its SHA-256.
 *
 * Errors: ERR_CONFLICT "migrate.newer" (the database has a step that this
 * program does not know), "migrate.changed" (the text of a step that was run is
 * another now); ERR_INVALID "migrate.pending" from migrate_check(): steps are
 * missing, `kontinua migrate` runs them; and those of store/db.h. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "core/embedded.h"
#include "store/db.h"

struct migrations {
    const struct embedded_files *files; /* named NNNN_what.sql */
};
extern const struct migrations MIGRATIONS;

/* Runs what is missing, all in one transaction; *run: how many. */
MUST_USE bool migrate(struct db *db, const struct migrations *m, unsigned *run, struct err *err);
/* Is the database just as this program wants it? Looks only. */
MUST_USE bool migrate_check(struct db *db, const struct migrations *m, struct err *err);
/* Has any step been run? A registry that somebody emptied has none. Looks only. */
MUST_USE bool migrate_begun(struct db *db, bool *out, struct err *err);
#endif
