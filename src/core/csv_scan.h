/* core/csv_scan.h - one look at 64 bytes of CSV: where separators, quotes and
 * line feeds stand, and whether there is anything to look at more closely. */
#ifndef CORE_CSV_SCAN_H
#define CORE_CSV_SCAN_H
#include "core/base.h"

enum { CSV_BLOCK = 64 };
struct csv_marks {
    uint64_t structure; /* bit i: byte i is the separator, a quote or a line feed */
    bool not_ascii;     /* some byte is above 0x7F */
    bool nul;           /* some byte is 0 */
};

/* Reads exactly CSV_BLOCK bytes. The fastest that this machine's compiler offers. */
struct csv_marks csv_scan(const char *block, char separator);
/* The same in plain C: for other machines, and what the fast one is tested against. */
struct csv_marks csv_scan_plain(const char *block, char separator);
#endif
