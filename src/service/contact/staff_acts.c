#include "service/contact/staff_acts.h"

#include "core/json.h"
#include "core/utf8.h"
#include "domain/span.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/contact_facts.h"
#include "store/panel_move_store.h"
#include "store/staff_state.h"

#include <math.h>

enum { REASON_MOST = 200 };

/* What is asked, read and known. */
struct asked {
    struct arena *arena;
    const struct staff_acting *as;
    const char *verb;
    bool (*decide)(struct act *act, struct asked *q, struct staff_acted *out, struct err *err);
    bool lasts;                 /* it is said of years that are over, too */
    struct hsaid staff, doctor; /* doctor.text[0] == 0: none is said */
    struct act_unit unit;
    struct day from;
    struct contact_who of_staff, of_doctor;
    int64_t staff_id, doctor_id;
    enum party by;
};

/* ---- what is asked, and answered ---- */

/* Of what is for a time: a day that is far away is a slip of the hand. */
static bool are_near(const struct asked *q, struct day today)
{
    enum { YEAR = 366, AHEAD = 10 * YEAR };
    return q->from.n >= today.n - YEAR && q->from.n <= today.n + YEAR &&
           (day_is_none(q->as->to) || q->as->to.n <= today.n + AHEAD);
}

static struct str what_of(const struct asked *q)
{
    return str_fmt(q->arena, "staff %s", q->verb);
}

static bool read_asked(struct instance *in, struct asked *q, struct err *err)
{
    const struct staff_acting *as = q->as;
    q->from = day_is_none(as->from) ? instance_today(in) : as->from;
    if (as->actor.person != 0)
        return access_log_refuse(in, &as->actor, what_of(q), "staff.right", err);
    if (!q->lasts && !are_near(q, instance_today(in)))
        return FAIL(err, ERR_INVALID, "staff.day_far", "%s", "");
    if (as->reason.len > 0 && !utf8_is_line(as->reason, REASON_MOST))
        return FAIL(err, ERR_INVALID, "staff.reason", "%s", "");
    return hsaid_parse(as->staff, &q->staff, err) &&
           (as->doctor.len == 0 || hsaid_parse(as->doctor, &q->doctor, err)) &&
           act_check_actor(q->arena, in, &as->actor, err) &&
           act_find_unit(q->arena, in, as->unit, &q->unit, err);
}

static struct str day_or_none(struct day d, char text[static DAY_TEXT])
{
    return day_is_none(d) ? STR("-") : day_format(d, text);
}

static struct str text_of(const struct asked *q)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    const struct staff_acting *as = q->as;
    return str_fmt(q->arena, "staff %s %.*s %.*s %.*s %.*s %.*s %.*s %d %.4f %lld %lld %d %.*s",
                   q->verb, STR_FMT(as->actor.id), STR_FMT(hsaid_str(&q->staff)),
                   STR_FMT(hsaid_str(&q->doctor)), STR_FMT(hsaid_str(&q->unit.id)),
                   STR_FMT(day_or_none(as->from, from)), STR_FMT(day_or_none(as->to, to)), as->ends,
                   as->fte, (long long)as->target, (long long)as->cap, (int)as->open,
                   STR_FMT(as->reason));
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct staff_acted, is_already, "already"),
    ACT_FIELD(struct staff_acted, staff, "staff"),
    ACT_FIELD(struct staff_acted, unit, "unit"),
    ACT_FIELD(struct staff_acted, from, "from"),
    ACT_FIELD(struct staff_acted, to, "to"),
    ACT_FIELD(struct staff_acted, substitute_stands, "substitute_stands"),
    ACT_FIELD(struct staff_acted, persons_after, "persons_after"),
};
static const struct act_form ANSWER = ACT_FORM(struct staff_acted, KEPT);

/* ---- one act ---- */

static bool read_facts(struct act *act, struct asked *q, struct err *err)
{
    struct contact_facts f = {act->arena, act->in, q->from};
    struct contact_doctor id;
    if (!contact_facts_who(&f, &q->staff, &q->of_staff, err) ||
        !contact_facts_doctor(&f, &q->staff, &id, err) ||
        !act_party(act, 0, &q->unit.id, &q->by, err))
        return false;
    q->staff_id = id.id;
    if (!q->doctor.text[0])
        return true;
    if (!contact_facts_who(&f, &q->doctor, &q->of_doctor, err) ||
        !contact_facts_doctor(&f, &q->doctor, &id, err))
        return false;
    q->doctor_id = id.id;
    return true;
}

