/* domain/access.h - who acts, in which role and for what purpose, and what the
 * access log keeps of it (Patient Data Act, SFS 2008:355, chapter 4 section 3;
 * HSLF-FS 2016:40, chapter 4 section 9). The words are those of the command
 * line, of CSV and of JSON. The order of an enum is stored and is part of what
 * is sealed: add at the end, never reorder. */
#ifndef DOMAIN_ACCESS_H
#define DOMAIN_ACCESS_H
#include "core/day.h"
#include "domain/party.h"
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
/* Residents and guardians act for themselves and their children, all others in their work; who
 * only follows up changes nothing. */
bool access_may_act(const struct actor *actor);

/* ---- protected identities (rule 22) ---- */

/* Why somebody opens those whose identity is protected: taken where the role has the right, and the
 * reason is a line of at most 200 characters that says something, with nothing by which somebody
 * could be told; nor the next option, where a reason was forgotten. */
enum protected_stated { PROTECTED_STATED, PROTECTED_NO_RIGHT, PROTECTED_NO_REASON };
enum protected_stated access_state_reason(struct actor *actor, struct str reason);
/* Whether they open such a person to report where that person lives: the municipality's staff, too,
 * whose reason opens nobody elsewhere. */
bool access_opens_residence(const struct actor *actor);
/* Of a list: whether the actor may see that the person is on it. */
bool access_may_see(const struct actor *actor, enum protection protection);
/* Of one alone: the person themselves may, who learns nothing by it that is kept from them. */
bool access_may_open(const struct actor *actor, int64_t person, enum protection protection);
/* And whether they may see which member of staff it is. */
bool access_may_see_staff(const struct actor *actor, enum answer is_protected);

/* ---- the log ---- */

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

/* To whom the accesses to what concerns a person are told (Patient Data Act, chapter 8
 * section 5). */
enum {
    ACCESS_EXTRACT_PARTIES =
        PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN) | PARTIES(PARTY_ADMINISTRATOR)
};
/* Whether such an extract says who it was: not to the person, whom unit and time let judge. */
bool access_names_actor(const struct actor *viewer, enum answer is_protected);
/* A resident is the person whom the entry is about only where their key says so: whoever else tried
 * is not shown as if it had been the person. */
bool access_is_anothers(const struct access_entry *entry);
/* The log is the administrator's, to look into and to tend. */
bool access_tends_log(enum role role);
/* Whether a look-up of a person, as they are written, has to wait where there were too many: not by
 * a key, for who has it had found the person before; nor by a login of the machine. */
bool access_lookup_waits(const struct actor *actor, struct str written);
/* The first day whose entries are kept. */
struct day access_kept_from(struct day today, unsigned years);
#endif
