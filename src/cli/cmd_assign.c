/* kontinua assign: who is whose named contact, of one person, of many, of all whom a filter finds;
 * and what is done about a contact that one person has. */
#include "cli/actor.h"
#include "cli/assign_show.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/past_note.h"
#include "engine/bag.h"
#include "service/contact/contact_acts.h"

#include <errno.h>
#include <string.h>

enum {
    KIND,
    FROM,
    OVERRIDE,
    WHERE,
    FILE_OF,
    END,
    REASON,
    OPT_OUT,
    OPT_IN,
    INFORM,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [KIND] = {.name = "kind",
              .type = OPTION_INT,
              .value_name = "N",
              .help = TEXT_OPTION_ASSIGN_KIND,
              .preset = "2",
              .least = KIND_CARE_CONTACT,
              .most = KIND_COORDINATING},
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_ASSIGN_FROM},
    [OVERRIDE] = {.name = "override",
                  .type = OPTION_TEXT,
                  .value_name = "TEXT",
                  .help = TEXT_OPTION_ASSIGN_OVERRIDE},
    [WHERE] = {.name = "where",
               .type = OPTION_TEXT,
               .value_name = "FILTER",
               .help = TEXT_OPTION_ASSIGN_WHERE},
    [FILE_OF] = {.name = "file",
                 .type = OPTION_TEXT,
                 .value_name = "FILE",
                 .help = TEXT_OPTION_ASSIGN_FILE},
    [END] = {.name = "end", .type = OPTION_FLAG, .help = TEXT_OPTION_ASSIGN_END},
    [REASON] = {.name = "reason",
                .type = OPTION_TEXT,
                .value_name = "TEXT",
                .help = TEXT_OPTION_ASSIGN_REASON},
    [OPT_OUT] = {.name = "opt-out", .type = OPTION_FLAG, .help = TEXT_OPTION_ASSIGN_OPT_OUT},
    [OPT_IN] = {.name = "opt-in", .type = OPTION_FLAG, .help = TEXT_OPTION_ASSIGN_OPT_IN},
    [INFORM] = {.name = "inform", .type = OPTION_FLAG, .help = TEXT_OPTION_ASSIGN_INFORM},
    ACTOR_OPTION_AT(ACTOR, TEXT_OPTION_ASSIGN_UNIT),
};

/* ---- of one person ---- */

struct one {
    unsigned option;
    enum text already, done;
    bool of_day; /* they name no contact */
    bool (*run)(struct arena *a, struct instance *in, const struct contact_acting *asked,
                struct contact_acted *out, struct err *err);
};
static const struct one ONE[] = {
    {END, TEXT_ASSIGN_ENDED_ALREADY, TEXT_ASSIGN_ENDED, false, contact_acts_end},
    {INFORM, TEXT_ASSIGN_INFORMED_ALREADY, TEXT_ASSIGN_INFORMED, false, contact_acts_inform},
    {OPT_OUT, TEXT_ASSIGN_OUT_ALREADY, TEXT_ASSIGN_OUT, true, contact_acts_opt_out},
    {OPT_IN, TEXT_ASSIGN_IN_ALREADY, TEXT_ASSIGN_IN, true, contact_acts_opt_in},
};

/* Which of them is asked for; NULL: none, and a fault where it is several. */
static bool find_one(const struct call *call, const struct one **out, struct err *err)
{
    *out = NULL;
    for (size_t i = 0; i < ARRAY_LEN(ONE); i++) {
        if (!call->value[ONE[i].option].yes)
            continue;
        if (*out)
            return FAIL(err, ERR_INVALID, "assign.one_thing", "%s", "");
        *out = &ONE[i];
    }
    return true;
}

