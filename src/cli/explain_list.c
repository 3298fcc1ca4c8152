#include "cli/explain_list.h"

#include "cli/measure_row.h"
#include "cli/measure_table.h"
#include "cli/progress.h"
#include "web/figure.h"
#include "web/number.h"

#include <string.h>

const char *const STANDING_WORD[STANDINGS + 1] = {[STANDING_NUMERATOR] = "numerator",
                                                  [STANDING_DENOMINATOR] = "denominator",
                                                  [STANDING_MISSING] = "missing",
                                                  [STANDING_EXCLUDED] = "excluded"};

static bool is_asked(enum standing list, unsigned standing)
{
    return list == STANDINGS || (unsigned)list == standing;
}

/* ---- for programs ---- */

static bool put_records(struct cli *cli, const struct persons_lists *lists, enum standing list,
                        struct err *err)
{
    struct print_column *column = ARENA_NEW(cli->arena, struct print_column, MEASURE_COLUMNS + 1);
    memcpy(column, MEASURE_COLUMN, sizeof MEASURE_COLUMN);
    column[MEASURE_COLUMNS] = (struct print_column){.name = "standing"};
    struct print *p = print_open(cli, column, MEASURE_COLUMNS + 1);
    struct arena *a = arena_open(ARENA_BLOCK); /* a row's texts */
    bool good = true;
    for (unsigned standing = 0; standing < STANDINGS; standing++) {
        const struct eval_table *t = &lists->of[standing];
        for (size_t i = 0; good && is_asked(list, standing) && i < t->places; i++, arena_reset(a)) {
            struct str field[MEASURE_COLUMNS + 1];
            measure_row(a, t, i, 0, field);
            field[MEASURE_COLUMNS] = str_of(STANDING_WORD[standing]);
            good = print_row(p, field, err);
        }
    }
    arena_close(a);
    return good && print_end(p, err);
}

/* ---- for people ---- */

static const enum text TITLE[STANDINGS] = {TEXT_EXPLAIN_LIST_NUMERATOR,
                                           TEXT_EXPLAIN_LIST_DENOMINATOR, TEXT_EXPLAIN_LIST_MISSING,
                                           TEXT_EXPLAIN_LIST_EXCLUDED};
static const struct print_column SUMMARY[] = {
    {.name = "standing", .title = TEXT_TABLE_STANDING},
    {.name = "persons", .title = TEXT_TABLE_CHANGE_PERSONS, .number = true},
    {.name = "list", .title = TEXT_TABLE_LIST},
};

static struct str place_text(const struct snapshot *s, const struct persons_request *ask)
{
    if (ask->level == LEVEL_DOCTOR)
        return hsaid_str(&s->staff_id[ask->place]);
    struct str name = s->unit_name[ask->place];
    return name.len > 0 ? name : hsaid_str(&s->unit_id[ask->place]);
}

/* How many of those who are shown are on each list: how many are not, at one unit, could say who.
 */
static bool put_summary(struct cli *cli, const struct snapshot *s,
                        const struct persons_request *ask, const struct persons_lists *lists,
                        struct err *err)
{
    const struct definition *d = ask->definition;
    struct sb out = sb_open(cli->arena, 256);
    char day[DAY_TEXT];
    struct str head[] = {d->name[cli->lang], d->id, place_text(s, ask),
                         day_format(month_last(ask->month), day)};
    options_wrap(&out, text_words(cli->arena, cli->lang, TEXT_EXPLAIN_LIST_HEAD, head, 4), 0, 2);
    sb_char(&out, '\n');
    if (!cli_write(cli->out, sb_str(&out), err))
        return false;
    struct print *p = print_open(cli, SUMMARY, ARRAY_LEN(SUMMARY));
    for (unsigned i = 0; i < STANDINGS; i++) {
        int64_t persons = (int64_t)lists->of[i].places;
        struct str field[] = {text_get(cli->lang, TITLE[i]),
                              number_count(cli->arena, cli->lang, persons),
                              str_fmt(cli->arena, "--list %s", STANDING_WORD[i])};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool put_table(struct cli *cli, const struct snapshot *s, const struct persons_request *ask,
                      const struct persons_lists *lists, enum standing list, struct err *err)
{
    if (!put_summary(cli, s, ask, lists, err))
        return false;
    if (list == STANDINGS || lists->of[list].places == 0)
        return true;
    return cli_write(cli->out, STR("\n"), err) && measure_table(cli, &lists->of[list], 1, err);
}

/* ---- the whole ---- */

/* That some may not be among the records is said beside them, whether or not there are any; of
 * whom it is blocked, of how many, of all lists together: of one it would say what they are. */
static void tell(struct cli *cli, const struct explained_lists *of, enum standing list)
{
    struct progress progress = progress_open(cli);
    size_t shown = 0;
    for (unsigned i = 0; i < STANDINGS; i++)
        shown += is_asked(list, i) ? of->lists.of[i].places : 0;
    struct str blocked = number_count(cli->arena, cli->lang, (int64_t)of->lists.blocked);
    if (of->leaves_out)
        progress_note(&progress, text_get(cli->lang, TEXT_EXPLAIN_LIST_PROTECTED));
    else if (shown == 0)
        progress_note(&progress, text_get(cli->lang, TEXT_EXPLAIN_LIST_EMPTY));
    if (of->lists.blocked > 0)
        progress_note(&progress,
                      text_words(cli->arena, cli->lang, TEXT_EXPLAIN_LIST_BLOCKED, &blocked, 1));
    progress_end(&progress);
}

bool explain_list(struct cli *cli, const struct snapshot *s, const struct explained_lists *of,
                  enum standing list, struct err *err)
{
    if (cli->format == FORMAT_TABLE ? !put_table(cli, s, &of->ask, &of->lists, list, err)
                                    : !put_records(cli, &of->lists, list, err))
        return false;
    tell(cli, of, list);
    return true;
}
