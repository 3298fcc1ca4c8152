/* domain/panel_move.h - a doctor leaves, and the panel is moved: a plan, its
 * preview, and its undoing. Pure; the preview is what is done.
 *
 * Sources: regional practice (Jämtland Härjedalen, Västmanland): everyone of a
 * leaving doctor's panel gets another in one act, each is told once, and the
 * whole can be taken back while nothing of it was touched (`panel.undo_days`,
 * 14; from the later of the day when it was done and that on which it takes effect). The checks are
 * those of a single assignment (domain/assign.h). */
#ifndef DOMAIN_PANEL_MOVE_H
#define DOMAIN_PANEL_MOVE_H
#include "domain/assign.h"

/* How a panel is divided. Who belongs together goes to one doctor where one can take them all. */
enum move_way {
    MOVE_TO_ONE,
    MOVE_SPLIT,     /* each person for themselves */
    MOVE_BY_SAEBO,  /* the residents of a home together */
    MOVE_BY_FAMILY, /* a household together (domain/household.h) */
    MOVE_TO_COMING  /* to a doctor who is yet to come: a place kept, nobody's panel */
};
struct move_person {
    struct assign_person who; /* its active kind 2 on the day is with the leaving doctor */
    int64_t mother, guardian1, guardian2; /* keys; 0: not known */
    struct str home;                      /* of SÄBO on the day; empty: none */
};
struct move_target {
    struct assign_staff staff;
    const struct str *home; /* MOVE_BY_SAEBO: the homes that go here rather than to another */
    size_t homes;
};
struct move_plan {
    enum move_way way;
    struct hsaid from; /* who leaves; text[0] == 0: a doctor to come, who has come or will not */
    struct hsaid unit;
    struct day on; /* the first day with the new doctors */
    enum party by; /* to the unit */
    struct str override;
    const struct move_target *to;
    size_t targets;
    bool rest_to_coming;              /* whom nobody can take waits for the doctor to come */
    const struct move_person *person; /* the whole panel, nobody twice */
    size_t persons;
};
enum move_verdict {
    MOVE_MAY,
    MOVE_RIGHT,     /* the unit's head or an administrator; with an override the head only */
    MOVE_TARGETS,   /* to one: exactly one; to a coming doctor: none; else one or more */
    MOVE_SELF,      /* to the doctor who leaves */
    MOVE_TWICE,     /* one doctor, or one home, stands twice */
    MOVE_NO_COMING, /* the region's rules have no coming doctor */
    MOVE_NOT_WHOLE, /* not everyone could be placed: what each was refused stands in `place` */
    MOVE_VERDICTS
};
#define MOVE_COMING SIZE_MAX       /* the place of a doctor to come */
#define MOVE_NOBODY (SIZE_MAX - 1) /* no place: see the verdict */
struct move_place {
    size_t to;                   /* of `plan->to`, or one of the two above */
    enum assign_verdict verdict; /* ASSIGN_MAY, or why the likeliest doctor may not */
    struct contact_ending ends;  /* the row with the leaving doctor, END_MOVED */
    bool overridden;
};
struct move_preview {
    enum move_verdict verdict;
    struct move_place *place;     /* of each person, in the plan's order */
    struct panel *before, *after; /* of each target; a doctor without position: all 0 */
    size_t placed, coming,
        refused;                /* their sum is the panel; all 0 where the plan itself is wrong */
    size_t of[ASSIGN_VERDICTS]; /* the refused, by why */
    size_t divided;             /* homes or households that no doctor could take whole */
};
/* The largest households (or homes) first, then by the least key; each to the doctor whose panel
 * has the most room below its target, then by HSA-id, who may be the doctor of all of them and
 * whose cap they do not pass. An override is used only for whom nobody takes without. What no one
 * can take whole is divided, person by person. The same plan whatever the order of the arrays. */
struct move_preview move_plan(struct arena *a, const struct rules *rules,
                              const struct move_plan *plan);
const char *move_code(enum move_verdict verdict); /* NULL for MOVE_MAY */

/* ---- to take it back ---- */

struct move_row {
    int64_t person;
    int64_t ended, made; /* stated rows: with the old doctor, with the new */
    /* Since the move: the row that it made was changed or superseded, the person got another
     * kind 2, or was listed anew. Death touches nothing: it ends what comes back too. */
    bool is_touched;
};
struct move_done {
    struct day done_on, on; /* when it was done, and the first day with the new doctors */
    bool is_undone;
    const struct move_row *row;
    size_t rows;
};
enum undo_verdict {
    UNDO_MAY,
    UNDO_RIGHT,   /* the unit's head or an administrator */
    UNDO_ALREADY, /* it has been */
    UNDO_LATE,    /* the last day has passed */
    UNDO_TOUCHED, /* of somebody: nothing is undone */
    UNDO_VERDICTS
};
/* With UNDO_MAY every row that was made is taken back and every row that was ended stands again
 * as it stood, or nothing is. */
struct undo_decision {
    enum undo_verdict verdict;
    struct day last;       /* on which it can be undone */
    size_t touched;        /* persons */
    int64_t touched_first; /* the least key of them; 0: none */
};
struct undo_decision move_undo(const struct rules *rules, const struct move_done *done,
                               enum party by, struct day today);
const char *undo_code(enum undo_verdict verdict); /* NULL for UNDO_MAY */
#endif
