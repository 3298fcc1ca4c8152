#include "person_shown.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void show_day(const char *name, uint32_t n)
{
    char text[DAY_TEXT];
    (void)day_format(n == SNAPSHOT_NONE16 ? DAY_NONE : (struct day){(int32_t)n}, text);
    print_message(" %s=%s", name, text);
}

static void show_contacts(const struct snapshot *s, uint32_t person)
{
    const struct snapshot_contacts *c = &s->contacts;
    for (uint32_t i = c->first[person]; i < c->first[person + 1]; i++) {
        struct shape shape = shape_unpack(s->shape[narrow_at(c->shape, i)]);
        print_message("  contact");
        show_day("day", c->day[i]);
        show_day("sought", c->sought ? c->sought[i] : SNAPSHOT_NONE16);
        print_message(" unit=%u staff=%u minute=%d profession=%d form=%d level=%d\n",
                      narrow_at(c->unit, i), narrow_at(c->staff, i), c->minute ? c->minute[i] : -1,
                      (int)shape.profession, (int)shape.form, (int)shape.level);
    }
}

static void show_events(const struct snapshot *s, uint32_t person)
{
    for (unsigned t = 0; t < SNAPSHOT_EVENTS; t++) {
        const struct snapshot_events *e = &s->events[t];
        for (uint32_t i = e->first[person]; i < e->first[person + 1]; i++) {
            const struct event_shape *shape = &e->shape_of[narrow_at(e->shape, i)];
            print_message("  event of %u", t);
            show_day("day", e->day[i]);
            print_message(" unit=%u minute=%d code=%.*s system=%.*s value=%.*s in=%.*s word=%u "
                          "channel=%u forms=%u\n",
                          narrow_at(e->unit, i), e->minute ? e->minute[i] : -1,
                          STR_FMT(shape->code), STR_FMT(shape->system), STR_FMT(shape->value),
                          STR_FMT(shape->value_unit), shape->word, shape->channel, shape->forms);
        }
    }
}

void person_show(const struct snapshot *s, uint32_t p)
{
    char text[DAY_TEXT];
    print_message(" person %u born=%.*s", p, STR_FMT(day_format((struct day){s->birth[p]}, text)));
    show_day("registered", s->registered_from[p]);
    show_day("to", s->registered_to[p]);
    print_message(" municipality=%u\n", s->person_municipality[p]);
    for (uint32_t i = s->listings.first[p]; i < s->listings.first[p + 1]; i++) {
        print_message("  listing unit=%u", s->listings.unit[i]);
        show_day("from", s->listings.from[i]);
        show_day("to", s->listings.to[i]);
        print_message("\n");
    }
    for (uint32_t i = s->named_contacts.first[p]; i < s->named_contacts.first[p + 1]; i++) {
        print_message("  named kind=%u unit=%u staff=%u", s->named_contacts.kind[i],
                      s->named_contacts.unit[i], s->named_contacts.staff[i]);
        show_day("from", s->named_contacts.from[i]);
        show_day("to", s->named_contacts.to[i]);
        show_day("informed", s->named_contacts.informed[i]);
        print_message("\n");
    }
    for (uint32_t i = s->residences.first[p]; i < s->residences.first[p + 1]; i++) {
        print_message("  residence kind=%u", s->residences.kind[i]);
        show_day("from", s->residences.from[i]);
        show_day("to", s->residences.to[i]);
        print_message("\n");
    }
    show_contacts(s, p);
    show_events(s, p);
}
