#include "domain/listing_choice.h"

#include "domain/span.h"

static const char *const VERDICT[] = {"done",           "already", "queued",
                                      "already_queued", "waits",   "already_waits"};
_Static_assert(ARRAY_LEN(VERDICT) == LISTING_DEAD, "a word for each");
const struct vocab VOCAB_LISTING_VERDICT = {"outcome", VERDICT, ARRAY_LEN(VERDICT)};

static bool is_own(enum listing_by by)
{
    return by <= BY_OTHER_REGION;
}

static bool is_chosen(enum listing_by by)
{
    return by == BY_CHOICE || by == BY_QUEUE;
}

/* May it be refused as the changes are used up? What another county asks only of our residents:
 * those of others are for their own county to count. */
static bool is_limited(const struct listing_person *p, enum listing_by by)
{
    return is_chosen(by) || (by == BY_OTHER_REGION && p->from_here);
}

struct day listing_from(const struct rules *rules, const struct listing_ask *ask)
{
    struct day from = day_is_none(ask->from) ? ask->today : ask->from;
    if (!is_chosen(ask->by) || rules->effective == EFFECTIVE_AT_ONCE)
        return from;
    if (from.n > ask->today.n && day_civil(from).day == 1)
        return from;
    return (struct day){month_last(month_of(from)).n + 1};
}

struct quota listing_quota(const struct rules *rules, const struct listing_person *person,
                           struct day on)
{
    struct quota_past past = {person->past, person->past_count, person->left, person->lefts};
    return quota_on(rules, &past, on);
}

struct day listing_own_choice(const struct rules *rules, struct day birth)
{
    struct civil born = day_civil(birth);
    int32_t year = born.year + (int32_t)rules->guardian.own_choice_age;
    struct day day;
    if (day_from_civil(year, born.month, born.day, &day))
        return day;
    return month_first(month_from(year, 3)); /* as age_on(): born on 29 February */
}

bool listing_chooses(const struct rules *rules, struct day birth, struct day on)
{
    return day_is_none(birth) || listing_own_choice(rules, birth).n <= on.n;
}

static bool is_under_age(const struct rules *rules, const struct listing_person *p, struct day on)
{
    return !listing_chooses(rules, p->birth, on);
}

bool listing_is_exempt(const struct rules *rules, const struct listing_person *person, int64_t unit,
                       enum listing_by by, unsigned shown, struct day on)
{
    unsigned exempt = rules->cap.exempt;
    bool is_first = person->past_count == 0 || person->past[0].from.n >= on.n;
    bool is_infant = !day_is_none(person->birth) && age_on(person->birth, on) < 1;
    if ((exempt & (1U << EXEMPT_NEWBORN)) && (by == BY_BIRTH || (is_first && is_infant)))
        return true;
    if ((exempt & (1U << EXEMPT_SAEBO)) && person->in_saebo)
        return true;
    if (!(exempt & (1U << EXEMPT_CHILD_OF_LISTED)) || !is_under_age(rules, person, on))
        return false;
    for (unsigned i = 0; i < person->guardians; i++) {
        bool tells = person->guardian[i].protection == PROTECTION_NONE ||
                     (shown & ((unsigned)SIGNED_GUARDIAN1 << i));
        if (person->guardian[i].unit == unit && tells)
            return true;
    }
    return false;
}

/* What is asked, with what follows from it. */
struct asking {
    const struct rules *rules;
    const struct listing_person *person;
    const struct listing_unit *unit;
    struct listing_ask ask; /* with the day and the wish of a change that this consents to */
    unsigned signed_by;     /* by all so far */
    bool is_consent;        /* to the change that waits */
    struct day from;
};

static int64_t place_of(const struct listing_unit *u)
{
    return u->at != 0 ? u->at : u->unit;
}

/* Whose listing may exempt, though their identity is protected. What is no choice is nobody's
 * trying. */
