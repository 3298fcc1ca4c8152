/* Built with the address sanitizer only: that a large block is kept when it is freed
 * (tests/kept_blocks.c) hides no fault. */
#include "core/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIZE = 300 * 1024, OTHERS = 4 };

/* Faults are planted here: the compiler is not to see them, or to leave them out. */
static char *volatile block;
static volatile char byte;

/* How the process ends that `fault` is done in: true when somebody ended it. */
static bool is_found(void (*fault)(void))
{
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stderr);
        fault();
        _exit(0);
    }
    int status = 0;
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static void no_fault(void)
{
    block = malloc(SIZE);
    block[SIZE - 1] = 1;
    free(block);
}

static void read_after_free(void)
{
    no_fault();
    byte = block[SIZE / 2];
}

static void freed_twice(void)
{
    no_fault();
    free(block);
}

static void free_others(void)
{
    for (int i = 0; i < OTHERS; i++) {
        block = malloc(SIZE + 1);
        free(block);
    }
}

static void read_past_end(void)
{
    no_fault();
    free_others();
    block = malloc(SIZE);
    byte = block[SIZE];
}

static void finds_what_the_sanitizer_finds(void **state)
{
    (void)state;
    assert_false(is_found(no_fault));
    assert_true(is_found(read_after_free));
    assert_true(is_found(freed_twice));
    assert_true(is_found(read_past_end));
}

static void gives_a_block_again(void **state)
{
    (void)state;
    no_fault();
    char *first = block;
    block = malloc(SIZE);
    assert_ptr_not_equal(block, first);
    char *soon = block;
    free_others();
    block = malloc(SIZE);
    assert_ptr_equal(block, first);
    free(soon);
    free(block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_the_sanitizer_finds),
        cmocka_unit_test(gives_a_block_again),
    };
    return cmocka_run_group_tests_name("kept blocks", tests, NULL, NULL);
}
