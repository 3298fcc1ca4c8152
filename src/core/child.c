#define _GNU_SOURCE /* memfd_create */
#include "core/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file and no pipe: a program that does not read its input cannot hold this one up. */
static int input_of(struct str text)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    size_t done = 0;
    while (fd >= 0 && done < text.len) {
        ssize_t n = write(fd, text.at + done, text.len - done);
        if (n <= 0 && errno != EINTR) {
            (void)close(fd);
            return -1;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0)
        (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

/* 0, or why not: an errno. */
static int start(const struct child *child, int input, pid_t *out)
{
    char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", locale[] = "LC_ALL=C.UTF-8";
    char *const environment[] = {path, locale, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    int failed = posix_spawn_file_actions_init(&files);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&how);
    if (failed) {
        (void)posix_spawn_file_actions_destroy(&files);
        return failed;
    }
    bool good =
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) == 0 &&
        posix_spawnattr_setsigmask(&how, &none) == 0 &&
        posix_spawnattr_setsigdefault(&how, &all) == 0 && posix_spawnattr_setpgroup(&how, 0) == 0 &&
        posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                           POSIX_SPAWN_SETPGROUP) == 0;
    failed = good ? posix_spawnp(out, child->word[0], &files, &how, child->word, environment)
                  : ENOMEM; /* of all that was said before it is the only one that can be */
    (void)posix_spawnattr_destroy(&how);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed;
}

/* Its end, or false when the time is over. */
static bool wait_for(pid_t pid, int seconds)
{
    struct pollfd end = {.fd = pidfd_open(pid, 0), .events = POLLIN};
    int found = -1;
    if (end.fd < 0)
        return false;
    do
        found = poll(&end, 1, seconds * 1000);
    while (found < 0 && errno == EINTR);
    (void)close(end.fd);
    return found > 0;
}

bool child_run(const struct child *child, struct err *err)
{
    pid_t pid = 0;
    int status = 0, input = input_of(child->input);
    int failed = input < 0 ? errno : child->word[0] ? start(child, input, &pid) : ENOENT;
    if (input >= 0)
        (void)close(input);
    if (failed)
        return FAIL(err, ERR_IO, "child.start", "%s", strerror(failed));
    bool ended = wait_for(pid, child->seconds);
    if (!ended)
        (void)kill(-pid, SIGKILL); /* and what it started */
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!ended)
        return FAIL(err, ERR_IO, "child.time", "%d", child->seconds);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return code == 0 || FAIL(err, ERR_IO, "child.failed", "%d", code);
}
