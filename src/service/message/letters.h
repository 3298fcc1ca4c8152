/* service/message/letters.h - letters on paper: one to each person who wants paper and has
 * messages that they have not read, with all of them; to a child it may be two. A run is one file,
 * written whole before the run is recorded; each message is written once. What was recorded and
 * whose file is lost is written again by its number.
 *
 * What tells of a contact at a unit that a child has blocked goes to the child alone, by its own
 * wish for paper (domain/message.h); the rest of what it is told goes to its guardians. A run that
 * is written again divides them as it did then.
 *
 * Whoever has a protected identity is written to through the Swedish Tax Agency, and only where the
 * actor may open them; else they are counted, and wait. Who has no address waits too.
 *
 * Errors: those of service/act_about.h and of the sink; ERR_DENIED "actor.role" (who is no
 * administrator); ERR_MISSING "letters.run" (there is no such run).
 *
 *     struct letters_ask ask = {.actor = actor, .sink = {&file, write_pdf}};
 *     if (!letters_run(a, in, &ask, &done, err)) … */
#ifndef SERVICE_MESSAGE_LETTERS_H
#define SERVICE_MESSAGE_LETTERS_H
#include "core/sha256.h"
#include "service/message/message.h"
#include "store/letter_store.h"

enum { LETTER_LINES = 4 };
struct letter {
    struct letter_person to;
    struct str name; /* empty of who is protected */
    bool is_protected, to_guardians;
    bool only_on_paper;            /* whom it is to may not read it in the e-service */
    struct str line[LETTER_LINES]; /* in the window */
    unsigned lines;
    const struct message_row *message;
    size_t messages;
};
struct letters {
    int64_t run;
    const struct letter *at;
    size_t count;
};
/* Writes them, and says what the file's sum is. */
struct letters_sink {
    void *state;
    bool (*put)(void *state, const struct letters *letters, char sum[static SHA256_TEXT],
                struct err *err);
};
struct letters_ask {
    struct actor actor;
    int64_t again;  /* the run to be written again; 0: a new one */
    struct str key; /* of a new run: asked again with it, the first one is told, and no file made;
                     * with and without protected persons are two things to ask */
    bool dry_run;   /* nothing is written */
    struct letters_sink sink;
};
struct letters_done {
    int64_t run; /* 0: there was nobody to write to, and no file is made */
    size_t letters, messages;
    size_t without_address, withheld; /* who waits */
    bool is_repeat;                   /* of a run that was made with the key before */
};
/* The runs that were recorded; that they were looked at is in the log. */
struct letters_runs {
    const struct letter_run *at;
    size_t count;
};
MUST_USE bool letters_list(struct arena *a, struct instance *in, const struct actor *actor,
                           struct letters_runs *out, struct err *err);
MUST_USE bool letters_run(struct arena *a, struct instance *in, const struct letters_ask *ask,
                          struct letters_done *out, struct err *err);
#endif
