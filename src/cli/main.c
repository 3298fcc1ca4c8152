#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
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
