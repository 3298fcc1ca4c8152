/* tests/unit/engine/random_writing.h - how a random measure is written: what its
 * text and its parts are so far, and what is written of rows (random_rows.c) and of
 * the person (random_measure.c), which stand within each other. */
#ifndef TESTS_UNIT_ENGINE_RANDOM_WRITING_H
#define TESTS_UNIT_ENGINE_RANDOM_WRITING_H
#include "core/sb.h"
#include "engine/expr.h"
#include "random_world.h"

enum { SELECTIONS_MOST = 12, PARTS = 3 };
struct writing {
    struct arena *arena;
    struct choices *c;
    struct sb out;
    enum measure_population population;
    unsigned depth, selections;
    const struct codeset *set[RANDOM_SETS];
    struct expr_part part[PARTS];
    unsigned parts;
    bool converts; /* of a condition of measurements: whose set is it */
};

static inline void put(struct writing *w, const char *text)
{
    sb_put(&w->out, str_of(text));
}

static inline void put_number(struct writing *w, uint32_t n)
{
    sb_fmt(&w->out, "%u", (unsigned)n);
}

static inline void one_of(struct writing *w, const char *const *words, size_t count)
{
    put(w, words[choose(w->c, (uint32_t)count)]);
}
#define ONE_OF(w, ...)                                                                             \
    do {                                                                                           \
        static const char *const words[] = {__VA_ARGS__};                                          \
        one_of((w), words, ARRAY_LEN(words));                                                      \
    } while (0)

/* A number that measured values are compared with. */
const char *some_limit(struct writing *w);
const char *name_of(enum expr_table table);
/* A test of a row of the table. */
void row_test(struct writing *w, enum expr_table table);
/* That and more. */
void row_condition(struct writing *w, enum expr_table table);
void minus(struct writing *w);  /* perhaps " - so many months" */
void window(struct writing *w); /* of dated rows */
void selection(struct writing *w, enum expr_table table);
void refined(struct writing *w, enum expr_table table); /* which of the rows count */
/* `function` is of them, with its bracket. */
void rows_of(struct writing *w, const char *function, enum expr_table table);
/* Rows that each count for themselves, of a window that follows T; of everyone they are here. Now
 * and then they nearly are that. */
void plain_rows(struct writing *w);
enum expr_table some_dated(struct writing *w);
enum expr_table some_table(struct writing *w);
/* A day that windows lie around (random_measure.c). */
void anchor(struct writing *w);
#endif
