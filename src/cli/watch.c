#include "cli/watch.h"

static void show_import(void *state, const struct import_step *step)
{
    static const enum text words[] = {[IMPORT_LOOKING] = TEXT_IMPORT_LOOKING,
                                      [IMPORT_READING] = TEXT_IMPORT_READING,
                                      [IMPORT_COMPARING] = TEXT_IMPORT_COMPARING,
                                      [IMPORT_WRITING] = TEXT_IMPORT_WRITING};
    struct progress *p = state;
    char what[sizeof p->what];
    struct str word = text_get(p->cli->lang, words[step->phase]);
    (void)snprintf(what, sizeof what, "%.*s%s%.*s", STR_FMT(word), step->file.len > 0 ? " " : "",
                   STR_FMT(step->file));
    progress_show(p, what, step->done, step->total, step->rows);
}

struct import_watch watch_import(struct progress *p)
{
    return (struct import_watch){p, show_import};
}

static void show_synth(void *state, enum synth_step step, uint64_t done, uint64_t total)
{
    static const enum text names[] = {[SYNTH_PEOPLE] = TEXT_SYNTH_PEOPLE,
                                      [SYNTH_CONTACTS] = TEXT_SYNTH_CONTACTS,
                                      [SYNTH_FILES] = TEXT_SYNTH_FILES};
    struct progress *p = state;
    char name[64];
    struct str text = text_get(p->cli->lang, names[step]);
    (void)snprintf(name, sizeof name, "%.*s", STR_FMT(text));
    progress_show(p, name, done, total, 0);
}

struct synth_progress watch_synth(struct progress *p)
{
    return (struct synth_progress){p, show_synth};
}
