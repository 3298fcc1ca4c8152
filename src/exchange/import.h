/* exchange/import.h - takes the files that a region hands over (docs/operator/import.md,
 * FHIR resources as docs/operator/fhir.md says) as one load, which lands whole or
 * not at all.
 *
 * What one row has wrong makes the row a reject: it is left out and written, with
 * line, column, reason and its own text, to loads/<id>/rejects/<file>.csv in the
 * home. A load with rejects lands only where the request accepts them. What the
 * whole file has wrong fails the call, whatever is accepted: the errors of
 * core/csv.h, exchange/lines.h and core/files.h, and ERR_INVALID "import.column_unknown",
 * "import.column_missing", "import.column_twice" (file and column),
 * "import.file" (no import file by its name, or no file at all but a pipe: one
 * that was named itself, or a folder without any), "import.changed" (another file
 * stood there before all was read), "import.replace" (days to replace, and no file
 * of events that is read). Then nothing is loaded and nothing is kept.
 *
 *     struct import_request request = {.home = home, .path = &folder, .paths = 1, .today = today};
 *     struct import_report report;
 *     if (!import_run(a, &request, &watch, &report, err))
 *         return false;
 *     show(&report);
 *     return import_landed(&report, err); */
#ifndef EXCHANGE_IMPORT_H
#define EXCHANGE_IMPORT_H
#include "core/day.h"
#include "core/files.h"
#include "domain/access.h"
#include "service/load/load_findings.h"

struct import_request {
    const char *home;        /* the instance's folder */
    const char *const *path; /* folders (their files, not those of folders in them) and files */
    unsigned paths;
    struct actor actor;   /* who imports; without an id who runs the program */
    struct day today;     /* the instance's: for identifiers without a century */
    bool dry_run;         /* all but the commit; the rejects are written all the same */
    bool accept_rejects;  /* however many */
    uint64_t max_rejects; /* or at most so many */
    bool again;           /* takes files that a committed load holds, too */
    bool ignore_unknown;  /* columns that the table has not are passed over */
    /* Events of earlier loads on these days, both inside, do not count any more, in the tables of
     * events that are read. */
    bool replaces;
    struct day replace_from, replace_to;
    const struct files *files; /* NULL: FILES_POSIX */
};

/* How far it is; called from time to time, by the calling thread. */
enum import_phase {
    IMPORT_LOOKING,   /* which files are there, and which are held already: bytes hashed */
    IMPORT_READING,   /* a file's rows */
    IMPORT_COMPARING, /* what was read with what the registry has */
    IMPORT_WRITING    /* the transaction, and the segment's last sync */
};
struct import_step {
    enum import_phase phase;
    struct str file;        /* its name; empty where the phase has none */
    uint64_t done, total;   /* bytes of this file; total 0: unknown */
    uint64_t rows, rejects; /* of this file so far */
};
struct import_watch {
    void *state;
    void (*show)(void *state, const struct import_step *step);
};

enum import_fate {
    IMPORT_READ,      /* its rows are in this load */
    IMPORT_HELD,      /* a committed load holds the same bytes for the same table: skipped */
    IMPORT_LEFT_ALONE /* no import file by its name: not read */
};
/* One kind of fault in one file, for a summary; the rows stand in the rejects file. */
struct import_fault {
    struct str column; /* empty: the row as a whole */
    const char *code;  /* its sentence, of the first such row: err_message() */
    const char *detail;
    uint64_t rows, first_line;
};
/* Resources of a FHIR file that are no rows, as docs/operator/fhir.md says, and why. */
struct import_left {
    struct str reason; /* "status=cancelled", "resourceType=Coverage" */
    uint64_t count;
};
struct import_file {
    struct str path, name; /* as given or found; the last part of it */
    struct str shown;      /* the name, or the path where another file has that name */
    const char *table;     /* NULL: left alone */
    enum import_fate fate;
    struct str held_by;    /* the load's id, when held; empty: by a file of this load before it */
    uint64_t held_rejects; /* rows of it that the load that holds it rejected */
    uint64_t bytes, rows, rejects;
    bool ends_open;                   /* its last row has no line end (core/csv.h) */
    struct str sha256;                /* of its unpacked bytes, when it was read to its end */
    struct str rejects_path;          /* empty without rejects */
    const struct import_fault *fault; /* in the order of their first line */
    unsigned faults;
    struct str passed_over; /* names of columns that the table has not, separated by commas */
    uint64_t left_out;
    const struct import_left *left; /* in the order of the first of each */
    unsigned lefts;
};
enum import_outcome {
    IMPORT_LANDED,
    IMPORT_DRY,      /* would have landed */
    IMPORT_REJECTED, /* more rejects than the request accepts: nothing was loaded */
    IMPORT_NOTHING   /* every file is held already */
};
struct import_report {
    enum import_outcome outcome;
    struct str load;                /* its id; its folder in loads/ has a `log` (import_log.h) */
    const struct import_file *file; /* in the order of reading, those left alone last */
    unsigned files;
    uint64_t rows, rejects; /* of all files; rows are those taken */
    uint64_t replaced;      /* events of earlier loads on the days to replace: they count no more */
    uint64_t changed;       /* rows of the registry that said something new; contacts aside */
    uint64_t listed;        /* who was born, moved in or came back and has not chosen */
    uint64_t nowhere;       /* and for whom there is no unit */
    uint64_t closings;      /* of units that close by a plan, whatever the file says */
    uint64_t moved;         /* who moved within the region, and are listed where they live now */
    uint64_t from_queue;    /* who waited where the load made room, and was listed */
    unsigned put_back;      /* segments that had been lost, and stand where they stood */
    bool put_back_only;     /* and the load brought nothing else */
    uint64_t unmerged;      /* loads that have segments of their own */
    struct err unread; /* landed, but this could not be read then: `unmerged`; ERR_NONE: all was */
    struct load_findings found; /* landed and dry: what it does to each table, and what looks odd */
};

/* The report and what it points to live in the arena. Besides the errors above those of
 * service/load/load.h. */
MUST_USE bool import_run(struct arena *a, const struct import_request *request,
                         const struct import_watch *watch, struct import_report *report,
                         struct err *err);

/* True unless the rejects were too many: then ERR_INVALID "import.rejects" (their number and the
 * folder where they stand). */
MUST_USE bool import_landed(const struct import_report *report, struct err *err);
#endif
