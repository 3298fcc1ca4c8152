/* domain/place.h - which counties and municipalities there are: the national codes, of two
 * and of four digits. Pure. What a file says of the past may name others that were there
 * then; an act of today names one that is. Of another country than Sweden only the form of
 * a code is known. */
#ifndef DOMAIN_PLACE_H
#define DOMAIN_PLACE_H
#include "core/base.h"

enum { PLACE_COUNTIES = 21, PLACE_MUNICIPALITIES = 290, PLACE_COUNTY_TEXT = 3 };

bool place_is_county(struct str country, struct str code);
bool place_is_municipality(struct str country, struct str code);
#endif
