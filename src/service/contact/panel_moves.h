/* service/contact/panel_moves.h - a doctor's panel is moved to others, or kept for a doctor to
 * come, by a plan that is previewed and done in one act; a doctor who has come gets
 * those who waited; and a move is taken back whole. What is so is read,
 * domain/panel_move.h decides.
 *
 *     struct move_asking asking = {.staff = id, .to = to, .count = 2, .on = day, .actor = actor};
 *     if (!moves_plan(a, in, &asking, &answer, err)) …
 *     if (answer.preview.verdict == MOVE_NOT_WHOLE) … // nothing was moved: who, and why
 *
 * A doctor with a protected identity gives, gets and gets back a panel by who may see them:
 * ERR_DENIED "staff.protected". Whoever of a panel has a protected identity is moved with the
 * others, and shown to nobody without the right. A kept place holds until something else was
 * decided of the person: a named doctor, doing without one, another listing. So nobody needs to end
 * it.
 *
 * Errors: those of service/act.h and service/act_about.h; a refusal of the plan or
 * of its undoing, as domain/panel_move.h names it ("panel_move.touched": the detail is
 * of how many persons); ERR_MISSING "staff.unknown", "panel_move.unknown",
 * "panel_move.nobody" (there is no such panel), "panel_move.later" (not on the day; the detail is
 * how many get the doctor after it, and the first day), "panel_move.no_panel" (nor one anywhere
 * that may be seen); ERR_INVALID "panel_move.unit" (the doctor has panels at several units: say
 * which), "panel_move.day" (before today, or more than a year away), "panel_move.reason" (an
 * override is a line of 1 to 200 characters). */
#ifndef SERVICE_CONTACT_PANEL_MOVES_H
#define SERVICE_CONTACT_PANEL_MOVES_H
#include "domain/panel_move.h"
#include "service/act.h"
#include "store/panel_move_store.h"

#define MOVE_COMING_WORD "coming" /* in place of an HSA-id: a doctor to come */

enum move_by { MOVE_BY_ROOM, MOVE_BY_HOME, MOVE_BY_HOUSEHOLD };
struct move_asking {
    struct str staff;     /* who leaves, or `coming`: those who wait get a doctor */
    struct str unit;      /* empty: the one where the doctor has a panel */
    const struct str *to; /* HSA-ids; `coming` among them: whom nobody can take waits */
    size_t count;
    enum move_by by; /* of several */
    struct day on;   /* the first day with the new doctors; DAY_NONE: today */
    struct str override;
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct move_target_shown {
    struct hsaid staff;
    struct panel before, after;
    bool over_target; /* after it: a warning */
};
struct move_refused { /* none whose identity is protected, without the right, or who has blocked
                       * the unit to the actor */
    int64_t person;
    enum assign_verdict verdict;
};
struct move_answer {
    int64_t id; /* of the move; 0: it was not done */
    struct hsaid unit;
    struct day on;
    enum move_verdict verdict; /* MOVE_MAY or MOVE_NOT_WHOLE */
    size_t placed, coming, divided;
    int64_t later; /* persons who get the leaving doctor after the day, and are not moved */
    struct move_target_shown *target;
    size_t targets;
    struct move_refused *refused;
    size_t refused_count;
    bool is_blocked; /* of the refused somebody has, and is not shown */
    bool is_repeat;  /* was answered before with the key */
};
MUST_USE bool moves_plan(struct arena *a, struct instance *in, const struct move_asking *asking,
                         struct move_answer *out, struct err *err);

struct move_undoing {
    int64_t id;
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct move_undone {
    int64_t id;
    size_t persons;
    struct str override; /* why the move passed the cap; empty: it was not said */
    bool is_already;     /* it has been */
    bool is_repeat;
};
MUST_USE bool moves_undo(struct arena *a, struct instance *in, const struct move_undoing *undoing,
                         struct move_undone *out, struct err *err);
#endif
