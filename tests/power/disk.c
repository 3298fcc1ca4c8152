#include "disk.h"

#include "core/checksum.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOG_BLOCK = 4 * 1024 * 1024, NODES_MOST = 1024, PATH_MOST = 512 };

struct node {
    const char *path; /* below the root, as it is now; NULL: removed */
    bool is_folder;
    const struct image_file *base; /* what it held when the log began; NULL: made since */
};

enum kind { OP_NAME, OP_WRITE, OP_SIZE, OP_SYNC };
struct op {
    enum kind kind;
    int node;               /* OP_NAME: what gets the name; DISK_NONE: nothing */
    int folder;             /* OP_NAME: the one that holds the names */
    const char *path, *was; /* OP_NAME: the new name and the one that goes, or NULL; of
                             * the others `path`: the file's at that time */
    uint64_t at;            /* OP_WRITE; OP_SIZE: the size */
    size_t size;
    const unsigned char *bytes;
};

struct disk {
    struct arena *arena; /* of the log; reset when it begins anew */
    char *root;
    size_t root_len;
    struct node node[NODES_MOST]; /* 0: the root */
    int nodes;
    struct op *op;
    unsigned ops, room;
};

_Noreturn static void broken(const char *what, const char *path)
{
    fprintf(stderr, "power: %s: %s (errno %d)\n", what, path, errno);
    abort();
}

/* ---- the folder that programs see ---- */

static void empty_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        broken("cannot be listed", path);
    for (const struct dirent *e; (e = readdir(dir));) {
        char inner[PATH_MOST];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        (void)snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
        if (e->d_type == DT_DIR)
            empty_folder(inner);
        if (remove(inner) != 0)
            broken("cannot be removed", inner);
    }
    (void)closedir(dir);
}

void image_write(const struct image *image, const char *root)
{
    empty_folder(root);
    for (unsigned i = 0; i < image->count; i++) {
        const struct image_file *f = &image->file[i];
        char path[PATH_MOST];
        (void)snprintf(path, sizeof path, "%s/%s", root, f->path);
        if (f->is_folder) {
            if (mkdir(path, 0700) != 0)
                broken("cannot be made", path);
            continue;
        }
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0 || (f->size > 0 && write(fd, f->bytes, f->size) != (ssize_t)f->size) ||
            close(fd) != 0)
            broken("cannot be written", path);
    }
}

static void read_file(const char *path, struct image_file *f, struct arena *a)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &s) != 0)
        broken("cannot be read", path);
    f->size = (size_t)s.st_size;
    unsigned char *bytes = ARENA_NEW(a, unsigned char, f->size + 1);
    if (read(fd, bytes, f->size) != (ssize_t)f->size || close(fd) != 0)
        broken("cannot be read", path);
    f->bytes = bytes;
}

static void read_folder(const char *root, const char *under, struct image *image, struct arena *a)
{
    char path[PATH_MOST];
    (void)snprintf(path, sizeof path, "%s/%s", root, under);
    DIR *dir = opendir(path);
    if (!dir)
        broken("cannot be listed", path);
    for (const struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (image->count == NODES_MOST)
            broken("has more files than there is room for", root);
        struct image_file *f = &image->file[image->count++];
        f->path = str_fmt(a, "%s%s%s", under, *under ? "/" : "", e->d_name).at;
        f->is_folder = e->d_type == DT_DIR;
        if (f->is_folder)
            read_folder(root, f->path, image, a);
        else
            read_file(str_fmt(a, "%s/%s", root, f->path).at, f, a);
    }
    (void)closedir(dir);
}

struct image image_read(const char *root, struct arena *a)
{
    struct image image = {.file = ARENA_NEW(a, struct image_file, NODES_MOST)};
    read_folder(root, "", &image, a);
    return image;
}

/* ---- the log ---- */

struct disk *disk_open(const char *root)
{
    struct disk *d = calloc(1, sizeof *d);
    if (!d || (mkdir(root, 0700) != 0 && errno != EEXIST))
        broken("cannot be made", root);
    d->arena = arena_open(LOG_BLOCK);
    d->root = strdup(root);
    d->root_len = strlen(root);
    disk_begin(d, &(struct image){0});
    return d;
}

void disk_close(struct disk *d)
{
    arena_close(d->arena);
    free(d->op);
    free(d->root);
    free(d);
}

const char *disk_root(const struct disk *d)
{
    return d->root;
}