static bool carry_out(struct act *act, struct asked *q, struct staff_acted *answer, struct err *err)
{
    const struct staff_row *row = &q->of_staff.doctor.doctor.staff;
    if (!read_facts(act, q, err))
        return act_abandon(act);
    if (!access_may_see_staff(&q->as->actor, row->protected_staff) ||
        (q->doctor.text[0] &&
         !access_may_see_staff(&q->as->actor, q->of_doctor.doctor.doctor.staff.protected_staff)))
        return ACT_REFUSE(act, "staff.protected", err);
    *answer = (struct staff_acted){
        .staff = q->staff, .unit = q->unit.id, .from = q->from, .to = q->as->to};
    if (!q->decide(act, q, answer, err))
        return false;
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

static bool run(struct asked *q, struct instance *in, struct staff_acted *out, struct err *err)
{
    struct staff_acted answer = {.is_repeat = false};
    struct act act;
    if (!read_asked(in, q, err))
        return false;
    struct act_options options = ACT_OPTIONS(what_of(q), q->as, text_of(q));
    if (!act_begin(q->arena, in, &options, &act, err))
        return false;
    act_note(&act, 0,
             str_fmt(q->arena, "staff=%.*s unit=%.*s", STR_FMT(hsaid_str(&q->staff)),
                     STR_FMT(hsaid_str(&q->unit.id))));
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, q, &answer, err)))
        return false;
    *out = answer;
    return true;
}

static struct staff_at at(const struct act *act, const struct asked *q)
{
    return (struct staff_at){q->staff_id, q->unit.facts.unit, act->work.position};
}

static bool are_in_order(const struct asked *q)
{
    return day_is_none(q->as->to) || q->as->to.n >= q->from.n;
}

/* ---- positions ---- */

/* Nothing but an end is said: the row that covers today ends so. Else a new one begins on the day,
 * as that was but for what is said. */
static bool only_ends(const struct staff_acting *as)
{
    return day_is_none(as->from) && !day_is_none(as->to) && isnan(as->fte) &&
           as->target == PANEL_AS_IT_WAS && as->cap == PANEL_AS_IT_WAS && as->open == ANSWER_NONE;
}

/* Of those that began before and would hold beside it, each ends the day before it: or they held
 * again after it. */
static bool end_earlier(struct act *act, const struct asked *q, struct day from, struct err *err)
{
    const struct doctor_facts *d = &q->of_staff.doctor.doctor;
    struct staff_at place = at(act, q);
    for (size_t i = 0; i < d->positions; i++) {
        struct position_row row = d->position[i];
        if (!hsaid_eq(&row.unit, &q->unit.id) || row.from.n >= from.n ||
            (!day_is_none(row.to) && row.to.n < from.n))
            continue;
        row.to = (struct day){from.n - 1};
        if (!staff_state_position(act->work.db, &place, &row, err))
            return false;
    }
    return true;
}

static bool is_same(const struct position_row *x, const struct position_row *y)
{
    bool same_fte = isnan(x->fte) ? isnan(y->fte) : fabs(x->fte - y->fte) < 1e-9;
    return same_fte && x->to.n == y->to.n && x->panel_target == y->panel_target &&
           x->panel_cap == y->panel_cap && x->panel_open == y->panel_open;
}

static int64_t of_panel(int64_t said, int64_t was)
{
    return said == PANEL_AS_IT_WAS ? was : said == PANEL_AS_REGION ? -1 : said;
}

/* What is so but for what is said. */
static struct position_row position_of(const struct asked *q, const struct position_row *like)
{
    const struct staff_acting *as = q->as;
    struct position_row row = {.fte = NAN, .to = DAY_NONE, .panel_target = -1, .panel_cap = -1};
    if (like)
        row = *like;
    row.from = like && only_ends(as) ? like->from : q->from;
    row.to = day_is_none(as->to) ? row.to : as->to;
    row.fte = isnan(as->fte) ? row.fte : as->fte;
    row.panel_target = of_panel(as->target, row.panel_target);
    row.panel_cap = of_panel(as->cap, row.panel_cap);
    row.panel_open = as->open == ANSWER_NONE ? row.panel_open : as->open;
    return row;
}

/* The row that holds on the day, alone, says it: a second one would split it for nothing. */
static bool holds_already(const struct asked *q, const struct position_row *like,
                          const struct position_row *row)
{
    const struct doctor_facts *d = &q->of_staff.doctor.doctor;
    if (!like || !is_same(like, row))
        return false;
    for (size_t i = 0; i < d->positions; i++) {
        const struct position_row *p = &d->position[i];
        if (p != like && hsaid_eq(&p->unit, &like->unit) && span_covers(p->from, p->to, q->from))
            return false;
    }
    return true;
}

