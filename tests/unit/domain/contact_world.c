#include "contact_world.h"

#include <stdlib.h>
#include <string.h>

static const char *const HOME[] = {NULL, NULL, NULL, "Solgården", "Norrbacka"};

struct hsaid world_unit(unsigned n)
{
    return (struct hsaid){{'S', 'E', '0', '-', 'U', (char)('0' + n)}};
}

static struct str of(const char *text)
{
    return str_of(text);
}

static void open_staff(struct world *w)
{
    static const struct {
        const char *title, *speciality;
    } is[DOCTORS] = {{"201011", "allmänmedicin"},
                     {"203010", ""},
                     {"201010", "allmänmedicin"},
                     {"201010", "geriatrik"},
                     {"", ""}};
    for (unsigned i = 0; i < DOCTORS; i++)
        w->staff[i] =
            (struct staff_row){.staff = {{'S', 'E', '0', '-', 'D', (char)('0' + i)}},
                               .title_code = of(is[i].title),
                               .speciality = of(is[i].speciality),
                               .profession = i + 1 < DOCTORS ? PROF_PHYSICIAN : PROF_NURSE};
}

static void open_rules(struct world *w, unsigned n)
{
    w->title[0] = (struct doctor_title){STR("201011"), STR("")};
    w->title[1] = (struct doctor_title){STR("203010"), STR("")};
    w->title[2] = (struct doctor_title){STR("201010"), STR("allmänmedicin")};
    w->title[3] = (struct doctor_title){STR("201010"), STR("geriatrik")};
    w->limit[0] = (struct doctor_limit){STR("geriatrik"), 65, 999, true};
    w->rules.named_doctor.title = w->title;
    w->rules.named_doctor.titles = 4;
    w->rules.named_doctor.limit = w->limit;
    w->rules.named_doctor.limits = 1;
    w->rules.named_doctor.opt_out = n % 5 > 0;
    w->rules.named_doctor.coming_doctor = n % 3 > 0;
    w->rules.guardian.own_choice_age = 18;
    w->rules.panel.cap = n % 11 == 0 ? -1 : (int64_t)(1 + n % 11 % 6);
    w->rules.panel.target_specialist = 4;
    w->rules.panel.target_training = 2;
    w->rules.panel.per_fte = n % 2 > 0;
    w->rules.panel.undo_days = 14;
}

static void add_position(struct world *w, unsigned doctor, unsigned unit, unsigned how)
{
    if (w->ats[doctor] == POSITIONS)
        return;
    w->at[doctor][w->ats[doctor]++] =
        (struct position_row){.staff = w->staff[doctor].staff,
                              .unit = world_unit(unit),
                              .from = w->today,
                              .to = DAY_NONE,
                              .fte = how % 2 ? 1 : 0.5,
                              .training = doctor == 1 ? TRAINING_ST : TRAINING_NONE,
                              .panel_target = -1,
                              .panel_cap = how % 3 ? -1 : (int64_t)(how % 4),
                              .panel_open = how % 9 == 4 ? ANSWER_NO : ANSWER_NONE};
}

static void list(struct world *w, unsigned person, int unit)
{
    if (w->listings < LISTINGS)
        w->listing[w->listings++] = (struct listed){person, unit, w->today, w->position};
}

void world_open(struct world *w, struct arena *a, unsigned rules, enum plant plant)
{
    memset(w, 0, sizeof *w);
    w->arena = a;
    w->plant = plant;
    w->today.n = 45000;
    w->position = 1;
    open_staff(w);
    open_rules(w, rules);
    for (unsigned i = 0; i < DOCTORS; i++)
        for (unsigned u = 0; u < UNITS; u++)
            if ((rules >> (i + u) & 3) > 0)
                add_position(w, i, u, 1);
    for (unsigned i = 0; i < PERSONS; i++) {
        bool is_child = i >= 8;
        w->person[i] = (struct person){.birth_date = {45000 - (is_child ? 3000
                                                               : i == 7 ? 365 * 70
                                                                        : 12000)},
                                       .end = DAY_NONE,
                                       .mother = i == 8 || i == 9 ? 1 : 0,
                                       .guardian = i == 10   ? 3
                                                   : i == 11 ? 4
                                                             : 0,
                                       .home = HOME[i % 5]};
        list(w, i, (int)(i % 5 == 4));
    }
}

