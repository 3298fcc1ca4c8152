/* service/contact/contact_end.h - what domain/contact_end.h says of named doctors, now that
 * something else is said of the person: those who end by it are stated with that end, those who had
 * ended by what holds no more stand again, and the person is told. Whoever plans a listing or takes
 * one back, and whoever takes back a doctor, asks here; an act touches the person before.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_CONTACT_CONTACT_END_H
#define SERVICE_CONTACT_CONTACT_END_H
#include "service/contact/contact_write.h"

/* What was said before and ends the new one, who is stated with that end: a change of unit that is
 * planned (who withdraws it withdraws the end), or that the person wants no named doctor from a
 * later day on. *out: row 0 where nothing does. */
MUST_USE bool contact_new_end(struct act *act, int64_t person, const struct contact_new *contact,
                              struct contact_ending *out, struct err *err);
/* The resident is told of it; of none they are told nothing. */
MUST_USE bool contact_tell_end(struct act *act, int64_t person, const struct contact_new *contact,
                               const struct contact_ending *ends, struct err *err);

/* What the person is told of a doctor seems to take the place of who is to begin next after that
 * one, who is told again; of the same doctor, who stands from then on, the end. `after` without
 * staff: of whomever, else of the same doctor only. */
MUST_USE bool contact_tell_next(struct act *act, int64_t person, const struct contact_now *after,
                                struct err *err);

/* The listings of a person from the day on are others than they were, and stated so. */
struct contact_listed_anew {
    int64_t person;
    struct day from;
    const struct contact_now *coming; /* with whom they list, who is stated after this; NULL */
    /* Those whom a listing took back that holds no more stand again, too: of the change at this
     * position, or (`is_plan`) of those that it withdrew; 0: there are none. */
    int64_t change;
    bool is_plan;
};
MUST_USE bool contact_ends_anew(struct act *act, const struct contact_listed_anew *l,
                                struct err *err);

/* The ends by a change of unit, or by doing without, from the day on that the person has not been
 * told: of whom something stood in the way, and does no more. */
MUST_USE bool contact_tell_ends(struct act *act, int64_t person, struct day from, struct err *err);
/* Of whom the person was told after the position that they are their contact, and who are none any
 * more, as what had said so has been taken back. */
MUST_USE bool contact_tell_gone(struct act *act, int64_t person, int64_t after, struct err *err);

/* A named doctor who was to begin on the day is taken back: who ended for them stands again, with
 * the end that had been said besides, or until another begins later, and the person, who is
 * touched, is told. *out: who that is; row 0: nobody, or on days that are gone. */
MUST_USE bool contact_former_anew(struct act *act, int64_t person, struct day from,
                                  struct contact_now *out, struct err *err);
/* A row that was superseded stands again, with what ends it now from the day on, of which the
 * person is told; 0: there is none. */
MUST_USE bool contact_again(struct act *act, int64_t person, int64_t row, struct day from,
                            struct err *err);
#endif
