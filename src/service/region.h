/* service/region.h - the region that an instance serves and what it decided: one
 * rule file a region, rules/<name>.yaml, part of the program.
 *
 * Errors: ERR_MISSING "region.unknown" (no rule file of that name or county; the
 * detail lists them); ERR_INVALID "rule.key_unknown", "rule.key_missing",
 * "rule.value" (file, line, column, key), and those of core/yaml.h. */
#ifndef SERVICE_REGION_H
#define SERVICE_REGION_H
#include "core/embedded.h"

struct region {
    struct str id;      /* of the rule file: "jamtland" */
    struct str name;    /* as people call it */
    struct str county;  /* two digits */
    struct str country; /* two letters, ISO 3166-1 */
};
/* By the rule file's name or its county's code. In the arena. */
MUST_USE bool region_find(struct arena *a, struct str name, struct region *out, struct err *err);
/* Reads one rule file. */
MUST_USE bool region_read(struct arena *a, const struct embedded *file, struct region *out,
                          struct err *err);
#endif
