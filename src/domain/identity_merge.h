/* domain/identity_merge.h - which identifiers are one person: an identifier
 * that was replaced belongs to the person of the one that replaced it, through
 * chains, in whatever order the rows came. Pure; identifiers are numbered
 * 0..count-1 by the caller. */
#ifndef DOMAIN_IDENTITY_MERGE_H
#define DOMAIN_IDENTITY_MERGE_H
#include "core/base.h"

#define IDENTITY_NONE UINT32_MAX /* replaced by nothing */

/* For each identifier the newest of its person: the end of its chain, itself where nothing
 * replaced it. Two identifiers are one person when theirs is the same. In the arena.
 * replaced_by[i] is the number of the identifier that replaced i, or IDENTITY_NONE.
 * Fails with ERR_CONFLICT "identity.circle" (detail: the number of identifiers on circles). */
MUST_USE bool identity_merge(struct arena *a, const uint32_t *replaced_by, uint32_t count,
                             uint32_t **newest, struct err *err);

/* The identifiers that stand on a circle, ascending: the rows that an import refuses. Those that
 * only lead to one are not among them. Their number is returned. */
uint32_t identity_circles(struct arena *a, const uint32_t *replaced_by, uint32_t count,
                          uint32_t **members);
#endif
