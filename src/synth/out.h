/* synth/out.h - a CSV file that is being written: field by field, row by row. What
 * fails is remembered, for all files that share the error, and everything after it
 * does nothing, so only the end is asked.
 *
 *     out_text(o, name);
 *     out_day(o, from);
 *     out_end(o); */
#ifndef SYNTH_OUT_H
#define SYNTH_OUT_H
#include "core/files.h"
#include "domain/vocab.h"

enum { OUT_LINE = 2048 };
struct out {
    struct file_out *file;
    struct err *err; /* of all files together */
    uint64_t rows;
    size_t len;
    char line[OUT_LINE];
};

void out_text(struct out *o, struct str text); /* quoted where it must be */
void out_empty(struct out *o);
void out_word(struct out *o, const struct vocab *v, unsigned value);
void out_number(struct out *o, uint64_t n);
void out_hundredths(struct out *o, double value); /* as 0.75 */
void out_day(struct out *o, int32_t day);         /* INT32_MAX is empty */
void out_month(struct out *o, int32_t year, unsigned month);
void out_time(struct out *o, int32_t day, unsigned minute);
/* A letter or more and a number of at least so many digits, as in identifiers. */
void out_id(struct out *o, struct str prefix, uint64_t n, unsigned digits);
void out_end(struct out *o); /* of the row */
#endif
