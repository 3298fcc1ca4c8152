/* tests/fuzz/replay.c - main() for a fuzz target where there is no libFuzzer:
 * hands it every file of a corpus folder, in the order of their names, and
 * prints a TAP line a file. A target that finds a fault aborts.
 *
 *   replay CORPUS-FOLDER
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1 << 20 };

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Reads a whole file into `input`; false when it cannot be read, or is too large for a corpus. */
static bool read_input(const char *folder, const char *name, uint8_t *input, size_t *size)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return false;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t got = fread(input, 1, INPUT_MAX + 1, file);
    bool whole = !ferror(file) && got <= INPUT_MAX;
    if (fclose(file) != 0 || !whole)
        return false;
    *size = got;
    return true;
}

/* The input is copied to a block of its exact size, so that a read past its end is seen. */
static void replay(const uint8_t *input, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        abort();
    for (size_t i = 0; i < size; i++)
        exact[i] = input[i];
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

int main(int argc, char **argv)
{
    static uint8_t input[INPUT_MAX + 1];
    struct dirent **names;
    int count = argc == 2 ? scandir(argv[1], &names, visible, alphasort) : -1;
    if (count < 1) {
        (void)fprintf(stderr, "replay: needs a corpus folder with at least one file\n");
        return 2;
    }
    printf("1..%d\n", count);
    bool all = true;
    for (int i = 0; i < count; i++) {
        size_t size;
        bool got = read_input(argv[1], names[i]->d_name, input, &size);
        if (got)
            replay(input, size);
        printf("%sok %d - %s\n", got ? "" : "not ", i + 1, names[i]->d_name);
        (void)fflush(stdout);
        all = all && got;
        free(names[i]);
    }
    free(names);
    return all ? 0 : 1;
}
