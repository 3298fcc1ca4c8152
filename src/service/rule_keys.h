/* service/rule_keys.h - every key of a region's rule file as one table: where it
 * stands, what may stand behind it, where it is kept. What reads a rule file, the
 * advice where a key is missing, and the check of the manual are made of it. */
#ifndef SERVICE_RULE_KEYS_H
#define SERVICE_RULE_KEYS_H
#include "domain/vocab.h"

enum rule_form {
    RULE_TEXT,    /* struct str: of one line */
    RULE_COUNTY,  /* struct str: two digits */
    RULE_COUNTRY, /* struct str: two capitals */
    RULE_HSAID,   /* struct str: as hsaid_parse() makes it */
    RULE_WORD,    /* an enum: one of the words */
    RULE_YES,     /* bool: yes or no */
    RULE_COUNT,   /* unsigned, least to most */
    RULE_NUMBER,  /* int64_t, least to most */
    RULE_CAP,     /* the same, or none: -1 */
    RULE_SET,     /* unsigned: a list of words, a bit for each */
    RULE_ORDER,   /* enum[2]: a list of at most two words; the rest is 0 */
    RULE_TITLES,  /* into rules.named_doctor */
    RULE_LIMITS,
    RULE_FORMS
};
struct rule_key {
    const char *section, *name; /* keys of one section stand together */
    const char *usual; /* as a file has it: what the design presets; of `region` an example */
    enum rule_form form;
    const struct vocab *words;
    int64_t least, most; /* alike: the program can do nothing else yet */
    size_t at;           /* in struct region (service/region.h) */
};
extern const struct rule_key RULE_KEYS[];
extern const unsigned RULE_KEY_COUNT;
/* The keys behind `from` that are of its section: where the next one begins. */
unsigned rule_section_end(unsigned from);
#endif