/* ---- what holds ---- */

int world_listed(const struct world *w, unsigned person, struct day on)
{
    int unit = -1;
    if (!day_is_none(w->person[person].end) && on.n > w->person[person].end.n)
        return -1;
    for (size_t i = 0; i < w->listings; i++)
        if (w->listing[i].person == person && w->listing[i].from.n <= on.n)
            unit = w->listing[i].unit;
    return unit;
}

static bool covers(const struct row *r, struct day on)
{
    return r->from.n <= on.n && (day_is_none(r->to) || r->to.n >= on.n);
}

const struct row *world_doctor(const struct world *w, unsigned person, struct day on)
{
    if (!day_is_none(w->person[person].end) && on.n > w->person[person].end.n)
        return NULL;
    for (size_t i = 0; i < w->rows; i++)
        if (w->row[i].person == person && w->row[i].superseded == 0 && covers(&w->row[i], on))
            return &w->row[i];
    return NULL;
}

int64_t world_panel(const struct world *w, unsigned doctor, unsigned unit, struct day on)
{
    int64_t count = 0;
    struct hsaid at = world_unit(unit);
    for (unsigned i = 0; i < PERSONS; i++) {
        const struct row *r = world_doctor(w, i, on);
        count += r && hsaid_eq(&r->staff, &w->staff[doctor].staff) && hsaid_eq(&r->unit, &at);
    }
    return count;
}

static struct doctor_facts doctor_facts(const struct world *w, unsigned doctor)
{
    return (struct doctor_facts){
        .staff = w->staff[doctor], .position = w->at[doctor], .positions = w->ats[doctor]};
}

static struct assign_person person_facts(const struct world *w, unsigned person)
{
    const struct person *p = &w->person[person];
    int unit = world_listed(w, person, w->today);
    struct assign_person facts = {.person = person + 1,
                                  .birth_date = p->birth_date,
                                  .end = p->end,
                                  .in_saebo = p->home != NULL,
                                  .has_opted_out = p->has_opted_out};
    if (unit >= 0)
        facts.unit = world_unit((unsigned)unit);
    const struct row *r = world_doctor(w, person, w->today);
    if (r) {
        struct contact_now *c = ARENA_NEW(w->arena, struct contact_now, 1);
        *c = (struct contact_now){r->id, KIND_DOCTOR, r->staff, r->unit, r->from};
        facts.contact = c;
        facts.contacts = 1;
    }
    return facts;
}

/* ---- rows are written ---- */

static int64_t add_row(struct world *w, struct row r)
{
    r.id = ++w->last_id;
    r.recorded = w->position;
    r.superseded = 0;
    if (w->rows == ROWS)
        abort();
    w->row[w->rows++] = r;
    return r.id;
}

static struct row *row_of(struct world *w, int64_t id)
{
    return id == 0 ? NULL : &w->row[id - 1];
}

/* A correction is a new record; one that ends before it begins is taken back. */
static int64_t end_row(struct world *w, struct contact_ending e)
{
    struct row *r = row_of(w, e.row);
    if (!r)
        return 0;
    if (w->plant == PLANT_REWRITTEN && e.on.n >= r->from.n) {
        r->to = e.on;
        return r->id;
    }
    r->superseded = w->position - (w->plant == PLANT_BACKDATED && w->position > r->recorded + 1);
    if (e.on.n < r->from.n)
        return 0;
    struct row ended = *r;
    ended.to = e.on;
    return add_row(w, ended);
}

static int64_t add_doctor(struct world *w, unsigned person, struct hsaid staff, struct hsaid unit)
{
    return add_row(
        w, (struct row){
               .person = person, .staff = staff, .unit = unit, .from = w->today, .to = DAY_NONE});
}

/* ---- steps ---- */

