/* synth/samples.h - the sample people: those few that one signs in as. Their
 * identifiers are among the tax agency's open test numbers, which nobody has. */
#ifndef SYNTH_SAMPLES_H
#define SYNTH_SAMPLES_H
#include "synth/district.h"

enum { SAMPLES = 7 };
struct sample {
    enum sex sex;
    int32_t year, month, day;
    const char *person, *given_name, *surname;
};

static const struct sample SAMPLE[SAMPLES] = {
    {SEX_FEMALE, 1985, 1, 1, "198501012382", "Alva", "Provsson"},    /* a mother … */
    {SEX_MALE, 1983, 1, 1, "198301012392", "Bertil", "Provsson"},    /* … and a father … */
    {SEX_FEMALE, 2015, 1, 2, "201501022386", "Cilla", "Provsson"},   /* … of a child */
    {SEX_MALE, 1937, 1, 22, "193701229076", "David", "Exempelberg"}, /* in special housing */
    {SEX_MALE, 1979, 1, 1, "197901012398", "Erik", "Skyddad"},       /* confidential */
    {SEX_FEMALE, 1999, 1, 1, "199901012386", "Frida", "Testlund"},   /* without a named doctor */
    {SEX_FEMALE, 1958, 1, 8, "195801082743", "Greta", "Mallgren"},
};
#endif
