#include "engine/colfile.h"

#include "core/checksum.h"

#include <assert.h>
#include <string.h>

/* Files are mapped as they are, so their order of bytes is the machine's. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "column files are little-endian");

static const char HEAD_MAGIC[8] = "KONTINUA", TAIL_MAGIC[8] = "COLUMNS.";
enum { FORMAT = 1 };

struct head {
    char magic[8];
    uint32_t format, kind_version;
    char kind[8];
    uint8_t zero[40];
};
struct entry { /* of the table of sections */
    char name[COLFILE_NAME];
    uint32_t part, type;
    uint64_t count, offset, checksum;
    uint8_t zero[8];
};
struct tail {
    char magic[8];
    uint64_t table, sections, file_size;
    uint64_t table_checksum;
    uint64_t checksum; /* of head, and of this tail before this field */
    uint8_t zero[16];
};
_Static_assert(sizeof(struct head) == COLFILE_ALIGN && sizeof(struct entry) == COLFILE_ALIGN &&
                   sizeof(struct tail) == COLFILE_ALIGN,
               "each fills a line of its own");

struct colfile_writer {
    struct arena *arena;
    struct file_out *out;
    struct head head;
    struct entry *entry;
    uint32_t count, room;
};

unsigned col_size(enum col_type type)
{
    switch (type) {
    case COL_U8:
    case COL_TEXT:
        return 1;
    case COL_U16:
        return 2;
    case COL_U32:
    case COL_I32:
        return 4;
    case COL_U64:
    case COL_I64:
        return 8;
    }
    return 0;
}

static uint64_t tail_checksum(const struct head *head, const struct tail *tail)
{
    unsigned char both[sizeof *head + offsetof(struct tail, checksum)];
    memcpy(both, head, sizeof *head);
    memcpy(both + sizeof *head, tail, offsetof(struct tail, checksum));
    return checksum_of(both, sizeof both);
}

bool colfile_create(const struct files *fs, struct arena *a, const char *path,
                    const struct colfile_kind *kind, struct colfile_writer **out, struct err *err)
{
    struct colfile_writer *w = ARENA_NEW(a, struct colfile_writer, 1);
    w->arena = a;
    w->head = (struct head){.format = FORMAT, .kind_version = kind->version};
    memcpy(w->head.magic, HEAD_MAGIC, sizeof HEAD_MAGIC);
    memcpy(w->head.kind, kind->name, sizeof w->head.kind);
    if (!file_out_open(fs, a, path, &w->out, err))
        return false;
    if (!file_out_write(w->out, &w->head, sizeof w->head, err)) {
        file_out_discard(w->out);
        return false;
    }
    *out = w;
    return true;
}

static struct entry *new_entry(struct colfile_writer *w)
{
    if (w->count == w->room) {
        uint32_t room = w->room ? w->room * 2 : 32;
        struct entry *grown = ARENA_NEW(w->arena, struct entry, room);
        if (w->count > 0)
            memcpy(grown, w->entry, w->count * sizeof *grown);
        w->entry = grown;
        w->room = room;
    }
    return &w->entry[w->count++];
}

/* Fills up to the next line. */
static bool align(struct colfile_writer *w, struct err *err)
{
    static const uint8_t zero[COLFILE_ALIGN];
    size_t over = file_out_size(w->out) % COLFILE_ALIGN;
    return over == 0 || file_out_write(w->out, zero, COLFILE_ALIGN - over, err);
}

bool colfile_add(struct colfile_writer *w, const struct col_new *section, struct err *err)
{
    assert(strlen(section->name) < COLFILE_NAME && w->count < COLFILE_SECTIONS_MOST);
    size_t size = section->count * col_size(section->type);
    if (!align(w, err))
        return false;
    struct entry *e = new_entry(w);
    *e = (struct entry){.part = section->part,
                        .type = section->type,
                        .count = section->count,
                        .offset = file_out_size(w->out),
                        .checksum = checksum_of(section->at, size)};
    memcpy(e->name, section->name, strlen(section->name));
    return file_out_write(w->out, section->at, size, err);
}

bool colfile_commit(struct colfile_writer *w, uint64_t *checksum, struct err *err)
{
    size_t table = w->count * sizeof *w->entry;
    if (!align(w, err))
        return false;
    struct tail tail = {.table = file_out_size(w->out),
                        .sections = w->count,
                        .file_size = file_out_size(w->out) + table + sizeof tail,
                        .table_checksum = checksum_of(w->entry, table)};
    memcpy(tail.magic, TAIL_MAGIC, sizeof TAIL_MAGIC);
    tail.checksum = tail_checksum(&w->head, &tail);
    if (!file_out_write(w->out, w->entry, table, err) ||
        !file_out_write(w->out, &tail, sizeof tail, err) || !file_out_commit(w->out, err))
        return false;
    *checksum = tail.table_checksum;
    return true;
}

void colfile_discard(struct colfile_writer *w)
{
    if (w)
        file_out_discard(w->out);
}