static struct assign_decision decide(struct world *w, const struct assign_staff *staff,
                                     struct assign_person person, struct assign_ask ask)
{
    struct rules rules = w->rules;
    struct assign_staff s = *staff;
    struct position_row moved[POSITIONS];
    if (w->plant == PLANT_CAP)
        rules.panel.cap = -1;
    if (w->plant == PLANT_OTHER_UNIT && person.unit.text[0])
        person.unit = ask.unit;
    if (w->plant == PLANT_OPTED_OUT)
        person.has_opted_out = false;
    if (w->plant == PLANT_WHOM)
        rules.named_doctor.limits = 0;
    if (w->plant == PLANT_POSITION || w->plant == PLANT_CLOSED) {
        memcpy(moved, s.doctor.position, s.doctor.positions * sizeof *moved);
        for (size_t i = 0; i < s.doctor.positions; i++) {
            if (w->plant == PLANT_POSITION)
                moved[i].to = DAY_NONE;
            else
                moved[i].panel_open = ANSWER_YES;
        }
        s.doctor.position = moved;
    }
    struct assign_decision d = assign_decide(&rules, &s, &person, &ask);
    if (w->plant == PLANT_NO_END)
        d.ends.row = 0;
    return d;
}

static struct assign_staff staff_facts(struct world *w, unsigned doctor, unsigned unit)
{
    return (struct assign_staff){.doctor = doctor_facts(w, doctor),
                                 .panel_count = world_panel(w, doctor, unit, w->today)};
}

static struct assign_ask ask_of(const struct world *w, unsigned unit, unsigned how)
{
    static const enum party by[] = {PARTY_STAFF, PARTY_UNIT_HEAD, PARTY_UNIT_HEAD, PARTY_PERSON};
    return (struct assign_ask){.kind = KIND_DOCTOR,
                               .unit = world_unit(unit),
                               .on = w->today,
                               .by = by[how % 4],
                               .override = how / 4 % 5 == 0 ? STR("the others are ill") : STR("")};
}

static void carry_out(struct world *w, unsigned person, struct hsaid staff, struct hsaid unit,
                      const struct assign_decision *d)
{
    if (d->verdict != ASSIGN_MAY)
        return;
    end_row(w, d->ends);
    add_doctor(w, person, staff, unit);
    w->did.overridden |= d->overridden;
}

static void assign(struct world *w, const struct step *s)
{
    unsigned person = s->a % PERSONS, doctor = s->b % DOCTORS;
    unsigned unit =
        s->c % 8 ? (unsigned)(world_listed(w, person, w->today) == 1) : s->c / 8 % UNITS;
    struct assign_staff staff = staff_facts(w, doctor, unit);
    struct assign_ask ask = ask_of(w, unit, s->d);
    struct assign_decision d = decide(w, &staff, person_facts(w, person), ask);
    carry_out(w, person, w->staff[doctor].staff, ask.unit, &d);
}

/* The preview, the same in another order, and one person after the other must agree. */
static void bulk(struct world *w, const struct step *s)
{
    struct assign_person some[PERSONS], turned[PERSONS];
    struct assign_decision out[PERSONS], out_turned[PERSONS];
    size_t count = 0;
    for (unsigned i = 0; i < PERSONS; i++)
        if (s->a >> i & 1)
            some[count++] = person_facts(w, i);
    for (size_t i = 0; i < count; i++)
        turned[i] = some[(i + s->d) % count];
    unsigned doctor = s->b % DOCTORS, unit = s->c % UNITS;
    struct assign_staff staff = staff_facts(w, doctor, unit);
    struct assign_ask ask = ask_of(w, unit, s->d);
    struct assign_many many = {some, count, NULL, out}, again = {turned, count, NULL, out_turned};
    struct assign_preview p = assign_bulk(w->arena, &w->rules, &staff, &many, &ask);
    assign_bulk(w->arena, &w->rules, &staff, &again, &ask);
    size_t sum = 0;
    for (size_t i = 0; i < ASSIGN_VERDICTS; i++)
        sum += p.of[i];
    w->did.has_failed |= sum != count || p.asked != count ||
                         p.after.count - p.before.count != (int64_t)p.of[ASSIGN_MAY];
    for (size_t i = 0; i < count; i++) {
        p.overridden -= out[i].overridden;
        p.replaced -= out[i].ends.row != 0;
    }
    w->did.has_failed |= p.overridden != 0 || p.replaced != 0;
    for (size_t i = 0; i < count; i++)
        w->did.has_failed |= out_turned[i].verdict != out[(i + s->d) % count].verdict;
    for (size_t i = 0; i < count; i++) {
        unsigned person = (unsigned)some[i].person - 1;
        if (w->plant != PLANT_BULK_CAP)
            staff = staff_facts(w, doctor, unit);
        struct assign_decision one = decide(w, &staff, some[i], ask);
        /* A planted rule is for the other checks to find. */
        if (w->plant == PLANT_NOTHING || w->plant == PLANT_BULK_CAP)
            w->did.has_failed |= one.verdict != out[i].verdict || one.ends.row != out[i].ends.row ||
                                 one.overridden != out[i].overridden;
        carry_out(w, person, w->staff[doctor].staff, ask.unit, &one);
    }
    w->did.what = "a bulk assignment is not its members'";
}

