#include "service/contact/staff_list.h"

#include "core/collate.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"

#include <stdlib.h>

struct gathering {
    struct arena *arena;
    const struct actor *actor;
    struct bag rows; /* struct staff_working */
};

static bool take(void *state, const struct staff_working *row, struct err *err)
{
    (void)err;
    struct gathering *g = state;
    if (!access_may_see_staff(g->actor, row->staff.protected_staff))
        return true;
    struct staff_working *kept = bag_add(&g->rows);
    *kept = *row;
    kept->staff.given_name = str_copy(g->arena, row->staff.given_name);
    kept->staff.surname = str_copy(g->arena, row->staff.surname);
    kept->staff.title_code = str_copy(g->arena, row->staff.title_code);
    kept->staff.speciality = STR("");
    return true;
}

static int by_name(const void *x, const void *y)
{
    const struct staff_working *a = x, *b = y;
    int order = swedish_compare(a->staff.surname, b->staff.surname);
    if (order == 0)
        order = swedish_compare(a->staff.given_name, b->staff.given_name);
    if (order == 0)
        order = str_compare(hsaid_str(&a->staff.staff), hsaid_str(&b->staff.staff));
    return order != 0 ? order : str_compare(hsaid_str(&a->unit), hsaid_str(&b->unit));
}

bool staff_list(struct arena *a, struct instance *in, const struct staff_list_asking *asking,
                struct staff_list *out, struct err *err)
{
    struct known_registry known;
    const struct actor *actor = &asking->actor;
    struct act_unit unit = {.facts = {.unit = 0}};
    struct gathering g = {a, actor, BAG_OPEN(a, struct staff_working)};
    if (actor->person != 0)
        return access_log_refuse(in, actor, STR("staff list"), "staff.right", err);
    if (!act_check_actor(a, in, actor, err) ||
        (asking->unit.len > 0 && !act_find_unit(a, in, asking->unit, &unit, err)) ||
        !known_open(a, in, &asking->time, &known, err))
        return false;
    bool read = staff_each_working(known.in.db, unit.facts.unit, known.on,
                                   (struct staff_working_reader){&g, take}, err);
    known_close(&known);
    struct str about =
        unit.facts.unit == 0 ? STR("") : str_fmt(a, "unit=%.*s", STR_FMT(hsaid_str(&unit.id)));
    about = known_about(a, &asking->time, about);
    struct access_entry seen = {
        .actor = *actor, .act = STR("staff list"), .about = about, .count = (int64_t)g.rows.count};
    if (!read || !access_log_write(in, &seen, 1, err))
        return false;
    struct staff_working *row = bag_array(a, &g.rows);
    if (g.rows.count > 0)
        qsort(row, g.rows.count, sizeof *row, by_name);
    *out = (struct staff_list){row, g.rows.count, !actor->opens_protected};
    return true;
}
