/* core/options.h - the options of a verb as one table, from which come parsing,
 * checking, environment, the settings of the home, `--help` and the manual page.
 *
 * Only long options: `--name value` or `--name=value`; a flag has no value; what
 * does not begin with `--` is an argument, and so is everything behind a bare
 * `--`. A value that is an option of the verb, as it is written, is one that was forgotten; such a
 * one is given as `--name=--value`. An option is given once (a list may be given again, and grows).
 * What the command line leaves open is taken from the environment, then from the settings, then
 * from the preset.
 *
 *     enum { MONTHS, BY, OPTIONS };
 *     static const struct option OPTION[OPTIONS] = {
 *         [MONTHS] = {.name = "months", .type = OPTION_INT, .value_name = "N",
 *                     .help = TEXT_OPTION_MONTHS, .preset = "1", .least = 1, .most = 1200},
 *         [BY] = {.name = "by", .type = OPTION_CHOICE, .value_name = "LEVEL",
 *                 .help = TEXT_OPTION_BY, .choice = LEVELS}};
 *     struct options o = options_open(a, OPTION, OPTIONS);
 *     if (!options_take(a, &line, (struct options *[]){&o}, 1, err) || …)
 *         return false;
 *     evaluate(o.value[MONTHS].number);
 *
 * All refusals are ERR_INVALID, the detail says which word: "options.unknown"
 * (with the nearest name, as "(--months?)"), "options.value_missing",
 * "options.value_unwanted", "options.twice", "options.number", "options.range",
 * "options.day", "options.choice", "options.list", "options.required",
 * "options.encoding", "options.arguments", "options.setting". */
#ifndef CORE_OPTIONS_H
#define CORE_OPTIONS_H
#include "core/day.h"
#include "core/text.h"
#include "core/yaml.h"

enum option_type {
    OPTION_FLAG,   /* given or not; in the environment and the settings yes or no */
    OPTION_TEXT,   /* anything but nothing */
    OPTION_INT,    /* least to most, both inside */
    OPTION_DAY,    /* YYYY-MM-DD */
    OPTION_CHOICE, /* one of a few words */
    OPTION_LIST    /* words with commas between them */
};
struct option {
    const char *name; /* without the dashes */
    enum option_type type;
    const char *value_name;    /* "DIR" for the help; of a flag NULL */
    enum text help;            /* a sentence or two */
    const char *env;           /* the environment's name for it, or NULL */
    const char *preset;        /* what holds when nothing is given, or NULL */
    const char *const *choice; /* ended by NULL: the words of OPTION_CHOICE; of OPTION_LIST, where
                                  its words are of a few */
    int64_t least, most;       /* OPTION_INT */
    bool required;
    bool setting; /* may stand in the home's kontinua.yaml, under its name */
};
struct option_value {
    bool given;       /* by line, environment or settings; not by the preset */
    bool yes;         /* OPTION_FLAG */
    struct str text;  /* as written; empty where there is no value at all */
    int64_t number;   /* OPTION_INT */
    struct day day;   /* OPTION_DAY; DAY_NONE where there is no value */
    unsigned choice;  /* OPTION_CHOICE: index of the word */
    struct str *item; /* OPTION_LIST */
    unsigned count;
    unsigned choices; /* OPTION_LIST with a choice: a bit for the index of each word given */
};
struct options {
    const struct option *option;
    unsigned count;
    struct option_value *value; /* one for each option, at its index */
};

/* A verb of a program: what its help and manual are made of. */
struct verb {
    const char *name;
    const char *arguments; /* "DIR|FILE..." as in the synopsis; "" for none */
    unsigned least_arguments, most_arguments;
    enum text summary; /* what it does, a few words, no full stop */
    enum text about;   /* paragraphs; a blank line between two of them is a line feed */
    const struct option *option;
    unsigned options;
};

struct program {
    const char *name;
    enum text summary, about;
    const struct verb *const *verb;
    unsigned verbs;
};

/* A command line that is being read. */
struct command_line {
    const char *const *word; /* as argv, without the program's name */
    unsigned count, next;
    bool first_only;      /* stop behind the first argument: it names a verb */
    struct str *argument; /* those found, at most `count` */
    unsigned arguments;
    bool only_arguments; /* a bare -- was read */
};

/* All values at their presets; a preset that does not fit its option asserts. */
struct options options_open(struct arena *a, const struct option *option, unsigned count);
/* Reads words until the line ends (or, with first_only, its first argument was read). A name is
 * looked for in `sets` in order. `line->argument` must have room for all words, or be NULL to be
 * made here. */
MUST_USE bool options_take(struct arena *a, struct command_line *line, struct options *const *sets,
                           unsigned set_count, struct err *err);
/* Fills from the environment what was not given; `lookup` is getenv() in the program. */
MUST_USE bool options_take_env(struct arena *a, struct options *set,
                               char *(*lookup)(const char *name), struct err *err);
/* Fills from a map of settings what was not given; keys that no set in `sets` has as a setting are
 * refused. */
MUST_USE bool options_take_settings(struct arena *a, const struct yaml *map,
                                    struct options *const *sets, unsigned set_count,
                                    struct err *err);
/* Required options are given and the number of arguments is right. */
MUST_USE bool options_check(const struct options *set, const struct verb *verb,
                            const struct command_line *line, struct err *err);

/* Of `words`, the one nearest to what was written, where it is near enough to be meant: NULL. */
const char *options_nearest(struct str written, const char *const *words, unsigned count);

/* The help of a verb at 80 columns; `shared` are the options that every verb has. */
void options_help(struct sb *out, enum lang lang, const char *program, const struct verb *verb,
                  const struct options *shared);
/* Its manual page, section 1, in roff (man macros, UTF-8). */
void options_man(struct sb *out, enum lang lang, const char *program, const struct verb *verb,
                 const struct options *shared);
/* The list of the shared options, with its heading. */
void options_help_shared(struct sb *out, enum lang lang, const struct options *shared);
/* The manual page of the program itself, which names the pages of its verbs. */
void options_man_program(struct sb *out, enum lang lang, const struct program *program,
                         const struct options *shared);
/* "--name VALUE", as the synopsis and the list of options show it. */
void options_put_form(struct sb *out, const struct option *o);
/* Text broken at blanks so that no line passes 80 columns; every line after the first begins with
 * `indent` blanks, and the first is taken to begin at column `at`. Ends with a line feed. A line
 * feed in the text begins a paragraph. */
void options_wrap(struct sb *out, struct str text, unsigned at, unsigned indent);
#endif
