#include "domain/place.h"

#include <ctype.h>
#include <string.h>

/* By Statistics Sweden: a county, and what its municipalities add to its code. */
static const struct county {
    char code[PLACE_COUNTY_TEXT];
    const char *municipalities; /* two digits each */
} COUNTY[] = {
    {"01", "1415172023252627283638394060626380818283848687889192"},
    {"03", "0519303160808182"},
    {"04", "286180818283848688"},
    {"05", "09121360616263808182838486"},
    {"06", "04174243626580828384858687"},
    {"07", "6061636465678081"},
    {"08", "213440606162808182838485"},
    {"09", "80"},
    {"10", "6080818283"},
    {"12", "143031335657606162636465666770727375767778808182838485868790919293"},
    {"13", "158081828384"},
    {"14", "010207151921273035383940414243444546475260616263656670717273808182848586878889909192939"
           "49596979899"},
    {"17", "15303760616263646566808182838485"},
    {"18", "146061626364808182838485"},
    {"19", "04076061628081828384"},
    {"20", "212326293134396162808182838485"},
    {"21", "01042132618081828384"},
    {"22", "60628081828384"},
    {"23", "0305091321266180"},
    {"24", "010304091718212225606263808182"},
    {"25", "0506101314182123608081828384"},
};
_Static_assert(ARRAY_LEN(COUNTY) == PLACE_COUNTIES, "every county");

static bool is_digits(struct str code, size_t digits)
{
    bool good = code.len == digits;
    for (size_t i = 0; good && i < code.len; i++)
        good = isdigit((unsigned char)code.at[i]);
    return good;
}

static const struct county *find(struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(COUNTY); i++)
        if (memcmp(COUNTY[i].code, code.at, 2) == 0)
            return &COUNTY[i];
    return NULL;
}

static bool is_listed(struct str country)
{
    return str_eq(country, STR("SE"));
}

bool place_is_county(struct str country, struct str code)
{
    return is_digits(code, 2) && (!is_listed(country) || find(code));
}

bool place_is_municipality(struct str country, struct str code)
{
    if (!is_digits(code, 4) || !is_listed(country))
        return is_digits(code, 4);
    const struct county *county = find(code);
    for (const char *at = county ? county->municipalities : ""; *at; at += 2)
        if (memcmp(at, code.at + 2, 2) == 0)
            return true;
    return false;
}
