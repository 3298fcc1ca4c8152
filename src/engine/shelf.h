/* engine/shelf.h - files of one kind, by name: those that are part of the program,
 * and those of a folder in their place or beside them. Measures and code sets.
 * What a file holds is the caller's: `take` reads it and puts it on a shelf. */
#ifndef ENGINE_SHELF_H
#define ENGINE_SHELF_H
#include "core/embedded.h"
#include "core/folder.h"

struct shelf { /* in the order of first putting */
    struct str *name;
    const void **at;
    size_t count, most;
};
struct shelf shelf_open(struct arena *a, size_t most);
/* In place of its namesake, or beside the others; false: there are `most`. */
MUST_USE bool shelf_put(struct shelf *s, struct str name, const void *what);

/* Whether a file of that name is of the kind: not hidden, something before the ending. */
bool shelf_takes(const char *name, const char *ending);

struct shelf_files {
    const struct embedded_files *own;
    const char *folder; /* NULL: none */
    const char *ending;
    size_t size_most;
    bool (*take)(void *state, const char *name, struct str text, struct err *err);
    void *state;
};
/* The program's own first, then those of the folder, each in the order of their names, so that of
 * two faults the same one is told everywhere. `name` is without the folder, which could be too long
 * for an error. Fails where `take` does; errors too: those of core/files.h. */
MUST_USE bool shelf_read(struct arena *a, const struct shelf_files *files, struct err *err);
#endif
