#include "killed_doing.h"
#include "table_file.h"

#include "service/contact/assign.h"
#include "service/contact/block.h"
#include "service/contact/contact_acts.h"
#include "service/contact/panel_moves.h"
#include "service/contact/requests.h"
#include "service/contact/staff_acts.h"
#include "service/listing/application.h"
#include "service/listing/elsewhere.h"
#include "service/listing/listing.h"
#include "service/listing/passive.h"
#include "service/listing/queue.h"
#include "service/message/letters.h"
#include "service/message/relay.h"
#include "service/person/residence.h"
#include "service/unit/unit.h"
#include "service/unit/unit_close.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BRIEF = 40, KEEP_DAYS = 30, ROUND = DOING_KINDS };
/* Who is in no listing that a load brings: children of the first two, and others. */
enum { CHILDREN = 20, OTHERS = 20, ALL = DOING_PERSONS + CHILDREN + OTHERS };

/* ---- files ---- */

static void put_staff(const char *in)
{
    FILE *f = table_file_open(in, "staff");
    (void)fprintf(f, "staff,profession,title_code\n");
    for (unsigned d = 0; d < DOING_UNITS; d++)
        (void)fprintf(f, "SE0000000000-D%u,physician,201011\n", d);
    table_file_close(f);
    f = table_file_open(in, "positions");
    (void)fprintf(f, "staff,unit,from,employment,panel_open\n");
    for (unsigned i = 0; i < DOING_UNITS * DOING_UNITS; i++)
        (void)fprintf(f, "SE0000000000-D%u,SE0000000000-U%u,2020-01-01,employed,yes\n",
                      i % DOING_UNITS, i / DOING_UNITS);
    table_file_close(f);
}

static void put_people(const char *in, unsigned number)
{
    char id[PERSON_ID_TEXT], one[PERSON_ID_TEXT], two[PERSON_ID_TEXT];
    FILE *f = table_file_open(in, "people");
    (void)table_file_person(0, one);
    (void)table_file_person(1, two);
    (void)fprintf(f, "person,birth_date,sex,county,area,paper,given_name,surname,street,"
                     "postal_code,city,guardian1,guardian2\n");
    for (unsigned p = 0; p < ALL; p++) {
        bool is_child = p >= DOING_PERSONS && p < DOING_PERSONS + CHILDREN;
        (void)fprintf(f, "%s,%s-01-01,F,23,%u,yes,Anna,Ek,Gatan 1,83100,Staden,%s,%s\n",
                      table_file_person(p, id), is_child ? "2015" : "1950",
                      p < DOING_PERSONS ? number : 0, is_child ? one : "", is_child ? two : "");
    }
    table_file_close(f);
    f = table_file_open(in, "areas");
    (void)fprintf(f, "area,unit,from\n0,SE0000000000-U0,2020-01-01\n");
    table_file_close(f);
}

/* Another area and another cap each time: a load that changes rows, and makes room where somebody
 * waits. Units that are there for a while have names of their own. */
void doing_put_files(const char *in, unsigned number)
{
    char id[PERSON_ID_TEXT];
    FILE *f = table_file_open(in, "units");
    (void)fprintf(f, "unit,name,operator,county,cap,queue\n");
    for (unsigned u = 0; u < DOING_UNITS; u++)
        (void)fprintf(f, "SE0000000000-U%u,Unit %u,region,23,%.0u,yes\n", u, number,
                      u == 2 ? 2 + number % 3 : 0);
    for (unsigned u = 0; number == 0 && u < BRIEF; u++)
        (void)fprintf(f, "SE0000000000-X%u,Brief,region,23,,no\n", u);
    table_file_close(f);
    put_people(in, number);
    f = table_file_open(in, "listings");
    (void)fprintf(f, "person,unit,from,to,basis\n");
    for (unsigned p = 0; p < DOING_PERSONS; p++)
        (void)fprintf(f, "%s,SE0000000000-U%u,2020-01-%02u,,area\n", table_file_person(p, id),
                      p % DOING_UNITS, 1 + number % 28);
    table_file_close(f);
    put_staff(in);
}

/* ---- acts with a key ---- */

static struct actor administrator(void)
{
    return (struct actor){
        .id = STR("os:test"), .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};
}

