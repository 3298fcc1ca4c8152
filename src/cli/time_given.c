#include "cli/time_given.h"

#include "core/clock.h"

#include <string.h>

bool time_given(const struct option_value *value, struct moment *out, struct err *err)
{
    struct err why = {0};
    *out = (struct moment){INT64_MAX};
    if (!value->given || stockholm_parse(value->text, out, &why))
        return true;
    bool is_left_out = strcmp(why.code, "moment.left_out") == 0; /* says more */
    return FAIL(err, ERR_INVALID, is_left_out ? "moment.left_out" : "time.known_at",
                "--known-at %.*s", value->text.len > 40 ? 40 : (int)value->text.len,
                value->text.at);
}

bool known_given(const struct option_value *value, struct known_time *out, struct err *err)
{
    out->on = value[TIME_ON].day;
    return time_given(&value[TIME_KNOWN_AT], &out->known_at, err);
}

bool known_not_given(const struct option_value *value, struct err *err)
{
    if (value[TIME_ON].given || value[TIME_KNOWN_AT].given)
        return FAIL(err, ERR_INVALID, "time.question", "%s",
                    value[TIME_ON].given ? "--on" : "--known-at");
    return true;
}

bool opening_given(const struct option_value *consent, const struct option_value *emergency,
                   struct block_opening *out, struct err *err)
{
    if (consent->given && emergency->given)
        return FAIL(err, ERR_INVALID, "block.opening", "%s", "--consent, --emergency");
    *out = (struct block_opening){.how = BLOCK_CLOSED, .reason = STR("")};
    if (consent->given)
        *out = (struct block_opening){BLOCK_CONSENT, consent->text};
    if (emergency->given)
        *out = (struct block_opening){BLOCK_EMERGENCY, emergency->text};
    return true;
}
