#include "engine/traits.h"

enum { OPENS = 8 * 60, CLOSES = 17 * 60 /* minutes of the day */, SATURDAY = 5 };

/* 1 January 1900, day 0, was a Monday. */
static bool is_out_of_hours(const struct trait_contact *c)
{
    return c->day % 7 >= SATURDAY || (c->minute >= 0 && (c->minute < OPENS || c->minute >= CLOSES));
}

static bool is_hired(const struct snapshot *s, const struct trait_contact *c)
{
    enum employment employment;
    return snapshot_position_on(s, c->staff, c->unit, (uint16_t)c->day, &employment) &&
           employment == EMPLOYMENT_HIRED;
}

/* Whoever never had a position there has not left. */
static bool has_departed(const struct snapshot *s, const struct trait_contact *c, int32_t T)
{
    enum employment employment;
    return snapshot_position_on(s, c->staff, c->unit, (uint16_t)c->day, &employment) &&
           !snapshot_position_on(s, c->staff, c->unit, (uint16_t)T, &employment);
}

unsigned contact_traits(const struct snapshot *s, const struct trait_contact *c, int32_t T,
                        unsigned asked)
{
    unsigned has = 0;
    bool known = c->staff != UINT32_MAX;
    if (asked & TRAIT_BIT(TRAIT_HIRED) && known && is_hired(s, c))
        has |= TRAIT_BIT(TRAIT_HIRED);
    if (asked & TRAIT_BIT(TRAIT_DROP_IN) && c->booking == BOOKING_DROP_IN)
        has |= TRAIT_BIT(TRAIT_DROP_IN);
    if (asked & TRAIT_BIT(TRAIT_DEPARTED) && known && has_departed(s, c, T))
        has |= TRAIT_BIT(TRAIT_DEPARTED);
    if (asked & TRAIT_BIT(TRAIT_OUT_OF_HOURS) && is_out_of_hours(c))
        has |= TRAIT_BIT(TRAIT_OUT_OF_HOURS);
    return has;
}
