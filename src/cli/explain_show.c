#include "cli/explain_show.h"

#include "cli/code_word.h"
#include "core/sb.h"
#include "core/utf8.h"
#include "web/figure.h"

enum { ROLE_WIDTH = 15, ROW_INDENT = ROLE_WIDTH + 4, CODE_WIDTH = 14 };

struct str explain_role_word(enum explain_role role)
{
    static const struct str words[EXPLAIN_ROLES] = {[EXPLAIN_POPULATION] = STR_INIT("population"),
                                                    [EXPLAIN_EXCLUDE] = STR_INIT("exclude"),
                                                    [EXPLAIN_DENOMINATOR] = STR_INIT("denominator"),
                                                    [EXPLAIN_NUMERATOR] = STR_INIT("numerator"),
                                                    [EXPLAIN_VALUE] = STR_INIT("value"),
                                                    [EXPLAIN_MISSING] = STR_INIT("missing"),
                                                    [EXPLAIN_RESULT] = STR_INIT("result")};
    return words[role];
}

static struct str role_text(enum lang lang, enum explain_role role)
{
    static const enum text text[EXPLAIN_ROLES] = {
        [EXPLAIN_POPULATION] = TEXT_EXPLAIN_ROLE_POPULATION,
        [EXPLAIN_EXCLUDE] = TEXT_EXPLAIN_ROLE_EXCLUDE,
        [EXPLAIN_DENOMINATOR] = TEXT_EXPLAIN_ROLE_DENOMINATOR,
        [EXPLAIN_NUMERATOR] = TEXT_EXPLAIN_ROLE_NUMERATOR,
        [EXPLAIN_VALUE] = TEXT_EXPLAIN_ROLE_VALUE,
        [EXPLAIN_MISSING] = TEXT_EXPLAIN_ROLE_MISSING,
        [EXPLAIN_RESULT] = TEXT_EXPLAIN_ROLE_RESULT};
    return text_get(lang, text[role]);
}

struct str explain_why_text(struct arena *a, enum lang lang, const struct explain_line *line)
{
    static const enum text text[WHYS] = {[WHY_LISTED] = TEXT_EXPLAIN_LISTED,
                                         [WHY_NOT_LISTED] = TEXT_EXPLAIN_NOT_LISTED,
                                         [WHY_REGISTERED] = TEXT_EXPLAIN_REGISTERED,
                                         [WHY_NOT_REGISTERED] = TEXT_EXPLAIN_NOT_REGISTERED,
                                         [WHY_EVERYONE] = TEXT_EXPLAIN_EVERYONE,
                                         [WHY_BIRTH_UNKNOWN] = TEXT_EXPLAIN_BIRTH_UNKNOWN,
                                         [WHY_HOLDS] = TEXT_EXPLAIN_HOLDS,
                                         [WHY_FAILS] = TEXT_EXPLAIN_FAILS,
                                         [WHY_IS] = TEXT_EXPLAIN_IS,
                                         [WHY_PART] = TEXT_EXPLAIN_PART,
                                         [WHY_COUNTS] = TEXT_EXPLAIN_COUNTS,
                                         [WHY_BEFORE] = TEXT_EXPLAIN_BEFORE,
                                         [WHY_BEHIND] = TEXT_EXPLAIN_BEHIND,
                                         [WHY_UNPAIRED] = TEXT_EXPLAIN_UNPAIRED,
                                         [WHY_NOT_NEW] = TEXT_EXPLAIN_NOT_NEW,
                                         [WHY_AGAIN] = TEXT_EXPLAIN_AGAIN,
                                         [WHY_UNMET] = TEXT_EXPLAIN_UNMET,
                                         [WHY_NUMERATOR] = TEXT_EXPLAIN_IN_NUMERATOR,
                                         [WHY_DENOMINATOR] = TEXT_EXPLAIN_IN_DENOMINATOR,
                                         [WHY_COUNTED] = TEXT_EXPLAIN_COUNTED,
                                         [WHY_EXCLUDED] = TEXT_EXPLAIN_EXCLUDED,
                                         [WHY_MISSING] = TEXT_EXPLAIN_MISSING,
                                         [WHY_OUTSIDE] = TEXT_EXPLAIN_OUTSIDE,
                                         [WHY_NO_VALUE] = TEXT_EXPLAIN_NO_VALUE};
    return text_words(a, lang, text[line->why], &line->text, line->text.len > 0);
}

static void pad(struct sb *out, struct str text, size_t width)
{
    sb_put(out, text);
    for (size_t n = utf8_count(text); n < width; n++)
        sb_char(out, ' ');
}

/* The row's own words: day, unit, code, value; then what became of it. */
static void show_row(struct sb *out, struct cli *cli, const struct snapshot *s,
                     const struct explain_line *line)
{
    char day[DAY_TEXT];
    struct sb text = sb_open(cli->arena, 256);
    pad(out, STR(""), ROW_INDENT);
    sb_put(&text, day_format(line->day, day));
    if (line->minute >= 0)
        sb_fmt(&text, " %02d:%02d", line->minute / 60, line->minute % 60);
    if (line->code.len > 0)
        sb_fmt(&text, "  %.*s", STR_FMT(code_word(cli->arena, cli->lang, line)));
    if (line->value.len > 0)
        sb_fmt(&text, "  %.*s", STR_FMT(line->value));
    if (line->unit != EXPLAIN_NONE) {
        struct str name = s->unit_name[line->unit];
        sb_fmt(&text, "  %.*s", STR_FMT(name.len > 0 ? name : hsaid_str(&s->unit_id[line->unit])));
    }
    if (line->why != WHY_COUNTS && line->why != WHY_LISTED)
        sb_fmt(&text, "  (%.*s)", STR_FMT(explain_why_text(cli->arena, cli->lang, line)));
    options_wrap(out, sb_str(&text), ROW_INDENT, ROW_INDENT + 2);
}

static void show_line(struct sb *out, struct cli *cli, const struct snapshot *s,
                      const struct explain_line *line, bool same_role)
{
    struct sb text = sb_open(cli->arena, 256);
    if (line->is_row && line->why != WHY_LISTED && line->why != WHY_NOT_LISTED) {
        show_row(out, cli, s, line);
        return;
    }
    pad(out, same_role ? STR("") : role_text(cli->lang, line->role), ROLE_WIDTH);
    sb_put(&text, explain_why_text(cli->arena, cli->lang, line));
    if (line->value.len > 0 && !line->is_row && line->why != WHY_HOLDS && line->why != WHY_FAILS)
        sb_fmt(&text, " = %.*s", STR_FMT(line->value));
    options_wrap(out, sb_str(&text), ROLE_WIDTH, ROLE_WIDTH + 2);
    if (line->is_row)
        show_row(out, cli, s, line);
}

void explain_show(struct sb *out, struct cli *cli, const struct snapshot *s,
                  const struct explain_request *ask, const struct explanation *why)
{
    const struct definition *d = ask->definition;
    char day[DAY_TEXT];
    struct str head[] = {d->name[cli->lang], d->id, day_format(month_last(ask->month), day)};
    options_wrap(out, text_words(cli->arena, cli->lang, TEXT_EXPLAIN_HEAD, head, 3), 0, 2);
    sb_char(out, '\n');
    for (size_t i = 0; i < why->lines; i++)
        show_line(out, cli, s, &why->line[i], i > 0 && why->line[i - 1].role == why->line[i].role);
}
