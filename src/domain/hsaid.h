/* domain/hsaid.h - the id of a unit or a member of staff in the national
 * directory HSA: letters and digits around one hyphen, at most 31 characters,
 * compared and stored in upper case. Valid by construction. */
#ifndef DOMAIN_HSAID_H
#define DOMAIN_HSAID_H
#include "core/base.h"

enum { HSAID_TEXT = 32 };
struct hsaid {
    char text[HSAID_TEXT];
}; /* upper case, padded with NUL: compare with hsaid_eq or memcmp */

/* Fails with ERR_INVALID "hsaid.length", "hsaid.character" or "hsaid.hyphen". */
MUST_USE bool hsaid_parse(struct str text, struct hsaid *out, struct err *err);
bool hsaid_eq(const struct hsaid *a, const struct hsaid *b);
struct str hsaid_str(const struct hsaid *id); /* points into *id */
#endif
