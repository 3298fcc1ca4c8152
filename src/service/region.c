#include "service/region.h"

#include "core/sb.h"
#include "service/rule_files.h" /* made by the build of rules/ */

bool region_find(struct arena *a, struct str name, struct region *out, struct err *err)
{
    struct sb known = sb_open(a, 64);
    for (unsigned i = 0; i < EMBEDDED_RULES.count; i++) {
        struct region r;
        if (!region_read(a, &EMBEDDED_RULES.file[i], &r, err))
            return false;
        if (str_eq(name, r.id) || str_eq(name, r.county)) {
            *out = r;
            return true;
        }
        sb_fmt(&known, "%s%.*s (%.*s)", i > 0 ? ", " : "", STR_FMT(r.id), STR_FMT(r.county));
    }
    return FAIL(err, ERR_MISSING, "region.unknown", "%.*s", STR_FMT(sb_str(&known)));
}
