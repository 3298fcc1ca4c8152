/* store/population_store.h - what the people of a load change for listings, by their staged rows
 * (store/stage.h). Reading as in store/unit_store.h. */
#ifndef STORE_POPULATION_STORE_H
#define STORE_POPULATION_STORE_H
#include "store/db.h"
#include "store/person_store.h"

/* Whether anybody is listed at all: 1, else 0. */
MUST_USE bool population_is_listed(struct db *db, int64_t *out, struct err *err);

/* Who has emigrated as is stated, and is registered again as is staged. */
struct population_row {
    int64_t identifier;
    struct day emigrated_on, registered_from;
};
struct population_reader {
    void *state;
    bool (*take)(void *state, const struct population_row *row, struct err *err);
};
MUST_USE bool population_each_back(struct db *db, struct population_reader reader, struct err *err);

/* What is stated of that identifier's person, recorded before the load, and reaches beyond the day;
 * and its end on that day, or, where it begins later, its withdrawal. */
struct population_beyond {
    int64_t identifier;
    struct day last;
    int64_t load;     /* the position of what its files say */
    int64_t position; /* at which it ends */
};
enum population_table { POPULATION_LISTING, POPULATION_CONTACT, POPULATION_ELSEWHERE };
struct population_standing {
    enum population_table table;
    int64_t stated;
    struct day from;
};
struct population_standing_reader {
    void *state;
    bool (*take)(void *state, const struct population_standing *row, struct err *err);
};
MUST_USE bool population_each_standing(struct db *db, const struct population_beyond *beyond,
                                       struct population_standing_reader reader, struct err *err);
MUST_USE bool population_end(struct db *db, const struct population_standing *row,
                             const struct population_beyond *beyond, struct err *err);

/* The persons of staged rows who were registered or born from a day to `today`, and are listed
 * nowhere. */
MUST_USE bool population_each_come(struct db *db, struct day from, struct day today,
                                   struct key_reader reader, struct err *err);
/* The persons of staged rows who live in another area since the position, and are listed by area
 * today. */
MUST_USE bool population_each_moved(struct db *db, int64_t position, struct day today,
                                    struct key_reader reader, struct err *err);
#endif
