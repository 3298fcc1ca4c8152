#include "cli/list_all.h"

#include "cli/print.h"
#include "cli/progress.h"
#include "service/listing/passive_all.h"

enum { A_UNIT, A_NAME, A_PERSONS, A_NEAR, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [A_UNIT] = {.name = "unit", .title = TEXT_UNIT_COLUMN_UNIT},
    [A_NAME] = {.name = "name", .title = TEXT_UNIT_COLUMN_NAME, .wraps = true},
    [A_PERSONS] = {.name = "persons", .title = TEXT_LIST_COLUMN_PERSONS, .number = true},
    [A_NEAR] = {.name = "near", .title = TEXT_LIST_COLUMN_NEAR, .number = true},
};

static void show(void *state, uint64_t done, uint64_t total)
{
    progress_show(state, "by-area", done, total, done);
}

static struct str number(struct cli *cli, int64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, (uint64_t)n)
                                       : str_fmt(cli->arena, "%lld", (long long)n);
}

static bool put_units(struct cli *cli, const struct passive_all_answer *answer, struct err *err)
{
    if (cli->format == FORMAT_TABLE && answer->units == 0)
        return true; /* the sentence says it all */
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < answer->units; i++) {
        const struct passive_all_unit *u = &answer->unit[i];
        struct str field[COLUMNS] = {u->unit, u->name, number(cli, u->persons),
                                     number(cli, u->near)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* Whose result a program reads is told of the rest on standard error. */
static void note(struct cli *cli, struct progress *progress,
                 const struct passive_all_answer *answer, bool dry_run)
{
    struct sb out = sb_open(cli->arena, 256);
    int64_t listed = answer->verdict[PASSIVE_LISTED];
    text_fill(
        &out, cli->lang, TEXT_LIST_ALL,
        (struct str[]){
            progress_grouped(cli->arena, cli->lang, (uint64_t)answer->looked),
            progress_grouped(cli->arena, cli->lang, (uint64_t)listed),
            progress_grouped(cli->arena, cli->lang, (uint64_t)answer->verdict[PASSIVE_NOWHERE]),
            progress_grouped(cli->arena, cli->lang, (uint64_t)answer->verdict[PASSIVE_NOT_SO])},
        4);
    if (answer->is_repeat || dry_run) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, answer->is_repeat ? TEXT_UNIT_REPEAT : TEXT_UNIT_PREVIEW));
    }
    progress_note(progress, sb_str(&out));
}

bool list_all_put(struct cli *cli, struct instance *in, const struct actor_asked *asked,
                  struct err *err)
{
    struct progress progress = progress_open(cli);
    struct passive_all_answer answer;
    struct passive_all_request request = {.actor = asked->actor,
                                          .key = asked->key,
                                          .dry_run = asked->dry_run,
                                          .state = &progress,
                                          .show = show};
    bool done = passive_all(cli->arena, in, &request, &answer, err);
    progress_end(&progress);
    if (!done)
        return false;
    note(cli, &progress, &answer, asked->dry_run);
    return put_units(cli, &answer, err);
}
