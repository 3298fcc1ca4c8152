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

void written_events(const struct writer *w)
{
    const struct list *events = w->d->events;
    for (size_t i = 0; i < events[EVENT_DIAGNOSES].count; i++)
        write_diagnosis(w, EVENT(w->d, EVENT_DIAGNOSES, i));
    for (size_t i = 0; i < events[EVENT_MEASUREMENTS].count; i++)
        write_measurement(w, EVENT(w->d, EVENT_MEASUREMENTS, i));
    for (size_t i = 0; i < events[EVENT_PRESCRIPTIONS].count; i++)
        write_prescription(w, EVENT(w->d, EVENT_PRESCRIPTIONS, i));
}