static void change_listing(struct world *w, const struct step *s)
{
    unsigned person = s->a % PERSONS, unit = s->b % UNITS;
    if (!day_is_none(w->person[person].end))
        return;
    struct assign_person p = person_facts(w, person);
    struct hsaid to = world_unit(unit);
    if (w->plant != PLANT_CHANGE)
        end_row(w, contact_ends_at_change(p.contact, p.contacts, &to, w->today));
    list(w, person, (int)unit);
}

static void opt(struct world *w, const struct step *s)
{
    static const enum party by[] = {PARTY_PERSON, PARTY_GUARDIAN, PARTY_STAFF, PARTY_NONE};
    unsigned person = s->a % PERSONS;
    struct person *p = &w->person[person];
    bool wants_out = s->b % 2;
    if (opt_decide(&w->rules, p->has_opted_out, wants_out, by[s->c % 4]) != OPT_MAY)
        return;
    const struct row *r = world_doctor(w, person, w->today);
    if (wants_out && r)
        end_row(w, (struct contact_ending){r->id, {w->today.n - 1}, END_OPTED_OUT});
    p->has_opted_out = wants_out;
}

static void ask(struct world *w, const struct step *s)
{
    static const enum party by[] = {PARTY_PERSON, PARTY_GUARDIAN, PARTY_STAFF, PARTY_NONE};
    unsigned person = s->a % PERSONS;
    struct assign_person p = person_facts(w, person);
    struct request_facts facts = {p.unit, !day_is_none(p.end), p.has_opted_out, false, false,
                                  false};
    struct doctor_facts wish = doctor_facts(w, s->d / 8 % DOCTORS);
    struct request_ask ask = {.person = p.person,
                              .kind = s->b % 2 ? KIND_DOCTOR : KIND_CARE_CONTACT,
                              .by = by[s->c % 4],
                              .is_wanted = s->d % 2,
                              .need = s->d / 2 % 2 ? NEED_SAFETY : 0,
                              .wish = s->d / 4 % 2 ? &wish : NULL,
                              .of = {p.birth_date, p.in_saebo},
                              .on = w->today};
    for (size_t i = 0; i < w->requests; i++) {
        const struct request *r = &w->request[i].request;
        facts.has_open |= r->person == p.person && r->kind == ask.kind && request_is_open(r->state);
    }
    struct request r;
    if (w->requests < REQUESTS &&
        request_open(&w->rules, &facts, &ask, (struct moment){w->now}, &r) == REQUEST_MAY)
        w->request[w->requests++] =
            (struct asked){.request = r, .at = {{w->now}}, .party = {ask.by}, .steps = 1};
}

