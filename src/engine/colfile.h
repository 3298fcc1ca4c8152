/* engine/colfile.h - the one container of columns: a segment and a snapshot are
 * both column files. Immutable: written once under a name of its own, seen under
 * its path after the commit, mapped read-only ever after.
 *
 * Bytes (little-endian): a head (magic, version, kind), the sections, each
 * beginning on a multiple of 64, a table of sections, a tail (where the table
 * is, its checksum, the file's size). A section is an array of one type with a
 * name, a part number (for what is written in batches) and an XXH3 checksum.
 *
 * Opening checks head, tail, table, the bounds of every section and every
 * checksum, so whoever has a `struct colfile` has the bytes that were written;
 * what the numbers mean is checked by who reads them (segment.c, snapshot.c).
 * Errors of reading, ERR_IO unless said otherwise (the files are the program's own:
 * what is wrong with one is the machine's), the detail names file and section:
 * "colfile.format" (no column file, or of another kind), "colfile.version" (of
 * another version), "colfile.damaged" (bounds or a checksum), "colfile.section" (a
 * section that is not there, or of another type); ERR_MISSING as in core/files.h.
 * Writing fails as core/files.h says. */
#ifndef ENGINE_COLFILE_H
#define ENGINE_COLFILE_H
#include "core/files.h"

enum { COLFILE_NAME = 24, COLFILE_ALIGN = 64, COLFILE_SECTIONS_MOST = 65536 };
enum col_type { COL_U8 = 1, COL_U16, COL_U32, COL_U64, COL_I32, COL_I64, COL_TEXT };
unsigned col_size(enum col_type type); /* bytes of one item: 1, 2, 4, 8; of text 1 */

/* What a file is: eight characters, and the version of its sections' meaning. */
struct colfile_kind {
    char name[9];
    uint32_t version;
};

struct colfile_writer;
/* The writer lives in the arena; it ends with colfile_commit() or colfile_discard(). */
MUST_USE bool colfile_create(const struct files *fs, struct arena *a, const char *path,
                             const struct colfile_kind *kind, struct colfile_writer **out,
                             struct err *err);
/* `name` is at most COLFILE_NAME - 1 characters and is not copied; (name, part) occurs once. */
struct col_new {
    const char *name;
    uint32_t part;
    enum col_type type;
    const void *at;
    uint64_t count; /* items */
};
MUST_USE bool colfile_add(struct colfile_writer *w, const struct col_new *section, struct err *err);
/* Synced and renamed. *checksum: of the whole content, through the sections' own. */
MUST_USE bool colfile_commit(struct colfile_writer *w, uint64_t *checksum, struct err *err);
void colfile_discard(struct colfile_writer *w); /* after a commit or NULL: nothing */

struct column {
    const void *at; /* aligned to 64 bytes */
    uint64_t count; /* items */
    enum col_type type;
};
struct colfile_section {
    char name[COLFILE_NAME];
    uint32_t part;
    enum col_type type;
    uint64_t count, offset, checksum;
};
struct colfile {
    struct file_map map;
    const char *path;
    uint64_t checksum; /* as colfile_commit() gave it */
    uint32_t sections;
    const struct colfile_section *section; /* in the order of writing */
};
/* `path` is copied; the columns are valid until colfile_close(). */
MUST_USE bool colfile_open(struct arena *a, const char *path, const struct colfile_kind *kind,
                           struct colfile *out, struct err *err);
void colfile_close(struct colfile *f);
bool colfile_has(const struct colfile *f, const char *name, uint32_t part);
struct col_wanted {
    const char *name;
    uint32_t part;
    enum col_type type;
};
/* The section, which must be of that type. */
MUST_USE bool colfile_find(const struct colfile *f, const struct col_wanted *wanted,
                           struct column *out, struct err *err);
#endif
