/* engine/kernel.h - what is found out about a person: the kernels fill the lanes
 * of a program's leaves. Each walks the person's rows once for all month-ends,
 * with windows that slide.
 *
 * A person is looked at as a subject: for listed persons with the unit and the
 * listing of each month-end, otherwise for one place, or for none (what the
 * measure says of the person where none of their rows is). A subject's month-ends
 * come as runs in which that is the same, and a run in parts in which nothing
 * changes at all: an item of the lanes is a part, so that 36 month-ends of someone
 * with two visits cost little more than one. */
#ifndef ENGINE_KERNEL_H
#define ENGINE_KERNEL_H
#include "engine/lanes.h"

#define PLACE_AWAY    UINT32_MAX /* of a run: here is nowhere */
#define PLACE_NOWHERE (UINT32_MAX - 1)
#define NO_STAFF      UINT32_MAX

/* Days, both inside; none where from is after to. */
struct kernel_days {
    int32_t from, to;
};
/* What all kernels know; shared by threads, read-only. */
struct kernel_world {
    const struct snapshot *snapshot;
    const struct plan_program *program;
    const struct simd *simd;
    struct simd_rows rows[PLAN_TABLES]; /* of the tables that the program asks for */
    struct month first;                 /* the oldest month-end's month */
    uint32_t months;
    uint16_t first_day[PLAN_TABLES]; /* before it no selection looks at the table */
    uint16_t first_end;              /* the oldest month-end */
    uint16_t last_day;               /* the newest month-end; under SNAPSHOT_NONE16 */
    const uint16_t *month_of;        /* by day up to last_day: months since 1900-01 */
    const int32_t *end;              /* by month-end */
    const struct civil *civil;       /* likewise */
    /* By selection, then by month-end: the window of dated rows, where it follows T. Neither end
     * ever goes back. NULL: it is around a day of the person. */
    const struct kernel_days *const *window;
    const int32_t *const *day; /* by node that is T: that day, by month-end */
};
struct kernel_run {
    uint32_t person;
    uint32_t from, to;        /* month-ends, both inside; 0 the oldest */
    uint32_t item, items;     /* its parts in the lanes */
    uint32_t place;           /* that is here */
    const uint32_t *place_of; /* by unit: its place (PLACE_NOWHERE: none) */
    uint8_t basis;            /* of the listing */
    uint64_t found;           /* the gates (plan_gate()) of lists that have rows */
};
/* Whether something counts nobody of the run, since a list that it needs is empty. */
static inline bool kernel_is_shut(const struct kernel_run *run, uint64_t gates)
{
    return (gates & ~run->found) != 0;
}

/* A row that meets a filter. */
struct kernel_row {
    uint32_t row;        /* of its table */
    uint32_t staff;      /* 0: none, else 1 + index */
    uint16_t day, month; /* since 1900-01 */
};
struct kernel_rows {
    struct kernel_row *at;
    uint32_t count, room;
};
struct kernel_slice {
    const struct kernel_row *at;
    uint32_t count;
};
/* Which rows of some persons may count; see engine/simd.h. */
struct kernel_marks {
    uint64_t *at;   /* and a word more than there are marks */
    uint32_t first; /* the row of bit 0 */
    size_t room;
};
/* The marks of up to 64 rows, from `row` on and before `end`. */
static inline uint64_t kernel_marked(const struct kernel_marks *m, uint32_t row, uint32_t end)
{
    uint32_t at = row - m->first, rows = end - row;
    uint64_t low = m->at[at / 64] >> (at % 64), high = m->at[at / 64 + 1] << 1 << (63 - at % 64);
    return (low | high) & (rows < 64 ? (UINT64_C(1) << rows) - 1 : UINT64_MAX);
}
/* One thread's. */
struct kernel {
    const struct kernel_world *world;
    struct arena *arena;
    struct lanes lanes;
    uint16_t *month;          /* by item: the first month-end of the part */
    uint64_t *mark;           /* by month-end, a bit where a part begins */
    int32_t *beside;          /* room for a lane of one run */
    bool marks_doctor;        /* parts begin where the doctor changes, too */
    uint32_t looked, persons; /* so many, from the person `looked` on, have marks */
    struct kernel_marks mark_of[PLAN_TABLES];
    uint32_t *before;          /* as of simd_persons; room for the marks of contacts */
    struct kernel_rows *rows;  /* by filter */
    uint32_t gathered;         /* how many they are together */
    struct kernel_rows *kept;  /* by list: room for those that count */
    struct kernel_slice *list; /* by list: the rows that count */
    uint32_t *of_staff;        /* by 0 and 1 + index: rows in the window; all 0 between calls */
    uint32_t *with;            /* by number of rows: how many staff have so many; likewise */
    uint32_t with_room;
};
struct kernel kernel_open(struct arena *a, const struct kernel_world *w, uint32_t room);
/* kernel.c: divides the run into parts from run->item on, and fills the leaves' lanes. There must
 * be room for an item each month-end.  False: no selection has found a
 * row; unless `even_empty` the lanes need not be filled then. */
bool kernel_run(struct kernel *k, struct kernel_run *run, bool even_empty);

/* kernel_window.c: what is known of month-ends and windows before any person is looked at. */
struct kernel_span { /* so many month-ends, up to that of `last` */
    struct month last;
    unsigned months;
};
/* By day up to the last one of the month: the months since 1900-01. */
const uint16_t *kernel_months_of_days(struct arena *a, struct month last);
/* `month_of`: as above, of span.last. */
struct kernel_world kernel_world_open(struct arena *a, const struct snapshot *s,
                                      const struct plan_program *program, struct kernel_span span,
                                      const uint16_t *month_of);