/* The next at the unit that begins after the day; NULL: none does. */
static const struct position_row *next_position(const struct asked *q, struct day from)
{
    const struct doctor_facts *d = &q->of_staff.doctor.doctor;
    const struct position_row *next = NULL;
    for (size_t i = 0; i < d->positions; i++) {
        const struct position_row *p = &d->position[i];
        if (hsaid_eq(&p->unit, &q->unit.id) && p->from.n > from.n &&
            (!next || p->from.n < next->from.n))
            next = p;
    }
    return next;
}

/* What is stated of later days stands: the row ends the day before, or the two would be counted
 * both. */
static bool end_before(const struct position_row *next, struct position_row *row)
{
    if (!next || (!day_is_none(row->to) && row->to.n < next->from.n))
        return true;
    row->to = (struct day){next->from.n - 1};
    return false;
}

/* Who has the doctor there from the day after the row's last on, until the next begins. */
static bool count_after(struct act *act, const struct asked *q, const struct position_row *row,
                        const struct position_row *next, int64_t *out, struct err *err)
{
    struct panel_of panel = {q->staff_id, q->unit.facts.unit};
    struct day first = {row->to.n + 1}, last = DAY_NONE;
    if (next)
        last.n = next->from.n - 1;
    *out = 0;
    return day_is_none(row->to) || span_is_empty(first, last) ||
           panel_between(act->work.db, &panel, first, last, out, err);
}

static bool decide_position(struct act *act, struct asked *q, struct staff_acted *out,
                            struct err *err)
{
    const struct doctor_facts *of = &q->of_staff.doctor.doctor;
    const struct position_row *like = doctor_position(of, &q->unit.id, q->from);
    const struct position_row *next =
        next_position(q, like && only_ends(q->as) ? like->from : q->from);
    struct staff_at place = at(act, q);
    if (!staff_may_say(q->by))
        return ACT_REFUSE(act, "staff.right", err);
    struct position_row row = position_of(q, like ? like : next);
    if (!day_is_none(row.to) && row.to.n < row.from.n)
        return ACT_REFUSE(act, "staff.dates", err);
    out->is_already = holds_already(q, like, &row);
    if (!out->is_already && !end_before(next, &row) && !day_is_none(q->as->to))
        return ACT_REFUSE(act, "staff.next_position", err);
    out->from = out->is_already && like ? like->from : row.from;
    out->to = row.to;
    return (count_after(act, q, &row, next, &out->persons_after, err) &&
            (out->is_already || (end_earlier(act, q, row.from, err) &&
                                 staff_state_position(act->work.db, &place, &row, err)))) ||
           act_abandon(act);
}

bool staff_acts_position(struct arena *a, struct instance *in, const struct staff_acting *asked,
                         struct staff_acted *out, struct err *err)
{
    struct asked q = {
        .arena = a, .as = asked, .verb = "position", .decide = decide_position, .lasts = true};
    return run(&q, in, out, err);
}

/* ---- away, and exempt ---- */

/* Of one of these days at the unit: what is to become of it on the first day without. */
enum ending { ENDS_NOT, ENDS_NOW, ENDED_BEFORE };

static enum ending ending_of(const struct asked *q, const struct hsaid *unit, struct day from,
                             struct day to)
{
    if (!hsaid_eq(unit, &q->unit.id))
        return ENDS_NOT;
    if (span_covers(from, to, q->from))
        return ENDS_NOW;
    return to.n == q->from.n - 1 ? ENDED_BEFORE : ENDS_NOT;
}

/* What none was ended of was ended so before, from its first day too, or was never there. */
static bool answer_ended(const struct asked *q, unsigned ended, bool before,
                         struct staff_acted *out)
{
    out->to = (struct day){q->from.n - 1};
    out->is_already = ended == 0 && before;
    return ended > 0 || before;
}

/* Who answers for the panel from the day to `last` is said by itself, and not ended with the
 * absence. */
static bool has_substitute(const struct asked *q, struct day last)
{
    for (size_t i = 0; i < q->of_staff.substitutes; i++) {
        const struct substitute *b = &q->of_staff.substitute[i];
        if (hsaid_eq(&b->unit, &q->unit.id) && b->to.n >= q->from.n &&
            !span_is_empty(b->from, last))
            return true;
    }
    return false;
}

