/* What must hold after every step, read from the rows alone: none of the rules of domain/ is asked
 * but panel_of(), whose figures have a table of their own (tests/spec/law/panel.csv). */
#include "contact_world.h"

#include <string.h>

static bool covers(struct day from, struct day to, struct day on)
{
    return from.n <= on.n && (day_is_none(to) || to.n >= on.n);
}

static bool is_id(const struct hsaid *a, const struct hsaid *b)
{
    return memcmp(a->text, b->text, HSAID_TEXT) == 0;
}

static int doctor_of(const struct world *w, const struct hsaid *staff)
{
    for (int i = 0; i < DOCTORS; i++)
        if (is_id(&w->staff[i].staff, staff))
            return i;
    return -1;
}

static bool holds_position(const struct world *w, int doctor, const struct hsaid *unit,
                           struct day on)
{
    for (size_t i = 0; i < w->ats[doctor]; i++) {
        const struct position_row *p = &w->at[doctor][i];
        if (is_id(&p->unit, unit) && covers(p->from, p->to, on))
            return true;
    }
    return false;
}

static const char *one_doctor_a_day(const struct world *w)
{
    for (size_t i = 0; i < w->rows; i++)
        for (size_t k = 0; k < i; k++) {
            const struct row *a = &w->row[i], *b = &w->row[k];
            if (a->person == b->person && a->superseded == 0 && b->superseded == 0 &&
                (covers(a->from, a->to, b->from) || covers(b->from, b->to, a->from)))
                return "two named doctors on one day";
        }
    return NULL;
}

/* Of what the step made: who may be whose doctor, where. */
static const char *of_a_new_row(const struct world *w, const struct row *r)
{
    const struct person *p = &w->person[r->person];
    int doctor = doctor_of(w, &r->staff);
    if (!r->staff.text[0])
        return w->rules.named_doctor.coming_doctor ? NULL : "a coming doctor that is not offered";
    if (doctor < 0 || doctor == DOCTORS - 1)
        return "a named doctor who is none";
    if (!holds_position(w, doctor, &r->unit, w->today))
        return "a named doctor without a position";
    if (doctor == 3 && !p->home && w->today.n - p->birth_date.n < 65 * 365)
        return "a doctor of the old for somebody young";
    return NULL;
}

static const char *where_listed(const struct world *w)
{
    for (unsigned i = 0; i < PERSONS; i++) {
        const struct row *r = world_doctor(w, i, w->today);
        int unit = world_listed(w, i, w->today);
        if (!r)
            continue;
        struct hsaid at = world_unit(unit < 0 ? 9 : (unsigned)unit);
        if (!is_id(&r->unit, &at))
            return "a named doctor elsewhere than where listed";
        if (w->person[i].has_opted_out && !w->did.is_undo)
            return "a named doctor of one who has opted out";
        const char *wrong = r->recorded == w->position && r->from.n == w->today.n && !w->did.is_undo
                                ? of_a_new_row(w, r)
                                : NULL;
        if (wrong)
            return wrong;
    }
    return NULL;
}

/* A panel that the step made larger keeps its cap and was open. */
static const char *caps_hold(const struct world *w)
{
    if (w->did.overridden || w->did.is_undo)
        return NULL;
    for (unsigned i = 0; i < DOCTORS; i++)
        for (unsigned u = 0; u < UNITS; u++) {
            int64_t count = world_panel(w, i, u, w->today);
            if (count <= w->did.panel[i][u])
                continue;
            struct hsaid unit = world_unit(u);
            const struct position_row *at = NULL;
            for (size_t k = 0; k < w->ats[i]; k++) {
                const struct position_row *p = &w->at[i][k];
                if (is_id(&p->unit, &unit) && covers(p->from, p->to, w->today) &&
                    (!at || p->from.n > at->from.n))
                    at = p;
            }
            struct panel panel = at ? panel_of(&w->rules, at, 0, count) : (struct panel){0};
            if (panel.cap >= 0 && count > panel.cap)
                return "a panel above its cap";
            if (!panel.is_open)
                return "a closed panel that grew";
        }
    return NULL;
}

/* ---- moves ---- */

