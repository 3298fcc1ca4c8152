/* tests/spec/spec_table.h - a worked example from its file: tests/spec/NAME.csv
 * or data/NAME.csv. What is wrong with a file fails the test that reads it.
 *
 *     struct spec_table *t = spec_open(arena, "tests/spec/intervals.csv");
 *     for (size_t i = 0; i < spec_rows(t); i++)
 *         wilson(spec_i64(t, i, "numerator"), spec_i64(t, i, "denominator")); */
#ifndef TESTS_SPEC_TABLE_H
#define TESTS_SPEC_TABLE_H
#include "core/base.h"

struct spec_table;
struct spec_table *spec_open(struct arena *a, const char *path); /* below the source's root */
size_t spec_rows(const struct spec_table *t);
/* A cell; a column that the file lacks fails the test. */
struct str spec_text(const struct spec_table *t, size_t row, const char *column);
const char *spec_cstr(const struct spec_table *t, size_t row, const char *column);
int64_t spec_i64(const struct spec_table *t, size_t row, const char *column);
double spec_double(const struct spec_table *t, size_t row, const char *column);
/* "p/q" or "p", as numerator and denominator. */
struct spec_fraction {
    int64_t p, q;
};
struct spec_fraction spec_fraction(struct str text);
#endif