/* Of a selection whose window is around a day of the person, for a part: from that day's lane. */
struct kernel_days kernel_window_around(const struct kernel *k, const struct kernel_run *run,
                                        const struct plan_selection *s, uint32_t part);
static inline struct kernel_days kernel_window(const struct kernel *k, const struct kernel_run *run,
                                               uint32_t selection, uint32_t part)
{
    const struct kernel_world *w = k->world;
    const struct kernel_days *of = w->window[selection];
    return of ? of[k->month[run->item + part]]
              : kernel_window_around(k, run, &w->program->selection[selection], part);
}
/* The first month-end, of `months`, at which the day is reached; `months` where at none. */
uint32_t kernel_reached(const int32_t *day_of, uint32_t months, int32_t day);
/* The person's `number`th birthday; PLAN_UNKNOWN. */
int32_t kernel_birthday(const struct kernel_world *w, uint32_t person, int32_t number);

/* kernel_part.c: where the parts of the run begin. */
void kernel_divide(struct kernel *k, struct kernel_run *run);
/* kernel_rows.c: the rows of the run's person that meet each filter; how many. */
uint32_t kernel_gather(struct kernel *k, const struct kernel_run *run);
/* Marks the rows of persons [from, to), of whom runs are to come; else each run does so for its own
 * person. */
void kernel_look(struct kernel *k, uint32_t from, uint32_t to);
/* Of those who were looked at: who has so many marked rows of contacts, counted from the first;
 * how many. */
uint32_t kernel_choose(struct kernel *k, uint32_t least, uint32_t *chosen);
/* Reads what runs of the chosen (`from` + each of them), who have marked contacts, will read, so
 * that it is in the cache: of many persons one after the other, for memory answers several
 * questions in the time of one. (To ask by prefetching does nothing where the address has to be
 * looked up first.) The sum is of no use. */
uint32_t kernel_fetch(const struct kernel *k, uint32_t from, const uint32_t *chosen,
                      uint32_t count);
/* The doctor on a day: the index of staff or NO_STAFF. */
uint32_t kernel_doctor_on(const struct snapshot *s, uint32_t person, uint16_t day);
void kernel_grow(struct kernel *k, struct kernel_rows *rows);
static inline void kernel_make_room(struct kernel *k, struct kernel_rows *rows)
{
    if (rows->count == rows->room)
        kernel_grow(k, rows);
}
static inline void kernel_add_row(struct kernel *k, struct kernel_rows *rows, struct kernel_row row)
{
    kernel_make_room(k, rows);
    rows->at[rows->count++] = row;
}
/* What contacts and events have in common. */
struct kernel_table {
    const uint32_t *first;
    const uint16_t *day;
    struct narrow unit, shape;
    uint32_t count;
};
struct kernel_table kernel_table(const struct snapshot *s, enum expr_table table); /* dated */
/* kernel_list.c: of the rows that were gathered those that count, of each list; the gates of those
 * that have any. */
uint64_t kernel_lists(struct kernel *k);
/* kernel_plain.c: a program that asks for one list of contacts at one month-end. Of a person and a
 * place there is a handful of rows then, which are counted where they stand, and of many persons
 * the same comes out: a pattern. What differs otherwise is nothing to the program. */
struct kernel_plain;
enum {
    PLAIN_MOST = 31, /* rows */
    PLAIN_APART = SIMD_FEW
};
struct plain_rows { /* of a person; those that count */
    uint32_t person, place, count;
    /* From PLAIN_APART on; beside them, on either side, of nobody, and all different. */
    uint32_t staff[PLAIN_APART + PLAIN_MOST + PLAIN_APART];
    uint16_t day[PLAIN_MOST + 1];
};
/* NULL: the program asks for more. */
const struct kernel_plain *kernel_plain_open(struct arena *a, const struct kernel_world *w);
/* Of out->person, who has marks, at out->place. False: there are too many. */
MUST_USE bool kernel_plain_take(const struct kernel *k, const struct kernel_plain *plain,
                                const uint32_t *place_of, struct plain_rows *out);
uint32_t kernel_plain_pattern(const struct kernel *k, const struct plain_rows *rows);
/* Fills the leaves' lanes of an item. */
void kernel_plain_fill(struct kernel *k, const struct kernel_plain *plain, uint32_t pattern,
                       uint32_t item);
/* kernel_dated.c: what is made of dated rows in the selection's window. */
void kernel_dated(struct kernel *k, const struct kernel_run *run, const struct plan_node *n);
/* kernel_index.c: of the rows of contacts by their staff, in a window that slides. */
void kernel_index(struct kernel *k, const struct kernel_run *run, const struct plan_node *n,
                  struct kernel_slice rows);
/* kernel_interval.c: true where a row holds at all. */
bool kernel_interval(struct kernel *k, const struct kernel_run *run, const struct plan_node *n);
/* The doctor whom the run's person has on a month-end; NO_STAFF: none. */
uint32_t kernel_doctor(const struct kernel_world *w, const struct kernel_run *run, uint32_t month);
/* The month-end, after that one, up to which it is the same, or none; not inside, and of the run's
 * at most one after them. */
uint32_t kernel_doctor_until(const struct kernel_world *w, const struct kernel_run *run,
                             uint32_t month);
/* The month-ends on which an interval holds, both inside; beyond those that are asked for it may
 * be anything beyond. From after to: none. */
struct kernel_months {
    int32_t from, to;
};
struct kernel_months kernel_months(const struct kernel_world *w, uint16_t from_day,
                                   uint16_t to_day);
#endif