static int add_node(struct disk *d, struct node node)
{
    if (d->nodes == NODES_MOST)
        broken("has more files than it has room for", d->root);
    d->node[d->nodes] = node;
    return d->nodes++;
}

void disk_begin(struct disk *d, const struct image *image)
{
    arena_reset(d->arena);
    d->nodes = 0;
    d->ops = 0;
    (void)add_node(d, (struct node){.path = "", .is_folder = true});
    struct image_file *base = ARENA_NEW(d->arena, struct image_file, image->count);
    for (unsigned i = 0; i < image->count; i++) {
        base[i] = image->file[i]; /* copied: the image's arena may go before the disk's */
        base[i].path = str_copy(d->arena, str_of(image->file[i].path)).at;
        if (base[i].size > 0)
            base[i].bytes =
                memcpy(ARENA_NEW(d->arena, char, base[i].size), base[i].bytes, base[i].size);
        (void)add_node(
            d, (struct node){.path = base[i].path, .is_folder = base[i].is_folder, &base[i]});
    }
    image_write(image, d->root);
}

unsigned disk_operations(const struct disk *d)
{
    return d->ops;
}

static void log_op(struct disk *d, struct op op)
{
    if (d->ops == d->room) {
        d->room = d->room * 2 + 1024;
        d->op = realloc(d->op, d->room * sizeof *d->op);
        if (!d->op)
            broken("out of memory", d->root);
    }
    d->op[d->ops++] = op;
}

/* Below the root; NULL: it does not lie there. */
static const char *below(const struct disk *d, const char *path)
{
    if (strncmp(path, d->root, d->root_len) != 0)
        return NULL;
    path += d->root_len;
    if (*path != '/' && *path != '\0')
        return NULL;
    while (*path == '/')
        path++;
    return path;
}

static int find_below(const struct disk *d, const char *path, size_t len)
{
    for (int i = d->nodes; i-- > 0;)
        if (d->node[i].path && strncmp(d->node[i].path, path, len) == 0 &&
            d->node[i].path[len] == '\0')
            return i;
    return DISK_NONE;
}

int disk_find(const struct disk *d, const char *path)
{
    const char *inner = below(d, path);
    size_t len = inner ? strlen(inner) : 0;
    while (len > 0 && inner[len - 1] == '/')
        len--;
    return inner ? find_below(d, inner, len) : DISK_NONE;
}

static int folder_of(const struct disk *d, const char *inner)
{
    const char *slash = strrchr(inner, '/');
    int folder = find_below(d, inner, slash ? (size_t)(slash - inner) : 0);
    if (folder == DISK_NONE)
        broken("has no folder", inner);
    return folder;
}

int disk_made(struct disk *d, const char *path, bool is_folder)
{
    const char *inner = below(d, path);
    if (!inner)
        return DISK_NONE;
    const char *name = str_copy(d->arena, str_of(inner)).at;
    int node = add_node(d, (struct node){.path = name, .is_folder = is_folder});
    log_op(d,
           (struct op){.kind = OP_NAME, .node = node, .folder = folder_of(d, name), .path = name});
    return node;
}

static const char *name_of(const struct disk *d, int file)
{
    return d->node[file].path ? d->node[file].path : "(removed)";
}

void disk_wrote(struct disk *d, int file, uint64_t at, const void *bytes, size_t size)
{
    if (file == DISK_NONE || size == 0)
        return;
    unsigned char *kept = ARENA_NEW(d->arena, unsigned char, size);
    memcpy(kept, bytes, size);
    log_op(d, (struct op){.kind = OP_WRITE,
                          .node = file,
                          .path = name_of(d, file),
                          .at = at,
                          .size = size,
                          .bytes = kept});
}

void disk_truncated(struct disk *d, int file, uint64_t size)
{
    if (file != DISK_NONE)
        log_op(d, (struct op){.kind = OP_SIZE, .node = file, .path = name_of(d, file), .at = size});
}

void disk_synced(struct disk *d, int file)
{
    if (file != DISK_NONE)
        log_op(d, (struct op){.kind = OP_SYNC, .node = file, .path = name_of(d, file)});
}

void disk_synced_folder_of(struct disk *d, const char *path)
{
    const char *inner = below(d, path);
    if (inner)
        disk_synced(d, folder_of(d, inner));
}

void disk_removed(struct disk *d, const char *path)
{
    int node = disk_find(d, path);
    if (node == DISK_NONE)
        return;
    const char *name = d->node[node].path;
    log_op(d, (struct op){
                  .kind = OP_NAME, .node = DISK_NONE, .folder = folder_of(d, name), .was = name});
    d->node[node].path = NULL;
}

