/* domain/hsaid.h - the id of a unit or a member of staff in the national
 * directory HSA: letters A-Z and digits around exactly one hyphen, at most 31
 * characters, compared and stored in upper case. Valid by construction; what is
 * recognised and why: docs/developer/identity.md. */
#ifndef DOMAIN_HSAID_H
#define DOMAIN_HSAID_H
#include "core/base.h"

enum { HSAID_TEXT = 32 };
struct hsaid {
    char text[HSAID_TEXT];
}; /* upper case, padded with NUL: compare with hsaid_eq or memcmp */

/* Fails with ERR_INVALID "hsaid.length" (none or over 31; detail: the length), "hsaid.character"
 * (detail: which one, from 1) or "hsaid.hyphen" (not one, or nothing on one side of it; detail:
 * how many). */
MUST_USE bool hsaid_parse(struct str text, struct hsaid *out, struct err *err);
bool hsaid_eq(const struct hsaid *a, const struct hsaid *b);
/* The order of the text by bytes: <0, 0, >0. */
int hsaid_compare(const struct hsaid *a, const struct hsaid *b);
struct str hsaid_str(const struct hsaid *id); /* points into *id */
#endif
