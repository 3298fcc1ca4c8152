/* kontinua saebo --week, report PERSON: the point measurement of a week, and what the municipality
 * reports. */
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/saebo_report.h"
#include "cli/time_given.h"
#include "cli/wrap.h"
#include "engine/exact.h"
#include "service/figures/evaluated.h"
#include "web/number.h"
#include "web/place_name.h"

static const char *const KIND[] = {"saebo", "home_care", NULL}; /* as enum residence_kind */
static const struct option OPTION[SAEBO_OPTIONS] = {
    [SAEBO_WEEK] = {.name = "week",
                    .type = OPTION_TEXT,
                    .value_name = "YYYY-Www",
                    .help = TEXT_OPTION_SAEBO_WEEK},
    [SAEBO_KNOWN_AT] = {.name = "known-at",
                        .type = OPTION_TEXT,
                        .value_name = "TIME",
                        .help = TEXT_OPTION_TIME_KNOWN_AT},
    [SAEBO_KIND] = {.name = "kind",
                    .type = OPTION_CHOICE,
                    .value_name = "KIND",
                    .help = TEXT_OPTION_SAEBO_KIND,
                    .choice = KIND},
    [SAEBO_MUNICIPALITY] = {.name = "municipality",
                            .type = OPTION_TEXT,
                            .value_name = "CODE",
                            .help = TEXT_OPTION_SAEBO_MUNICIPALITY},
    [SAEBO_HOME] = {.name = "home-name",
                    .type = OPTION_TEXT,
                    .value_name = "TEXT",
                    .help = TEXT_OPTION_SAEBO_HOME},
    [SAEBO_FROM] = {.name = "from",
                    .type = OPTION_DAY,
                    .value_name = "YYYY-MM-DD",
                    .help = TEXT_OPTION_SAEBO_FROM},
    [SAEBO_TO] = {.name = "to",
                  .type = OPTION_DAY,
                  .value_name = "YYYY-MM-DD",
                  .help = TEXT_OPTION_SAEBO_TO},
    [SAEBO_SOURCE] = {.name = "source",
                      .type = OPTION_TEXT,
                      .value_name = "TEXT",
                      .help = TEXT_OPTION_SAEBO_SOURCE},
    [SAEBO_END] = {.name = "end", .type = OPTION_FLAG, .help = TEXT_OPTION_SAEBO_END},
    [SAEBO_ON] = {.name = "on",
                  .type = OPTION_DAY,
                  .value_name = "YYYY-MM-DD",
                  .help = TEXT_OPTION_SAEBO_ON},
    [SAEBO_WITHDRAW] = {.name = "withdraw",
                        .type = OPTION_FLAG,
                        .help = TEXT_OPTION_SAEBO_WITHDRAW},
    ACTOR_OPTION(SAEBO_ACTOR),
};

enum {
    C_WEEK,
    C_LEVEL,
    C_ID,
    C_PLACES,
    C_DOCTOR,
    C_CARE_CONTACT,
    C_DOCTOR_SHARE,
    C_CARE_CONTACT_SHARE,
    C_VERSION,
    COLUMNS,
    TABLE_COLUMNS = C_DOCTOR_SHARE /* people read a share beside its number */
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_WEEK] = {.name = "week", .title = TEXT_TABLE_WEEK},
    [C_LEVEL] = {.name = "level", .title = TEXT_TABLE_LEVEL},
    [C_ID] = {.name = "id", .title = TEXT_TABLE_PLACE, .shrinks = true},
    [C_PLACES] = {.name = "places", .title = TEXT_TABLE_SAEBO_PLACES, .number = true},
    [C_DOCTOR] = {.name = "named_doctor", .title = TEXT_TABLE_NAMED_DOCTOR, .number = true},
    [C_CARE_CONTACT] = {.name = "named_care_contact",
                        .title = TEXT_TABLE_NAMED_CARE_CONTACT,
                        .number = true},
    [C_DOCTOR_SHARE] = {.name = "named_doctor_share", .number = true},
    [C_CARE_CONTACT_SHARE] = {.name = "named_care_contact_share", .number = true},
    [C_VERSION] = {.name = "definition_version", .number = true},
};