void disk_renamed(struct disk *d, const char *from, const char *to)
{
    const char *inner = below(d, to);
    int node = disk_find(d, from), over = disk_find(d, to);
    if (node == DISK_NONE && !inner)
        return;
    if (node == DISK_NONE || !inner || d->node[node].is_folder ||
        folder_of(d, d->node[node].path) != folder_of(d, inner))
        broken("a rename that this disk does not know", to);
    const char *name = str_copy(d->arena, str_of(inner)).at;
    log_op(d, (struct op){.kind = OP_NAME,
                          .node = node,
                          .folder = folder_of(d, inner),
                          .path = name,
                          .was = d->node[node].path});
    if (over != DISK_NONE)
        d->node[over].path = NULL;
    d->node[node].path = name;
}

/* ---- the cut ---- */

/* What becomes of one name. */
struct entry {
    int folder, node;
    const char *path;
};
struct cutting {
    const struct disk *disk;
    const struct cut *cut;
    struct arena *arena;
    bool *is_safe; /* by operation: a sync came after it */
    struct entry *entry;
    unsigned entries;
    struct image image;
};

static bool lucky(const struct cutting *c)
{
    return random_below(c->cut->random, 256) < c->cut->luck;
}

static bool is_forgotten(const struct cutting *c, const struct op *op)
{
    const struct cheat *cheat = &c->cut->cheat;
    return cheat->path && cheat->of_folder == c->disk->node[op->node].is_folder &&
           fnmatch(cheat->path, op->path, FNM_PATHNAME) == 0;
}

/* Backwards: an operation is safe when a sync of its file, or of its names' folder, comes after it.
 * The operation at the cut has not returned. */
static void find_safe(struct cutting *c)
{
    bool *is_synced = ARENA_NEW(c->arena, bool, (size_t)c->disk->nodes);
    c->is_safe = ARENA_NEW(c->arena, bool, c->cut->operation + 1);
    for (unsigned i = c->cut->operation; i-- > 0;) {
        const struct op *op = &c->disk->op[i];
        if (op->kind == OP_SYNC)
            is_synced[op->node] |= !is_forgotten(c, op);
        else
            c->is_safe[i] = is_synced[op->kind == OP_NAME ? op->folder : op->node];
    }
}

static void drop_entry(struct cutting *c, int folder, const char *path)
{
    for (unsigned i = 0; i < c->entries; i++)
        if (c->entry[i].folder == folder && strcmp(c->entry[i].path, path) == 0) {
            c->entry[i] = c->entry[--c->entries];
            return;
        }
}

static void find_names(struct cutting *c)
{
    const struct disk *d = c->disk;
    c->entry = ARENA_NEW(c->arena, struct entry, (size_t)d->nodes + c->cut->operation + 1);
    for (int i = 1; i < d->nodes; i++) {
        const struct image_file *base = d->node[i].base;
        if (!base)
            break;
        const char *slash = strrchr(base->path, '/');
        size_t len = slash ? (size_t)(slash - base->path) : 0;
        int folder = 0;
        for (int k = 1; k < i; k++)
            if (d->node[k].base->is_folder &&
                strncmp(d->node[k].base->path, base->path, len) == 0 &&
                d->node[k].base->path[len] == '\0')
                folder = k;
        c->entry[c->entries++] = (struct entry){folder, i, base->path};
    }
    for (unsigned i = 0; i <= c->cut->operation; i++) {
        const struct op *op = &d->op[i];
        if (op->kind != OP_NAME || !(c->is_safe[i] || lucky(c)))
            continue;
        if (op->was)
            drop_entry(c, op->folder, op->was);
        if (op->node == DISK_NONE)
            continue;
        drop_entry(c, op->folder, op->path);
        c->entry[c->entries++] = (struct entry){op->folder, op->node, op->path};
    }
}

/* A file as it comes to be. */
struct content {
    unsigned char *bytes;
    size_t size, room;
};

static void set_size(struct content *f, size_t size)
{
    assert(size <= f->room);
    if (size < f->size)
        memset(f->bytes + size, 0, f->size - size);
    f->size = size;
}

static void put(struct content *f, uint64_t at, const unsigned char *bytes, size_t size)
{
    memcpy(f->bytes + at, bytes, size);
    if (at + size > f->size)
        f->size = at + size;
}