static bool is_exempt(const struct asking *q, struct day on)
{
    unsigned shown = q->ask.by == BY_CHOICE ? q->signed_by : SIGNED_GUARDIAN1 | SIGNED_GUARDIAN2;
    return listing_is_exempt(q->rules, q->person, place_of(q->unit), q->ask.by,
                             q->ask.hides_protected ? 0 : shown, on);
}

static bool all_signed(const struct asking *q)
{
    if (q->ask.by != BY_CHOICE || !is_under_age(q->rules, q->person, q->ask.today))
        return true;
    if (!q->rules->guardian.both || q->person->guardians < GUARDIANS)
        return true; /* one is enough, and one has */
    return (q->signed_by & SIGNED_GUARDIAN1) && (q->signed_by & SIGNED_GUARDIAN2);
}

/* Always false: what is asked goes no further. */
static bool settle(struct listing_decision *out, enum listing_verdict verdict, struct day next)
{
    *out = (struct listing_decision){.verdict = verdict, .next = next};
    return false;
}

static bool person_may(const struct asking *q, struct listing_decision *out)
{
    const struct listing_person *p = q->person;
    if (p->is_dead)
        return settle(out, LISTING_DEAD, DAY_NONE);
    if (!day_is_none(p->gone) && (q->from.n > p->gone.n || q->ask.today.n >= p->gone.n))
        return settle(out, LISTING_EMIGRATED, DAY_NONE);
    return true;
}

/* Have those signed who choose for the person, or one of them? */
static bool signers_may(const struct asking *q, struct listing_decision *out)
{
    const struct listing_person *p = q->person;
    unsigned by = q->ask.signed_by;
    if (q->ask.by != BY_CHOICE)
        return true;
    if (!is_under_age(q->rules, p, q->ask.today))
        return (by & SIGNED_PERSON) || settle(out, LISTING_NOT_GUARDIAN, DAY_NONE);
    if (p->guardians == 0)
        return settle(out, LISTING_NO_GUARDIAN, listing_own_choice(q->rules, p->birth));
    bool is_known = false, is_protected = false;
    for (unsigned i = 0; i < p->guardians; i++)
        if (by & ((unsigned)SIGNED_GUARDIAN1 << i)) {
            is_known = true;
            is_protected |= !party_guards_electronically(p->protection, p->guardian[i].protection);
        }
    if (!is_known && (by & SIGNED_PERSON))
        return settle(out, LISTING_UNDER_AGE, listing_own_choice(q->rules, p->birth));
    if (!is_known)
        return settle(out, LISTING_NOT_GUARDIAN, DAY_NONE);
    if (q->ask.is_electronic && is_protected)
        return settle(out, LISTING_PROTECTED_RELATION, DAY_NONE);
    return true;
}

bool listing_special_holds(enum party by, bool is_granted)
{
    return by == PARTY_ADMINISTRATOR || is_granted;
}

bool listing_needs_reason(const struct listing_decision *d)
{
    return d->verdict == LISTING_QUOTA || d->verdict == LISTING_QUEUED ||
           d->verdict == LISTING_WAITS || (d->verdict == LISTING_DONE && d->is_counted);
}

static bool reasons_may(const struct asking *q, struct listing_decision *out)
{
    return q->ask.by != BY_CHOICE || !q->ask.is_undecided ||
           settle(out, LISTING_UNDECIDED, DAY_NONE);
}

static bool day_may(const struct asking *q, struct listing_decision *out)
{
    if (q->from.n >= q->ask.today.n)
        return true;
    if (q->ask.by == BY_CHOICE && q->ask.is_electronic)
        return settle(out, LISTING_DAY_PAST, q->ask.today);
    for (size_t i = q->person->past_count; i-- > 0;) {
        struct day began = q->person->past[i].from;
        if (began.n >= q->from.n && began.n <= q->ask.today.n)
            return settle(out, LISTING_LATER_STANDS,
                          (struct day){began.n < q->ask.today.n ? began.n + 1 : began.n});
    }
    return true;
}

