/* exchange/import_parts.h - what the files of an import share: import.c decides which
 * files are read and what comes of it, import_read.c reads them. */
#ifndef EXCHANGE_IMPORT_PARTS_H
#define EXCHANGE_IMPORT_PARTS_H
#include "exchange/import.h"
#include "exchange/import_files.h"
#include "exchange/rejects.h"
#include "exchange/source.h"
#include "service/load/load.h"

/* A row that was refused only when its table had been read: its file is read once more for it. */
struct late {
    uint64_t line;
    struct reject reject;
};
struct reading {
    struct import_file *file; /* of the report */
    const struct found_file *found;
    struct rejects *rejects;
    struct source_identity identity;
    bool identified; /* `identity` is known, before it is read */
    int64_t lost_of; /* the load whose lost segment is made anew of it and its like; 0: none */
    unsigned place;  /* among them */
    struct late *late;
    size_t lates, late_room;
};
struct import {
    struct arena *arena;
    const struct import_request *request;
    const struct import_watch *watch;
    const struct files *fs;
    struct instance in;
    struct load *load;
    const char *rejects_folder;
    const struct found_file *found; /* `files` of them, as in the report */
    struct fhir *fhir;              /* what is known of FHIR resources; NULL: none are read */
    struct reading *reading;
    unsigned files, read; /* of the report; of them those that are read come first */
};

void import_show(const struct import *im, enum import_phase phase, const struct import_file *file,
                 uint64_t done, uint64_t total);
/* How many bytes there are to read; 0: unknown, for they are packed. */
uint64_t import_total(const struct reading *r);
bool import_is_fhir(const struct found_file *found);
void import_note_left(struct import_file *file, const struct import_left *left, unsigned lefts);

/* All that are to be read, table by table, into the load; each table is settled. */
MUST_USE bool import_read_tables(struct import *im, struct err *err);
#endif
