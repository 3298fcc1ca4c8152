#include "cli/settings.h"

#include <string.h>

/* The sets in which a key is looked for: the verb's own and the shared, which are filled, then
 * those of all verbs, so that a key of another verb is known and its value checked. */
static struct options **all_sets(struct cli *cli, struct options *own, unsigned *count)
{
    unsigned verbs = 0;
    while (COMMANDS[verbs])
        verbs++;
    struct options **sets = ARENA_NEW(cli->arena, struct options *, verbs + 2);
    struct options *others = ARENA_NEW(cli->arena, struct options, verbs + 1);
    sets[0] = own;
    sets[1] = &cli->shared;
    for (unsigned i = 0; i < verbs; i++) {
        const struct verb *v = &COMMANDS[i]->verb;
        others[i] = options_open(cli->arena, v->option, v->options);
        sets[i + 2] = &others[i];
    }
    *count = verbs + 2;
    return sets;
}

bool settings_read(struct cli *cli, struct options *own, struct err *err)
{
    const char *path = str_fmt(cli->arena, "%s/" SETTINGS_FILE, cli->home).at;
    if (!file_exists(path))
        return true;
    enum { NAMED_MOST = 80 }; /* bytes of a name that a place keeps (core/yaml.h) */
    const char *name = strlen(path) <= NAMED_MOST ? path : SETTINGS_FILE;
    struct str text;
    const struct yaml *map = NULL;
    unsigned count = 0;
    struct options **sets = all_sets(cli, own, &count);
    return file_read_all(&FILES_POSIX, cli->arena, path, YAML_SIZE_MOST, &text, err) &&
           yaml_parse(cli->arena, name, text, &map, err) &&
           options_take_settings(cli->arena, map, sets, count, err);
}
