/* store/message_store.h - messages to residents, and how each was told. Reading as in
 * store/unit_store.h. */
#ifndef STORE_MESSAGE_STORE_H
#define STORE_MESSAGE_STORE_H
#include "domain/message.h"
#include "store/db.h"

/* Of the change at the position; one that is there already is not written twice. */
MUST_USE bool message_insert(struct db *db, const struct message *message, int64_t position,
                             struct err *err);

/* A message with what is said of its unit and its member of staff now. */
struct message_row {
    int64_t id;
    struct message message;
    struct str unit_name, phone, web; /* of the unit; empty: not said */
    struct str given_name, surname;   /* of the member of staff */
    bool protected_staff;
    struct moment made_at, seen_at, noticed_at; /* 0: not; seen_at as struct message_to says */
    int64_t letter;                             /* the run; 0: none */
};
struct message_reader {
    void *state;
    bool (*take)(void *state, const struct message_row *row, struct err *err);
};
/* Whose messages, and who reads them: seen_at is the reader's own; of reader 0 the first of all. */
struct message_to {
    int64_t person, reader;
};
/* The newest first. */
MUST_USE bool message_each_of(struct db *db, const struct message_to *to,
                              struct message_reader reader, struct err *err);

/* Whose it is. person 0: there is none. */
struct message_whose {
    struct message message; /* without reason */
    bool is_seen;           /* by the reader */
};
MUST_USE bool message_whose(struct db *db, int64_t id, int64_t reader, struct message_whose *out,
                            struct err *err);
/* Once of each reader. */
MUST_USE bool message_see(struct db *db, int64_t id, int64_t reader, int64_t position,
                          struct err *err);

/* Whether the person has been told the same, its reason aside, of that day or a later. */
MUST_USE bool message_is_said(struct db *db, const struct message *message, bool *out,
                              struct err *err);

/* Whether it is what the person has been told last of that member of staff at that unit. */
MUST_USE bool message_is_last(struct db *db, const struct message *message, bool *out,
                              struct err *err);

/* Of a change that is taken back: what nobody has heard of it, read or on paper, goes with it; and
 * whether the person has heard something. */
MUST_USE bool message_unsay(struct db *db, int64_t position, struct err *err);
MUST_USE bool message_unsay_to(struct db *db, int64_t person, int64_t position, struct err *err);
/* After message_unsay(): the ends of named doctors that it told of, and who stands again. */
struct message_again {
    struct message ended;
    struct day from, to; /* of the contact that stands; `to` DAY_NONE: it does not end */
};
struct message_again_reader {
    void *state;
    bool (*take)(void *state, const struct message_again *row, struct err *err);
};
MUST_USE bool message_each_again(struct db *db, int64_t position,
                                 struct message_again_reader reader, struct err *err);
/* Members of staff whom the person takes for their contacts, as they were told after the position,
 * and who are none: as ended, from the day on that was said, but not before `from`; nobody stands.
 */
MUST_USE bool message_each_believed(struct db *db, int64_t person, int64_t after, struct day from,
                                    struct message_again_reader reader, struct err *err);
MUST_USE bool message_heard(struct db *db, int64_t person, int64_t position, bool *out,
                            struct err *err);
#endif
