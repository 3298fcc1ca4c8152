#include "service/figures/kept_place.h"

#include "core/folder.h"
#include "engine/meaning.h"
#include "service/figures/warehouse.h"

#include <string.h>

enum { DATA_DIGITS = 32 };

const char *kept_data(struct arena *a, const struct colfile *snapshot)
{
    char hex[SHA256_TEXT];
    struct str text = sha256_hex(snapshot_meaning(snapshot), hex);
    return str_copy(a, (struct str){text.at, DATA_DIGITS}).at;
}

const char *kept_folder(const struct kept_place *p, const char *data)
{
    return instance_path(p->instance, p->work, INSTANCE_RESULTS "/%s", data);
}

const char *kept_path(const struct kept_place *p, const char *data, struct str name)
{
    return instance_path(p->instance, p->work, INSTANCE_RESULTS "/%s/%.*s", data, STR_FMT(name));
}

/* What cannot be swept now is tried again when the next snapshot has results. */
static void sweep(const struct kept_place *p)
{
    const char *const *name = NULL, *const *result = NULL;
    size_t names = 0, results = 0, live = 0;
    struct err why = {0};
    if (!folder_list(p->work, instance_path(p->instance, p->work, INSTANCE_SNAPSHOTS), &name,
                     &names, &why) ||
        !folder_list(p->work, instance_path(p->instance, p->work, INSTANCE_RESULTS), &result,
                     &results, &why))
        return;
    const char **data = ARENA_NEW(p->work, const char *, names + 1);
    for (size_t i = 0; i < names; i++) {
        struct colfile f;
        struct err unfit = {0};
        const char *path = instance_path(p->instance, p->work, INSTANCE_SNAPSHOTS "/%s", name[i]);
        if (!warehouse_is_snapshot(str_of(name[i])) ||
            !colfile_open(p->work, path, &SNAPSHOT_KIND, &f, &unfit))
            continue;
        data[live++] = kept_data(p->work, &f);
        colfile_close(&f);
    }
    for (size_t i = 0; i < results; i++) {
        bool stays = false;
        for (size_t j = 0; j < live; j++)
            stays |= strcmp(data[j], result[i]) == 0;
        if (!stays && !folder_remove(p->files, kept_folder(p, result[i]), &why))
            return;
    }
}

bool kept_folder_make(const struct kept_place *p, const char *data, struct err *err)
{
    const char *folder = kept_folder(p, data);
    if (file_exists(folder))
        return true;
    if (!folder_make(p->files, folder, err))
        return false;
    sweep(p); /* this one too, where its snapshot has just been removed */
    return file_exists(folder);
}
