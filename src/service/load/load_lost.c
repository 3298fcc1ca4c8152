#include "service/load/load_lost.h"

#include "engine/bag.h"
#include "service/figures/segments.h"

#include <string.h>

struct finding {
    struct instance *in;
    struct arena *arena;
    struct lost_file *file;
    unsigned files;
    /* Of the segment that is looked at. */
    const struct load_segment *segment;
    unsigned *taken; /* the files that it was made of, in their order */
    unsigned count;
    bool all; /* they are all there */
};

/* The given file that is this one, and that no segment has yet. */
static bool find_given(const struct finding *f, const struct load_file *file, unsigned *out)
{
    for (unsigned i = 0; i < f->files; i++) {
        bool taken = f->file[i].load != 0;
        for (unsigned k = 0; k < f->count; k++)
            taken |= f->taken[k] == i;
        if (!taken && f->file[i].table == file->table &&
            memcmp(&f->file[i].sum, &file->sum, sizeof file->sum) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool take_file(void *state, const struct load_file *file, struct err *err)
{
    struct finding *f = state;
    unsigned given = 0;
    (void)err;
    if (file->table != f->segment->table)
        return true;
    f->all = f->all && find_given(f, file, &given);
    if (f->all)
        f->taken[f->count++] = given;
    return true;
}

/* Only of a segment whose files are all there is it asked whether it is whole: that reads it. */
static bool look_at(struct finding *f, const struct load_segment *s, struct err *err)
{
    int64_t merged = 0;
    f->segment = s;
    f->count = 0;
    f->all = true;
    if (!load_merged_at(f->in->db, s->load, &merged, err) ||
        !load_each_file(f->in->db, s->load, (struct load_file_reader){f, take_file}, err))
        return false;
    if (merged != 0 || !f->all || f->count == 0 || segments_is_whole(f->in, f->arena, s))
        return true;
    for (unsigned i = 0; i < f->count; i++) {
        f->file[f->taken[i]].load = s->load;
        f->file[f->taken[i]].place = i;
    }
    return true;
}

bool load_find_lost(struct instance *in, struct lost_file *file, unsigned files, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct segments all;
    struct finding f = {.in = in, .arena = a, .file = file, .files = files};
    f.taken = ARENA_NEW(a, unsigned, files);
    bool good = segments_read(in, a, 0, &all, err);
    for (size_t i = 0; good && i < all.count; i++)
        good = look_at(&f, &all.at[i], err);
    arena_close(a);
    return good;
}