static struct actor head(struct str unit)
{
    return (struct actor){.id = STR("os:test"),
                          .role = ROLE_UNIT_HEAD,
                          .unit = unit,
                          .purpose = PURPOSE_ADMINISTRATION};
}

/* Of one act: everything that its number says. */
struct doing {
    struct arena *arena;
    struct instance *in;
    unsigned number, round;
    struct str key, person, other, child, unit, brief;
};

static bool list_at(const struct doing *d, struct str person, struct str unit, bool *repeated,
                    struct err *err)
{
    struct listing_answer answer = {.is_repeat = false};
    struct listing_request r = {.person = person,
                                .unit = unit,
                                .from = DAY_NONE,
                                .special = STR("test"),
                                .queue = true,
                                .actor = administrator(),
                                .key = d->key};
    bool done = listing_list(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool list(const struct doing *d, bool *repeated, struct err *err)
{
    return list_at(d, d->person, d->unit, repeated, err);
}

static bool list_brief(const struct doing *d, bool *repeated, struct err *err)
{
    return list_at(d, d->other, d->brief, repeated, err);
}

/* Whoever is listed there goes to the first unit. */
static bool close_brief(const struct doing *d, bool *repeated, struct err *err)
{
    struct unit_close_answer answer = {.is_repeat = false};
    struct unit_close r = {.unit = d->brief,
                           .last = {DOING_TODAY + 10},
                           .by = CLOSE_TO,
                           .to = STR("SE0000000000-U0"),
                           .actor = administrator(),
                           .key = d->key};
    bool done = unit_close(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool apply(const struct doing *d, bool *repeated, struct err *err)
{
    struct application_answer answer = {.is_repeat = false};
    struct application_asked r = {
        .person = d->person, .reason = STR("test"), .actor = administrator(), .key = d->key};
    bool done = application_apply(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

/* The oldest that nobody has decided. */
static bool decide(const struct doing *d, bool *repeated, struct err *err)
{
    struct application_answer answer = {.is_repeat = false};
    struct application_asked r = {.id = 1 + d->round,
                                  .granted = d->round % 2 == 0,
                                  .decision = STR("test"),
                                  .actor = administrator(),
                                  .key = d->key};
    bool done = application_settle(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool assign(const struct doing *d, bool *repeated, struct err *err)
{
    struct assigned answer = {.is_repeat = false};
    struct assigning r = {.staff = str_fmt(d->arena, "SE0000000000-D%u", d->number % DOING_UNITS),
                          .written = &d->person,
                          .persons = 1,
                          .kind = KIND_DOCTOR,
                          .unit = d->unit,
                          .from = DAY_NONE,
                          .actor = head(d->unit),
                          .key = d->key};
    bool done = assign_contacts(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

/* Of whom the act before was given somebody. */
static bool move(const struct doing *d, bool *repeated, struct err *err)
{
    struct move_answer answer = {.is_repeat = false};
    unsigned given = (d->number - 1) % DOING_UNITS;
    struct str to = str_fmt(d->arena, "SE0000000000-D%u", (given + 1) % DOING_UNITS);
    struct move_asking r = {.staff = str_fmt(d->arena, "SE0000000000-D%u", given),
                            .unit = d->unit,
                            .to = &to,
                            .count = 1,
                            .on = DAY_NONE,
                            .actor = head(d->unit),
                            .key = d->key};
    bool done = moves_plan(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool set_cap(const struct doing *d, bool *repeated, struct err *err)
{
    struct unit_changed answer = {.is_repeat = false};
    struct unit_change r = {.unit = STR("SE0000000000-U1"),
                            .what = UNIT_CAP,
                            .cap = 1 + (int64_t)(d->round % 4),
                            .from = DAY_NONE,
                            .reason = STR("test"),
                            .actor = administrator(),
                            .key = d->key};
    bool done = unit_change(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool leave(const struct doing *d, bool *repeated, struct err *err)
{
    struct queue_left answer = {.is_repeat = false};
    struct queue_leaving r = {.person = d->person, .actor = administrator(), .key = d->key};
    bool done = queue_leave(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool ask(const struct doing *d, bool *repeated, struct err *err)
{
    struct request_answer answer = {.is_repeat = false};
    struct request_asking r = {.person = d->person,
                               .kind = KIND_DOCTOR,
                               .actor = {.id = d->person,
                                         .role = ROLE_RESIDENT,
                                         .purpose = PURPOSE_OWN,
                                         .person = 1 + d->round % DOING_PERSONS},
                               .key = d->key};
    bool done = requests_open(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

/* The oldest that is open: it waits, and then it is declined. */
static bool answer(const struct doing *d, bool *repeated, struct err *err)
{
    struct request_answer answer = {.is_repeat = false};
    struct request_moving r = {.id = 1 + d->round / 2,
                               .to = d->round % 2 == 0 ? REQUEST_WAITING : REQUEST_DECLINED,
                               .reason = d->round % 2 == 0 ? STR("") : STR("test"),
                               .actor = administrator(),
                               .key = d->key};
    bool done = requests_step(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

/* Two guardians, one after the other: what the first asks for waits for the second. */
static bool sign(const struct doing *d, unsigned guardian, bool *repeated, struct err *err)
{
    struct listing_answer answer = {.is_repeat = false};
    struct listing_request r = {.person = d->child,
                                .unit = d->unit,
                                .from = DAY_NONE,
                                .actor = {.id = str_fmt(d->arena, "key:%u", guardian),
                                          .role = ROLE_GUARDIAN,
                                          .purpose = PURPOSE_OWN,
                                          .on_behalf = DOING_PERSONS + 1 + d->round % CHILDREN,
                                          .person = guardian},
                                .key = d->key};
    bool done = listing_list(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool sign_first(const struct doing *d, bool *repeated, struct err *err)
{
    return sign(d, 1, repeated, err);
}

static bool consent(const struct doing *d, bool *repeated, struct err *err)
{
    return sign(d, 2, repeated, err);
}

static struct contact_acting contact(const struct doing *d, struct str person)
{
    return (struct contact_acting){.person = person,
                                   .kind = KIND_DOCTOR,
                                   .from = DAY_NONE,
                                   .actor = administrator(),
                                   .key = d->key};
}

static bool inform(const struct doing *d, bool *repeated, struct err *err)
{
    struct contact_acted answer = {.is_repeat = false};
    struct contact_acting r = contact(d, d->person);
    bool done = contact_acts_inform(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

/* Wants no doctor, and in the next round one again. */
static bool opt(const struct doing *d, bool *repeated, struct err *err)
{
    struct contact_acted answer = {.is_repeat = false};
    struct contact_acting r =
        contact(d, str_fmt(d->arena, "key:%u", d->round / 2 % DOING_PERSONS + 1));
    bool done = d->round % 2 == 0 ? contact_acts_opt_out(d->arena, d->in, &r, &answer, err)
                                  : contact_acts_opt_in(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool stand_in(const struct doing *d, bool *repeated, struct err *err)
{
    struct staff_acted answer = {.is_repeat = false};
    struct staff_acting r = {
        .staff = str_fmt(d->arena, "SE0000000000-D%u", (d->round + 1) % DOING_UNITS),
        .doctor = str_fmt(d->arena, "SE0000000000-D%u", d->round % DOING_UNITS),
        .unit = d->unit,
        .from = {DOING_TODAY + (int32_t)(d->round % 100)},
        .to = {DOING_TODAY + (int32_t)(d->round % 100) + 2},
        .fte = NAN,
        .target = PANEL_AS_IT_WAS,
        .cap = PANEL_AS_IT_WAS,
        .actor = head(d->unit),
        .key = d->key};
    bool done = staff_acts_substitute(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool block(const struct doing *d, bool *repeated, struct err *err)
{
    struct block_answer answer = {.is_repeat = false};
    struct block_request r = {.person = d->person,
                              .unit = d->brief,
                              .from = DAY_NONE,
                              .to = DAY_NONE,
                              .lifts = d->round / BRIEF % 2 == 1,
                              .actor = administrator(),
                              .key = d->key};
    bool done = block_unit(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool report(const struct doing *d, bool *repeated, struct err *err)
{
    struct residence_answer answer = {.is_repeat = false};
    struct residence_request r = {.person = d->person,
                                  .has_kind = true,
                                  .kind = d->round % 2 ? RESIDENCE_SAEBO : RESIDENCE_HOME_CARE,
                                  .municipality = STR("2380"),
                                  .source = STR("test"),
                                  .from = {DOING_TODAY - (int32_t)(d->round % 300)},
                                  .to = DAY_NONE,
                                  .actor = administrator(),
                                  .key = d->key};
    bool done = residence_report(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool list_by_area(const struct doing *d, bool *repeated, struct err *err)
{
    struct passive_answer answer = {.is_repeat = false};
    struct passive_request r = {
        .person = str_fmt(d->arena, "key:%u", 1 + DOING_PERSONS + CHILDREN + d->round % OTHERS),
        .actor = administrator(),
        .key = d->key};
    bool done = passive_list(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static bool list_elsewhere(const struct doing *d, bool *repeated, struct err *err)
{
    struct elsewhere_answer answer = {.is_repeat = false};
    struct elsewhere_request r = {.person = d->other,
                                  .county = d->round % 2 ? STR("21") : STR("20"),
                                  .from = DAY_NONE,
                                  .actor = administrator(),
                                  .key = d->key};
    bool done = elsewhere_list(d->arena, d->in, &r, &answer, err);
    *repeated = answer.is_repeat;
    return done;
}

static const struct {
    const char *name;
    bool (*run)(const struct doing *d, bool *repeated, struct err *err);
} KIND[DOING_KINDS] = {{"list", list},
                       {"apply", apply},
                       {"decide", decide},
                       {"assign", assign},
                       {"move", move},
                       {"list where it is brief", list_brief},
                       {"cap", set_cap},
                       {"close", close_brief},
                       {"leave", leave},
                       {"ask", ask},
                       {"answer", answer},
                       {"sign", sign_first},
                       {"consent", consent},
                       {"inform", inform},
                       {"opt", opt},
                       {"stand in", stand_in},
                       {"block", block},
                       {"report", report},
                       {"list by area", list_by_area},
                       {"list elsewhere", list_elsewhere}};

const char *doing_name(unsigned number)
{
    return KIND[number % DOING_KINDS].name;
}

enum doing_did doing_act(struct instance *in, unsigned number, bool *repeated, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    unsigned round = number / ROUND, p = round % DOING_PERSONS;
    struct doing d = {
        .arena = a,
        .in = in,
        .number = number,
        .round = round,
        .key = str_fmt(a, "act-%u", number),
        .person = str_fmt(a, "key:%u", p + 1),
        .other = str_fmt(a, "key:%u", (p + 5) % DOING_PERSONS + 1),
        .child = str_fmt(a, "key:%u", DOING_PERSONS + 1 + round % CHILDREN),
        .unit = str_fmt(a, "SE0000000000-U%u", (round / DOING_PERSONS + p + 1) % DOING_UNITS),
        .brief = str_fmt(a, "SE0000000000-X%u", round % BRIEF)};
    *repeated = false;
    bool done = KIND[number % DOING_KINDS].run(&d, repeated, err);
    bool is_refused = !done && (err->kind == ERR_CONFLICT || err->kind == ERR_INVALID ||
                                err->kind == ERR_DENIED || err->kind == ERR_MISSING);
    arena_close(a);
    return done ? DID_DO : is_refused ? DID_REFUSE : DID_FAIL;
}

/* ---- what is done without a key ---- */

bool doing_deliver(struct instance *in, struct err *err)
{
    struct relay_done done;
    return relay_run(in, &(struct relay_ask){.keep_days = KEEP_DAYS}, &done, err);
}

/* Only how many letters there are is kept: the file is not what is looked at. */
static bool put_letters(void *state, const struct letters *letters, char sum[static SHA256_TEXT],
                        struct err *err)
{
    (void)state, (void)letters, (void)err;
    memset(sum, 'a', SHA256_TEXT - 1);
    sum[SHA256_TEXT - 1] = '\0';
    return true;
}

bool doing_letters(struct instance *in, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct letters_done done;
    struct letters_ask ask = {.actor = administrator(), .sink = {NULL, put_letters}};
    bool good = letters_run(a, in, &ask, &done, err);
    arena_close(a);
    return good;
}
