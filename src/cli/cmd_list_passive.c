#include "cli/cmd_list_passive.h"

#include "cli/actor.h"
#include "cli/code_name.h"
#include "cli/instance.h"
#include "cli/list_all.h"
#include "cli/past_note.h"
#include "cli/print.h"
#include "service/listing/elsewhere.h"
#include "service/listing/elsewhere_end.h"
#include "service/listing/passive.h"

static bool say(struct cli *cli, const struct sb *sentences, struct err *err)
{
    struct sb lines = sb_open(cli->arena, 256);
    options_wrap(&lines, sb_str(sentences), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* ---- by area, newborn ---- */

enum { C_UNIT, C_FROM, C_BASIS, C_NEAR, C_ALREADY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_UNIT] = {.name = "unit"}, [C_FROM] = {.name = "from"},       [C_BASIS] = {.name = "basis"},
    [C_NEAR] = {.name = "near"}, [C_ALREADY] = {.name = "already"},
};

static bool put_record(struct cli *cli, const struct passive_answer *a, struct err *err)
{
    char day[DAY_TEXT];
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {[C_UNIT] = a->unit,
                                 [C_FROM] = day_format(a->from, day),
                                 [C_BASIS] = a->basis,
                                 [C_NEAR] = print_yes(a->is_near),
                                 [C_ALREADY] = print_yes(a->is_already)};
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
    struct sb out = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    bool is_elsewhere = a->unit.len == 0;
    struct str value[] = {place, day_format(a->from, day)};
    text_fill(&out, cli->lang, sentence(a, dry_run), &value[is_elsewhere], 2 - is_elsewhere);
    if (a->is_near) {
        sb_char(&out, ' ');
        text_fill(&out, cli->lang, TEXT_LIST_NEAR, NULL, 0);
    }
    return say(cli, &out, err);
}

static bool list_here(struct cli *cli, struct instance *in, const struct actor_asked *asked,
                      struct str person, bool is_newborn, struct err *err)
{
    struct passive_answer answer;
    struct passive_request request = {.person = person,
                                      .is_newborn = is_newborn,
                                      .actor = asked->actor,
                                      .key = asked->key,
                                      .dry_run = asked->dry_run};
    if (!passive_list(cli->arena, in, &request, &answer, err) ||
        !put(cli, &answer, asked->dry_run, err))
        return false;
    if (!answer.is_already && !answer.is_repeat)
        past_note(cli, answer.from);
    return true;
}

/* ---- in another county ---- */

enum { E_COUNTY, E_FROM, E_FORMER, E_ALREADY, E_WAS, E_COUNTED, E_UNIT, E_COLUMNS };
static const struct print_column E_COLUMN[E_COLUMNS] = {
    [E_COUNTY] = {.name = "county"}, [E_FROM] = {.name = "from"},
    [E_FORMER] = {.name = "former"}, [E_ALREADY] = {.name = "already"},
    [E_WAS] = {.name = "was"},       [E_COUNTED] = {.name = "counted"},
    [E_UNIT] = {.name = "unit"},
};

static bool put_elsewhere(struct cli *cli, const struct elsewhere_answer *a, bool dry_run,
                          struct err *err)
{
    char day[DAY_TEXT];
    struct str from = day_format(a->from, day);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, E_COLUMN, E_COLUMNS);
        struct str field[E_COLUMNS] = {
            [E_COUNTY] = a->county, [E_FROM] = from,
            [E_FORMER] = a->former, [E_ALREADY] = print_yes(a->is_already),
            [E_WAS] = a->was,       [E_COUNTED] = print_yes(a->is_counted)};
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 256);
    if (a->is_already) {
        text_fill(&out, cli->lang, TEXT_LIST_ALREADY_ELSEWHERE, &from, 1);
        return say(cli, &out, err);
    }
    if (a->was.len > 0 && !a->is_repeat) {
        text_fill(
            &out, cli->lang, dry_run ? TEXT_LIST_PREVIEW_OTHER_COUNTY : TEXT_LIST_DONE_OTHER_COUNTY,
            (struct str[]){code_name_county(cli, a->county), from, code_name_county(cli, a->was)},
            3);
        return say(cli, &out, err);
    }
    text_fill(&out, cli->lang,
              a->is_repeat ? TEXT_LIST_REPEAT_ELSEWHERE
              : dry_run    ? TEXT_LIST_PREVIEW_ELSEWHERE
                           : TEXT_LIST_DONE_ELSEWHERE,
              (struct str[]){code_name_county(cli, a->county), from}, 2);
    if (a->is_counted) {
        sb_char(&out, ' ');
        text_fill(&out, cli->lang, TEXT_LIST_COUNTED, NULL, 0);
    }
    return say(cli, &out, err);
}