static void step_request(struct world *w, const struct step *s)
{
    if (w->requests == 0)
        return;
    struct asked *a = &w->request[w->requests - 1 - s->a % 4 % w->requests];
    struct request_step step = {.to = (enum request_state)(s->b % REQUEST_STATES),
                                .by = (enum party)(s->c % (PARTY_ADMINISTRATOR + 1)),
                                .reason = s->d % 2 ? STR("no doctor has room") : STR("  "),
                                .now = {w->now - (s->d / 2 % 7 == 0 ? 1 + s->d / 2 : 0)}};
    enum request_verdict verdict = request_step(&a->request, &step);
    bool is_let = (w->plant == PLANT_EDGE && verdict == REQUEST_EDGE) ||
                  (w->plant == PLANT_PARTY && verdict == REQUEST_RIGHT) ||
                  (w->plant == PLANT_REASON && verdict == REQUEST_REASON) ||
                  (w->plant == PLANT_TIME && verdict == REQUEST_TIME);
    if (is_let)
        a->request.state = step.to;
    if ((verdict != REQUEST_MAY && !is_let) || a->steps == ARRAY_LEN(a->trail))
        return;
    a->trail[a->steps] = step.to;
    a->party[a->steps] = step.by;
    a->at[a->steps++] = step.now;
    a->declined_without_reason |= step.to == REQUEST_DECLINED && s->d % 2 == 0;
}

/* ---- a panel is moved, and back ---- */

static size_t panel_of_from(struct world *w, struct hsaid from, unsigned unit, unsigned turn,
                            struct move_person *out)
{
    size_t count = 0;
    struct hsaid at = world_unit(unit);
    for (unsigned n = 0; n < PERSONS; n++) {
        unsigned i = (n + turn) % PERSONS;
        const struct row *r = world_doctor(w, i, w->today);
        const struct person *p = &w->person[i];
        if (r && hsaid_eq(&r->staff, &from) && hsaid_eq(&r->unit, &at))
            out[count++] = (struct move_person){.who = person_facts(w, i),
                                                .mother = p->mother,
                                                .guardian1 = p->guardian,
                                                .home = str_of(p->home)};
    }
    return count;
}

static void note_move(struct moved *m, const struct world *w, unsigned person, int64_t was)
{
    m->person[m->count] = person;
    m->before[m->count] = w->row[was - 1];
}

static void do_move(struct world *w, const struct move_plan *plan, const struct move_preview *p)
{
    struct moved *m = &w->move[w->moves];
    *m = (struct moved){.on = w->today, .position = w->position};
    for (size_t i = 0; i < plan->persons; i++) {
        const struct move_place *place = &p->place[i];
        unsigned person = (unsigned)plan->person[i].who.person - 1;
        struct hsaid to = {{0}};
        note_move(m, w, person, plan->person[i].who.contact->row);
        if (place->to != MOVE_COMING)
            to = plan->to[place->to].staff.doctor.staff.staff;
        m->ended[m->count] = end_row(w, place->ends);
        if (w->plant == PLANT_LOST && i == 1) {
            m->count++;
            continue;
        }
        m->made[m->count++] = add_doctor(w, person, to, plan->unit);
        if (w->plant == PLANT_DOUBLED && i == 2)
            add_doctor(w, person, to, plan->unit);
        w->did.overridden |= place->overridden;
    }
    w->did.is_move = true;
    w->did.by_family = plan->way == MOVE_BY_FAMILY;
    w->did.divided = (unsigned)p->divided;
    w->did.moved = (unsigned)w->moves++;
}

/* Told otherwise the same plan places everyone alike. */
static bool is_same_turned(struct world *w, const struct move_plan *plan,
                           const struct move_preview *p)
{
    struct move_person turned[PERSONS];
    struct move_plan other = *plan;
    for (size_t i = 0; i < plan->persons; i++)
        turned[i] = plan->person[plan->persons - 1 - i];
    other.person = turned;
    struct move_preview q = move_plan(w->arena, &w->rules, &other);
    for (size_t i = 0; i < plan->persons; i++)
        if (q.place[plan->persons - 1 - i].to != p->place[i].to)
            return false;
    return q.verdict == p->verdict;
}