static bool run_one(struct cli *cli, struct instance *in, const struct call *call,
                    const struct one *one, struct err *err)
{
    struct actor_asked asked;
    struct contact_acted done;
    struct str person = call->argument[0];
    if (call->arguments > 2 || call->value[WHERE].given || call->value[FILE_OF].given)
        return FAIL(err, ERR_INVALID, "assign.one_thing", "%s", "");
    if (call->arguments > 1 && one->of_day)
        return FAIL(err, ERR_INVALID, "options.arguments", "assign PERSON --%s",
                    OPTION[one->option].name);
    if ((str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !actor_given(cli, in, &call->value[ACTOR], &asked, err))
        return false;
    struct contact_acting acting = {.person = person,
                                    .kind = (enum contact_kind)call->value[KIND].number,
                                    .staff = call->arguments > 1 ? call->argument[1] : STR(""),
                                    .from = call->value[FROM].day,
                                    .reason = call->value[REASON].text,
                                    .actor = asked.actor,
                                    .key = asked.key,
                                    .dry_run = asked.dry_run};
    if (!one->run(cli->arena, in, &acting, &done, err))
        return false;
    struct assign_sentence said = {done.is_already ? one->already : one->done, one->of_day};
    if (!assign_show_one(cli, &done, said, asked.dry_run, err))
        return false;
    if (!done.is_already && !done.is_repeat)
        past_note(cli, done.from);
    return true;
}

/* ---- of many ---- */

/* Those who are given; of those of a file, the line of each. */
struct given {
    struct bag person; /* struct str */
    struct bag line;   /* size_t */
};

/* An empty line, and the mark with which some programs begin a file, are nobody. */
static bool add_line(struct cli *cli, struct given *to, struct str text, size_t number)
{
    const struct str mark = STR("\xEF\xBB\xBF");
    if (number == 1 && str_starts(text, mark))
        text = (struct str){text.at + mark.len, text.len - mark.len};
    while (text.len > 0 && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
        text.len--;
    text = str_trim(text);
    if (text.len == 0)
        return false;
    *(struct str *)bag_add(&to->person) = str_copy(cli->arena, text);
    *(size_t *)bag_add(&to->line) = number;
    return true;
}

/* A line of a file is told of by its place, for it may be one of thousands; never by what it says.
 */
static bool check_line(struct cli *cli, struct str name, const struct given *to, size_t number,
                       struct err *err)
{
    int64_t key;
    struct person_id id;
    struct err why = {0};
    struct str line = *(const struct str *)bag_at(&to->person, to->person.count - 1);
    bool good = str_starts(line, STR("key:"))
                    ? str_to_i64((struct str){line.at + 4, line.len - 4}, &key)
                    : person_id_parse(line, clock_today(&cli->clock), &id, &why);
    return good || FAIL(err, ERR_INVALID, "assign.file", "%.*s:%zu", STR_FMT(name), number);
}

/* One person a line. A line that is too long is no person, whatever it says further on. */
static bool read_lines(struct cli *cli, FILE *from, struct given *to, struct err *err)
{
    char line[64];
    bool goes_on = false;
    size_t number = 0;
    while (fgets(line, sizeof line, from)) {
        if (!goes_on)
            (void)add_line(cli, to, str_of(line), ++number);
        goes_on = !strchr(line, '\n');
    }
    return !ferror(from) || FAIL(err, ERR_IO, "file.read", "%s", strerror(errno));
}

static bool read_file(struct cli *cli, struct str name, struct given *to, struct err *err)
{
    enum { MOST = 1024 * 1024 };
    struct str rest;
    if (!file_read_all(&FILES_POSIX, cli->arena, str_cstr(cli->arena, name), MOST, &rest, err))
        return false;
    for (size_t number = 1; rest.len > 0; number++)
        if (add_line(cli, to, str_cut(&rest, '\n'), number) &&
            !check_line(cli, name, to, number, err))
            return false;
    return to->person.count > 0 ||
           FAIL(err, ERR_INVALID, "assign.file_empty", "%.*s", STR_FMT(name));
}

/* Those on the command line, of which - is standard input, or those of a file. */
static bool read_persons(struct cli *cli, const struct call *call, struct given *to,
                         struct err *err)
{
    const struct option_value *file = &call->value[FILE_OF];
    unsigned ways = (unsigned)(call->arguments > 1) + file->given + call->value[WHERE].given;
    if (ways != 1)
        return FAIL(err, ERR_INVALID, "assign.persons", "%s", "");
    if (file->given)
        return read_file(cli, file->text, to, err);
    for (unsigned i = 1; i < call->arguments; i++) {
        if (!str_eq(call->argument[i], STR("-")))
            *(struct str *)bag_add(&to->person) = call->argument[i];
        else if (!read_lines(cli, stdin, to, err))
            return false;
    }
    return true;
}

static bool run_many(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct actor_asked asked;
    struct assigned done;
    struct given given = {BAG_OPEN(cli->arena, struct str), BAG_OPEN(cli->arena, size_t)};
    if (!read_persons(cli, call, &given, err) ||
        !actor_given(cli, in, &call->value[ACTOR], &asked, err))
        return false;
    if (given.person.count == 0 && !call->value[WHERE].given)
        return FAIL(err, ERR_INVALID, "person.input", "%s", "");
    struct assigning assigning = {.staff = call->argument[0],
                                  .written = bag_array(cli->arena, &given.person),
                                  .persons = given.person.count,
                                  .where = call->value[WHERE].text,
                                  .list = call->value[FILE_OF].text,
                                  .line = bag_array(cli->arena, &given.line),
                                  .kind = (enum contact_kind)call->value[KIND].number,
                                  .unit = call->value[ACTOR + ACTOR_UNIT].text,
                                  .from = call->value[FROM].day,
                                  .override = call->value[OVERRIDE].text,
                                  .actor = asked.actor,
                                  .key = asked.key,
                                  .dry_run = asked.dry_run};
    if (!assign_contacts(cli->arena, in, &assigning, &done, err) ||
        !assign_show(cli, &done, &assigning, err))
        return false;
    if (!done.is_repeat && done.preview.of[ASSIGN_MAY] > 0)
        past_note(cli, done.from);
    return true;
}

static bool assign(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    const struct one *one = NULL;
    if (!find_one(call, &one, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = one ? run_one(cli, &in, call, one, err) : run_many(cli, &in, call, err);
    instance_close(&in);
    return done;
}

/* Two things at once, and many persons of one thing, are refused with a sentence of their own. */
#define ONE_OF                                                                                     \
    (OPTION_BIT(FROM) | OPTION_BIT(WHERE) | OPTION_BIT(FILE_OF) | OPTION_BIT(END) |                \
     OPTION_BIT(INFORM) | OPTION_BIT(OPT_OUT) | OPTION_BIT(OPT_IN) | ACTOR_ALL(ACTOR))
static const struct verb_form FORM[] = {
    {"--end", OPTION_BIT(KIND) | OPTION_BIT(REASON) | ONE_OF},
    {"--inform", OPTION_BIT(KIND) | ONE_OF},
    {"--opt-out", ONE_OF},
    {"--opt-in", ONE_OF},
    {NULL, OPTION_BIT(KIND) | OPTION_BIT(FROM) | OPTION_BIT(OVERRIDE) | OPTION_BIT(WHERE) |
               OPTION_BIT(FILE_OF) | ACTOR_ALL(ACTOR)},
};

const struct command COMMAND_ASSIGN = {
    .verb = {.name = "assign",
             .arguments = "STAFF PERSON...|STAFF --where FILTER|STAFF --file FILE|--end PERSON "
                          "[STAFF] --reason TEXT|--inform PERSON [STAFF]|--opt-out PERSON|"
                          "--opt-in PERSON",
             .least_arguments = 1,
             .most_arguments = 10000,
             .summary = TEXT_VERB_ASSIGN_SUMMARY,
             .about = TEXT_VERB_ASSIGN_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = assign,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
