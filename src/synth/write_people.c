#include "synth/facts.h"
#include "synth/write.h"

static void put_person(const struct writer *w, struct out *o, int32_t person, int32_t on)
{
    char text[IDENTITY_TEXT];
    out_text(o, identity_on(w->d, w->id, person, on, text));
}

static void put_parent(const struct writer *w, struct out *o, int32_t person)
{
    if (person == NOBODY)
        out_empty(o);
    else
        put_person(w, o, person, w->d->end);
}

static void put_address(const struct writer *w, struct out *o, const struct person *p,
                        const struct facts *f)
{
    bool shown = f->protection == PROTECTION_NONE;
    bool here = p->origin != ORIGIN_ELSEWHERE && p->origin != ORIGIN_VISITOR;
    out_text(o, f->county);
    out_text(o, f->municipality);
    if (here)
        out_id(o, STR("A"), (w->taken->units + p->lives + 1) * 10 + p->area, 5);
    else
        out_empty(o);
    out_text(o, shown ? str_of(f->street) : STR(""));
    out_text(o, shown ? str_of(f->postal_code) : STR(""));
    out_text(o, shown ? f->city : STR(""));
    out_word(o, &VOCAB_PROTECTION, f->protection);
    out_text(o, shown ? str_of(f->phone) : STR(""));
    out_text(o, shown ? str_of(f->email) : STR(""));
    out_word(o, &VOCAB_ANSWER, f->paper ? ANSWER_YES : ANSWER_NO);
}

/* The n-th identifier of the person: the last one is the person's, the others were replaced. */
static void write_identifier(const struct writer *w, int32_t person, const struct facts *f,
                             unsigned n, unsigned count)
{
    const struct district *d = w->d;
    const struct person *p = PERSON(d, person);
    struct out *o = &w->out[WRITE_PEOPLE];
    bool replaced = n + 1 < count, minor = d->end - p->born < 18 * 365;
    char text[IDENTITY_TEXT];
    out_text(o, identity_at(d, w->id, person, n, text));
    out_text(o, f->given_name);
    out_text(o, f->surname);
    out_day(o, p->born);
    out_word(o, &VOCAB_SEX, p->sex);
    put_address(w, o, p, f);
    out_day(o, n > 0 ? identity_replaced(d, person, n - 1) : p->arrived);
    out_day(o, replaced ? identity_replaced(d, person, n) : p->gone > d->end ? FOREVER : p->gone);
    out_word(o, &VOCAB_DEREGISTRATION, replaced ? DEREG_REPLACED : p->reason);
    out_text(o, replaced ? identity_at(d, w->id, person, n + 1, text) : STR(""));
    put_parent(w, o, p->mother);
    put_parent(w, o, minor ? p->mother : NOBODY);
    put_parent(w, o, minor ? p->father : NOBODY);
    out_end(o);
}

static int32_t end_or_forever(const struct writer *w, int32_t to)
{
    return to > w->d->end ? FOREVER : to;
}

/* A listing that the next one ends is now and then stated without an end of its own. */
static void write_listing(const struct writer *w, const struct listing *l)
{
    struct out *o = &w->out[WRITE_LISTINGS];
    uint64_t key = rnd_key(w->d->seed, STREAM_FACTS,
                           UINT64_C(1) << 44 | (uint64_t)l->person << 16 | (l->from & 0xffff));
    const struct person *p = PERSON(w->d, l->person);
    bool moved_on = l->to != FOREVER && l->to != p->last;
    int32_t to = moved_on && key % 100 < 30 ? FOREVER : l->to;
    int32_t recorded = l->from > w->d->start ? l->from - (int32_t)(key >> 8) % 4 : l->from;
    put_person(w, o, l->person, l->from);
    out_unit(w, o, l->unit);
    out_day(o, l->from);
    out_day(o, end_or_forever(w, to));
    out_word(o, &VOCAB_BASIS, l->basis);
    if (recorded < date(2010, 1, 1))
        out_empty(o);
    else
        out_time(o, recorded, 7 * 60 + (unsigned)(key >> 16) % 840);
    out_end(o);
}

static void write_named(const struct writer *w, const struct named *n)
{
    static const char *const REASON[] = {"", "personal har slutat", "bytt enhet", "flyttat",
                                         "annan kontakt"};
    struct out *o = &w->out[WRITE_NAMED];
    put_person(w, o, n->person, n->from);
    out_word(o, &VOCAB_CONTACT_KIND, n->kind);
    out_staff(w, o, n->staff);
    out_unit(w, o, n->unit);
    out_day(o, n->from);
    out_day(o, end_or_forever(w, n->to));
    out_text(o, str_of(n->to > w->d->end ? "" : REASON[n->reason]));
    out_text(o, STR("verksamhetschef"));
    out_day(o, end_or_forever(w, n->informed));
    out_end(o);
}

static void write_residence(const struct writer *w, const struct residence *r)
{
    const struct district *d = w->d;
    const struct unit *u = &d->unit[r->unit];
    struct out *o = &w->out[WRITE_RESIDENCES];
    put_person(w, o, r->person, r->from);
    out_word(o, &VOCAB_RESIDENCE_KIND, r->kind);
    if (r->kind == RESIDENCE_SAEBO)
        out_id(o, STR("B"), (w->taken->units + r->unit + 1) * 10 + r->home, 5);
    else
        out_empty(o);
    out_text(o, d->municipality[u->municipality].code);
    out_day(o, r->from);
    out_day(o, end_or_forever(w, r->to));
    out_day(o, r->reported > d->end ? d->end : r->reported);
    out_text(o, STR("kommunen"));
    out_end(o);
}

/* Some who have home care have a contact there too, kind 3: staff of the municipality. */
static void write_municipal(const struct writer *w, size_t residence)
{
    const struct district *d = w->d;
    const struct residence *r = RESIDENCE(d, residence);
    uint64_t key = rnd_key(d->seed, STREAM_FACTS, UINT64_C(1) << 45 | (uint64_t)residence);
    uint32_t municipal = 0, at = 0;
    for (size_t i = d->staff.count; i > 0 && STAFF(d, i - 1)->municipal; i--)
        municipal++;
    if (municipal == 0 || key % 100 >= 40)
        return;
    at = (uint32_t)(key >> 32) % municipal;
    struct named n = {.person = r->person,
                      .staff = (int32_t)(d->staff.count - 1 - at),
                      .from = r->from,
                      .to = r->to,
                      .informed = FOREVER,
                      .unit = r->unit,
                      .kind = KIND_MUNICIPAL};
    write_named(w, &n);
}

void written_people(const struct writer *w)
{
    const struct district *d = w->d;
    for (size_t i = 0; i < d->persons.count; i++) {
        struct facts f;
        facts_of(d, (int32_t)i, &f);
        unsigned count = identity_count(d, (int32_t)i);
        for (unsigned n = 0; n < count; n++)
            write_identifier(w, (int32_t)i, &f, n, count);
    }
    for (size_t i = 0; i < d->listings.count; i++)
        write_listing(w, LISTING(d, i));
    for (size_t i = 0; i < d->named.count; i++)
        write_named(w, NAMED(d, i));
    for (size_t i = 0; i < d->residences.count; i++) {
        write_residence(w, RESIDENCE(d, i));
        if (RESIDENCE(d, i)->kind == RESIDENCE_HOME_CARE)
            write_municipal(w, i);
    }
}
