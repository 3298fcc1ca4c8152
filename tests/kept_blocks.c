/* tests/kept_blocks.c - what is built with the address sanitizer keeps the large blocks that it
 * frees, for later.
 *
 * The sanitizer's allocator maps each block over 128 KiB anew and unmaps it soon after it is freed.
 * For a reader with a buffer that is most of the time of a test, and several times that on a
 * virtual machine. Here a freed block stays, poisoned as the sanitizer would poison it, until as
 * many others are kept, and is given out again at the earliest when REST others have been freed:
 * who uses it too long, or frees it twice, is found as ever. Such a report says where the block was
 * first taken. The linker sends malloc() and free() here (--wrap); tests/power/faults.c has its own
 * malloc. */
#include <pthread.h>
#include <sanitizer/allocator_interface.h>
#include <sanitizer/asan_interface.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* The linker's names. */
void *real_malloc(size_t size) __asm__("__real_malloc");
void real_free(void *block) __asm__("__real_free");
void *our_malloc(size_t size) __asm__("__wrap_malloc");
void our_free(void *block) __asm__("__wrap_free");

enum { LARGE = 100 * 1024, LARGEST = 2 * 1024 * 1024, KEPT = 24, REST = 4 };

static struct {
    pthread_mutex_t lock;
    uint64_t freed; /* in all */
    struct kept {
        void *at; /* NULL: none */
        size_t size;
        uint64_t number; /* of `freed`, when it was */
    } block[KEPT];
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_large(size_t size)
{
    return size >= LARGE && size <= LARGEST;
}

static void *taken(size_t size)
{
    struct kept *found = NULL;
    for (struct kept *k = kept.block; k < kept.block + KEPT; k++)
        if (k->at && k->size == size && kept.freed - k->number >= REST &&
            (!found || k->number < found->number))
            found = k;
    void *at = found ? found->at : NULL;
    if (found)
        *found = (struct kept){0};
    return at;
}

__attribute__((weak)) void *our_malloc(size_t size)
{
    void *at = NULL;
    if (is_large(size)) {
        (void)pthread_mutex_lock(&kept.lock);
        at = taken(size);
        (void)pthread_mutex_unlock(&kept.lock);
    }
    if (!at)
        return real_malloc(size);
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return at;
}

/* Keeps a block; what has to leave for it, or nothing. */
static struct kept put(void *block, size_t size)
{
    struct kept *to = kept.block;
    for (struct kept *k = kept.block; k < kept.block + KEPT; k++) {
        if (k->at == block)
            abort(); /* it is freed twice */
        if (!k->at || (to->at && k->number < to->number))
            to = k;
    }
    struct kept out = *to;
    *to = (struct kept){block, size, kept.freed++};
    return out;
}

void our_free(void *block)
{
    size_t size =
        block && __sanitizer_get_ownership(block) ? __sanitizer_get_allocated_size(block) : 0;
    if (!is_large(size)) {
        real_free(block);
        return;
    }
    (void)pthread_mutex_lock(&kept.lock);
    struct kept out = put(block, size);
    ASAN_POISON_MEMORY_REGION(block, size);
    (void)pthread_mutex_unlock(&kept.lock);
    if (out.at)
        ASAN_UNPOISON_MEMORY_REGION(out.at, out.size);
    real_free(out.at);
}
