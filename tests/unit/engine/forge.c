#include "forge.h"

#include "core/checksum.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE_MOST = 1 << 16, LINE = COLFILE_ALIGN };

static int forge_open(void *state, const char *path, int flags, mode_t mode)
{
    return FILES_POSIX.open(FILES_POSIX.state, path, flags, mode);
}
static ssize_t forge_read(void *state, int fd, void *to, size_t size)
{
    return FILES_POSIX.read(FILES_POSIX.state, fd, to, size);
}
static ssize_t forge_write(void *state, int fd, const void *from, size_t size)
{
    return FILES_POSIX.write(FILES_POSIX.state, fd, from, size);
}
static int forge_sync(void *state, int fd)
{
    return 0;
}
static int forge_close(void *state, int fd)
{
    return FILES_POSIX.close(FILES_POSIX.state, fd);
}
static int forge_rename(void *state, const char *from, const char *to)
{
    return FILES_POSIX.rename(FILES_POSIX.state, from, to);
}
static int forge_unlink(void *state, const char *path)
{
    return FILES_POSIX.unlink(FILES_POSIX.state, path);
}
static int forge_mkdir(void *state, const char *path, mode_t mode)
{
    return FILES_POSIX.mkdir(FILES_POSIX.state, path, mode);
}
const struct files FORGE_FILES = {.open = forge_open,
                                  .read = forge_read,
                                  .write = forge_write,
                                  .sync = forge_sync,
                                  .close = forge_close,
                                  .rename = forge_rename,
                                  .unlink = forge_unlink,
                                  .mkdir = forge_mkdir};

struct forged {
    struct col_new as;
    unsigned char *bytes;
    bool is_dropped;
};

static void apply(struct arena *a, struct forged *f, const struct forge *change)
{
    unsigned size = col_size(f->as.type);
    uint64_t count = f->as.count, wanted = change->value % SIZE_MOST;
    switch (change->op) {
    case FORGE_SET:
        if (count > 0)
            memcpy(f->bytes + change->at % count * size, &change->value, size);
        break;
    case FORGE_SIZE: {
        unsigned char *bytes = ARENA_NEW(a, unsigned char, wanted *size + 8);
        memcpy(bytes, f->bytes, (size_t)(count < wanted ? count : wanted) * size);
        f->bytes = bytes;
        f->as.count = wanted;
        break;
    }
    case FORGE_TYPE:
        f->as.type = (enum col_type)(COL_U8 + change->value % COL_TEXT);
        f->as.count = count * size / col_size(f->as.type);
        break;
    case FORGE_DROP:
    case FORGE_OPS:
        f->is_dropped = true;
        break;
    }
}

bool forge_copy(const char *from, const char *to, const struct colfile_kind *kind,
                const struct forge *change, size_t changes)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct colfile f;
    struct colfile_writer *w = NULL;
    uint64_t checksum;
    bool done = colfile_open(a, from, kind, &f, &err);
    if (!done) {
        arena_close(a);
        return false;
    }
    struct forged *section = ARENA_NEW(a, struct forged, f.sections + 1);
    for (uint32_t i = 0; i < f.sections; i++) {
        const struct colfile_section *s = &f.section[i];
        size_t size = (size_t)s->count * col_size(s->type);
        section[i] = (struct forged){.as = {s->name, s->part, s->type, NULL, s->count},
                                     .bytes = ARENA_NEW(a, unsigned char, size + 8)};
        memcpy(section[i].bytes, f.map.at + s->offset, size);
    }
    for (size_t i = 0; i < changes && f.sections > 0; i++)
        apply(a, &section[change[i].section % f.sections], &change[i]);
    done = colfile_create(&FORGE_FILES, a, to, kind, &w, &err);
    for (uint32_t i = 0; done && i < f.sections; i++) {
        section[i].as.at = section[i].bytes;
        done = section[i].is_dropped || colfile_add(w, &section[i].as, &err);
    }
    done = done && colfile_commit(w, &checksum, &err);
    colfile_discard(w);
    colfile_close(&f);
    arena_close(a);
    return done;
}

/* The numbers of a tail, as colfile.c writes them. */
struct tail {
    uint64_t magic, table, sections, file_size, table_checksum, checksum;
};

bool forge_patch(const char *from, const char *to, const struct forge_bytes *patch)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct str file;
    bool done = file_read_all(&FORGE_FILES, a, from, 1 << 24, &file, &err);
    if (done) {
        unsigned char *at = ARENA_NEW(a, unsigned char, file.len + 1);
        memcpy(at, file.at, file.len);
        for (size_t i = 0; i < patch->size; i++)
            at[(patch->at + i) % file.len] = patch->bytes[i];
        struct tail tail;
        unsigned char both[LINE + offsetof(struct tail, checksum)];
        memcpy(&tail, at + file.len - LINE, sizeof tail);
        if (tail.table <= file.len - LINE)
            tail.table_checksum = checksum_of(at + tail.table, file.len - LINE - tail.table);
        memcpy(both, at, LINE);
        memcpy(both + LINE, &tail, offsetof(struct tail, checksum));
        tail.checksum = checksum_of(both, sizeof both);
        memcpy(at + file.len - LINE, &tail, sizeof tail);
        done = file_replace(&FORGE_FILES, to, (struct str){(char *)at, file.len}, &err);
    }
    arena_close(a);
    return done;
}
