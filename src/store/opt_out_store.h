/* store/opt_out_store.h - who wants no named doctor; whether somebody does on a day is read with
 * the other facts of a person (store/asked_store.h). */
#ifndef STORE_OPT_OUT_STORE_H
#define STORE_OPT_OUT_STORE_H
#include "store/db.h"

/* From the day on. */
MUST_USE bool opt_out_state(struct db *db, int64_t identifier, struct day from, int64_t position,
                            struct err *err);
/* The first day without one, of what reaches to the day or begins later; DAY_NONE: the person wants
 * one from that day on. */
MUST_USE bool opt_out_first(struct db *db, int64_t person, struct day on, struct day *out,
                            struct err *err);
/* In again from the day on. */
MUST_USE bool opt_out_end(struct db *db, int64_t person, struct day from, int64_t position,
                          struct err *err);
#endif