static void move(struct world *w, const struct step *s)
{
    static const struct str home[] = {STR_INIT("Solgården"), STR_INIT("Norrbacka")};
    struct move_person person[PERSONS];
    struct move_target to[2];
    const struct row *somebody = world_doctor(w, s->a % PERSONS, w->today);
    if (!somebody)
        return;
    unsigned unit = (unsigned)(somebody->unit.text[5] - '0');
    struct move_plan plan = {.way = (enum move_way)(s->c % 5),
                             .from = somebody->staff,
                             .unit = world_unit(unit),
                             .on = w->today,
                             .by = s->d % 5 ? PARTY_UNIT_HEAD : PARTY_ADMINISTRATOR,
                             .override = s->d % 7 == 0 ? STR("nobody else") : STR(""),
                             .to = to,
                             .rest_to_coming = s->d % 3 > 0,
                             .person = person};
    plan.persons = panel_of_from(w, plan.from, unit, s->d, person);
    plan.targets = plan.way == MOVE_TO_COMING ? 0 : plan.way == MOVE_TO_ONE ? 1 : 1 + s->d / 2 % 2;
    for (unsigned i = 0; i < plan.targets; i++)
        to[i] = (struct move_target){staff_facts(w, (s->b + i) % DOCTORS, unit), &home[i], 1};
    struct move_plan told = plan;
    if (w->plant == PLANT_FAMILY && plan.way == MOVE_BY_FAMILY)
        told.way = MOVE_SPLIT;
    struct move_preview p = move_plan(w->arena, &w->rules, &told);
    w->did.what = "a plan is another in another order, or its sums are wrong";
    w->did.has_failed =
        !is_same_turned(w, &told, &p) ||
        (p.verdict == MOVE_MAY && p.placed + p.coming != plan.persons) ||
        (p.verdict == MOVE_NOT_WHOLE && p.placed + p.coming + p.refused != plan.persons);
    if (p.verdict == MOVE_MAY && plan.persons > 0 && w->moves < MOVES)
        do_move(w, &plan, &p);
}

static bool is_touched(const struct world *w, const struct moved *m, unsigned i)
{
    for (size_t k = 0; k < w->rows; k++) {
        const struct row *r = &w->row[k];
        if (r->person == m->person[i] && (r->recorded > m->position || r->superseded > m->position))
            return true;
    }
    for (size_t k = 0; k < w->listings; k++)
        if (w->listing[k].person == m->person[i] && w->listing[k].recorded > m->position)
            return true;
    return false;
}

static void take_back(struct world *w, struct moved *m, unsigned i)
{
    struct row *made = row_of(w, m->made[i]), *ended = row_of(w, m->ended[i]);
    if (made)
        made->superseded = w->position;
    if (ended)
        ended->superseded = w->position;
    add_row(w, m->before[i]);
}

static void undo(struct world *w, const struct step *s)
{
    struct move_row rows[PERSONS];
    if (w->moves == 0)
        return;
    w->did.moved = (unsigned)(w->moves - 1 - s->a % 3 % w->moves);
    struct moved *m = &w->move[w->did.moved];
    for (unsigned i = 0; i < m->count; i++) {
        bool touched = is_touched(w, m, i);
        w->did.was_touched |= touched;
        rows[i] = (struct move_row){m->person[i] + 1, m->ended[i], m->made[i],
                                    touched && w->plant != PLANT_TOUCHED};
    }
    struct move_done done = {m->on, m->on, m->is_undone, rows, m->count};
    w->did.was_late = w->today.n - m->on.n > (int32_t)w->rules.panel.undo_days;
    struct rules rules = w->rules;
    rules.panel.undo_days += w->plant == PLANT_LATE ? 30 : 0;
    if (move_undo(&rules, &done, s->b % 4 ? PARTY_UNIT_HEAD : PARTY_STAFF, w->today).verdict !=
        UNDO_MAY)
        return;
    w->did.is_undo = true;
    m->is_undone = true;
    for (unsigned i = 0; i < m->count; i++)
        if (w->plant != PLANT_HALF_UNDO || i != 1)
            take_back(w, m, i);
}

/* ---- away ---- */

/* Whose absence matters: somebody's doctor, else any. */
static unsigned somebodys(const struct world *w, unsigned n, unsigned *unit)
{
    const struct row *r = world_doctor(w, n % PERSONS, w->today);
    for (unsigned i = 0; r && i < DOCTORS; i++)
        if (hsaid_eq(&r->staff, &w->staff[i].staff)) {
            *unit = (unsigned)(r->unit.text[5] - '0');
            return i;
        }
    *unit = n / 7 % UNITS;
    return n % DOCTORS;
}

