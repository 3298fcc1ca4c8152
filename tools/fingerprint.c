/* fingerprint - what some sources say, in one number, for what was made by them and is kept.
 *
 *     fingerprint NAME OUT.h OUT.d FILE.c…
 *
 * makes `#define NAME "<16 hex digits>"`: another one whenever a file, or the header of its name,
 * is another. OUT.d names the headers for who builds. */
#include "core/files.h"
#include "tool.h"

#include <string.h>

/* FNV-1a: finds change, not malice. */
static uint64_t add(uint64_t hash, struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ (unsigned char)bytes.at[i]) * UINT64_C(0x100000001b3);
    return hash * UINT64_C(0x100000001b3); /* one file ends where the next begins */
}

int main(int argc, char **argv)
{
    if (argc < 4)
        tool_fail("fingerprint", 0, "usage: fingerprint NAME OUT.h OUT.d FILE.c...");
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb h = sb_open(a, 256), d = sb_open(a, 4096);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    sb_fmt(&d, "%s:", argv[2]);
    for (int i = 4; i < argc; i++) {
        struct str path = str_copy(a, str_of(argv[i]));
        const char *header = str_fmt(a, "%.*s.h", (int)path.len - 2, path.at).at;
        hash = add(hash, tool_read(a, argv[i]));
        if (!file_exists(header))
            continue;
        hash = add(hash, tool_read(a, header));
        sb_fmt(&d, " %s", header);
    }
    sb_char(&d, '\n');
    sb_fmt(&h, "#define %s \"%016llx\"\n", argv[1], (unsigned long long)hash);
    tool_write(argv[2], sb_str(&h));
    tool_write(argv[3], sb_str(&d));
    arena_close(a);
}
