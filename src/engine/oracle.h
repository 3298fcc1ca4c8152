/* engine/oracle.h - what a measure is, evaluated slowly and in the plainest way:
 * one place, one month-end, one person at a time, the expression as it stands
 * over the rows as they stand. Shares the tree of expressions and
 * index_fraction() with the engine and nothing else, so that what both say alike
 * is probably right. For tests. */
#ifndef ENGINE_ORACLE_H
#define ENGINE_ORACLE_H
#include "engine/eval.h"

struct oracle_place {
    enum eval_level level;
    uint32_t number; /* as eval_place.number: unit, staff, kind of operator or place */
};
/* The cell that eval() must give. */
struct cell oracle_cell(struct arena *a, const struct snapshot *s, const struct definition *d,
                        struct oracle_place place, struct month month);
/* The cell of a person alone, of a measure of the listed, that persons_of() must give; NO_ROW: not
 * in the denominator. */
struct cell oracle_person(struct arena *a, const struct snapshot *s, const struct definition *d,
                          uint32_t person, struct month month);
/* table_oracle.c: the same of a measure of tables; oracle_cell() hands on to it. */
struct cell oracle_table_cell(struct arena *a, const struct snapshot *s, const struct definition *d,
                              struct oracle_place place, struct month month);
/* Whether eval() lists the place at all, for the month-ends of the request. */
bool oracle_lists(const struct snapshot *s, enum measure_population population,
                  struct oracle_place place, const struct eval_request *ask);
#endif