static void away(struct world *w, const struct step *s)
{
    unsigned unit, doctor = somebodys(w, s->a, &unit);
    if (w->absences < SPANS)
        w->absence[w->absences++] = (struct absence){w->staff[doctor].staff,
                                                     world_unit(unit),
                                                     w->today,
                                                     {w->today.n + (int32_t)(s->c % 20)}};
}

static void stand_in(struct world *w, const struct step *s)
{
    unsigned unit, whom = somebodys(w, s->a, &unit), staff = s->b % DOCTORS;
    struct substitute sub = {w->staff[whom].staff,
                             w->staff[staff].staff,
                             world_unit(unit),
                             w->today,
                             {w->today.n + (int32_t)(s->d % 20)}};
    struct doctor_facts of = doctor_facts(w, whom), by = doctor_facts(w, staff);
    if (w->substitutes < SPANS &&
        substitute_decide(&sub, &of, &by, PARTY_UNIT_HEAD) == SUBSTITUTE_MAY)
        w->substitute[w->substitutes++] = sub;
}

struct who_answer world_who(const struct world *w, unsigned person)
{
    struct who_doctor doctor[DOCTORS];
    struct assign_person p = person_facts(w, person);
    struct who_facts f = {.unit = p.unit,
                          .has_contact_point = hsaid_str(&p.unit).len > 0 && p.unit.text[5] == '0',
                          .substitute = w->substitute,
                          .substitutes = w->substitutes,
                          .staff = doctor,
                          .staff_count = DOCTORS};
    for (unsigned i = 0; i < DOCTORS; i++) {
        doctor[i] = (struct who_doctor){doctor_facts(w, i), w->absence, w->absences};
        if (w->plant == PLANT_AWAY)
            doctor[i].absences = 0;
        if (p.contacts > 0 && hsaid_eq(&p.contact->staff, &w->staff[i].staff))
            f.named = &doctor[i];
    }
    f.is_coming = p.contacts > 0 && !p.contact->staff.text[0];
    struct who_answer answer = who_now(&f, w->today);
    if (w->plant == PLANT_WHO && answer.substitutes > 1)
        answer.who = WHO_SUBSTITUTE;
    return answer;
}

static void leave(struct world *w, const struct step *s)
{
    unsigned doctor = s->a % DOCTORS;
    for (size_t i = 0; i < w->ats[doctor]; i++)
        if (day_is_none(w->at[doctor][i].to))
            w->at[doctor][i].to = w->today;
}

static void die(struct world *w, const struct step *s)
{
    struct person *p = &w->person[s->a % PERSONS];
    if (day_is_none(p->end) && s->b % 4 == 0)
        p->end = w->today;
}

void world_step(struct world *w, const struct step *s)
{
    static void (*const run[OPS])(struct world *, const struct step *) = {
        [OP_LEAVE] = leave,   [OP_LIST] = change_listing,
        [OP_ASSIGN] = assign, [OP_BULK] = bulk,
        [OP_ASK] = ask,       [OP_STEP] = step_request,
        [OP_OPT] = opt,       [OP_MOVE] = move,
        [OP_UNDO] = undo,     [OP_DIE] = die,
        [OP_AWAY] = away,     [OP_SUBSTITUTE] = stand_in};
    w->did = (struct did){0};
    w->position++;
    w->now += 1000 + s->d % 1000;
    for (unsigned i = 0; i < DOCTORS; i++)
        for (unsigned u = 0; u < UNITS; u++)
            w->did.panel[i][u] = world_panel(w, i, u, w->today);
    if (s->op == OP_TIME) {
        w->today.n += 1 + (int32_t)(s->a % 12);
        w->now += INT64_C(86400) * 1000000 * (1 + s->a % 12);
        for (unsigned i = 0; i < DOCTORS; i++) /* the dead leave the panels */
            for (unsigned u = 0; u < UNITS; u++)
                w->did.panel[i][u] = world_panel(w, i, u, w->today);
    } else if (s->op == OP_HIRE) {
        add_position(w, s->a % DOCTORS, s->b % UNITS, s->c);
    } else {
        run[s->op](w, s);
    }
}