static bool put_back_record(struct cli *cli, const struct elsewhere_ended *a, struct err *err)
{
    char day[DAY_TEXT];
    struct print *p = print_open(cli, E_COLUMN, E_COLUMNS);
    struct str field[E_COLUMNS] = {[E_FROM] = day_format(a->from, day),
                                   [E_ALREADY] = print_yes(a->is_already),
                                   [E_WAS] = a->was,
                                   [E_COUNTED] = print_yes(a->is_counted),
                                   [E_UNIT] = a->unit};
    return print_row(p, field, err) && print_end(p, err);
}

static bool put_back(struct cli *cli, const struct elsewhere_ended *a, bool dry_run,
                     struct err *err)
{
    char day[DAY_TEXT];
    if (cli->format != FORMAT_TABLE)
        return put_back_record(cli, a, err);
    struct sb out = sb_open(cli->arena, 256);
    if (a->is_already) {
        text_fill(&out, cli->lang, TEXT_LIST_BACK_ALREADY, NULL, 0);
        return say(cli, &out, err);
    }
    text_fill(&out, cli->lang,
              a->is_repeat ? TEXT_LIST_BACK_REPEAT
              : dry_run    ? TEXT_LIST_BACK_PREVIEW
                           : TEXT_LIST_BACK,
              (struct str[]){code_name_county(cli, a->was), day_format(a->from, day)}, 2);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    bool is_listed = a->unit.len > 0;
    sb_char(&out, ' ');
    text_fill(&out, cli->lang, is_listed ? TEXT_LIST_BACK_UNIT : TEXT_LIST_BACK_NOWHERE, &place,
              is_listed);
    return say(cli, &out, err);
}

static bool list_back(struct cli *cli, struct instance *in, const struct elsewhere_request *request,
                      struct err *err)
{
    struct elsewhere_ended answer;
    if (!elsewhere_end_listing(cli->arena, in, request, &answer, err) ||
        !put_back(cli, &answer, request->dry_run, err))
        return false;
    if (!answer.is_already && !answer.is_repeat)
        past_note(cli, answer.from);
    return true;
}

static bool list_there(struct cli *cli, struct instance *in,
                       const struct elsewhere_request *request, struct err *err)
{
    struct elsewhere_answer answer;
    if (!elsewhere_list(cli->arena, in, request, &answer, err) ||
        !put_elsewhere(cli, &answer, request->dry_run, err))
        return false;
    if (!answer.is_already && !answer.is_repeat)
        past_note(cli, answer.from);
    return true;
}

/* ---- what is asked ---- */

bool passive_is_asked(const struct option_value *passive)
{
    return passive[PASSIVE_BY_AREA].yes || passive[PASSIVE_ALL].yes ||
           passive[PASSIVE_NEWBORN].yes || passive[PASSIVE_OUT_OF_COUNTY].given;
}

static bool check(const struct call *call, const struct list_passive *with, struct err *err)
{
    const struct option_value *p = with->passive;
    bool there = p[PASSIVE_OUT_OF_COUNTY].given;
    if (p[PASSIVE_BY_AREA].yes + p[PASSIVE_NEWBORN].yes + there > 1)
        return FAIL(err, ERR_INVALID, "options.together", "--by-area --newborn --out-of-county");
    if (p[PASSIVE_ALL].yes && !p[PASSIVE_BY_AREA].yes)
        return FAIL(err, ERR_INVALID, "options.required", "--by-area");
    if (call->arguments != (p[PASSIVE_ALL].yes ? 0 : 1))
        return FAIL(err, ERR_INVALID, "options.arguments", "list %s",
                    p[PASSIVE_ALL].yes       ? "--by-area --all"
                    : p[PASSIVE_NEWBORN].yes ? "PERSON --newborn"
                    : there                  ? "PERSON --out-of-county CODE|none"
                                             : "PERSON --by-area");
    return true;
}

static bool list_in(struct cli *cli, struct instance *in, const struct list_passive *with,
                    struct str person, struct err *err)
{
    struct actor_asked asked = {0};
    if (!actor_given(cli, in, with->actor, &asked, err))
        return false;
    if (with->passive[PASSIVE_ALL].yes)
        return list_all_put(cli, in, &asked, err);
    if (with->passive[PASSIVE_OUT_OF_COUNTY].given) {
        struct elsewhere_request r = {.person = person,
                                      .county = with->passive[PASSIVE_OUT_OF_COUNTY].text,
                                      .from = with->from->day,
                                      .actor = asked.actor,
                                      .key = asked.key,
                                      .dry_run = asked.dry_run};
        return str_eq(r.county, STR("none")) ? list_back(cli, in, &r, err)
                                             : list_there(cli, in, &r, err);
    }
    return list_here(cli, in, &asked, person, with->passive[PASSIVE_NEWBORN].yes, err);
}

bool list_passive(struct cli *cli, const struct call *call, const struct list_passive *with,
                  struct err *err)
{
    struct instance in;
    struct str person = call->arguments > 0 ? call->argument[0] : STR("");
    if (!check(call, with, err) || (str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = list_in(cli, &in, with, person, err);
    instance_close(&in);
    return done;
}
