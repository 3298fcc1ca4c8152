/* tests/unit/domain/law_scene.h - a row of tests/spec/law/: the region's rules, one
 * person and the units A to D as the cells say. What the words mean is shown by
 * the tables themselves; a word that is not known fails the test. */
#ifndef TESTS_UNIT_DOMAIN_LAW_SCENE_H
#define TESTS_UNIT_DOMAIN_LAW_SCENE_H
#include "domain/passive.h"

enum { SCENE_UNITS = 4, SCENE_PAST = 8 };

struct scene {
    struct rules rules;
    struct listing_person person;
    struct listing_past past[SCENE_PAST];
    struct queue_place place[SCENE_UNITS];
    struct place_left left[SCENE_UNITS];
    struct listing_unit unit[SCENE_UNITS + 1], elsewhere;
    struct passive_unit candidate[SCENE_UNITS];
    size_t candidates;
};

/* Jämtland's rules, changed as `both=no max=3` says; then what is so, parts divided by `; `. */
void scene_read(struct scene *s, struct str rules, struct str is_so);
struct str scene_word(struct str *rest); /* the next word */
int64_t scene_unit(struct str word);     /* A to D, elsewhere; UNIT_NONE: another word */
struct day scene_day(struct str word);
/* The word for a verdict: `full`, `no guardian`. */
const char *scene_verdict(enum listing_verdict v);
#endif
