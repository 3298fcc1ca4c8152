#include "service/contact/staff_show.h"

#include "domain/span.h"
#include "service/access/access_log.h"
#include "service/act_about.h"

static bool read_panels(struct instance *in, const struct contact_facts *f, struct staff_shown *s,
                        int64_t staff, struct err *err)
{
    const struct doctor_facts *d = &s->who.doctor.doctor;
    s->panel = ARENA_NEW(f->arena, struct panel, d->positions + 1);
    for (size_t i = 0; i < d->positions; i++) {
        const struct position_row *p = &d->position[i];
        struct act_unit unit;
        int64_t count = 0, need = 0;
        if (!act_find_unit(f->arena, in, hsaid_str(&p->unit), &unit, err) ||
            (span_covers(p->from, p->to, f->on) &&
             !contact_facts_panel(f, staff, unit.facts.unit, &count, err)) ||
            !contact_facts_need(f, unit.facts.unit, &need, err))
            return false;
        s->panel[i] = panel_of(&f->in->region.rules, p, need, count);
    }
    return true;
}

static bool log_it(struct arena *a, struct instance *in, const struct staff_asking *asking,
                   const struct hsaid *staff, enum access_outcome outcome, struct err *err)
{
    struct str about = str_fmt(a, "staff=%.*s", STR_FMT(hsaid_str(staff)));
    about = known_about(a, &asking->time, about);
    struct access_entry e = {.actor = asking->actor,
                             .act = STR("staff show"),
                             .about = about,
                             .outcome = outcome,
                             .count = -1};
    return access_log_write(in, &e, 1, err);
}

/* Who stands in for them is a member of staff of their own, whom the actor may not see. */
static bool hide_substitutes(struct arena *a, struct instance *in, const struct actor *actor,
                             struct contact_who *who, struct err *err)
{
    struct substitute *shown = ARENA_NEW(a, struct substitute, who->substitutes + 1);
    for (size_t i = 0; i < who->substitutes; i++) {
        shown[i] = who->substitute[i];
        if (!act_hide_staff(a, in, actor, &shown[i].staff, err))
            return false;
    }
    who->substitute = shown;
    return true;
}

/* `in` is the registry as it is, where the log is; what is shown is of `known`. */
static bool show_known(struct arena *a, struct instance *in, struct known_registry *known,
                       const struct staff_asking *asking, struct staff_shown *out, struct err *err)
{
    struct hsaid id;
    struct contact_doctor doctor;
    struct staff_shown s = {.on = known->on};
    struct contact_facts f = {a, &known->in, s.on};
    if (!hsaid_parse(asking->staff, &id, err) || !contact_facts_doctor(&f, &id, &doctor, err) ||
        !contact_facts_who(&f, &id, &s.who, err))
        return false;
    struct hsaid now = id; /* by what is so now, too, where what was known is asked for */
    if (!act_hide_staff(a, in, &asking->actor, &now, err))
        return false;
    bool is_protected =
        !now.text[0] || !access_may_see_staff(&asking->actor, doctor.facts.staff.protected_staff);
    if (!log_it(a, in, asking, &id, is_protected ? ACCESS_DENIED : ACCESS_DONE, err))
        return false;
    if (is_protected)
        return FAIL(err, ERR_DENIED, "staff.protected", "%s", "");
    if (!hide_substitutes(a, in, &asking->actor, &s.who, err) ||
        !read_panels(&known->in, &f, &s, doctor.id, err))
        return false;
    *out = s;
    return true;
}

bool staff_show(struct arena *a, struct instance *in, const struct staff_asking *asking,
                struct staff_shown *out, struct err *err)
{
    struct known_registry known;
    if (asking->actor.person != 0)
        return access_log_refuse(in, &asking->actor, STR("staff show"), "staff.right", err);
    if (!act_check_actor(a, in, &asking->actor, err) ||
        !known_open(a, in, &asking->time, &known, err))
        return false;
    bool done = show_known(a, in, &known, asking, out, err);
    known_close(&known);
    return done;
}
