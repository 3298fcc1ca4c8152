/* Any bytes as a region's rule file: rules within their bounds, or a refusal with a place. */
#include "service/region.h"

#include "core/utf8.h"

#include "fuzz.h"
#include "known_leaks.h"

static void check_people(const struct rules *r)
{
    must(r->named_doctor.titles > 0);
    for (unsigned i = 0; i < r->named_doctor.titles; i++)
        must(r->named_doctor.title[i].code.len == 6);
    for (unsigned i = 0; i < r->named_doctor.limits; i++) {
        const struct doctor_limit *limit = &r->named_doctor.limit[i];
        must(limit->speciality.len > 0 && limit->age_from <= limit->age_to);
        must(limit->age_from > 0 || limit->age_to < 999 || limit->or_saebo);
    }
    must(r->panel.cap == -1 || r->panel.cap > 0);
    must(r->passive.newborn[0] != PASSIVE_NONE || r->passive.newborn[1] == PASSIVE_NONE);
    must(r->passive.newborn[0] == PASSIVE_NONE || r->passive.newborn[0] != r->passive.newborn[1]);
}

static void check(const struct region *region)
{
    const struct rules *r = &region->rules;
    must(str_eq(region->id, STR("fuzz")) && region->name.len > 0 && utf8_valid(region->name) &&
         region->county.len == 2 && region->country.len == 2 && region->care_provider.len >= 3);
    must(r->changes.free < 1U << FREE_COUNT && r->cap.exempt < 1U << EXEMPT_COUNT);
    must(r->queue.max == 1 && r->guardian.own_choice_age <= 18 && r->log.keep_years >= 5);
    must(r->suppression.denominator >= 3 && r->suppression.numerator >= 3 &&
         r->suppression.complement >= 3 && r->suppression.round_to == 1);
    check_people(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct embedded file = {STR("fuzz.yaml"), {(const char *)data, size}};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct region region;
    struct err err = {0};
    if (region_read(a, &file, &region, &err))
        check(&region);
    else {
        check_code(&err);
        must(strncmp(err.detail, "fuzz.yaml:", 10) == 0);
    }
    arena_close(a);
    return 0;
}
