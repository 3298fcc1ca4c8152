/* tools/tool.h - what the build-time generators share: reading a table, writing the output whole
 * or not at all, and saying file and line of what is wrong. They are programs of a few seconds:
 * what they take they keep until they end. */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H
#include "core/csv.h"
#include "core/sb.h"

/* Says `file:line: message` as compilers do, and ends the program. */
_Noreturn void tool_fail(const char *path, uint64_t line, const char *fmt, ...) PRINTF_LIKE(3, 4);

struct tool_row {
    uint64_t line;
    struct str *field;
};
struct tool_table {
    const char *path;
    unsigned columns, count;
    struct tool_row *row;
};

/* The whole CSV file; its header must be exactly `columns`, as "key,text"; every row is as wide. */
struct tool_table tool_read_table(struct arena *a, const char *path, const char *columns);
struct str tool_read(struct arena *a, const char *path);
void tool_write(const char *path, struct str content);
/* A string literal with its quotes, escaped so that it is the same in any source encoding. */
void tool_put_literal(struct sb *out, struct str s);
#endif
