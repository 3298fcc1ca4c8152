/* tests/power/histories_world.h - a small county in a folder of its own, to which random steps
 * happen: what residents, staff and the region's files do, through the services. What the rules
 * refuse is no fault; of what is one, `why` says what was wrong. For histories.c. */
#ifndef TESTS_POWER_HISTORIES_WORLD_H
#define TESTS_POWER_HISTORIES_WORLD_H
#include "disk.h"
#include "engine/bag.h"
#include "service/instance.h"

#include <sqlite3.h>

enum { PERSONS = 8, CHILD = 7, UNITS = 3, TODAY = 45305 /* 2024-01-15 */ };

/* Persons of whom a later load has said something, or was taken back: of them nobody planned all.
 */
#define LATER                                                                                      \
    "(SELECT position FROM load WHERE position > (SELECT min(position) FROM load) UNION "          \
    "SELECT position FROM load_undo UNION SELECT position FROM change_follow)"
#define LATER_SAID(table)                                                                          \
    "SELECT i.person FROM " table " AS n JOIN identifier AS i ON i.id = n.identifier "             \
    "WHERE n.recorded IN " LATER " OR n.superseded IN " LATER " "
#define BY_FILE                                                                                    \
    LATER_SAID("listing_stated")                                                                   \
    "UNION " LATER_SAID("elsewhere_stated") "UNION " LATER_SAID(                                   \
        "named_contact_stated") "UNION " LATER_SAID("person_stated")

enum what {
    CHOOSE,
    SPECIAL,
    AGAIN,
    PREVIEW,
    AREA,
    ASK,
    ANSWER,
    EXTRACT,
    CHANGED,
    DIES,
    CAP,
    CAPPED,
    ELSEWHERE,
    UNDO,
    JOIN,
    LEAVE,
    NEXT,
    SIGN,
    LAPSE,
    ASSIGN,
    MOVE,
    MOVE_BACK,
    CLOSE,
    AHEAD,
    STAY,
    PLAN,
    END,
    OUT,
    IN,
    GIVE,
    OPENS,
    READ,
    FOLLOWS,
    WAIT,
    WHATS
};
struct step {
    enum what what;
    unsigned person, unit, number; /* number: days, a cap, a state: 0 to 99 */
};
/* What came to pass, in all histories; where one never does, its step is for nothing. */
enum seen {
    SEEN_QUEUED,
    SEEN_LEFT,
    SEEN_CALLED,
    SEEN_CALLED_IN,
    SEEN_WAITS,
    SEEN_SIGNED,
    SEEN_LAPSED,
    SEEN_ASSIGNED,
    SEEN_MOVED,
    SEEN_MOVED_BACK,
    SEEN_CLOSED,
    SEEN_AHEAD,
    SEEN_STAYED,
    SEEN_PLANNED,
    SEEN_ENDED,
    SEEN_ENDED_BACK,
    SEEN_OUT,
    SEEN_IN,
    SEEN_FOLLOWED,
    SEEN_OPENED,
    SEEN_READ,
    SEEN
};
/* What was in effect after a step. */
struct held {
    int64_t person;
    int kind;               /* of a named contact; 0: a listing */
    struct str unit, staff; /* of a listing in another county: none, and the county */
    struct day from, to;
};
struct known {
    int64_t position;
    struct step step;
    int64_t moves; /* those that hold, a bit each */
    struct day today;
    struct bag row;  /* struct listing_now, of the program */
    struct bag held; /* struct held, of the tables */
};
struct world {
    struct arena *lasting; /* of all histories */
    struct arena *arena;   /* of one */
    const char *folder, *home, *in;
    struct image image; /* of a home with one load */
    struct clock clock;
    struct instance instance;
    sqlite3 *db;      /* the same registry, for who asks of a history */
    struct bag known; /* struct known */
    unsigned acts;
    struct step step;                     /* the last */
    unsigned done[WHATS], refused[WHATS]; /* of all histories */
    unsigned seen[SEEN];
    unsigned wrong;     /* what is wrong with the program, from 1; 0: nothing that we know */
    struct rules rules; /* as they are */
    int64_t cap[UNITS]; /* as an act set it last; negative: that is not known */
    int64_t follows; /* since which position persons follow their areas; INT64_MAX: they do not */
    char why[256];
};

/* Files of the first load; then `home` is made, with nothing but that. */
bool world_make(struct world *w);
bool world_step(struct world *w, const struct step *s);
/* Keeps what is in effect now; and makes all that was kept anew, from what was known then. */
bool world_remember(struct world *w);
bool world_replay(struct world *w);
/* Of histories_as_of.c: the tables' rows, and what the program says of that time later. */
bool world_remember_rows(struct world *w, struct known *k);
bool world_as_of(struct world *w);
/* Of histories_acts.c: JOIN to CLOSE. */
bool world_act(struct world *w, const struct step *s);
/* Of histories_plans.c: AHEAD to FOLLOWS. */
bool world_plan(struct world *w, const struct step *s);
/* One number that the registry answers, or 0; with w->why where it cannot be asked. `sql` has up to
 * two numbers. */
int64_t world_asked(struct world *w, const char *sql, int64_t one, int64_t two);
/* Of histories_told.c: what the messages say of a person's named doctors is so. */
bool world_told(struct world *w);
/* Of histories_undone.c: a plan that is withdrawn is as if it had never been. After
 * world_remember(). */
bool world_undone(struct world *w);
/* Of histories_keeps.c: what must hold after any step. */
bool world_keeps(struct world *w, const struct step *s);
/* Of histories_wrong.c: how many wrong programs there are, what each does, and what makes the
 * program so: before it opens the registry, when it has, and after each step. */
unsigned world_wrongs(void);
const char *world_wrong_name(unsigned wrong);
bool world_go_wrong(struct world *w);
void world_go_wrong_rules(struct world *w);
bool world_leave_wrong(struct world *w);
/* What the rules refuse is no fault; everything else is. */
bool world_expected(struct world *w, bool done, const struct err *err);
/* Says what is wrong; false. */
bool world_wrong(struct world *w, const char *what, const char *detail);
#endif
