/* tests/unit/cli/command_line.h - runs a command line in this process and keeps what it says. */
#ifndef TESTS_COMMAND_LINE_H
#define TESTS_COMMAND_LINE_H
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

enum { SAID_WORDS = 32 };
struct said {
    int exit;
    char *out, *note; /* to be freed: said_free() */
    size_t out_size, note_size;
};

/* The environment of tests: nothing but what a test puts here. */
static inline char *no_environment(const char *name)
{
    (void)name;
    return NULL;
}

static inline struct said run_words(const char *const *words, unsigned count,
                                    char *(*lookup)(const char *name))
{
    struct said s = {0};
    FILE *out = open_memstream(&s.out, &s.out_size), *note = open_memstream(&s.note, &s.note_size);
    s.exit = cli_run(words, count, lookup, out, note);
    (void)fclose(out);
    (void)fclose(note);
    return s;
}

/* Words with single blanks between them. */
static inline struct said run_line(const char *line)
{
    char text[1024];
    const char *words[SAID_WORDS];
    unsigned count = 0;
    (void)snprintf(text, sizeof text, "%s", line);
    char *rest = text;
    for (char *word; count < SAID_WORDS && (word = strtok_r(rest, " ", &rest));)
        words[count++] = word;
    return run_words(words, count, no_environment);
}

static inline void said_free(struct said *s)
{
    free(s->out);
    free(s->note);
}
#endif
