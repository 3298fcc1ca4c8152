/* engine/kernel.h - what is found out about a person: the kernels fill the lanes
 * of a program's leaves. Each walks the person's rows once for all month-ends,
 * with windows that slide.
 *
 * A person is looked at as a subject: for listed persons with the unit and the
 * listing of each month-end, otherwise for one place, or for none (what the
 * measure says of the person where none of their rows is). A subject's month-ends
 * come as runs in which that is the same. */
#ifndef ENGINE_KERNEL_H
#define ENGINE_KERNEL_H
#include "engine/lanes.h"

enum { PLACE_AWAY = UINT32_MAX, PLACE_NOWHERE = UINT32_MAX - 1, NO_STAFF = UINT32_MAX };

/* What all kernels know; shared by threads, read-only. */
struct kernel_world {
    const struct snapshot *snapshot;
    const struct plan_program *program;
    struct month first; /* the oldest month-end's month */
    uint32_t months;
    uint16_t first_day;       /* before it no selection looks at contacts */
    uint16_t last_day;        /* the newest month-end; under SNAPSHOT_NONE16 */
    const uint16_t *month_of; /* by day up to last_day: months since 1900-01 */
};
struct kernel_run {
    uint32_t person;
    uint32_t from, to;        /* month-ends, both inside; 0 the oldest */
    uint32_t item;            /* the first one's in the lanes */
    uint32_t place;           /* that is here */
    const uint32_t *place_of; /* by unit: its place (PLACE_NOWHERE: none) */
    uint8_t basis;            /* of the listing */
};

/* A row that meets a filter. */
struct kernel_row {
    uint16_t month, day;
    uint32_t staff; /* 0: none, else 1 + index */
};
struct kernel_rows {
    struct kernel_row *at;
    uint32_t count, room;
};
/* One thread's. */
struct kernel {
    const struct kernel_world *world;
    struct arena *arena;
    struct lanes lanes;
    struct kernel_rows *rows; /* by filter */
    struct kernel_row *once;  /* of a selection that counts once a day; as many as `once_room` */
    uint32_t once_room;
    int32_t *change;    /* by month, one more than there are */
    uint32_t *of_staff; /* by 0 and 1 + index: rows in the window; all 0 between calls */
    uint32_t *with;     /* by number of rows: how many staff have so many; likewise */
    uint32_t with_room;
};
struct kernel kernel_open(struct arena *a, const struct kernel_world *w, uint32_t room);

/* kernel_rows.c: the rows of the run's person that meet each filter. */
void kernel_gather(struct kernel *k, const struct kernel_run *run);
/* kernel_index.c: of the rows of a selection of contacts, in a window that slides. */
struct kernel_slice {
    const struct kernel_row *at;
    uint32_t count;
};
void kernel_index(struct kernel *k, const struct kernel_run *run, const struct plan_node *n,
                  struct kernel_slice rows);
/* kernel_interval.c */
void kernel_interval(struct kernel *k, const struct kernel_run *run, const struct plan_node *n);
/* The doctor whom the person of the run has on each of its month-ends; NO_STAFF: none. */
void kernel_doctors(const struct kernel_world *w, const struct kernel_run *run, uint32_t *out);
/* The doctor on a day: the index of staff or NO_STAFF. */
uint32_t kernel_doctor_on(const struct snapshot *s, uint32_t person, uint16_t day);
/* The month-ends, as signed indexes, on which an interval holds: *from to *to, both inside. */
void kernel_months(const struct kernel_world *w, uint16_t from_day, uint16_t to_day, int32_t *from,
                   int32_t *to);

/* kernel.c: all leaves for one run. */
void kernel_run(struct kernel *k, const struct kernel_run *run);
#endif
