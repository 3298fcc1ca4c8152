/* core/log.h - what happened, for who operates the program: one line an event,
 *
 *     2024-01-15T09:30:00Z info load.done load=7 rows=133599 file="a b.csv"
 *
 * time in UTC, level, event, then key=value. The log is passed to who needs it;
 * library code does not log. Never a name, an identifier or a value of a person:
 * the opaque key at the most.
 *
 *     LOG(log, LOG_INFO, "load.done", LOG_NUMBER("load", id), LOG_TEXT("file", name)); */
#ifndef CORE_LOG_H
#define CORE_LOG_H
#include "core/base.h"

#include <stdio.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
struct log {
    FILE *to; /* NULL: nowhere */
    enum log_level least;
};
struct log_field {
    const char *key;
    struct str text; /* used where at != NULL */
    int64_t number;
};

#define LOG_TEXT(k, s)   ((struct log_field){.key = (k), .text = (s)})
#define LOG_NUMBER(k, n) ((struct log_field){.key = (k), .number = (n)})
#define LOG(log, level, event, ...)                                                                \
    log_event((log), (level), (event), (const struct log_field[]){__VA_ARGS__},                    \
              sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))

/* Writes the line with one call, so that lines of several threads do not mix. A log that cannot be
 * written does not stop the work. */
void log_event(const struct log *log, enum log_level level, const char *event,
               const struct log_field *fields, size_t count);
/* The line itself, without a line feed. */
struct sb;
void log_put(struct sb *out, int64_t at_us, enum log_level level, const char *event,
             const struct log_field *fields, size_t count);
/* "error" with the code and the detail; nothing else of an err belongs into a log. */
void log_err(const struct log *log, const char *event, const struct err *err);
#endif
