#include "synth/codes.h"
#include "synth/write.h"

#include <string.h>

enum { CODE_TEXT = 16 };

static void put_first(const struct writer *w, struct out *o, const struct event *e)
{
    char text[IDENTITY_TEXT];
    out_text(o, identity_on(w->d, w->id, e->person, e->day, text));
    out_day(o, e->day);
    out_unit(w, o, e->unit);
}

/* Some units' records have the dot of the code, and some do not name the contact of what is common:
 * it is that of the person, the day and the unit. */
static void write_diagnosis(const struct writer *w, const struct event *e)
{
    struct out *o = &w->out[WRITE_DIAGNOSES];
    struct str code = str_of(CODED[e->code].code);
    char dotted[CODE_TEXT];
    put_first(w, o, e);
    if (e->unit % 5 == 3) {
        memcpy(dotted, code.at, 3);
        dotted[3] = '.';
        memcpy(dotted + 4, code.at + 3, code.len - 3);
        code = (struct str){dotted, code.len + 1};
    }
    out_text(o, code);
    bool silent = e->unit % 7 == 5 && e->code >= CODE_EVERYDAY;
    if (e->contact == NOBODY || silent)
        out_empty(o);
    else
        out_contact(w, o, e->contact);
    out_end(o);
}

static void write_procedure(const struct writer *w, const struct event *e)
{
    struct out *o = &w->out[WRITE_PROCEDURES];
    put_first(w, o, e);
    out_text(o, str_of(CODED[e->code].code));
    if (e->contact == NOBODY)
        out_empty(o);
    else
        out_contact(w, o, e->contact);
    out_end(o);
}

static void write_measurement(const struct writer *w, const struct event *e)
{
    struct out *o = &w->out[WRITE_MEASUREMENTS];
    put_first(w, o, e);
    out_text(o, str_of(CODED[e->code].code));
    out_number(o, e->value);
    out_text(o, str_of(CODED[e->code].unit));
    if (e->minute == NO_MINUTE)
        out_empty(o);
    else
        out_time(o, e->day, e->minute);
    out_end(o);
}

static void write_prescription(const struct writer *w, const struct event *e)
{
    struct out *o = &w->out[WRITE_PRESCRIPTIONS];
    uint64_t key = rnd_key(w->d->seed, STREAM_FACTS, UINT64_C(1) << 44 | (uint64_t)e->person);
    put_first(w, o, e);
    out_text(o, str_of(CODED[e->code].code));
    out_number(o, e->value);
    out_word(o, &VOCAB_PRESCRIPTION_SOURCE, key % 29 == 0 ? SOURCE_DOSE : SOURCE_PRESCRIBED);
    out_end(o);
}

static void write_referral(const struct writer *w, const struct event *e)
{
    struct out *o = &w->out[WRITE_REFERRALS];
    put_first(w, o, e);
    out_word(o, &VOCAB_REFERRED_TO, e->code);
    out_end(o);
}

static void write_invitation(const struct writer *w, const struct invitation *i)
{
    struct out *o = &w->out[WRITE_INVITATIONS];
    char text[IDENTITY_TEXT];
    out_text(o, identity_on(w->d, w->id, i->person, i->invited, text));
    out_word(o, &VOCAB_PROGRAMME, i->programme);
    out_day(o, i->invited);
    out_word(o, &VOCAB_CHANNEL, i->channel);
    out_day(o, i->performed);
    out_unit(w, o, i->unit);
    out_end(o);
}

void written_events(const struct writer *w)
{
    static void (*const WRITE[EVENT_TABLES])(const struct writer *, const struct event *) = {
        [EVENT_DIAGNOSES] = write_diagnosis,
        [EVENT_PROCEDURES] = write_procedure,
        [EVENT_MEASUREMENTS] = write_measurement,
        [EVENT_PRESCRIPTIONS] = write_prescription,
        [EVENT_REFERRALS] = write_referral};
    for (unsigned t = 0; t < EVENT_TABLES; t++)
        for (size_t i = 0; i < w->d->events[t].count; i++)
            WRITE[t](w, EVENT(w->d, t, i));
    const struct invitation *invitation = w->d->invitations.at;
    for (size_t i = 0; i < w->d->invitations.count; i++)
        write_invitation(w, &invitation[i]);
}