static const char *move_is_whole(const struct world *w)
{
    const struct moved *m = &w->move[w->did.moved];
    for (unsigned i = 0; i < m->count; i++) {
        const struct row *r = world_doctor(w, m->person[i], w->today);
        if (!r)
            return "a move that lost somebody";
        if (is_id(&r->staff, &m->before[i].staff))
            return "a move that left somebody";
        for (unsigned k = 0; k < i; k++)
            if (m->person[k] == m->person[i])
                return "a move that places somebody twice";
    }
    if (!w->did.by_family || w->did.divided > 0)
        return NULL;
    for (unsigned i = 0; i < m->count; i++)
        for (unsigned k = 0; k < m->count; k++) {
            unsigned child = m->person[i], parent = m->person[k];
            bool belong = w->person[child].mother == parent + 1 ||
                          w->person[child].guardian == parent + 1 ||
                          (child != parent && w->person[child].mother > 0 &&
                           w->person[child].mother == w->person[parent].mother);
            bool are_small = w->today.n - w->person[child].birth_date.n < 17 * 365;
            if (belong && are_small &&
                !is_id(&world_doctor(w, child, w->today)->staff,
                       &world_doctor(w, parent, w->today)->staff))
                return "a family with two doctors that was not said to be divided";
        }
    return NULL;
}

/* Everybody has the rows that they had before the move, by content. */
static const char *undo_is_whole(const struct world *w)
{
    const struct moved *m = &w->move[w->did.moved];
    if (w->did.was_touched)
        return "a move undone though somebody was touched";
    if (w->did.was_late)
        return "a move undone too late";
    for (unsigned i = 0; i < m->count; i++) {
        unsigned now = 0, then = 0, alike = 0;
        for (size_t k = 0; k < w->rows; k++) {
            const struct row *r = &w->row[k];
            if (r->person != m->person[i])
                continue;
            now += r->superseded == 0;
            if (!(r->recorded < m->position &&
                  (r->superseded == 0 || r->superseded >= m->position)))
                continue;
            then++;
            for (size_t n = 0; n < w->rows; n++) {
                const struct row *s = &w->row[n];
                alike += s->superseded == 0 && s->person == r->person && s->from.n == r->from.n &&
                         s->to.n == r->to.n && is_id(&s->staff, &r->staff) &&
                         is_id(&s->unit, &r->unit);
            }
        }
        if (now != then || alike != then)
            return "an undone move that did not restore what was";
    }
    return NULL;
}

/* ---- requests ---- */

static bool is_edge(enum request_state from, enum request_state to)
{
    static const unsigned char edge[][2] = {
        {REQUEST_REQUESTED, REQUEST_ASSIGNED}, {REQUEST_REQUESTED, REQUEST_WAITING},
        {REQUEST_REQUESTED, REQUEST_DECLINED}, {REQUEST_REQUESTED, REQUEST_WITHDRAWN},
        {REQUEST_WAITING, REQUEST_ASSIGNED},   {REQUEST_WAITING, REQUEST_DECLINED},
        {REQUEST_WAITING, REQUEST_WITHDRAWN},  {REQUEST_ASSIGNED, REQUEST_INFORMED},
        {REQUEST_DECLINED, REQUEST_INFORMED},  {REQUEST_INFORMED, REQUEST_SEEN}};
    for (size_t i = 0; i < ARRAY_LEN(edge); i++)
        if (edge[i][0] == from && edge[i][1] == to)
            return true;
    return false;
}

static const char *of_request(const struct asked *a)
{
    for (unsigned i = 0; i < a->steps; i++) {
        bool is_resident = a->party[i] == PARTY_PERSON || a->party[i] == PARTY_GUARDIAN;
        if (a->party[i] == PARTY_NONE || a->party[i] == PARTY_MUNICIPAL ||
            (a->trail[i] == REQUEST_SEEN && !is_resident) ||
            (is_resident && a->trail[i] != REQUEST_SEEN && a->trail[i] != REQUEST_WITHDRAWN &&
             a->trail[i] != REQUEST_REQUESTED))
            return "a step by one who may not";
        if (i == 0)
            continue;
        if (!is_edge(a->trail[i - 1], a->trail[i]))
            return "a state that does not follow";
        if (a->at[i].us < a->at[i - 1].us)
            return "a time that goes back";
    }
    if (a->declined_without_reason)
        return "declined without a reason";
    for (unsigned i = 0; i < a->steps; i++)
        if (a->request.at[a->trail[i]].us != a->at[i].us)
            return "a state without its time";
    return NULL;
}

static const char *requests_hold(const struct world *w)
{
    for (size_t i = 0; i < w->requests; i++) {
        const struct request *r = &w->request[i].request;
        const char *wrong = of_request(&w->request[i]);
        if (wrong)
            return wrong;
        for (size_t k = 0; k < i; k++) {
            const struct request *o = &w->request[k].request;
            if (o->person == r->person && o->kind == r->kind && request_is_open(o->state) &&
                request_is_open(r->state))
                return "two open requests for one kind";
        }
    }
    return NULL;
}

