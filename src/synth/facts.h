/* synth/facts.h - what does not matter for the figures: names, addresses, phones.
 * Made up of common words; phones are of the series set aside for fiction. */
#ifndef SYNTH_FACTS_H
#define SYNTH_FACTS_H
#include "synth/district.h"

enum { FACT_TEXT = 64 };
struct facts {
    struct str given_name, surname;
    struct str county, municipality, city;
    char street[FACT_TEXT], phone[FACT_TEXT], email[FACT_TEXT], postal_code[8];
    enum protection protection;
    bool paper;
};
/* Of one person; a family has a surname and an address in common. */
void facts_of(const struct district *d, int32_t person, struct facts *out);
struct str facts_given_name(uint64_t key, enum sex sex);
struct str facts_surname(uint64_t key);
#endif
