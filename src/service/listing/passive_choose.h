/* service/listing/passive_choose.h - where one person who has not chosen is listed: what is so is
 * read, and domain/passive.h decides. Nothing is written here.
 *
 * Errors are those of store/db.h and of person_facts(). */
#ifndef SERVICE_LISTING_PASSIVE_CHOOSE_H
#define SERVICE_LISTING_PASSIVE_CHOOSE_H
#include "service/listing/listing_facts.h"
#include "service/listing/passive_map.h"

struct passive_choice {
    struct passive_decision decision;
    const struct passive_place *place; /* LISTED: where */
    bool is_newborn, is_near; /* near: in place of the unit that is full, closed or not there */
    int64_t identifier;       /* the newest */
    struct str area;          /* where the person lives */
    struct hsaid doctor;      /* LISTED on doctors: of the mother there; empty: none */
    enum deregistration reason;
    int64_t mother; /* of a newborn whose place is sought: her key, if her identity is protected and
                       her unit would be asked; else 0 */
    bool is_beside_closing; /* of who follows an area: a closing that is to come moves them, too */
    const struct listing_past *past; /* what stands */
    size_t past_count;
};
/* The arena is for what is read. Where the map hides those with protected identity, their units
 * are not looked at: who may not see them is to refuse what has a `mother`. */
MUST_USE bool passive_choose(struct arena *a, const struct instance *in,
                             const struct passive_map *map, int64_t person,
                             struct passive_choice *out, struct err *err);
/* The same of one whom another county does not list any more from a day on, in place of what the
 * registry still has in effect. */
struct passive_back {
    int64_t person;
    struct day from;
};
MUST_USE bool passive_choose_back(struct arena *a, const struct instance *in,
                                  const struct passive_map *map, const struct passive_back *back,
                                  struct passive_choice *out, struct err *err);
/* The verdict as an error's code; NULL: it is no refusal. */
const char *passive_code(const struct passive_choice *choice);
#endif