/* Each sector has its own luck; one that the file grew by may hold what was never written. */
static void put_unsafe(struct cutting *c, struct content *f, const struct op *op)
{
    for (size_t done = 0; done < op->size;) {
        uint64_t at = op->at + done;
        size_t piece = DISK_SECTOR - at % DISK_SECTOR;
        if (piece > op->size - done)
            piece = op->size - done;
        if (lucky(c)) {
            put(f, at, op->bytes + done, piece);
        } else if (at + piece > f->size && lucky(c)) {
            bool noise = random_below(c->cut->random, 2);
            for (size_t i = f->size > at ? f->size - at : 0; i < piece; i++)
                f->bytes[at + i] = noise ? (unsigned char)random_next(c->cut->random) : 0;
            f->size = at + piece;
        }
        done += piece;
    }
}

static struct content content_of(struct cutting *c, int node)
{
    const struct disk *d = c->disk;
    const struct image_file *base = d->node[node].base;
    struct content f = {.room = base ? base->size : 0};
    for (unsigned i = 0; i <= c->cut->operation; i++) {
        const struct op *op = &d->op[i];
        uint64_t end = op->node != node       ? 0
                       : op->kind == OP_WRITE ? op->at + op->size
                       : op->kind == OP_SIZE  ? op->at
                                              : 0;
        f.room = end > f.room ? end : f.room;
    }
    f.bytes = ARENA_NEW(c->arena, unsigned char, f.room + 1);
    if (base && base->size > 0)
        put(&f, 0, base->bytes, base->size);
    for (unsigned i = 0; i <= c->cut->operation; i++) {
        const struct op *op = &d->op[i];
        if (op->node != node || op->kind == OP_NAME || op->kind == OP_SYNC)
            continue;
        if (op->kind == OP_SIZE) {
            if (c->is_safe[i] || lucky(c))
                set_size(&f, op->at);
        } else if (c->is_safe[i]) {
            put(&f, op->at, op->bytes, op->size);
        } else {
            put_unsafe(c, &f, op);
        }
    }
    return f;
}

/* Only what has a name in a folder that has one is there. */
static void take_folder(struct cutting *c, int folder, const char *path)
{
    for (unsigned i = 0; i < c->entries; i++) {
        const struct entry *e = &c->entry[i];
        if (e->folder != folder)
            continue;
        const char *slash = strrchr(e->path, '/'), *name = slash ? slash + 1 : e->path;
        struct image_file f = {.path = str_fmt(c->arena, "%s%s%s", path, *path ? "/" : "", name).at,
                               .is_folder = c->disk->node[e->node].is_folder};
        if (!f.is_folder) {
            struct content content = content_of(c, e->node);
            f.bytes = content.bytes;
            f.size = content.size;
        }
        c->image.file[c->image.count++] = f;
        if (f.is_folder)
            take_folder(c, e->node, f.path);
    }
}

struct image disk_cut(const struct disk *d, const struct cut *cut, struct arena *a)
{
    struct cutting c = {.disk = d, .cut = cut, .arena = a};
    assert(cut->operation < d->ops);
    find_safe(&c);
    find_names(&c);
    c.image.file = ARENA_NEW(a, struct image_file, c.entries + 1);
    take_folder(&c, 0, "");
    return c.image;
}

/* ---- for people ---- */

const char *disk_describe(const struct disk *d, unsigned operation, struct arena *a)
{
    const struct op *op = &d->op[operation];
    switch (op->kind) {
    case OP_NAME:
        if (op->path && op->was)
            return str_fmt(a, "rename of %s to %s", op->was, op->path).at;
        return str_fmt(a, "%s %s", op->path ? "making" : "removal of",
                       op->path ? op->path : op->was)
            .at;
    case OP_WRITE:
        return str_fmt(a, "write of %zu bytes at %llu of %s", op->size, (unsigned long long)op->at,
                       op->path)
            .at;
    case OP_SIZE:
        return str_fmt(a, "truncation of %s to %llu", op->path, (unsigned long long)op->at).at;
    case OP_SYNC:
        break;
    }
    return str_fmt(a, "sync of %s", op->path).at;
}

uint64_t disk_shape(const struct disk *d)
{
    uint64_t shape = d->ops;
    for (unsigned i = 0; i < d->ops; i++) {
        const struct op *op = &d->op[i];
        uint64_t of[] = {shape, op->kind, (uint64_t)op->node, op->at, op->size};
        shape = checksum_of(of, sizeof of);
    }
    return shape;
}
