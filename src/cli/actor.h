/* cli/actor.h - who runs a verb of the registry, and how: the options that all of
 * them have, but those that only ask ACTOR_WHO_OPTION alone. Without them the actor is who is
 * logged in, an administrator who administers, and so it stands in the access log.
 *
 *     enum { FROM, ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
 *     static const struct option OPTION[OPTIONS] = {
 *         [FROM] = {…},
 *         ACTOR_OPTION(ACTOR)};
 *     if (!actor_given(cli, &in, &call->value[ACTOR], &asked, err)) … */
#ifndef CLI_ACTOR_H
#define CLI_ACTOR_H
#include "cli/verb_form.h"
#include "domain/access.h"
#include "service/instance.h"

enum {
    ACTOR_AS,
    ACTOR_ROLE,
    ACTOR_UNIT,
    ACTOR_PURPOSE,
    ACTOR_ON_BEHALF,
    ACTOR_PROTECTED,
    ACTOR_WHO_OPTIONS, /* those above: all that a verb has that only asks */
    ACTOR_KEY = ACTOR_WHO_OPTIONS,
    ACTOR_DRY_RUN,
    ACTOR_OPTIONS
};
#define ACTOR_AS_AT(at, text)                                                                      \
    [at] = {.name = "as",                                                                          \
            .type = OPTION_TEXT,                                                                   \
            .value_name = "ID",                                                                    \
            .help = (text),                                                                        \
            .env = "KONTINUA_AS"}
#define ACTOR_PURPOSE_AT(at)                                                                       \
    [at] = {.name = "purpose",                                                                     \
            .type = OPTION_CHOICE,                                                                 \
            .value_name = "PURPOSE",                                                               \
            .help = TEXT_OPTION_ACTOR_PURPOSE,                                                     \
            .choice = PURPOSE_WORD,                                                                \
            .preset = "administration"}
/* `unit_help`: what --unit says; of a verb whose contact, or the like, it is the unit of, too. */
#define ACTOR_WHO_OPTION_AT(first, unit_help)                                                      \
    ACTOR_AS_AT((first) + ACTOR_AS, TEXT_OPTION_ACTOR_AS),                                         \
        [(first) + ACTOR_ROLE] = {.name = "role",                                                  \
                                  .type = OPTION_CHOICE,                                           \
                                  .value_name = "ROLE",                                            \
                                  .help = TEXT_OPTION_ACTOR_ROLE,                                  \
                                  .choice = ROLE_WORD,                                             \
                                  .preset = "administrator"},                                      \
                   [(first) + ACTOR_UNIT] = {.name = "unit",                                       \
                                             .type = OPTION_TEXT,                                  \
                                             .value_name = "UNIT",                                 \
                                             .help = (unit_help)},                                 \
                   ACTOR_PURPOSE_AT((first) + ACTOR_PURPOSE),                                      \
                   [(first) + ACTOR_ON_BEHALF] = {.name = "on-behalf",                             \
                                                  .type = OPTION_TEXT,                             \
                                                  .value_name = "PERSON",                          \
                                                  .help = TEXT_OPTION_ACTOR_ON_BEHALF},            \
                   [(first) + ACTOR_PROTECTED] = {.name = "protected",                             \
                                                  .type = OPTION_TEXT,                             \
                                                  .value_name = "REASON",                          \
                                                  .help = TEXT_OPTION_ACTOR_PROTECTED}
#define ACTOR_WHO_OPTION(first) ACTOR_WHO_OPTION_AT(first, TEXT_OPTION_ACTOR_UNIT)
#define ACTOR_OPTION(first)     ACTOR_OPTION_AT(first, TEXT_OPTION_ACTOR_UNIT)
#define ACTOR_OPTION_AT(first, unit_help)                                                          \
    ACTOR_WHO_OPTION_AT(first, unit_help),                                                         \
        [(first) + ACTOR_KEY] = {.name = "key",                                                    \
                                 .type = OPTION_TEXT,                                              \
                                 .value_name = "KEY",                                              \
                                 .help = TEXT_OPTION_ACTOR_KEY},                                   \
                   [(first) + ACTOR_DRY_RUN] = {                                                   \
                       .name = "dry-run", .type = OPTION_FLAG, .help = TEXT_OPTION_ACTOR_DRY_RUN}

/* For a table of forms: who it is; and what belongs to who writes. */
#define ACTOR_WHO(first)                                                                           \
    (OPTION_BIT((first) + ACTOR_AS) | OPTION_BIT((first) + ACTOR_ROLE) |                           \
     OPTION_BIT((first) + ACTOR_UNIT) | OPTION_BIT((first) + ACTOR_PURPOSE) |                      \
     OPTION_BIT((first) + ACTOR_ON_BEHALF) | OPTION_BIT((first) + ACTOR_PROTECTED))
#define ACTOR_ALL(first)                                                                           \
    (ACTOR_WHO(first) | OPTION_BIT((first) + ACTOR_KEY) | OPTION_BIT((first) + ACTOR_DRY_RUN))

struct actor_asked {
    struct actor actor;
    struct str key;
    bool dry_run;
};
/* ERR_INVALID "actor.login",
 * "actor.unit" (of who works in a unit it is missing), "actor.person" (of a resident or a guardian
 * --as is, or of a guardian --on-behalf), errors of hsaid_parse() and persons_key(); ERR_DENIED
 * "actor.role"; of --protected ERR_INVALID "actor.protected_reason" and
 * ERR_DENIED "actor.protected" (the role has not the right). */
MUST_USE bool actor_asks(struct cli *cli, struct instance *in, const struct option_value *value,
                         struct actor *out, struct err *err);
/* The same of ACTOR_OPTION. */
MUST_USE bool actor_given(struct cli *cli, struct instance *in, const struct option_value *value,
                          struct actor_asked *out, struct err *err);

/* Of verbs that are the region's own, of figures and loads: whoever asks, or does it, is an
 * administrator, of no unit; of figures --unit is the one that is asked about. */
enum { ACTOR_ASKS_AS, ACTOR_ASKS_PURPOSE, ACTOR_ASKS_OPTIONS };
#define ACTOR_ASKS_OPTION(first)                                                                   \
    ACTOR_AS_AT((first) + ACTOR_ASKS_AS, TEXT_OPTION_ACTOR_ASKS_AS),                               \
        ACTOR_PURPOSE_AT((first) + ACTOR_ASKS_PURPOSE)
/* What opens blocked information (domain/block.h), of verbs that show any of one person. */
#define ACTOR_OPENS_BLOCKED(consent, emergency)                                                    \
    [consent] = {.name = "consent",                                                                \
                 .type = OPTION_TEXT,                                                              \
                 .value_name = "TEXT",                                                             \
                 .help = TEXT_OPTION_PERSON_CONSENT},                                              \
    [emergency] = {.name = "emergency",                                                            \
                   .type = OPTION_TEXT,                                                            \
                   .value_name = "TEXT",                                                           \
                   .help = TEXT_OPTION_PERSON_EMERGENCY}
/* The same errors, of a purpose, an id and a reason for --protected, which is NULL where the verb
 * has it not. */
MUST_USE bool actor_of_region(struct cli *cli, const struct option_value *value,
                              const struct option_value *protected, struct actor *out,
                              struct err *err);
#endif