/* The one in which the day lies ends the day before it; one that begins on it is taken back. Others
 * that are planned stand. */
static bool end_absence(struct act *act, struct asked *q, struct staff_acted *out, struct err *err)
{
    struct staff_at place = at(act, q);
    unsigned ended = 0;
    bool before = false;
    for (size_t i = 0; i < q->of_staff.doctor.absences; i++) {
        struct absence row = q->of_staff.doctor.absence[i];
        enum ending ending = ending_of(q, &row.unit, row.from, row.to);
        before = before || ending == ENDED_BEFORE;
        if (ending != ENDS_NOW)
            continue;
        out->substitute_stands = out->substitute_stands || has_substitute(q, row.to);
        row.to = (struct day){q->from.n - 1};
        if (!staff_state_absence(act->work.db, &place, &row, err))
            return act_abandon(act);
        ended++;
    }
    if (ended == 0 && !before &&
        !staff_state_absence_was(act->work.db, &place, q->from, &before, err))
        return act_abandon(act);
    return answer_ended(q, ended, before, out) || ACT_REFUSE(act, "staff.no_absence", err);
}

static bool begin_absence(struct act *act, struct asked *q, struct staff_acted *out,
                          struct err *err)
{
    struct absence row = {q->staff, q->unit.id, q->from, q->as->to};
    struct staff_at place = at(act, q);
    if (!are_in_order(q))
        return ACT_REFUSE(act, "staff.dates", err);
    for (size_t i = 0; i < q->of_staff.doctor.absences; i++) {
        const struct absence *b = &q->of_staff.doctor.absence[i];
        out->is_already = out->is_already || (hsaid_eq(&b->unit, &row.unit) &&
                                              b->from.n == row.from.n && b->to.n == row.to.n);
    }
    return out->is_already || staff_state_absence(act->work.db, &place, &row, err) ||
           act_abandon(act);
}

static bool decide_away(struct act *act, struct asked *q, struct staff_acted *out, struct err *err)
{
    if (!staff_may_say(q->by))
        return ACT_REFUSE(act, "staff.right", err);
    return q->as->ends ? end_absence(act, q, out, err) : begin_absence(act, q, out, err);
}

bool staff_acts_away(struct arena *a, struct instance *in, const struct staff_acting *asked,
                     struct staff_acted *out, struct err *err)
{
    struct asked q = {.arena = a, .as = asked, .verb = "away", .decide = decide_away};
    return run(&q, in, out, err);
}

/* As an absence ends; the reason stays with the days that it was for. Who was assigned by it keeps
 * the doctor, as when its last day has passed. */
static bool end_dispensation(struct act *act, struct asked *q, struct staff_acted *out,
                             struct err *err)
{
    struct staff_at place = at(act, q);
    const struct doctor_facts *d = &q->of_staff.doctor.doctor;
    unsigned ended = 0;
    bool before = false;
    if (!dispensation_may_say(q->by))
        return ACT_REFUSE(act, dispensation_code(DISPENSATION_RIGHT), err);
    for (size_t i = 0; i < d->dispensations; i++) {
        struct dispensation row = d->dispensation[i];
        enum ending ending = ending_of(q, &row.unit, row.from, row.to);
        before = before || ending == ENDED_BEFORE;
        if (ending != ENDS_NOW)
            continue;
        row.to = (struct day){q->from.n - 1};
        if (!staff_state_dispensation(act->work.db, &place, &row, err))
            return act_abandon(act);
        ended++;
    }
    if (ended == 0 && !before &&
        !staff_state_dispensation_was(act->work.db, &place, q->from, &before, err))
        return act_abandon(act);
    return answer_ended(q, ended, before, out) || ACT_REFUSE(act, "staff.no_dispensation", err);
}

static bool begin_dispensation(struct act *act, struct asked *q, struct staff_acted *out,
                               struct err *err)
{
    struct dispensation row = {q->staff, q->unit.id, q->from, q->as->to, q->as->reason};
    struct staff_at place = at(act, q);
    const struct doctor_facts *d = &q->of_staff.doctor.doctor;
    enum dispensation_verdict verdict = dispensation_decide(&row, d, q->by);
    if (verdict != DISPENSATION_MAY)
        return ACT_REFUSE(act, dispensation_code(verdict), err);
    for (size_t i = 0; i < d->dispensations; i++) {
        const struct dispensation *b = &d->dispensation[i];
        out->is_already =
            out->is_already || (hsaid_eq(&b->unit, &row.unit) && b->from.n == row.from.n &&
                                b->to.n == row.to.n && str_eq(b->reason, row.reason));
    }
    return out->is_already || staff_state_dispensation(act->work.db, &place, &row, err) ||
           act_abandon(act);
}