static bool unit_may(const struct asking *q, struct listing_decision *out)
{
    const struct listing_unit *u = q->unit;
    if (u->is_branch) /* its cap and its doctors would be passed by */
        return settle(out, LISTING_BRANCH, DAY_NONE);
    if (!day_is_none(u->closes)) /* also one to come: its persons have been given other units */
        return settle(out, LISTING_CLOSED, DAY_NONE);
    if (!day_is_none(u->opens) && q->from.n < u->opens.n)
        return settle(out, LISTING_NOT_OPEN, u->opens);
    return true;
}

bool listing_is_there(const struct listing_past *past, const struct listing_unit *unit)
{
    bool is_without_doctor = unit->at != 0 && unit->unit == unit->at;
    return past->unit == unit->unit || (is_without_doctor && past->at == unit->at);
}

/* At the unit on the day; where listings are on doctors, be it with another doctor. */
static bool stays_at(const struct asking *q)
{
    const struct listing_person *p = q->person;
    for (size_t i = 0; i < p->past_count; i++)
        if (listing_place(&p->past[i]) == place_of(q->unit) &&
            span_covers(p->past[i].from, p->past[i].to, q->from))
            return true; /* only a plan is withdrawn */
    return false;
}

/* Is the person listed there on the day, and stays? A plan to go elsewhere later can be withdrawn
 * by asking for the unit at which one is. */
static bool is_already(const struct asking *q)
{
    bool is_there = false;
    for (size_t i = 0; i < q->person->past_count; i++) {
        const struct listing_past *past = &q->person->past[i];
        if (is_own(q->ask.by) && past->from.n > q->from.n)
            return false;
        is_there |= listing_is_there(past, q->unit) && span_covers(past->from, past->to, q->from);
    }
    return is_there;
}

static bool has_place(const struct listing_unit *u, struct day on)
{
    return u->cap < 0 || (!day_is_none(u->room_from) && u->room_from.n <= on.n);
}

static bool has_room(const struct asking *q)
{
    const struct listing_unit *u = q->unit;
    bool overtakes = u->cap >= 0 && u->waiting > 0 && q->ask.by == BY_CHOICE;
    if ((u->at != 0 && stays_at(q)) || (q->ask.by == BY_QUEUE && q->ask.swaps))
        return true;
    return has_place(u, q->from) && !overtakes; /* who chooses now overtakes nobody */
}

/* Will the change still be allowed when there is room, be it at once, or after what is planned or a
 * queue that was left today? */
static bool quota_lasts(const struct asking *q, struct listing_decision *out)
{
    struct listing_ask ask = q->ask;
    ask.from = DAY_NONE;
    struct day first = listing_from(q->rules, &ask);
    if (q->ask.is_special && (q->rules->changes.free & (1U << FREE_SPECIAL_REASON)))
        return true;
    struct quota quota = listing_quota(q->rules, q->person, first);
    if (quota.allowed && quota.has_left)
        quota = listing_quota(q->rules, q->person, (struct day){first.n + 1});
    for (size_t i = 0; quota.allowed && i < q->person->past_count; i++)
        if (q->person->past[i].from.n >= first.n)
            quota = listing_quota(q->rules, q->person, (struct day){q->person->past[i].from.n + 1});
    return quota.allowed || settle(out, LISTING_QUOTA, quota.next);
}

int32_t listing_wait(const struct listing_unit *unit, unsigned number, struct day today)
{
    int32_t open = day_is_none(unit->opens) ? QUEUE_LOOKS_BACK : today.n - unit->opens.n;
    return queue_wait(number + unit->over, unit->room_lately,
                      open < QUEUE_LOOKS_BACK ? open : QUEUE_LOOKS_BACK);
}

