/* service/region.h - the region that an instance serves and what it decided: one
 * rule file a region, rules/<name>.yaml, part of the program, or in the home in
 * place of its namesake or beside it. Every key must
 * stand in it, so that a region sees all that it decides, and no other key may
 * (docs/operator/rules.md); a file is taken whole or refused.
 *
 * Errors: ERR_MISSING "region.unknown" (no rule file of that name or county; the
 * detail lists them); those of core/yaml.h; and all ERR_INVALID, the detail
 * begins `name:line:column: key: ` and ends with what is allowed in brackets:
 * "rule.name" (of the file),
 * "rule.key_unknown" (in brackets the nearest), "rule.key_missing" (behind the
 * key its usual value), "rule.map", "rule.list", "rule.text", "rule.code",
 * "rule.number", "rule.word", "rule.twice", "rule.fixed" (nothing else can be
 * done yet); with a folder those of core/files.h. */
#ifndef SERVICE_REGION_H
#define SERVICE_REGION_H
#include "core/embedded.h"
#include "domain/rules.h"

struct region {
    struct str id;            /* of the rule file: "jamtland" */
    struct str name;          /* as people call it */
    struct str county;        /* two digits */
    struct str country;       /* two letters, ISO 3166-1 */
    struct str care_provider; /* HSA-id: who answers for the registry */
    struct rules rules;
};
/* By the rule file's name or its county's code, among the program's and those of `folder` (NULL:
 * none), of which a mistake in any is told. In the arena. */
MUST_USE bool region_find(struct arena *a, const char *folder, struct str name, struct region *out,
                          struct err *err);
/* Reads one rule file; the name of the file is the name of the region, behind it .yaml. */
MUST_USE bool region_read(struct arena *a, const struct embedded *file, struct region *out,
                          struct err *err);
#endif
