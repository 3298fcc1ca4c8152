/* Any words as a command line (one word a line of the input): values within their bounds, or a
 * refusal that names a word; and any bytes as settings. */
#include "core/options.h"

#include "known_leaks.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { QUIET, OUT, MONTHS, AS_OF, BY, MEASURE, OPTIONS };
static const char *const LEVELS[] = {"unit", "county", NULL};
static const struct option OPTION[OPTIONS] = {
    [QUIET] = {.name = "quiet", .type = OPTION_FLAG, .help = TEXT_OPTION_QUIET, .setting = true},
    [OUT] = {.name = "out",
             .type = OPTION_TEXT,
             .value_name = "DIR",
             .help = TEXT_OPTION_HOME,
             .setting = true},
    [MONTHS] = {.name = "months",
                .type = OPTION_INT,
                .value_name = "N",
                .help = TEXT_OPTION_HOME,
                .preset = "1",
                .least = -5,
                .most = 480,
                .setting = true},
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "DATE",
               .help = TEXT_OPTION_TODAY,
               .setting = true},
    [BY] = {.name = "by",
            .type = OPTION_CHOICE,
            .value_name = "LEVEL",
            .help = TEXT_OPTION_FORMAT,
            .choice = LEVELS,
            .setting = true},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_LIST,
                 .value_name = "ID,...",
                 .help = TEXT_OPTION_LANG,
                 .preset = "a,b",
                 .setting = true},
};

static void check(const struct options *o)
{
    const struct option_value *v = o->value;
    if (v[MONTHS].number < -5 || v[MONTHS].number > 480 || v[BY].choice > 1 ||
        (v[OUT].given && v[OUT].text.len == 0) || v[AS_OF].given == day_is_none(v[AS_OF].day))
        abort();
    for (unsigned i = 0; i < v[MEASURE].count; i++)
        if (v[MEASURE].item[i].len == 0 ||
            memchr(v[MEASURE].item[i].at, ',', v[MEASURE].item[i].len))
            abort();
}

static void check_refusal(const struct err *err)
{
    if (err->kind != ERR_INVALID || (strncmp(err->code, "options.", 8) != 0))
        abort();
}

static void as_words(struct arena *a, struct str text)
{
    const char **word = ARENA_NEW(a, const char *, text.len + 1);
    struct command_line line = {.word = word};
    for (struct str rest = text; rest.at;)
        word[line.count++] = str_cstr(a, str_cut(&rest, '\n'));
    struct options o = options_open(a, OPTION, OPTIONS);
    struct err err = {0};
    if (options_take(a, &line, (struct options *[]){&o}, 1, &err))
        check(&o);
    else
        check_refusal(&err);
    if (line.next > line.count || line.arguments > line.count)
        abort();
}

static void as_settings(struct arena *a, struct str text)
{
    const struct yaml *map = NULL;
    struct err err = {0};
    if (!yaml_parse(a, "fuzz", text, &map, &err))
        return;
    struct options o = options_open(a, OPTION, OPTIONS);
    if (options_take_settings(a, map, (struct options *[]){&o}, 1, &err))
        check(&o);
    else
        check_refusal(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str text = {(const char *)data, size};
    as_words(a, text);
    as_settings(a, text);
    arena_close(a);
    return 0;
}
