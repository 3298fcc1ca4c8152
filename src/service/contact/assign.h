/* service/contact/assign.h - a member of staff becomes a named contact: of one person, of a
 * selection, or of all whom a filter finds. What is so is read, domain/assign.h decides
 * of each in the same way, and one act assigns those who may be: the others are told
 * with the reason, and hinder nobody.
 *
 *     struct assigning asked = {.staff = staff, .written = persons, .persons = count, …};
 *     if (!assign_contacts(a, in, &asked, &done, err)) …
 *
 * Errors: those of service/act.h and service/act_about.h; of one person who was named, the refusal
 * as assign_code() has it; ERR_MISSING "staff.unknown"; ERR_INVALID "assign.unit" (the member works
 * at several units on the day, or at none: say which), "assign.reason" (no line of 1 to 200
 * characters), "assign.day_far" (more than a year away), those of assign_filter.h; of the n-th
 * of several persons, their errors with "#n" or the line as the detail.
 */
#ifndef SERVICE_CONTACT_ASSIGN_H
#define SERVICE_CONTACT_ASSIGN_H
#include "domain/access.h"
#include "domain/assign.h"
#include "domain/person_id.h"
#include "service/instance.h"

struct assigning {
    struct str staff;          /* as written */
    const struct str *written; /* the persons, as written */
    size_t persons;
    struct str where;   /* instead of persons: field=value,… ; empty: none */
    struct str list;    /* what the persons are a list of, for the detail of errors: a
                         * file's name; empty: of a command line */
    const size_t *line; /* of a list: that of each person; NULL: a line each */
    enum contact_kind kind;
    struct str unit;     /* as written; empty: where the member works, if that is one */
    struct day from;     /* DAY_NONE: today */
    struct str override; /* empty: a full or closed panel refuses */
    struct actor actor;
    struct str key;
    bool dry_run;
};
/* What became of one person, whom the actor may see. */
struct assigned_person {
    int64_t person;
    struct person_id number;
    enum assign_verdict verdict;
    struct hsaid former; /* the named doctor who ended; text[0] == 0: none, or not shown */
    bool is_blocked;     /* something of the person is: nothing is said of a former doctor */
};
struct assigned {
    bool is_repeat; /* was answered before with the key */
    struct hsaid staff, unit;
    struct str staff_name, unit_name; /* the first empty where their identity is protected */
    struct day from;
    struct assign_preview preview;
    size_t hidden;       /* persons whose identity is protected: neither looked at nor assigned */
    bool leaves_out;     /* of a filter they are not counted: how many would say who */
    bool leaves_blocked; /* of a filter: nor is who has blocked anything, but to the unit's staff */
    struct assigned_person *row;
    size_t rows;
};
MUST_USE bool assign_contacts(struct arena *a, struct instance *in, const struct assigning *asked,
                              struct assigned *out, struct err *err);
#endif
