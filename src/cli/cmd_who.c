/* kontinua who PERSON: who is this person's doctor now, or on another day. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/time_given.h"
#include "service/contact/doctor_now.h"

enum { CONSENT, EMERGENCY, TIME, ACTOR = TIME + TIME_OPTIONS, OPTIONS = ACTOR + ACTOR_WHO_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    ACTOR_OPENS_BLOCKED(CONSENT, EMERGENCY),
    TIME_OPTION(TIME),
    ACTOR_WHO_OPTION(ACTOR),
};

enum {
    C_ON,
    C_UNIT,
    C_WHO,
    C_DOCTOR,
    C_NAME,
    C_WHY,
    C_SUBSTITUTES,
    C_PHONE,
    C_WEB,
    C_BLOCKED,
    COLUMNS
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_ON] = {.name = "on"},
    [C_UNIT] = {.name = "unit"},
    [C_WHO] = {.name = "who"},
    [C_DOCTOR] = {.name = "doctor"},
    [C_NAME] = {.name = "name"},
    [C_WHY] = {.name = "why"},
    [C_SUBSTITUTES] = {.name = "substitutes", .number = true},
    [C_PHONE] = {.name = "phone"},
    [C_WEB] = {.name = "web"},
    [C_BLOCKED] = {.name = "blocked"},
};

static bool put_record(struct cli *cli, const struct who_shown *s, struct err *err)
{
    char day[DAY_TEXT];
    const struct who_answer *answer = &s->read.answer;
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {
        [C_ON] = day_format(s->on, day),
        [C_UNIT] = hsaid_str(&s->read.unit.hsaid),
        [C_WHO] = vocab_word(&VOCAB_WHO, answer->who),
        [C_DOCTOR] = hsaid_str(&answer->staff),
        [C_NAME] = s->doctor,
        [C_WHY] = vocab_word(&VOCAB_WHO_WHY, answer->why),
        [C_SUBSTITUTES] = str_fmt(cli->arena, "%u", answer->substitutes),
        [C_PHONE] = s->read.unit.phone,
        [C_WEB] = s->read.unit.web,
        [C_BLOCKED] = print_yes(s->is_blocked),
    };
    return print_row(p, field, err) && print_end(p, err);
}

static struct str doctor_text(struct cli *cli, const struct who_shown *s)
{
    struct str id = hsaid_str(&s->read.answer.staff);
    if (s->is_hidden)
        return text_get(cli->lang, TEXT_WHO_HIDDEN);
    return s->doctor.len > 0 ? str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(s->doctor), STR_FMT(id))
                             : id;
}

/* How the unit is reached, as far as it says. */
static struct str reach_text(struct cli *cli, const struct who_listed *unit)
{
    return str_fmt(cli->arena, "%.*s%s%.*s", STR_FMT(unit->phone),
                   unit->phone.len > 0 && unit->web.len > 0 ? ", " : "", STR_FMT(unit->web));
}

static void put_why(struct cli *cli, struct sb *out, const struct who_answer *answer)
{
    struct str count = str_fmt(cli->arena, "%u", answer->substitutes);
    switch (answer->why) {
    case WHO_WHY_NOT:
        return;
    case WHO_NO_NAMED:
        sb_put(out, text_get(cli->lang, TEXT_WHO_NO_NAMED));
        break;
    case WHO_COMING:
        sb_put(out, text_get(cli->lang, TEXT_WHO_COMING));
        break;
    case WHO_AWAY:
        sb_put(out, text_get(cli->lang, TEXT_WHO_AWAY));
        break;
    }
    sb_char(out, ' ');
    if (answer->substitutes > 1) {
        text_fill(out, cli->lang, TEXT_WHO_SEVERAL, &count, 1);
        sb_char(out, ' ');
    }
}

static bool put(struct cli *cli, const struct who_shown *s, struct err *err)
{
    const struct who_listed *unit = &s->read.unit;
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, s, err);
    struct str place =
        str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(unit->name), STR_FMT(hsaid_str(&unit->hsaid)));
    put_why(cli, &out, &s->read.answer);
    switch (s->read.answer.who) {
    case WHO_NAMED:
        text_fill(&out, cli->lang, TEXT_WHO_NAMED, (struct str[]){doctor_text(cli, s), place}, 2);
        break;
    case WHO_SUBSTITUTE:
        text_fill(&out, cli->lang, TEXT_WHO_SUBSTITUTE, (struct str[]){doctor_text(cli, s), place},
                  2);
        break;
    case WHO_UNIT:
        text_fill(&out, cli->lang, TEXT_WHO_UNIT, (struct str[]){place, reach_text(cli, unit)}, 2);
        break;
    case WHO_NONE:
        if (unit->unit == 0)
            sb_put(&out, text_get(cli->lang, TEXT_WHO_NOT_LISTED));
        else
            text_fill(&out, cli->lang, TEXT_WHO_UNREACHABLE, &place, 1);
        break;
    }
    if (s->is_blocked) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, TEXT_WHO_BLOCKED));
    }
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool who(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor actor = {0};
    struct str person = call->argument[0];
    struct who_shown shown;
    if ((str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = actor_asks(cli, &in, &call->value[ACTOR], &actor, err);
    struct who_asking asking = {.person = person, .actor = actor};
    done = done &&
           opening_given(&call->value[CONSENT], &call->value[EMERGENCY], &asking.opening, err) &&
           known_given(&call->value[TIME], &asking.time, err) &&
           who_show(cli->arena, &in, &asking, &shown, err) && put(cli, &shown, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_WHO = {
    .verb = {.name = "who",
             .arguments = "PERSON",
             .least_arguments = 1,
             .most_arguments = 1,
             .summary = TEXT_VERB_WHO_SUMMARY,
             .about = TEXT_VERB_WHO_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = who,
};
