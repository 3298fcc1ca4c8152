#include "cli/saebo_report.h"

#include "cli/instance.h"
#include "cli/past_note.h"
#include "cli/print.h"
#include "service/person/residence.h"
#include "web/place_name.h"

enum { C_ROLE, C_KIND, C_MUNICIPALITY, C_HOME, C_FROM, C_TO, C_ALREADY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_ROLE] = {.name = "role"},
    [C_KIND] = {.name = "kind"},
    [C_MUNICIPALITY] = {.name = "municipality"},
    [C_HOME] = {.name = "home"},
    [C_FROM] = {.name = "from"},
    [C_TO] = {.name = "to"},
    [C_ALREADY] = {.name = "already"},
};

static bool put_records(struct cli *cli, const struct residence_answer *a, struct err *err)
{
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < a->count; i++) {
        const struct residence_line *l = &a->line[i];
        char from[DAY_TEXT], to[DAY_TEXT];
        struct str field[COLUMNS] = {[C_ROLE] = vocab_word(&VOCAB_RESIDENCE_ROLE, l->role),
                                     [C_KIND] = vocab_word(&VOCAB_RESIDENCE_KIND, l->kind),
                                     [C_MUNICIPALITY] = l->municipality,
                                     [C_HOME] = l->home,
                                     [C_FROM] = day_format(l->from, from),
                                     [C_TO] = day_format(l->to, to),
                                     [C_ALREADY] = a->is_already ? STR("yes") : STR("no")};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* "SÄBO in Bräcke (Solbacken), 2024-01-01 -" */
static struct str describe(struct cli *cli, const struct residence_line *l)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    struct sb out = sb_open(cli->arena, 128);
    enum text kind = l->kind == RESIDENCE_SAEBO ? TEXT_RESIDENCE_SAEBO : TEXT_RESIDENCE_HOME_CARE;
    sb_fmt(&out, "%.*s, %.*s", STR_FMT(text_get(cli->lang, kind)),
           STR_FMT(municipality_name(l->municipality)));
    if (l->home.len > 0)
        sb_fmt(&out, " (%.*s)", STR_FMT(l->home));
    sb_fmt(&out, ", %.*s – %.*s", STR_FMT(day_format(l->from, from)),
           STR_FMT(day_format(l->to, to)));
    return str_trim(sb_str(&out));
}

static enum text sentence(const struct residence_answer *a, enum residence_role role, bool dry_run)
{
    static const enum text OVERLAP[] = {
        [RESIDENCE_LOSES] = TEXT_RESIDENCE_LOSES, [RESIDENCE_WINS] = TEXT_RESIDENCE_WINS};
    if (role >= RESIDENCE_LOSES)
        return OVERLAP[role];
    if (a->is_already)
        return role == RESIDENCE_WITHDRAWN ? TEXT_RESIDENCE_WITHDRAWN_ALREADY
                                           : TEXT_RESIDENCE_ALREADY;
    if (a->is_repeat)
        return TEXT_RESIDENCE_REPEAT;
    if (role == RESIDENCE_WITHDRAWN)
        return dry_run ? TEXT_RESIDENCE_WITHDRAWAL_PREVIEW : TEXT_RESIDENCE_WITHDRAWN;
    if (dry_run)
        return TEXT_RESIDENCE_PREVIEW;
    return role == RESIDENCE_SAID ? TEXT_RESIDENCE_REPORTED : TEXT_RESIDENCE_ENDED;
}

static bool put(struct cli *cli, const struct residence_answer *a, bool dry_run, struct err *err)
{
    if (cli->format != FORMAT_TABLE)
        return put_records(cli, a, err);
    struct sb lines = sb_open(cli->arena, 512);
    for (size_t i = 0; i < a->count; i++) {
        const struct residence_line *l = &a->line[i];
        struct sb out = sb_open(cli->arena, 256);
        text_fill(&out, cli->lang, sentence(a, l->role, dry_run), (struct str[]){describe(cli, l)},
                  1);
        options_wrap(&lines, sb_str(&out), 0, 0);
    }
    return cli_write(cli->out, sb_str(&lines), err);
}

/* What each of the three has of these. */
static bool check(const struct call *call, struct err *err)
{
    enum { REPORT = 1, END = 2, WITHDRAWAL = 4 };
    static const struct {
        int option;
        unsigned of;
    } BELONGS[] = {{SAEBO_MUNICIPALITY, REPORT},
                   {SAEBO_HOME, REPORT},
                   {SAEBO_FROM, REPORT | WITHDRAWAL},
                   {SAEBO_TO, REPORT},
                   {SAEBO_SOURCE, REPORT | END},
                   {SAEBO_END, END},
                   {SAEBO_ON, END},
                   {SAEBO_WITHDRAW, WITHDRAWAL}};
    unsigned is = call->value[SAEBO_WITHDRAW].yes ? WITHDRAWAL
                  : call->value[SAEBO_END].yes    ? END
                                                  : REPORT;
    bool good = is != REPORT || call->value[SAEBO_KIND].given;
    for (size_t i = 0; i < ARRAY_LEN(BELONGS); i++)
        good = good && (!call->value[BELONGS[i].option].given || (BELONGS[i].of & is));
    return good || FAIL(err, ERR_INVALID, "residence.options", "%s", "");
}

static bool run(struct cli *cli, struct instance *in, const struct call *call, struct str person,
                struct err *err)
{
    const struct option_value *v = call->value;
    struct actor_asked asked = {0};
    struct residence_answer answer = {.count = 0};
    if (!actor_given(cli, in, &v[SAEBO_ACTOR], &asked, err))
        return false;
    bool ends = v[SAEBO_END].yes, withdraws = v[SAEBO_WITHDRAW].yes;
    struct residence_request r = {.person = person,
                                  .has_kind = v[SAEBO_KIND].given,
                                  .kind = (enum residence_kind)v[SAEBO_KIND].choice,
                                  .municipality = v[SAEBO_MUNICIPALITY].text,
                                  .home = v[SAEBO_HOME].text,
                                  .source = v[SAEBO_SOURCE].text,
                                  .from = v[SAEBO_FROM].day,
                                  .to = ends ? v[SAEBO_ON].day : v[SAEBO_TO].day,
                                  .actor = asked.actor,
                                  .key = asked.key,
                                  .dry_run = asked.dry_run};
    if (!(withdraws ? residence_withdraw
          : ends    ? residence_end
                    : residence_report)(cli->arena, in, &r, &answer, err) ||
        !put(cli, &answer, asked.dry_run, err))
        return false;
    const struct residence_line *l = answer.count > 0 ? &answer.line[0] : NULL;
    if (l && !answer.is_already && !answer.is_repeat) {
        struct day after = {l->to.n + 1};
        past_note(cli, ends ? after : l->from);
    }
    return true;
}

bool saebo_report(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct str person = call->argument[1];
    if (!check(call, err) || (str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = run(cli, &in, call, person, err);
    instance_close(&in);
    return done;
}
