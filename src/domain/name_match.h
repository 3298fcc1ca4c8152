/* domain/name_match.h - whether a name answers to what somebody looks for. Pure. */
#ifndef DOMAIN_NAME_MATCH_H
#define DOMAIN_NAME_MATCH_H
#include "core/base.h"

/* Every word of `wanted` begins a word of one of the names, without regard to case: "ann öst" finds
 * Anna Östberg, Annika Öst and Öst Anna, and not Joanna. A hyphen begins a word, and may be looked
 * for. Letters are those of Swedish names: a to z, and å, ä, ö, é and their like. */
bool name_matches(struct str given_name, struct str surname, struct str wanted);
#endif
