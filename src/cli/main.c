#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    /* A reader that goes away (`| head`) is met where it is written to, not by a signal that ends
     * the program in the middle of its work. */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit of the shell's on files is a failed write */
    const char *const *words = (const char *const *)argv + (argc > 0 ? 1 : 0);
    return cli_run(words, argc > 0 ? (unsigned)argc - 1 : 0, getenv, stdout, stderr);
}
