/* service/contact/block_facts.h - the blocks of a person in the shape of the rule, and what the
 * log says of who opens blocked information.
 *
 * Errors: ERR_INVALID "block.opening"; those of store/db.h. */
#ifndef SERVICE_CONTACT_BLOCK_FACTS_H
#define SERVICE_CONTACT_BLOCK_FACTS_H
#include "core/sb.h"
#include "domain/block.h"
#include "service/person/as_of.h"

/* As many as known->blocks, in their order. Always true, so that it can stand in a row of steps. */
bool block_of_known(struct arena *a, const struct as_of_person *known, struct block **out);
/* What is known of a person's blocks at a position, in the arena. */
MUST_USE bool block_read(struct arena *a, struct db *db, const struct as_of_key *key,
                         const struct as_of_block **out, size_t *count, struct err *err);
/* A person's blocks of now, in the shape of the rule, for who is told of named contacts. */
struct block_list {
    const struct block *at;
    size_t count;
};
MUST_USE bool block_now(struct arena *a, struct instance *in, int64_t person,
                        struct block_list *out, struct err *err);
/* The blocks that hide from an actor today, by the person's key: of everybody for who looks at many
 * persons, or of one. */
struct block_of {
    int64_t person;
    struct block block;
};
struct blocks_closed {
    const struct block_of *at;
    size_t count;
};
MUST_USE bool blocks_closed(struct arena *a, const struct instance *in, const struct actor *actor,
                            struct blocks_closed *out, struct err *err);
MUST_USE bool blocks_closed_of(struct arena *a, struct instance *in, const struct actor *actor,
                               int64_t person, struct blocks_closed *out, struct err *err);
/* The first of the person's; ->count: nothing of theirs is hidden. */
size_t blocks_closed_first(const struct blocks_closed *b, int64_t person);
/* A reason, one way, by who may. */
MUST_USE bool block_check_opening(const struct block_opening *opening, const struct actor *actor,
                                  struct err *err);
/* " blocked=consent reason=…", where it is opened. */
void block_put_opening(struct sb *about, const struct block_opening *opening);
#endif