static enum basis basis_of(const struct asking *q)
{
    switch (q->ask.by) {
    case BY_AREA:
        return BASIS_AREA;
    case BY_BIRTH:
        return BASIS_NEWBORN;
    case BY_FORCE:
        return BASIS_ADMINISTRATIVE;
    case BY_CHOICE:
    case BY_QUEUE:
    case BY_OTHER_REGION:
        break;
    }
    if (q->ask.is_special)
        return BASIS_SPECIAL_REASON;
    if (!q->person->from_here)
        return BASIS_OUT_OF_COUNTY;
    return q->ask.is_electronic ? BASIS_CHOICE_ESERVICE : BASIS_CHOICE_FORM;
}

/* Is or will be listed there. Who is to be moved there, as their unit closes, and asks for it has
 * chosen it from that day on, where they may choose; else they come there all the same. */
static void decide_there(const struct asking *q, struct listing_decision *out)
{
    const struct listing_person *p = q->person;
    const struct listing_past *last = &p->past[p->past_count - 1];
    out->verdict = LISTING_ALREADY;
    if (q->ask.by != BY_CHOICE || !listing_is_there(last, q->unit) ||
        last->basis != BASIS_ADMINISTRATIVE || last->from.n <= q->ask.today.n)
        return;
    struct listing_past next = *last;
    next.to = DAY_NONE;
    next.basis = basis_of(q);
    bool counts = quota_counts(q->rules, p->past, p->past_count, &next);
    bool has = has_place(q->unit, next.from); /* the one of the plan: nobody is overtaken */
    if ((counts && !listing_quota(q->rules, p, next.from).allowed) ||
        (!has && !is_exempt(q, next.from)))
        return;
    *out = (struct listing_decision){.verdict = LISTING_DONE,
                                     .listing = next,
                                     .is_counted = counts,
                                     .is_exempt = !has,
                                     .withdraws = true,
                                     .next = DAY_NONE,
                                     .places = PLACES_LOST};
}

static void decide_full(const struct asking *q, struct listing_decision *out)
{
    const struct listing_unit *u = q->unit;
    size_t count = q->person->past_count;
    if (q->ask.by == BY_CHOICE && count > 0 && listing_is_there(&q->person->past[count - 1], u) &&
        q->person->past[count - 1].from.n > q->from.n) { /* and sooner there is no room */
        decide_there(q, out);
        return;
    }
    enum queue_join join = queue_join(q->rules, q->person->place, q->person->places, place_of(u));
    bool stands = q->ask.by == BY_CHOICE && join == QUEUE_STANDS_THERE;
    if (!stands && (!u->has_queue || q->rules->queue.max == 0 || q->ask.by != BY_CHOICE)) {
        settle(out, LISTING_FULL, DAY_NONE);
        return;
    }
    switch (join) {
    case QUEUE_STANDS_THERE:
        settle(out, LISTING_ALREADY_QUEUED, DAY_NONE);
        return;
    case QUEUE_STANDS_ELSEWHERE:
        settle(out, q->ask.queue ? LISTING_IN_OTHER_QUEUE : LISTING_FULL_HAS_QUEUE, DAY_NONE);
        return;
    case QUEUE_MAY_JOIN:
        break;
    }
    if (!q->ask.queue) {
        settle(out, LISTING_FULL_HAS_QUEUE, DAY_NONE);
        return;
    }
    if (!quota_lasts(q, out))
        return;
    out->verdict = LISTING_QUEUED;
    out->is_special = q->ask.is_special;
    out->number = u->waiting + 1;
    out->wait = listing_wait(u, out->number, q->ask.today);
}

