/* tests/unit/report/fonts_kept.h - fontconfig keeps what it read of the machine's fonts until the
 * process ends, and has no way to let go of it that others may use: no leak of ours. The leak
 * sanitizer asks for it by this name. */
#ifndef TESTS_UNIT_REPORT_FONTS_KEPT_H
#define TESTS_UNIT_REPORT_FONTS_KEPT_H

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#endif
