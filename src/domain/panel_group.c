#include "domain/panel_group.h"

#include "domain/household.h"

#include <stdlib.h>

struct tagged { /* a person, and what its group is known by */
    struct str home;
    int64_t person, tag;
    size_t at;
};

static int by_tag(const void *x, const void *y)
{
    const struct tagged *a = x, *b = y;
    int order = str_compare(a->home, b->home);
    if (order != 0)
        return order;
    if (a->tag != b->tag)
        return a->tag < b->tag ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

static int by_size(const void *x, const void *y)
{
    const struct panel_group *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->least > b->least) - (a->least < b->least);
}

static struct tagged *tag(struct arena *a, const struct rules *rules, const struct move_plan *plan)
{
    struct tagged *tagged = ARENA_NEW(a, struct tagged, plan->persons);
    struct kin *kin = ARENA_NEW(a, struct kin, plan->persons);
    size_t *household = ARENA_NEW(a, size_t, plan->persons);
    for (size_t i = 0; i < plan->persons; i++) {
        const struct move_person *p = &plan->person[i];
        bool in_home = plan->way == MOVE_BY_SAEBO && p->home.len > 0;
        tagged[i] = (struct tagged){.person = p->who.person, .tag = p->who.person, .at = i};
        if (in_home)
            tagged[i] = (struct tagged){.home = p->home, .person = p->who.person, .at = i};
        kin[i] = (struct kin){p->who.person, p->mother, p->guardian1, p->guardian2,
                              !day_is_none(p->who.birth_date) &&
                                  age_on(p->who.birth_date, plan->on) <
                                      (int32_t)rules->guardian.own_choice_age};
    }
    if (plan->way == MOVE_BY_FAMILY) {
        households(a, kin, plan->persons, household);
        for (size_t i = 0; i < plan->persons; i++)
            tagged[i].tag = plan->person[household[i]].who.person;
    }
    return tagged;
}

struct panel_groups panel_group(struct arena *a, const struct rules *rules,
                                const struct move_plan *plan)
{
    struct panel_groups g = {ARENA_NEW(a, struct panel_group, plan->persons), 0,
                             ARENA_NEW(a, size_t, plan->persons)};
    struct tagged *tagged = tag(a, rules, plan);
    if (plan->persons == 0)
        return g;
    qsort(tagged, plan->persons, sizeof *tagged, by_tag);
    for (size_t i = 0; i < plan->persons; i++) {
        bool is_same = i > 0 && tagged[i].tag == tagged[i - 1].tag &&
                       str_eq(tagged[i].home, tagged[i - 1].home);
        if (!is_same)
            g.group[g.count++] = (struct panel_group){i, 0, tagged[i].person};
        g.group[g.count - 1].count++;
        g.member[i] = tagged[i].at;
    }
    qsort(g.group, g.count, sizeof *g.group, by_size);
    return g;
}