enum { PERCENT = 100 };

static struct str version_of(struct cli *cli)
{
    return str_fmt(cli->arena, "%d", SAEBO_WEEK_VERSION);
}

/* A number for files, or in a table for people. */
static struct str count_of(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

/* In a table with its share in per cent, rounded once. */
static struct str part_of(struct cli *cli, uint64_t part, uint64_t places)
{
    struct str count = count_of(cli, part);
    if (cli->format != FORMAT_TABLE || places == 0)
        return count;
    struct str share =
        number_ratio(cli->arena, cli->lang, (int64_t)part, (int64_t)places, PERCENT, 1);
    return str_fmt(cli->arena, "%.*s (%.*s %%)", STR_FMT(count), STR_FMT(share));
}

/* For files exact; of nobody there is none. */
static struct str share_of(struct cli *cli, uint64_t part, uint64_t places)
{
    return places == 0 ? STR("") : exact_ratio(cli->arena, (int64_t)part, (int64_t)places, 1);
}

static bool put_place(struct cli *cli, struct print *p, struct str week, bool is_county,
                      const struct saebo_count *at, struct err *err)
{
    struct str id = at->id, level = is_county ? STR("county") : STR("municipality");
    if (cli->format == FORMAT_TABLE) {
        level = text_get(cli->lang, is_county ? TEXT_TABLE_COUNTY : TEXT_TABLE_MUNICIPALITY);
        id = is_county ? county_name(cli->arena, cli->lang, id) : municipality_name(id);
    }
    struct str field[COLUMNS] = {
        [C_WEEK] = week,
        [C_LEVEL] = level,
        [C_ID] = id,
        [C_PLACES] = count_of(cli, at->places),
        [C_DOCTOR] = part_of(cli, at->named_doctor, at->places),
        [C_CARE_CONTACT] = part_of(cli, at->named_care_contact, at->places),
        [C_DOCTOR_SHARE] = share_of(cli, at->named_doctor, at->places),
        [C_CARE_CONTACT_SHARE] = share_of(cli, at->named_care_contact, at->places),
        [C_VERSION] = version_of(cli)};
    return print_row(p, field, err);
}

/* What the shares are of, and by which definition. */
static bool put_note(struct cli *cli, struct err *err)
{
    struct sb said = sb_open(cli->arena, 256), out = sb_open(cli->arena, 256);
    struct str version = version_of(cli);
    text_fill(&said, cli->lang, TEXT_SAEBO_WEEK_NOTE, &version, 1);
    wrap(&out, sb_str(&said));
    return cli_write(cli->out, sb_str(&out), err);
}

/* A week in which nobody has a place is a row of zeros, of the instance's county. */
static bool put_week(struct cli *cli, struct str week, struct str county,
                     const struct saebo_week *w, struct err *err)
{
    bool to_people = cli->format == FORMAT_TABLE;
    struct print *p = print_open(cli, COLUMN, to_people ? TABLE_COLUMNS : (unsigned)COLUMNS);
    for (size_t i = 0; i < w->municipalities; i++)
        if (!put_place(cli, p, week, false, &w->municipality[i], err))
            return false;
    for (size_t i = 0; i < w->counties; i++)
        if (!put_place(cli, p, week, true, &w->county[i], err))
            return false;
    struct saebo_count nobody = {.id = county};
    if (w->counties == 0 && !put_place(cli, p, week, true, &nobody, err))
        return false;
    if (!print_end(p, err))
        return false;
    return !to_people || put_note(cli, err);
}

static bool put_counted(struct cli *cli, struct instance *in, const struct call *call,
                        const struct snapshot *s, struct iso_week week, struct err *err)
{
    struct actor_asked by;
    struct saebo_week w;
    if (!actor_given(cli, in, &call->value[SAEBO_ACTOR], &by, err))
        return false;
    struct evaluated_week_ask ask = {week, call->value[SAEBO_WEEK].text,
                                     call->value[SAEBO_KNOWN_AT].text, by.actor};
    return evaluated_week(cli->arena, in, s, &ask, &w, err) &&
           put_week(cli, ask.written, in->region.county, &w, err);
}

static bool count_known(struct cli *cli, struct instance *in, const struct call *call,
                        struct moment at, struct iso_week week, struct err *err)
{
    struct known_time time = {DAY_NONE, at};
    struct known_registry known;
    struct snapshot s;
    struct progress progress = progress_open(cli);
    struct warehouse_use use = cli_warehouse(&progress, cli_threads(NULL));
    bool done = known_open(cli->arena, in, &time, &known, err);
    if (done) {
        done = warehouse_known(cli->arena, &known.in, &use, &s, err);
        known_close(&known);
    }
    progress_end(&progress);
    if (!done)
        return false;
    done = put_counted(cli, in, call, &s, week, err);
    snapshot_close(&s);
    return done;
}

static bool count_week(struct cli *cli, struct instance *in, const struct call *call,
                       struct err *err)
{
    struct iso_week week;
    struct moment at;
    if (!iso_week_parse(call->value[SAEBO_WEEK].text, &week, err) ||
        !time_given(&call->value[SAEBO_KNOWN_AT], &at, err))
        return false;
    if (iso_week_first(week).n > instance_today(in).n)
        return FAIL(err, ERR_INVALID, "week.ahead", "%.*s", STR_FMT(call->value[SAEBO_WEEK].text));
    if (at.us != INT64_MAX)
        return count_known(cli, in, call, at, week, err);
    struct progress progress = progress_open(cli);
    struct warehouse_use use = cli_warehouse(&progress, cli_threads(NULL));
    struct warehouse_now now;
    bool opened = warehouse_open(cli->arena, in, &use, &now, err);
    progress_end(&progress);
    if (!opened)
        return false;
    cli_tell_warehouse(&progress, &now);
    bool done = cli_has_any(cli, &now.snapshot, err) &&
                put_counted(cli, in, call, &now.snapshot, week, err);
    snapshot_close(&now.snapshot);
    return done;
}

static const char FORMS[] = "saebo --week YYYY-Www|report PERSON";

static bool is_report(const struct call *call, struct err *err)
{
    if (call->value[SAEBO_KNOWN_AT].given)
        return FAIL(err, ERR_INVALID, "time.question", "%s", "--known-at");
    bool reports = str_eq(call->argument[0], STR("report")) && !call->value[SAEBO_WEEK].given;
    return (reports && call->arguments == 2) || FAIL(err, ERR_INVALID, "options.arguments", "%s",
                                                     reports ? "saebo report PERSON" : FORMS);
}

/* Nothing that belongs to reports. */
static bool is_week(const struct call *call, struct err *err)
{
    if (!call->value[SAEBO_WEEK].given)
        return FAIL(err, ERR_INVALID, "options.arguments", "%s", FORMS);
    for (unsigned i = SAEBO_KIND; i < SAEBO_OPTIONS; i++)
        if (call->value[i].given && !OPTION[i].env)
            return FAIL(err, ERR_INVALID, "residence.options", "--%s", OPTION[i].name);
    return true;
}

static bool saebo(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    if (call->arguments > 0)
        return is_report(call, err) && saebo_report(cli, call, err);
    if (!is_week(call, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = count_week(cli, &in, call, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_SAEBO = {
    .verb = {.name = "saebo",
             .arguments = "[report PERSON]",
             .most_arguments = 2,
             .summary = TEXT_VERB_SAEBO_SUMMARY,
             .about = TEXT_VERB_SAEBO_ABOUT,
             .option = OPTION,
             .options = SAEBO_OPTIONS},
    .run = saebo,
};
