/* synth/counties.h - the counties of Sweden and municipalities in them: where the
 * districts of a large population lie. */
#ifndef SYNTH_COUNTIES_H
#define SYNTH_COUNTIES_H
#include "synth/district.h"

struct county {
    struct str code;
    double population; /* thousands, 2023 */
    unsigned municipalities;
    struct municipality municipality[MUNICIPALITIES];
};
enum { COUNTIES = 21 };
extern const struct county COUNTY[COUNTIES];
enum { COUNTY_FIRST = 18 }; /* Jämtland, where district 0 lies */

/* The county of a district: the others by population, so that `count` districts are shared out. */
const struct county *county_of(uint32_t district, uint32_t count);
#endif
