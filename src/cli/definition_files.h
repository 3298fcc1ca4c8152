/* cli/definition_files.h - the measures, checks, code sets and rule files that a command
 * line names, read as an instance would read them: with the program's own sets and
 * those of the folder codesets beside the file. What stands in a folder `checks` is a
 * check, and in a folder `rules` a region's rule file. */
#ifndef CLI_DEFINITION_FILES_H
#define CLI_DEFINITION_FILES_H
#include "cli/cli.h"
#include "cli/place.h"
#include "engine/check.h"
#include "engine/definition.h"
#include "service/region.h"

struct definition_file {
    const char *path;
    struct str text;
    /* All NULL: wrong; else one of them is there. */
    const struct definition *definition;
    const struct codeset *set;
    const struct check *check;
    const struct region *region;
    struct err err; /* ERR_NONE: right; its detail begins with the file's name */
};
struct definition_counts {
    unsigned right, wrong;
    enum err_kind worst; /* of what is wrong: what the disk would not give, then what is invalid */
};
/* Each file that is named, and of a folder all in it: sets first. `take` gets every one; also a
 * wrong set beside a file that was named, and what cannot be read or checked: wrong with the error
 * of core/files.h, or "files.kind" (neither a measure nor a code set), "files.none" (a folder has
 * none). Fails where `take` does. */
MUST_USE bool definition_files(struct cli *cli, const struct call *call,
                               bool (*take)(void *state, const struct definition_file *file,
                                            struct err *err),
                               void *state, struct definition_counts *counts, struct err *err);
/* Whether none is wrong: else "files.wrong", of the kind of the worst. */
MUST_USE bool definition_files_right(const struct definition_counts *counts, struct err *err);
struct place definition_file_place(const struct definition_file *file); /* of its error */
/* An error of a file: the sentence, the place, why. */
void definition_file_tell(struct cli *cli, struct sb *out, const struct definition_file *file);
/* definition_warnings.c: a file that is right and yet hardly what was meant: each as an error would
 * be told. "codeset.empty" (no rows), "codeset.uri" (a system that rows have by a short name),
 * "codeset.system" (a name that is none of those known), "codeset.unit" (values are converted, from
 * whatever unit), "measure.everywhere" (of everyone, and the same at every place). */
struct definition_warnings {
    const struct err *at;
    size_t count;
};
struct definition_warnings definition_warnings(struct arena *a, const struct definition_file *file);
#endif