/* ---- who ---- */

static bool is_present(const struct world *w, int doctor, const struct hsaid *unit)
{
    for (size_t i = 0; i < w->absences; i++)
        if (is_id(&w->absence[i].staff, &w->staff[doctor].staff) &&
            is_id(&w->absence[i].unit, unit) &&
            covers(w->absence[i].from, w->absence[i].to, w->today))
            return false;
    return holds_position(w, doctor, unit, w->today);
}

static const char *who_is_right(const struct world *w, unsigned person)
{
    const struct row *r = world_doctor(w, person, w->today);
    int unit = world_listed(w, person, w->today), named = r ? doctor_of(w, &r->staff) : -1;
    enum who expect = unit == 0 ? WHO_UNIT : WHO_NONE;
    int staff = -1;
    bool stands_in[DOCTORS] = {false};
    unsigned count = 0;
    struct hsaid at = world_unit(unit < 0 ? 9 : (unsigned)unit);
    for (size_t i = 0; i < w->substitutes && named >= 0; i++) {
        const struct substitute *s = &w->substitute[i];
        int by = doctor_of(w, &s->staff);
        if (is_id(&s->of, &w->staff[named].staff) && is_id(&s->unit, &at) &&
            covers(s->from, s->to, w->today) && is_present(w, by, &at))
            stands_in[by] = true;
    }
    for (int i = 0; i < DOCTORS; i++)
        if (stands_in[i]) {
            count++;
            staff = i;
        }
    if (named >= 0 && is_present(w, named, &at)) {
        expect = WHO_NAMED;
        staff = named;
    } else if (named >= 0 && count == 1) {
        expect = WHO_SUBSTITUTE;
    }
    struct who_answer answer = world_who(w, person), again = world_who(w, person);
    if (answer.who != expect || again.who != answer.who || !is_id(&again.staff, &answer.staff))
        return "who the doctor is now";
    if ((expect == WHO_NAMED || expect == WHO_SUBSTITUTE) &&
        !is_id(&answer.staff, &w->staff[staff].staff))
        return "another doctor than the one who it is now";
    return NULL;
}

/* ---- as of a position ---- */

static const struct row *known_at(const struct world *w, unsigned person, struct day on,
                                  int64_t position)
{
    for (size_t i = 0; i < w->rows; i++) {
        const struct row *r = &w->row[i];
        if (r->person == person && r->recorded <= position &&
            (r->superseded == 0 || r->superseded > position) && covers(r->from, r->to, on))
            return r;
    }
    return NULL;
}

static const struct row *held(const struct world *w, unsigned person, struct day on)
{
    for (size_t i = 0; i < w->rows; i++)
        if (w->row[i].person == person && w->row[i].superseded == 0 &&
            covers(w->row[i].from, w->row[i].to, on))
            return &w->row[i];
    return NULL;
}

static bool is_alike(const struct row *a, const struct row *b)
{
    if (!a || !b)
        return !a && !b;
    return a->from.n == b->from.n && a->to.n == b->to.n && is_id(&a->staff, &b->staff) &&
           is_id(&a->unit, &b->unit);
}

const char *world_as_of_wrong(const struct world *w, const struct world *then)
{
    for (size_t i = 0; i < w->rows; i++) { /* on each day on which an answer may change */
        const struct row *r = &w->row[i];
        int32_t to = day_is_none(r->to) ? r->from.n : r->to.n;
        const int32_t day[] = {r->from.n - 1, r->from.n, to, to + 1};
        for (size_t k = 0; k < ARRAY_LEN(day); k++) {
            struct day on = {day[k]};
            if (!is_alike(known_at(w, r->person, on, then->position), held(then, r->person, on)))
                return "what is said of then is not what was so then";
        }
    }
    return NULL;
}

const char *world_wrong(const struct world *w)
{
    const char *wrong = w->did.has_failed ? w->did.what : one_doctor_a_day(w);
    if (!wrong && w->did.is_move)
        wrong = move_is_whole(w);
    if (!wrong && w->did.is_undo)
        wrong = undo_is_whole(w);
    if (!wrong)
        wrong = where_listed(w);
    if (!wrong)
        wrong = caps_hold(w);
    if (!wrong)
        wrong = requests_hold(w);
    for (unsigned i = 0; i < PERSONS && !wrong; i++)
        wrong = who_is_right(w, i);
    return wrong;
}
