/* domain/access.h - who acts, in which role and for what purpose, and what the
 * access log keeps of it (Patient Data Act, SFS 2008:355, chapter 4 section 3;
 * HSLF-FS 2016:40, chapter 4 section 9). The words are those of the command
 * line, of CSV and of JSON. The order of an enum is stored and is part of what
 * is sealed: add at the end, never reorder. */
#ifndef DOMAIN_ACCESS_H
#define DOMAIN_ACCESS_H
#include "core/day.h"
#include "domain/vocab.h"

enum role {
    ROLE_ADMINISTRATOR,
    ROLE_RESIDENT,
    ROLE_GUARDIAN,
    ROLE_STAFF,
    ROLE_UNIT_HEAD,
    ROLE_MUNICIPAL,
    ROLE_OFFICER,
    ROLE_ANALYST
};
enum purpose {
    PURPOSE_CARE,
    PURPOSE_ADMINISTRATION,
    PURPOSE_FOLLOW_UP,
    PURPOSE_LOG_REVIEW,
    PURPOSE_OWN
};
enum access_kind {
    ACCESS_READ,
    ACCESS_WRITE,
    ACCESS_ERASE /* of an entry of the log, by decision of the authority */
};
enum access_outcome { ACCESS_DONE, ACCESS_NO_HIT, ACCESS_DENIED };
/* In the enum's order, ended by NULL: what an option's choice is. */
extern const char *const ROLE_WORD[], *const PURPOSE_WORD[];
extern const struct vocab VOCAB_ROLE, VOCAB_PURPOSE, VOCAB_ACCESS_KIND, VOCAB_ACCESS_OUTCOME;

struct actor {
    struct str id; /* an HSA-id, os:<login>, or of a resident or guardian key:<their key> */
    enum role role;
    struct str unit; /* in which they act: an HSA-id; empty: none */
    enum purpose purpose;
    int64_t on_behalf;    /* of whom: a person's key; 0: nobody */
    int64_t person;       /* of a resident or guardian their own key; else 0 */
    bool opens_protected; /* has the right to open protected persons, and says so */
    struct str
        protected_reason; /* why; empty: they say nothing, or the program does it by itself */
};
/* For what a role may open who has a protected identity, where they say why. */
enum protected_right {
    PROTECTED_NEVER,
    PROTECTED_RESIDENCE, /* to report where the person lives */
    PROTECTED_ALWAYS     /* whomever the role may open */
};
enum protected_right access_protected_right(enum role role);
/* A line that says something, without anything by which somebody could be told; nor the next
 * option, where a reason was forgotten. */
bool access_is_protected_reason(struct str reason);

/* One row: a list that was shown, a load, an evaluation is one; each person opened is one. */
struct access_entry {
    struct moment at;
    struct actor actor;
    struct str act; /* what was done, as the verb is called: "explain", "load undo" */
    enum access_kind kind;
    enum access_outcome outcome;
    int64_t person;   /* about whom: a person's key; 0: about nobody alone */
    struct str about; /* the unit, the measure, the filter: "measure=Ko05L unit=SE..."; or empty */
    int64_t count;    /* of a list: how many; -1: it is none */
    int64_t position; /* the change of the registry that it made; 0: none */
};
#endif
