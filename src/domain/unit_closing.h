/* domain/unit_closing.h - a unit closes: where its persons go. Pure.
 *
 * A region answers for it that everybody can be listed (HSL 7 kap 3 §) and a
 * listing may stand only with a unit that is there (3 a §). So a unit closes by a
 * plan that gives every person of it another, in one transaction, or not at all;
 * the listings there stay as history. Each of them may choose anew afterwards:
 * being moved counts against no quota and takes no place in a queue. */
#ifndef DOMAIN_UNIT_CLOSING_H
#define DOMAIN_UNIT_CLOSING_H
#include "domain/listing_choice.h"

/* A listing at the unit that reaches beyond its last day. */
struct closing_person {
    int64_t person;
    int64_t to;      /* the unit that the plan gives; UNIT_NONE: none */
    struct day from; /* the day after the last, or later where the listing is only planned */
    struct listing_person facts;
};
/* On the day after the last, and by how many more or fewer from the day of each step on, ascending;
 * of steps of one day only what is left at its end counts. */
struct closing_listed {
    int64_t first;
    const struct room_step *step;
    size_t steps;
};
struct closing_plan {
    int64_t unit;
    struct day last; /* the last day of the unit; the next is the first elsewhere */
    struct day today;
    const struct closing_person *person; /* in the order in which they get the room */
    size_t persons;
    const struct listing_unit *to; /* units that the plan names, each once; their room_from is not
                                      looked at */
    const struct closing_listed *listed; /* at to[i], without those who move; who is to come later
                                            among them: nobody is moved into their room */
    size_t tos;
    bool hides_protected; /* as of a struct listing_ask */
};

enum closing_verdict {
    CLOSING_MOVES,
    CLOSING_NO_UNIT, /* the plan gives the person none, or the closing one */
    CLOSING_REFUSED  /* the unit cannot have the person: decision.verdict says why */
};
struct closing_move {
    enum closing_verdict verdict;
    struct listing_decision decision;
};
struct closing_decision {
    size_t unplaced;           /* persons without a place: the unit does not close */
    struct closing_move *move; /* of each person, as they stand in the plan */
    int64_t *after; /* the most listed at each of the plan's units on one day, with all who move */
};
/* True where everybody is placed. The decision is in the arena in both cases: it is the preview. */
bool unit_closing(struct arena *a, const struct rules *rules, const struct closing_plan *plan,
                  struct closing_decision *out);
#endif