static bool decide_dispense(struct act *act, struct asked *q, struct staff_acted *out,
                            struct err *err)
{
    return q->as->ends ? end_dispensation(act, q, out, err) : begin_dispensation(act, q, out, err);
}

bool staff_acts_dispense(struct arena *a, struct instance *in, const struct staff_acting *asked,
                         struct staff_acted *out, struct err *err)
{
    struct asked q = {.arena = a, .as = asked, .verb = "dispense", .decide = decide_dispense};
    return run(&q, in, out, err);
}

/* ---- substitutes ---- */

static bool tell(struct act *act, enum event_type type, const struct substitute *row,
                 struct day valid_from, struct err *err)
{
    struct sb out = sb_open(act->arena, 200);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "unit", hsaid_str(&row->unit));
    json_key_str(&j, "of", hsaid_str(&row->of));
    json_key_str(&j, "staff", hsaid_str(&row->staff));
    json_key_day(&j, "from", row->from);
    json_key_day(&j, "to", row->to);
    json_object_end(&j);
    struct outbox_event event = {.type = type,
                                 .unit = hsaid_str(&row->unit),
                                 .valid_from = valid_from,
                                 .data = sb_str(&out)};
    return act_tell(act, &event, err);
}

static bool begin_substitute(struct act *act, struct asked *q, struct staff_acted *out,
                             struct err *err)
{
    struct substitute row = {q->doctor, q->staff, q->unit.id, q->from, q->as->to};
    struct staff_at place = at(act, q);
    enum substitute_verdict verdict =
        substitute_decide(&row, &q->of_doctor.doctor.doctor, &q->of_staff.doctor.doctor, q->by);
    if (verdict != SUBSTITUTE_MAY)
        return ACT_REFUSE(act, substitute_code(verdict), err);
    for (size_t i = 0; i < q->of_doctor.substitutes; i++) {
        const struct substitute *b = &q->of_doctor.substitute[i];
        out->is_already =
            out->is_already || (hsaid_eq(&b->staff, &row.staff) && hsaid_eq(&b->unit, &row.unit) &&
                                b->from.n == row.from.n && b->to.n == row.to.n);
    }
    return out->is_already ||
           (staff_state_substitute(act->work.db, &place, q->doctor_id, &row, err) &&
            tell(act, EVENT_SUBSTITUTE_STARTED, &row, row.from, err) &&
            tell(act, EVENT_SUBSTITUTE_ENDED, &row, (struct day){row.to.n + 1}, err)) ||
           act_abandon(act);
}

/* Those that reach to the day end the day before it. */
static bool end_substitute(struct act *act, struct asked *q, struct staff_acted *out,
                           struct err *err)
{
    struct staff_at place = at(act, q);
    unsigned ended = 0;
    if (!staff_may_say(q->by))
        return ACT_REFUSE(act, substitute_code(SUBSTITUTE_RIGHT), err);
    for (size_t i = 0; i < q->of_doctor.substitutes; i++) {
        struct substitute row = q->of_doctor.substitute[i];
        if (!hsaid_eq(&row.staff, &q->staff) || !hsaid_eq(&row.unit, &q->unit.id) ||
            row.to.n < q->from.n)
            continue;
        row.to = (struct day){q->from.n - 1};
        struct day without = row.to.n < row.from.n ? row.from : q->from;
        if (!staff_state_substitute(act->work.db, &place, q->doctor_id, &row, err) ||
            !tell(act, EVENT_SUBSTITUTE_ENDED, &row, without, err))
            return act_abandon(act);
        ended++;
    }
    if (ended == 0)
        return ACT_REFUSE(act, "staff.no_substitute", err);
    out->to = (struct day){q->from.n - 1};
    return true;
}

static bool decide_substitute(struct act *act, struct asked *q, struct staff_acted *out,
                              struct err *err)
{
    return q->as->ends ? end_substitute(act, q, out, err) : begin_substitute(act, q, out, err);
}

bool staff_acts_substitute(struct arena *a, struct instance *in, const struct staff_acting *asked,
                           struct staff_acted *out, struct err *err)
{
    struct asked q = {.arena = a, .as = asked, .verb = "substitute", .decide = decide_substitute};
    return run(&q, in, out, err);
}
