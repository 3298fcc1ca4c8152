/* engine/meaning.h - what a figure follows from, as two identities: the measure's
 * (or the check's), and the data's. Figures under the same two are the same, so they can be kept.
 *
 * The first is of what the expressions say with their parameters and named parts put
 * in, of the code sets that they ask for, and of the engine's own sources: a text, a
 * target or a comment may change, a limit or a code may not, and no figure outlives
 * the program that made it. The second is of the bytes of a snapshot, but not of when
 * it was made: a load that changed nothing leaves it as it was. */
#ifndef ENGINE_MEANING_H
#define ENGINE_MEANING_H
#include "core/sha256.h"
#include "engine/check.h"
#include "engine/snapshot.h"

struct str engine_fingerprint(void); /* 16 hex digits: of the engine's own sources */
struct sha256_sum definition_meaning(const struct definition *d); /* not of a table's */
struct sha256_sum check_meaning(const struct check *c);           /* of rows or persons */
struct sha256_sum snapshot_meaning(const struct colfile *snapshot);
#endif
