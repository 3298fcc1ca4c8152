/* service/known.h - the registry as it was known: who asks what held on a day as it was known at a
 * moment reads an instance whose registry is that of then. Of the registry's own facts the day is
 * part of the question itself; what holds from when it is said (places in queues, requests,
 * applications) held on a day if it had been said by its end.
 *
 * What an actor may is asked of the registry as it is; an identity that is protected now is
 * protected then, too. Nothing is written to what was known.
 *
 *     struct known_registry known;
 *     if (!known_open(a, in, &(struct known_time){on, at}, &known, err))
 *         return false;
 *     … &known.in …
 *     known_close(&known);
 *
 * Errors: those of store/db.h; ERR_INVALID "time.ahead" (what will have been said on a day that has
 * not come nobody knows). */
#ifndef SERVICE_KNOWN_H
#define SERVICE_KNOWN_H
#include "service/instance.h"

struct known_time {
    struct day on;          /* DAY_NONE: today */
    struct moment known_at; /* us INT64_MAX: now */
};
#define KNOWN_NOW ((struct known_time){DAY_NONE, {INT64_MAX}})
struct known_registry {
    struct instance in; /* as it was; may be given where one is read */
    struct day on;
    bool is_own; /* a registry of its own, else the one that was given */
};
/* What is read is only of dated facts: a day alone needs no other registry. */
MUST_USE bool known_open(struct arena *a, const struct instance *in, const struct known_time *time,
                         struct known_registry *out, struct err *err);
/* The same of one person, at once. */
MUST_USE bool known_open_person(struct arena *a, const struct instance *in,
                                const struct known_time *time, int64_t person,
                                struct known_registry *out, struct err *err);
/* Of what holds from when it is said: a day that is over is a moment, too. */
MUST_USE bool known_open_said(struct arena *a, const struct instance *in,
                              const struct known_time *time, struct known_registry *out,
                              struct err *err);
void known_close(struct known_registry *known);

/* For the access log: "on=2026-01-01 known_at=…", as far as they were asked for; else as it was. */
struct str known_about(struct arena *a, const struct known_time *time, struct str about);
#endif
