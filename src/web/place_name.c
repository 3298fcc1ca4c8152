#include "web/place_name.h"

#include "web_places.h"

struct str county_name(struct arena *a, enum lang lang, struct str code)
{
    enum text text;
    return text_find(str_fmt(a, "county.c%.*s", STR_FMT(code)), &text) ? text_get(lang, text)
                                                                       : code;
}

struct str municipality_name(struct str code)
{
    const struct embedded *file = embedded_find(&EMBEDDED_PLACES, STR("municipalities.csv"));
    for (struct str rest = file ? file->bytes : STR(""); rest.len > 0;) {
        struct str name = str_cut(&rest, '\n');
        if (str_eq(str_cut(&name, ','), code))
            return name;
    }
    return code;
}
