/* domain/residence.h - where a person in municipal care lives: the report in
 * force on a day, and in the week of a point measurement. Pure. */
#ifndef DOMAIN_RESIDENCE_H
#define DOMAIN_RESIDENCE_H
#include "core/day.h"
#include "domain/vocab.h"

struct residence_stated {
    struct day from, to;    /* both inside; to DAY_NONE: open */
    struct day reported_on; /* when the municipality said so */
    int64_t recorded;       /* the order of recording: greater is later */
    enum residence_kind kind;
};

/* The row of that kind in force on the day: of those that cover it the one reported last, then
 * the one recorded last. False where none does. */
bool residence_on(const struct residence_stated *rows, size_t count, enum residence_kind kind,
                  struct day on, size_t *row);

struct residence_in_week {
    size_t row;    /* in force on that day: its municipality counts the person */
    struct day on; /* the last day of the week in a home of that kind, alive */
};
/* What the point measurement of the week that begins on `monday` says of a person: where on any
 * of its days a row of that kind covers the day, the row in force on the last such day. Rows end
 * at the latest on the day of death. False: the person is not in the measurement. A change of it is
 * a change of the definition, which has a version (engine/saebo_week.h). */
bool residence_week(const struct residence_stated *rows, size_t count, enum residence_kind kind,
                    struct day monday, struct residence_in_week *out);

/* Days on which a report and another of its kind both say where the person lives. */
struct residence_overlap {
    size_t row;          /* the other report */
    struct day from, to; /* the days, both inside; to DAY_NONE: without end */
    bool loses;          /* the other one was reported earlier: on these days it does not hold */
};
/* The overlaps of `report` with rows that do not stand under its kind and first day, by row. Their
 * number is returned; *out is in the arena. */
size_t residence_overlaps(struct arena *a, const struct residence_stated *rows, size_t count,
                          const struct residence_stated *report, struct residence_overlap **out);
/* Whether a row goes on after the day `on`, which it covers: it must end so that the person lives
 * in no home of that kind on the next day, also where it does not hold on the day. */
bool residence_goes_on(const struct residence_stated *row, enum residence_kind kind, struct day on);
#endif
