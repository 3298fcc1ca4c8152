#include "service/figures/explained.h"

#include "service/access/access_log.h"
#include "service/access/lookups.h"
#include "service/contact/block_facts.h"

/* ---- a person ---- */

/* Who looked at whom, before anything of it is shown; also who looked in vain, or was not allowed.
 * False with the refusal, or where it cannot be logged. */
static bool find_person(struct arena *a, struct instance *in, const struct snapshot *s,
                        const struct explained_ask *ask, uint32_t *person, struct err *err)
{
    const struct withheld protection = {.s = s, .actor = &ask->actor}; /* of blocks not yet */
    struct sb about = sb_open(a, 96);
    sb_fmt(&about, "measure=%.*s", STR_FMT(ask->definition->id));
    block_put_opening(&about, &ask->opening);
    struct access_entry seen = {
        .actor = ask->actor, .act = STR("explain"), .about = sb_str(&about), .count = -1};
    struct err why = {0};
    if (!lookups_may(in, &ask->actor, seen.act, ask->person, err))
        return false;
    if (!persons_find(in, s, ask->person, person, &why)) {
        seen.outcome = ACCESS_NO_HIT;
    } else {
        seen.person = s->person_key[*person];
        if (withheld_person(&protection, *person)) {
            seen.outcome = ACCESS_DENIED;
            (void)FAIL(&why, ERR_DENIED, "explain.protected_person", "%s", "");
        }
    }
    if (seen.person != 0 && !lookups_opened(in, &ask->actor, seen.person, err))
        return false;
    bool is_question = why.kind == ERR_NONE || why.kind == ERR_MISSING || why.kind == ERR_DENIED;
    if (is_question && !access_log_write(in, &seen, 1, err))
        return false;
    if (why.kind != ERR_NONE)
        *err = why;
    return why.kind == ERR_NONE;
}

/* Whose figure: the unit's that was named, else the county's. */
static bool choose_place(const struct snapshot *s, struct str unit, struct explain_request *ask,
                         struct err *err)
{
    ask->level = LEVEL_COUNTY;
    ask->place = s->own_county;
    if (unit.len == 0)
        return true;
    ask->level = LEVEL_UNIT;
    return persons_unit(s, unit, &ask->place, err);
}

static struct explanation without_staff(struct arena *a, const struct withheld *w,
                                        const struct explanation *why)
{
    struct explanation shown = *why;
    struct explain_line *line = ARENA_NEW(a, struct explain_line, why->lines + 1);
    for (size_t i = 0; i < why->lines; i++) {
        line[i] = why->line[i];
        withheld_hide_staff(w, &line[i]);
    }
    shown.line = line;
    return shown;
}

bool explained_person(struct arena *a, struct instance *in, const struct snapshot *s,
                      const struct explained_ask *ask, struct explained *out, struct err *err)
{
    struct explained e = {.ask = {.definition = ask->definition, .month = ask->month}};
    struct withheld w = {.s = s, .actor = &ask->actor};
    if (!block_check_opening(&ask->opening, &ask->actor, err) ||
        !find_person(a, in, s, ask, &e.ask.person, err) ||
        !blocks_closed_of(a, in, w.actor, s->person_key[e.ask.person], &w.blocks, err) ||
        !choose_place(s, ask->unit, &e.ask, err))
        return false;
    struct explanation why = explain(a, s, &e.ask);
    e.is_blocked = ask->opening.how == BLOCK_CLOSED && withheld_explanation(&w, e.ask.person, &why);
    if (!e.is_blocked)
        e.why = without_staff(a, &w, &why);
    *out = e;
    return true;
}

/* ---- lists ---- */

static struct str place_id(const struct snapshot *s, const struct persons_request *ask)
{
    return hsaid_str(ask->level == LEVEL_DOCTOR ? &s->staff_id[ask->place]
                                                : &s->unit_id[ask->place]);
}

static struct str about_list(struct arena *a, const struct snapshot *s,
                             const struct persons_request *ask)
{
    return str_fmt(a, "measure=%.*s %s=%.*s", STR_FMT(ask->definition->id),
                   ask->level == LEVEL_DOCTOR ? "doctor" : "unit", STR_FMT(place_id(s, ask)));
}

static bool choose_list(struct arena *a, const struct instance *in, const struct snapshot *s,
                        const struct explained_lists_ask *from, struct persons_request *ask,
                        struct err *err)
{
    bool of_doctor = from->doctor.len > 0;
    ask->level = of_doctor ? LEVEL_DOCTOR : LEVEL_UNIT;
    if (!definition_has_level(ask->definition, ask->level))
        return FAIL(err, ERR_INVALID, "measure.level", "%.*s, --%s", STR_FMT(ask->definition->id),
                    of_doctor ? "doctor" : "unit");
    if (!of_doctor)
        return persons_unit(s, from->unit, &ask->place, err);
    if (!persons_staff(s, from->doctor, &ask->place, err))
        return false;
    if (!s->staff_protected[ask->place] || ask->protected_rows)
        return true;
    struct access_entry denied = {.actor = from->actor,
                                  .act = STR("explain"),
                                  .about = about_list(a, s, ask),
                                  .outcome = ACCESS_DENIED,
                                  .count = -1};
    return access_log_write(in, &denied, 1, err) &&
           FAIL(err, ERR_DENIED, "explain.protected", "%s", "--doctor");
}

static bool is_anybody(const struct persons_lists *lists)
{
    size_t count = lists->blocked;
    for (unsigned i = 0; i < STANDINGS; i++)
        count += lists->of[i].places + lists->hidden[i];
    return count > 0;
}

static bool log_lists(const struct instance *in, const struct actor *actor, struct str about,
                      const struct explained_lists *of, struct err *err)
{
    struct access_entry seen = {.actor = *actor,
                                .act = STR("explain"),
                                .about = about,
                                .outcome = is_anybody(&of->lists) ? ACCESS_DONE : ACCESS_NO_HIT};
    for (unsigned i = 0; i < STANDINGS; i++)
        seen.count += (int64_t)of->lists.of[i].places;
    return access_log_write(in, &seen, 1, err);
}

bool explained_lists(struct arena *a, struct instance *in, const struct snapshot *s,
                     const struct explained_lists_ask *ask, struct explained_lists *out,
                     struct err *err)
{
    struct explained_lists l = {.ask = {.definition = ask->definition,
                                        .month = ask->month,
                                        .threads = ask->threads,
                                        .protected_rows = ask->actor.opens_protected},
                                .leaves_out = !ask->actor.opens_protected};
    struct persons_named named;
    struct withheld w;
    char day[DAY_TEXT];
    if (!choose_list(a, in, s, ask, &l.ask, err) || !persons_name(a, in, s, &named, err) ||
        !withheld_open(a, in, s, &ask->actor, &w, err))
        return false;
    l.lists = persons_lists(a, s, &named, &l.ask, &w);
    if (!log_lists(in, &ask->actor, about_list(a, s, &l.ask), &l, err))
        return false;
    /* That nobody is there is told to who sees everybody: to others it would tell an empty unit
     * from one where only protected persons are. */
    if (!l.leaves_out && !is_anybody(&l.lists))
        return FAIL(err, ERR_MISSING, "explain.nobody", "%.*s, %.*s, %.*s",
                    STR_FMT(ask->definition->id), STR_FMT(place_id(s, &l.ask)),
                    STR_FMT(day_format(month_last(ask->month), day)));
    *out = l;
    return true;
}
