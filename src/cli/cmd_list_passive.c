#include "cli/cmd_list_passive.h"

#include "cli/actor.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "service/passive.h"

enum { C_UNIT, C_FROM, C_BASIS, C_NEAR, C_ALREADY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_UNIT] = {.name = "unit"}, [C_FROM] = {.name = "from"},       [C_BASIS] = {.name = "basis"},
    [C_NEAR] = {.name = "near"}, [C_ALREADY] = {.name = "already"},
};

static struct str yes_no(bool yes)
{
    return yes ? STR("yes") : STR("no");
}

static bool put_record(struct cli *cli, const struct passive_answer *a, struct err *err)
{
    char day[DAY_TEXT];
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {[C_UNIT] = a->unit,
                                 [C_FROM] = day_format(a->from, day),
                                 [C_BASIS] = a->basis,
                                 [C_NEAR] = yes_no(a->is_near),
                                 [C_ALREADY] = yes_no(a->is_already)};
    return print_row(p, field, err) && print_end(p, err);
}

static enum text sentence(const struct passive_answer *a, bool dry_run)
{
    if (a->is_already)
        return a->unit.len > 0 ? TEXT_LIST_ALREADY : TEXT_LIST_ALREADY_ELSEWHERE;
    if (a->is_repeat)
        return TEXT_LIST_REPEAT;
    return dry_run ? TEXT_LIST_PREVIEW : TEXT_LIST_DONE;
}

static bool put(struct cli *cli, const struct passive_answer *a, bool dry_run, struct err *err)
{
    char day[DAY_TEXT];
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, a, err);
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    bool is_elsewhere = a->unit.len == 0;
    struct str value[] = {place, day_format(a->from, day)};
    text_fill(&out, cli->lang, sentence(a, dry_run), &value[is_elsewhere], 2 - is_elsewhere);
    if (a->is_near) {
        sb_char(&out, ' ');
        text_fill(&out, cli->lang, TEXT_LIST_NEAR, NULL, 0);
    }
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

bool passive_is_asked(const struct option_value *passive)
{
    return passive[PASSIVE_BY_AREA].yes || passive[PASSIVE_NEWBORN].yes;
}

static bool list_one(struct cli *cli, struct instance *in, const struct actor_asked *asked,
                     const struct passive_request *person, struct err *err)
{
    struct passive_answer answer;
    struct passive_request request = *person;
    request.actor = asked->actor;
    request.key = asked->key;
    request.dry_run = asked->dry_run;
    return passive_list(cli->arena, in, &request, &answer, err) &&
           put(cli, &answer, asked->dry_run, err);
}

bool list_passive(struct cli *cli, const struct call *call, const struct option_value *passive,
                  const struct option_value *actor, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct passive_request request = {.person = call->argument[0],
                                      .is_newborn = passive[PASSIVE_NEWBORN].yes};
    if (passive[PASSIVE_BY_AREA].yes && passive[PASSIVE_NEWBORN].yes)
        return FAIL(err, ERR_INVALID, "options.together", "--by-area --newborn");
    if (call->arguments != 1)
        return FAIL(err, ERR_INVALID, "options.arguments", "list PERSON --%s",
                    request.is_newborn ? "newborn" : "by-area");
    if ((str_eq(request.person, STR("-")) && !cli_person(cli, &request.person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done =
        actor_given(cli, &in, actor, &asked, err) && list_one(cli, &in, &asked, &request, err);
    instance_close(&in);
    return done;
}
