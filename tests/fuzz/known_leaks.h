/* tests/fuzz/known_leaks.h - for targets that read YAML: libfyaml 0.7.12 forgets the buffer of a
 * long quoted scalar that it refuses, 4 KiB a refusal. Leaks of our own are still found. */
#ifndef TESTS_KNOWN_LEAKS_H
#define TESTS_KNOWN_LEAKS_H

/* The name is the sanitizer's. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so";
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#endif
