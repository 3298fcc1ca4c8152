/* tests/unit/exchange/care_text.h - the events of a snapshot as text, a line for each row of each
 * person, persons by key: "diagnoses 1 2023-01-05 - U1 E11 visit phone". */
#ifndef TESTS_CARE_TEXT_H
#define TESTS_CARE_TEXT_H
#include "core/sb.h"
#include "engine/snapshot.h"

#include <string.h>

static inline void care_put_row(struct sb *out, const struct snapshot *s,
                                const struct snapshot_events *e, uint32_t row)
{
    const struct event_shape *shape = &e->shape_of[narrow_at(e->shape, row)];
    const struct str text[] = {shape->code, shape->system, shape->value, shape->value_unit};
    uint16_t minute = e->minute ? e->minute[row] : SEGMENT_MINUTE_NONE;
    char day[DAY_TEXT];
    sb_fmt(out, " %.*s", STR_FMT(day_format((struct day){e->day[row]}, day)));
    if (minute != SEGMENT_MINUTE_NONE)
        sb_fmt(out, "T%02u:%02u", minute / 60U, minute % 60U);
    sb_fmt(out, " %s", s->unit_id[narrow_at(e->unit, row)].text + strlen("SE0000000000-"));
    for (size_t i = 0; i < ARRAY_LEN(text); i++)
        if (text[i].len > 0)
            sb_fmt(out, " %.*s", STR_FMT(text[i]));
    for (unsigned form = 0; form <= FORM_LETTER; form++)
        if (shape->forms >> form & 1)
            sb_fmt(out, " %s", VOCAB_FORM.word[form]);
    if (shape->word || shape->channel)
        sb_fmt(out, " %u/%u", shape->word, shape->channel);
    sb_char(out, '\n');
}

static inline void care_put(struct sb *out, const struct snapshot *s)
{
    static const char *const names[SNAPSHOT_EVENTS] = {
        [EVENTS_DIAGNOSES] = "diagnoses",       [EVENTS_PROCEDURES] = "procedures",
        [EVENTS_MEASUREMENTS] = "measurements", [EVENTS_PRESCRIPTIONS] = "prescriptions",
        [EVENTS_INVITATIONS] = "invitations",   [EVENTS_PERFORMED] = "performed",
        [EVENTS_REFERRALS] = "referrals"};
    for (unsigned table = 0; table < SNAPSHOT_EVENTS; table++)
        for (uint32_t i = 0; i < s->persons; i++) {
            const struct snapshot_events *e = &s->events[table];
            uint32_t p = s->person_by_key[i];
            for (uint32_t row = e->first[p]; row < e->first[p + 1]; row++) {
                sb_fmt(out, "%s %lld", names[table], (long long)s->person_key[p]);
                care_put_row(out, s, e, row);
            }
        }
}
#endif
