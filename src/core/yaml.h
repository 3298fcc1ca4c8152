/* core/yaml.h - a YAML document as a read-only tree in the arena: maps, lists
 * and scalars, each with the line and column where it stands, so that who reads
 * definitions and settings can say where something is wrong.
 *
 * A scalar is text; what it means (a number, a day, yes) is its reader's
 * business. Refused, because files come from outside: duplicate keys, keys that
 * are no scalars, anchors, aliases and tags, more than one document.
 * Errors, all ERR_INVALID, the detail begins `name:line:column`: "yaml.syntax",
 * "yaml.duplicate_key", "yaml.feature" (what is refused, by name), "yaml.depth"
 * (more than 32 levels), "yaml.size" (more than 1 MiB, or a map of more than
 * 1024 keys), "yaml.encoding" (not UTF-8, or NUL).
 *
 *     const struct yaml *root, *id;
 *     if (!yaml_parse(a, "Ko05L.yaml", text, &root, err))
 *         return false;
 *     if (!(id = yaml_get(root, STR("id"))))
 *         return FAIL(err, ERR_INVALID, "measure.key_missing", YAML_AT "id", YAML_PLACE(root)); */
#ifndef CORE_YAML_H
#define CORE_YAML_H
#include "core/base.h"

enum { YAML_DEPTH_MOST = 32, YAML_SIZE_MOST = 1024 * 1024, YAML_MAP_MOST = 1024 };
enum yaml_kind { YAML_MAP, YAML_LIST, YAML_SCALAR };

struct yaml {
    enum yaml_kind kind;
    bool plain;              /* scalar: written without quotes, as numbers and yes are */
    const char *name;        /* of the file, as given to yaml_parse() */
    unsigned line, column;   /* of its first character, from 1; columns count code points.
                                Of a value of which nothing is written: of its key */
    struct str text;         /* scalar: its value, unfolded and unescaped, with a NUL behind it */
    unsigned count;          /* entries of a map, items of a list */
    const struct yaml *item; /* list: the items; map: the values */
    const struct yaml *key;  /* map: the scalars that are its keys, in the order of the file */
};

#define YAML_AT       "%.80s:%u:%u: "
#define YAML_PLACE(n) (n)->name, (n)->line, (n)->column

/* `name` and `text` are used while parsing; of them only `name` must outlive the tree. An empty
 * document is a map without entries. */
MUST_USE bool yaml_parse(struct arena *a, const char *name, struct str text,
                         const struct yaml **out, struct err *err);
/* The value of a key; NULL where the node is no map or has no such key. */
const struct yaml *yaml_get(const struct yaml *map, struct str key);
#endif
