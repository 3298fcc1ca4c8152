#include "cli/cli.h"
#include "core/files.h"
#include "core/heap.h"
#include "store/db.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where standard input, output or error was closed, the next file that is opened would stand in its
 * place, and what is printed would be written into it: a file stands there that nobody can write.
 */
static void hold_standard_files(void)
{
    int fd;
    do
        fd = FILES_POSIX.open(FILES_POSIX.state, "/dev/null", O_RDONLY, 0);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        (void)FILES_POSIX.close(FILES_POSIX.state, fd);
}

int main(int argc, char **argv)
{
    hold_standard_files();
    heap_keep();
    db_keep_parts_in_memory();
    /* A reader that goes away (`| head`) is met where it is written to, not by a signal that ends
     * the program in the middle of its work. */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit of the shell's on files is a failed write */
    /* What the program makes is its owner's alone, also in a folder that others can read, and also
     * what SQLite makes beside the registry. */
    (void)umask(077);
    const char *const *words = (const char *const *)argv + (argc > 0 ? 1 : 0);
    return cli_run(words, argc > 0 ? (unsigned)argc - 1 : 0, getenv, stdout, stderr);
}
