/* engine/definition_reader.h - what the readers of a measure's and a check's file
 * have in common: keys, texts, parameters, code sets, parts and expressions. Each
 * fills r->err where it returns false. */
#ifndef ENGINE_DEFINITION_READER_H
#define ENGINE_DEFINITION_READER_H
#include "core/yaml.h"
#include "engine/definition.h"
#include "engine/expr.h"

enum { NAME_MOST = 120, TEXT_MOST = 4000 };
struct reader {
    struct arena *arena;
    const char *name; /* of the file */
    struct str file;
    const struct codesets *sets; /* that there are */
    uint32_t used_sets, used_parts, used_parameters;
    bool (*is_reserved)(struct str name); /* in the language of the kind */
    bool of_check;                        /* expressions may ask what only checks do */
    struct err *err;
};

bool reader_refuse(struct reader *r, const struct yaml *n, const char *why);
/* A map that has no other keys than these, each with a value. */
bool reader_map(struct reader *r, const struct yaml *n, const char *const *keys, size_t count);
bool reader_needed(struct reader *r, const struct yaml *map, const char *key,
                   const struct yaml **out);
bool reader_text(struct reader *r, const struct yaml *n, size_t most, struct str *out);
bool reader_line(struct reader *r, const struct yaml *map, const char *key, struct str *out);
bool reader_both(struct reader *r, const struct yaml *n, size_t most, struct str out[2]);
bool reader_word(struct reader *r, const struct yaml *n, const char *const *words, size_t count,
                 unsigned *out);
bool reader_is_id(struct str id);
bool reader_id(struct reader *r, const struct yaml *root, struct str *out);
bool reader_names(struct reader *r, const struct yaml *n, unsigned most, const char *why);
/* Into the definition, from the keys of these names; where there is none, nothing. */
bool reader_parameters(struct reader *r, const struct yaml *root, struct definition *d);
bool reader_sets(struct reader *r, const struct yaml *root, struct definition *d);
bool reader_parts(struct reader *r, const struct yaml *root, struct definition *d);
bool reader_expression(struct reader *r, const struct yaml *n, const struct definition *d,
                       enum expr_wanted wanted, struct expr_part *out);
bool reader_check_used(struct reader *r, const struct yaml *root, const struct definition *d);
#endif