/* ---- reading ---- */

static bool damaged(const struct colfile *f, const char *what, struct err *err)
{
    return FAIL(err, ERR_IO, "colfile.damaged", "%.120s: %.40s", f->path, what);
}

/* Head and tail agree with the file and with each other. */
static bool check_ends(const struct colfile *f, const struct colfile_kind *kind, struct tail *tail,
                       struct err *err)
{
    struct head head;
    if (f->map.size < sizeof head + sizeof *tail)
        return FAIL(err, ERR_IO, "colfile.format", "%.150s", f->path);
    memcpy(&head, f->map.at, sizeof head);
    if (memcmp(head.magic, HEAD_MAGIC, sizeof HEAD_MAGIC) != 0 || head.format != FORMAT ||
        memcmp(head.kind, kind->name, sizeof head.kind) != 0)
        return FAIL(err, ERR_IO, "colfile.format", "%.120s: not %s", f->path, kind->name);
    if (head.kind_version != kind->version)
        return FAIL(err, ERR_IO, "colfile.version", "%.120s: %s %u, not %u", f->path, kind->name,
                    (unsigned)head.kind_version, (unsigned)kind->version);
    memcpy(tail, f->map.at + f->map.size - sizeof *tail, sizeof *tail);
    if (memcmp(tail->magic, TAIL_MAGIC, sizeof TAIL_MAGIC) != 0 ||
        tail->checksum != tail_checksum(&head, tail) || tail->file_size != f->map.size)
        return damaged(f, "tail", err);
    return true;
}

static bool check_section(const struct colfile *f, const struct entry *e, uint64_t end,
                          struct err *err)
{
    char name[COLFILE_NAME + 16];
    (void)memccpy(name, e->name, 0, COLFILE_NAME);
    name[COLFILE_NAME - 1] = 0;
    unsigned size = col_size((enum col_type)e->type);
    if (size == 0 || e->name[COLFILE_NAME - 1] != 0 || e->offset % COLFILE_ALIGN != 0 ||
        e->offset > end || e->count > (end - e->offset) / size)
        return damaged(f, name, err);
    if (checksum_of(f->map.at + e->offset, (size_t)e->count * size) != e->checksum)
        return damaged(f, name, err);
    return true;
}

static bool check_table(struct arena *a, struct colfile *f, const struct tail *tail,
                        struct err *err)
{
    uint64_t room = f->map.size - sizeof *tail;
    if (tail->sections > COLFILE_SECTIONS_MOST || tail->table % COLFILE_ALIGN != 0 ||
        tail->table > room || (room - tail->table) != tail->sections * sizeof(struct entry))
        return damaged(f, "table", err);
    const struct entry *entry = (const void *)(f->map.at + tail->table);
    if (checksum_of(entry, room - tail->table) != tail->table_checksum)
        return damaged(f, "table", err);
    struct colfile_section *section =
        ARENA_NEW(a, struct colfile_section, tail->sections ? tail->sections : 1);
    for (uint64_t i = 0; i < tail->sections; i++) {
        const struct entry *e = &entry[i];
        if (!check_section(f, e, tail->table, err))
            return false;
        section[i] = (struct colfile_section){.part = e->part,
                                              .type = (enum col_type)e->type,
                                              .count = e->count,
                                              .offset = e->offset,
                                              .checksum = e->checksum};
        memcpy(section[i].name, e->name, COLFILE_NAME);
    }
    f->section = section;
    f->sections = (uint32_t)tail->sections;
    f->checksum = tail->table_checksum;
    return true;
}

bool colfile_open(struct arena *a, const char *path, const struct colfile_kind *kind,
                  struct colfile *out, struct err *err)
{
    struct colfile f = {.path = str_cstr(a, str_of(path))};
    if (!file_map(path, &f.map, err))
        return false;
    struct tail tail;
    if (!check_ends(&f, kind, &tail, err) || !check_table(a, &f, &tail, err)) {
        file_unmap(&f.map);
        return false;
    }
    *out = f;
    return true;
}

void colfile_close(struct colfile *f)
{
    file_unmap(&f->map);
    f->sections = 0;
}

static const struct colfile_section *find(const struct colfile *f, const char *name, uint32_t part)
{
    for (uint32_t i = 0; i < f->sections; i++)
        if (f->section[i].part == part && strcmp(f->section[i].name, name) == 0)
            return &f->section[i];
    return NULL;
}

bool colfile_has(const struct colfile *f, const char *name, uint32_t part)
{
    return find(f, name, part) != NULL;
}

bool colfile_find(const struct colfile *f, const struct col_wanted *wanted, struct column *out,
                  struct err *err)
{
    const struct colfile_section *s = find(f, wanted->name, wanted->part);
    if (!s || s->type != wanted->type)
        return FAIL(err, ERR_IO, "colfile.section", "%.120s: %.24s %u", f->path, wanted->name,
                    (unsigned)wanted->part);
    *out = (struct column){f->map.at + s->offset, s->count, s->type};
    return true;
}
