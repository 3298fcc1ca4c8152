#include "synth/counties.h"
#include "synth/write.h"

#include <stdio.h>

static enum booking booking_of(const struct contact *c)
{
    if (c->flags & CONTACT_DROP_IN)
        return BOOKING_DROP_IN;
    if (c->flags & CONTACT_BOOKED)
        return BOOKING_BOOKED;
    return c->form == FORM_VISIT ? BOOKING_UNKNOWN : BOOKING_NONE;
}

/* The hospital's clinics are not in units.csv: 0 is the emergency department. */
static void put_hospital(const struct writer *w, struct out *o, unsigned clinic)
{
    char text[32];
    (void)snprintf(text, sizeof text, "SE0000000000-H%.*s0%u", STR_FMT(w->d->county->code), clinic);
    out_text(o, str_of(text));
}

void out_contact(const struct writer *w, struct out *o, int32_t contact)
{
    out_id(o, STR("K"), w->taken->contacts + (uint64_t)contact + 1, 8);
}

static void write_contact(const struct writer *w, size_t i)
{
    const struct district *d = w->d;
    const struct contact *c = CONTACT(d, i);
    struct out *o = &w->out[WRITE_CONTACTS];
    int32_t day = d->start + c->day;
    bool elsewhere = c->flags & CONTACT_ELSEWHERE;
    enum problem problem = (enum problem)(c->flags & CONTACT_PROBLEM);
    char text[IDENTITY_TEXT];
    out_contact(w, o, (int32_t)i);
    out_text(o, identity_on(d, w->id, c->person, day, text));
    if (c->form == FORM_LETTER)
        out_day(o, day);
    else
        out_time(o, day, c->minute);
    if (elsewhere)
        put_hospital(w, o, c->unit);
    else
        out_unit(w, o, c->unit);
    out_staff(w, o, c->usual);
    out_word(o, &VOCAB_PROFESSION, c->profession);
    out_word(o, &VOCAB_FORM, c->form);
    out_word(o, &VOCAB_CARE_LEVEL,
             !elsewhere     ? CARE_PRIMARY
             : c->unit == 0 ? CARE_EMERGENCY
                            : CARE_SPECIALIST);
    out_word(o, &VOCAB_PROBLEM, problem);
    out_day(o, c->flags & CONTACT_SOUGHT ? day - c->waited : FOREVER);
    out_word(o, &VOCAB_ANSWER,
             c->flags & CONTACT_ASSESSED                             ? ANSWER_YES
             : problem == PROBLEM_NEW || problem == PROBLEM_WORSENED ? ANSWER_NO
                                                                     : ANSWER_NONE);
    out_word(o, &VOCAB_BOOKING, booking_of(c));
    out_end(o);
}

void written_contacts(const struct writer *w)
{
    for (size_t i = 0; i < w->d->contacts.count; i++)
        write_contact(w, i);
}