/* What would become of it if all had signed. */
static void decide_signed(const struct asking *q, struct listing_decision *out)
{
    const struct listing_person *p = q->person;
    int64_t unit = q->unit->unit;
    struct listing_past next = {
        .unit = unit, .at = q->unit->at, .from = q->from, .to = DAY_NONE, .basis = basis_of(q)};
    bool counts = quota_counts(q->rules, p->past, p->past_count, &next);
    if (is_already(q)) {
        decide_there(q, out);
        return;
    }
    struct quota quota = listing_quota(q->rules, p, q->from);
    if (counts && is_limited(p, q->ask.by) && !quota.allowed) {
        settle(out, LISTING_QUOTA, quota.next);
        return;
    }
    bool is_here = unit != UNIT_ELSEWHERE, has = !is_here || has_room(q);
    if (!has && !is_exempt(q, q->from)) {
        decide_full(q, out);
        return;
    }
    out->verdict = LISTING_DONE;
    out->listing = next;
    out->is_counted = counts;
    out->is_exempt = !has;
    out->withdraws = is_own(q->ask.by);
    out->places = stays_at(q) ? PLACES_KEPT : is_own(q->ask.by) ? PLACES_LOST : PLACE_TAKEN;
}

static void wait_for_consent(const struct asking *q, struct listing_decision *out)
{
    const struct listing_consent *waits = &q->person->consent;
    bool is_again = q->is_consent && (waits->signed_by | q->signed_by) == waits->signed_by;
    *out = (struct listing_decision){.verdict = LISTING_WAITS, .next = DAY_NONE};
    if (is_again) {
        out->verdict = LISTING_ALREADY_WAITS;
        out->consent = *waits;
        return;
    }
    out->consent =
        (struct listing_consent){.unit = q->unit->unit,
                                 .signed_by = q->signed_by,
                                 .is_special = q->ask.is_special,
                                 .from = q->ask.from,
                                 .until = {q->ask.today.n + (int32_t)q->rules->guardian.lapse_days},
                                 .queue = q->ask.queue};
}

static struct asking begin(const struct rules *rules, const struct listing_person *person,
                           const struct listing_unit *unit, const struct listing_ask *ask)
{
    struct asking q = {rules, person, unit, *ask, ask->signed_by, false, ask->today};
    const struct listing_consent *waits = &person->consent;
    q.is_consent = ask->by == BY_CHOICE && is_under_age(rules, person, ask->today) &&
                   waits->unit != UNIT_NONE && waits->unit == unit->unit &&
                   ask->today.n <= waits->until.n;
    if (q.is_consent) {
        q.ask.is_special |= waits->is_special;
        q.signed_by |= waits->signed_by;
        q.ask.queue |= waits->queue;
        if (!day_is_none(waits->from))
            q.ask.from = day_later(waits->from, ask->today);
    }
    q.from = listing_from(rules, &q.ask);
    if (ask->by == BY_QUEUE && !day_is_none(unit->room_from))
        q.from = day_later(q.from, unit->room_from);
    return q;
}

struct day listing_first(const struct rules *rules, const struct listing_person *person,
                         const struct listing_unit *unit, const struct listing_ask *ask)
{
    return begin(rules, person, unit, ask).from;
}

void listing_decide(const struct rules *rules, const struct listing_person *person,
                    const struct listing_unit *unit, const struct listing_ask *ask,
                    struct listing_decision *out)
{
    struct asking q = begin(rules, person, unit, ask);
    const struct listing_consent *waits = &person->consent;
    *out = (struct listing_decision){.next = DAY_NONE};
    bool is_here = unit->unit != UNIT_ELSEWHERE;
    if (!person_may(&q, out) || !signers_may(&q, out) || !reasons_may(&q, out) ||
        !day_may(&q, out) || (is_here && !unit_may(&q, out)))
        return;
    decide_signed(&q, out);
    bool goes_on = out->verdict == LISTING_DONE || out->verdict == LISTING_QUEUED;
    if (goes_on && !all_signed(&q)) {
        wait_for_consent(&q, out);
        goes_on = out->verdict == LISTING_WAITS;
    }
    out->ends_consent = goes_on && ask->by == BY_CHOICE && waits->unit != UNIT_NONE;
}
