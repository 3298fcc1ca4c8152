#include "load_series.h"

#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

int series_setup(void **state)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct series *s = ARENA_NEW(a, struct series, 1);
    s->arena = a;
    memcpy(s->usual, (unsigned[UNITS]){200, 100, 30}, sizeof s->usual);
    *state = s;
    return 0;
}

int series_teardown(void **state)
{
    arena_close(((struct series *)*state)->arena);
    return 0;
}

struct hsaid series_unit(unsigned number)
{
    struct hsaid id;
    struct err err = {0};
    char text[HSAID_TEXT];
    (void)snprintf(text, sizeof text, "SE0000000000-U%u", number);
    assert_true(hsaid_parse(str_of(text), &id, &err));
    return id;
}

const char *series_odd(struct series *s)
{
    struct table_tally before[LOADS];
    unsigned count = 0;
    for (unsigned i = s->count - 1; i > 0 && count < ODDITY_LOADS; i--)
        before[count++] = s->tally[i - 1];
    s->found = (struct oddities){.arena = s->arena};
    oddities_of_table(&s->found, &s->tally[s->count - 1], before, count);
    struct sb out = sb_open(s->arena, 256);
    for (unsigned i = 0; i < s->found.count; i++) {
        const struct oddity *o = &s->found.at[i];
        struct str subject = o->subject;
        if (subject.len > 13 && subject.at[0] == 'S')
            subject = (struct str){subject.at + 13, subject.len - 13};
        sb_fmt(&out, "%s %.*s %llu/%llu\n", ODDITY_NAME[o->kind], STR_FMT(subject),
               (unsigned long long)o->rows, (unsigned long long)o->expected);
    }
    sb_char(&out, '\0');
    return sb_str(&out).at;
}
