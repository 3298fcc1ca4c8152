/* tests/unit/cli/at_home.h - command lines at the home of a test, on one day: what a line prints
 * to the letter, and what it refuses. A file with another day or language says so in HOME_OPTIONS
 * before this. */
#ifndef TESTS_AT_HOME_H
#define TESTS_AT_HOME_H
#include "command_line.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#ifndef HOME_OPTIONS
#define HOME_OPTIONS "--today 2024-01-15"
#endif

static inline struct said run_at(struct scratch *s, const char *line)
{
    return run_line(
        str_fmt(s->arena, "%s --home %s " HOME_OPTIONS, line, scratch_path(s, "home")).at);
}

static inline void prints(struct scratch *s, const char *line, const char *wanted)
{
    struct said said = run_at(s, line);
    if (said.exit != 0 || strcmp(said.out, wanted) != 0)
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

static inline void refuses(struct scratch *s, const char *line, int exit, const char *note)
{
    struct said said = run_at(s, line);
    if (said.exit != exit || !strstr(said.note, note))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

/* And has printed nothing. */
static inline void refuses_bare(struct scratch *s, const char *line, int exit, const char *note)
{
    struct said said = run_at(s, line);
    if (said.exit != exit || said.out_size > 0 || !strstr(said.note, note))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}
#endif
