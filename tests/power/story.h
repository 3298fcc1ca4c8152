/* tests/power/story.h - what programs do while the power is on: `init`, loads of every kind,
 * snapshots, figures that are kept (keep.h), and who serves meanwhile; told by a seed, the same
 * each time. Its log can be cut anywhere, and it says what must be there afterwards. */
#ifndef TESTS_POWER_STORY_H
#define TESTS_POWER_STORY_H
#include "engine/definition.h"
#include "power_files.h"

enum { STORY_CHANGES_MOST = 8, STORY_SNAPSHOTS_MOST = 10, STORY_PERSONS = 12 };
enum { STORY_KEEPINGS_MOST = 32, STORY_KEPT_MOST = 40, STORY_MEASURES = 4 };

/* Something with an outcome: while it goes on the old or the new state may be found, and from the
 * operation `done` on, when the program has been told that it is done, only the new. */
struct story_step {
    unsigned begun, done; /* operations of the log */
};
struct story_state {
    uint64_t registry; /* registry_look() */
    uint64_t snapshot; /* the checksum of one that is built of it; 0: nothing to build of */
    uint32_t contacts;
};
/* Files of kept sums, and of reasons why snapshots are held. */
struct story_kept {
    unsigned count;
    struct story_file {
        char path[56]; /* below the home */
        uint64_t content;
    } file[STORY_KEPT_MOST];
};
struct story {
    struct disk *disk;
    const struct files *files;
    const char *home, *in, *beside; /* as in struct story_place */
    struct random random;
    unsigned made; /* operations when `init` was done */
    /* Changes of the registry: loads, loads taken back, acts (some committed together), segments of
     * loads merged into one. */
    struct story_step change[STORY_CHANGES_MOST], snapshot[STORY_SNAPSHOTS_MOST];
    unsigned changes, snapshots;
    bool last_was_undone; /* what its rows spoke of may be unknown */
    /* What stands there after so many changes; 0: the empty instance. */
    struct story_state state[STORY_CHANGES_MOST + 1];
    uint64_t published[STORY_SNAPSHOTS_MOST + 1]; /* what CURRENT names; 0: nothing yet */
    /* Figures asked for, snapshots held and released; what stands there after so many of them. */
    struct story_step keeping[STORY_KEEPINGS_MOST];
    unsigned keepings;
    struct story_kept kept[STORY_KEEPINGS_MOST + 1];
    const struct definition *const *measure; /* STORY_MEASURES of them */
};
/* Of steps one after the other: how many the program was told to be done, and how many had begun.
 */
void story_steps(const struct story_step *step, unsigned steps, unsigned operation, unsigned *done,
                 unsigned *begun);

/* Where a disk stands, and what lies beside it. */
struct story_place {
    struct disk *disk;
    struct power_files files;
    const char *home, *in; /* the instance's folder; one for files to import */
    const char *beside;    /* where a state of the disk is looked at */
    const char *folder;    /* all of it */
    const struct definition *measure[STORY_MEASURES];
};
/* Folders of its own under `folder`. */
void story_place_open(struct story_place *p, const char *folder, struct arena *a);
void story_place_close(struct story_place *p);

/* Lives the story; the disk then holds its log. False: what should work did not, and `why` says
 * what. */
bool story_tell(struct story *s, struct story_place *p, uint64_t seed, char why[static 256]);

/* A step of the story: a snapshot is opened, and built first where it is behind. */
bool story_snapshot(struct story *s, struct story_state *out, struct err *err);
/* Puts files into the folder that is imported: of units, staff and people too (`all`), or only of
 * listings, contacts and events; contacts' keys begin with `key`. How many contacts. */
unsigned story_put_files(const char *in, struct random *r, const char *key, bool all);
/* Files for a load that takes longer: so many contacts of all persons. */
void story_put_many(const char *in, unsigned contacts);
/* `init` as the program does it. */
bool story_make(const char *home, const struct files *files, struct err *err);
/* Imports what was put; true when every row of it landed. */
bool story_import(const char *home, const char *in, const struct files *files, struct err *err);
/* Takes the newest load back, where that can be done; *done: it was. */
bool story_undo(const char *home, const struct files *files, bool *done, struct err *err);
/* The snapshot, built where it is behind: into `snapshot` and `contacts`. */
bool story_build(const char *home, const struct files *files, struct story_state *out,
                 struct err *err);

struct registry_seen {
    uint64_t rows;    /* the value of all rows, without their moments */
    unsigned folders; /* of segments that it names */
};
/* The registry of that home by other means than the program's: it must be whole in itself
 * (integrity, references), and every segment that it names must be there with its checksum. NULL:
 * it is; else what is wrong. */
const char *registry_look(const char *home, struct registry_seen *out, char why[static 256]);
#endif
