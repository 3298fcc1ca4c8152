#include "cli/log_show.h"

#include "cli/progress.h"
#include "core/clock.h"
#include "core/sb.h"
#include "domain/hsaid.h"

static const enum text ROLE[] = {
    [ROLE_ADMINISTRATOR] = TEXT_LOG_ROLE_ADMINISTRATOR,
    [ROLE_RESIDENT] = TEXT_LOG_ROLE_RESIDENT,
    [ROLE_GUARDIAN] = TEXT_LOG_ROLE_GUARDIAN,
    [ROLE_STAFF] = TEXT_LOG_ROLE_STAFF,
    [ROLE_UNIT_HEAD] = TEXT_LOG_ROLE_UNIT_HEAD,
    [ROLE_MUNICIPAL] = TEXT_LOG_ROLE_MUNICIPAL,
    [ROLE_OFFICER] = TEXT_LOG_ROLE_OFFICER,
    [ROLE_ANALYST] = TEXT_LOG_ROLE_ANALYST,
};
static const enum text PURPOSE[] = {
    [PURPOSE_CARE] = TEXT_LOG_PURPOSE_CARE,
    [PURPOSE_ADMINISTRATION] = TEXT_LOG_PURPOSE_ADMINISTRATION,
    [PURPOSE_FOLLOW_UP] = TEXT_LOG_PURPOSE_FOLLOW_UP,
    [PURPOSE_LOG_REVIEW] = TEXT_LOG_PURPOSE_LOG_REVIEW,
    [PURPOSE_OWN] = TEXT_LOG_PURPOSE_OWN,
};
static const enum text KIND[] = {
    [ACCESS_READ] = TEXT_LOG_KIND_READ,
    [ACCESS_WRITE] = TEXT_LOG_KIND_WRITE,
    [ACCESS_ERASE] = TEXT_LOG_KIND_ERASE,
};
static const enum text OUTCOME[] = {
    [ACCESS_DONE] = TEXT_LOG_OUTCOME_DONE,
    [ACCESS_NO_HIT] = TEXT_LOG_OUTCOME_NO_HIT,
    [ACCESS_DENIED] = TEXT_LOG_OUTCOME_DENIED,
};

/* The word for programs, the text for people. What is sealed and unknown here is not shown as if it
 * were something else. */
static struct str word(struct cli *cli, const struct vocab *v, const enum text *text,
                       unsigned value)
{
    if (value >= v->count)
        return STR("?");
    return cli->format == FORMAT_TABLE ? text_get(cli->lang, text[value]) : vocab_word(v, value);
}

/* Who was another resident than the person is not shown as if it had been the person. */
static struct str role_of(struct cli *cli, const struct access_shown *shown)
{
    if (!shown->by_another)
        return word(cli, &VOCAB_ROLE, ROLE, shown->row.entry.actor.role);
    return cli->format == FORMAT_TABLE ? text_get(cli->lang, TEXT_LOG_ROLE_ANOTHER_RESIDENT)
                                       : STR("another_resident");
}

/* The text whose key is that and the code; else the code alone. */
static struct str named(struct cli *cli, enum lang lang, const char *section, struct str code)
{
    enum text text;
    struct sb key = sb_open(cli->arena, 64);
    sb_put(&key, str_of(section));
    for (size_t i = 0; i < code.len; i++)
        sb_char(&key, code.at[i] == ' ' ? '_' : code.at[i]);
    return text_find(sb_str(&key), &text) ? text_get(lang, text) : code;
}

/* An act by its verb, "person show", as people call it; programs get the verb. */
static struct str act_of(struct cli *cli, struct str act)
{
    return cli->format == FORMAT_TABLE ? named(cli, cli->lang, "log.act.", act) : act;
}

static struct str time_of(struct cli *cli, struct moment at)
{
    char table[STOCKHOLM_TEXT], record[MOMENT_TEXT];
    return str_copy(cli->arena, cli->format == FORMAT_TABLE ? stockholm_format(at, table)
                                                            : moment_format(at, record));
}

static struct str number(struct cli *cli, int64_t n, int64_t absent)
{
    if (n == absent)
        return STR("");
    return str_fmt(cli->arena, "%lld", (long long)n);
}

/* The fields of AccessLogType of GetAccessLogsForPatient 1.1, one a column by the same names
 * (docs/operator/access-log.md), and what we say beside it. What programs have beside a table's
 * columns comes last. */
enum {
    E_DATE,
    E_UNIT,
    E_UNIT_NAME,
    E_ROLE,
    E_PURPOSE,
    E_RESOURCE,
    E_KIND,
    E_OUTCOME,
    E_TABLE,
    E_PROVIDER = E_TABLE,
    E_PROVIDER_NAME,
    E_USER,
    E_USER_NAME,
    E_USER_TITLE,
    E_ACT,
    E_ACTOR,
    E_COLUMNS
};
static const struct print_column EXTRACT[E_COLUMNS] = {
    [E_DATE] = {.name = "access_date", .title = TEXT_LOG_COLUMN_AT, .wraps = true},
    [E_UNIT] = {.name = "care_unit_id", .title = TEXT_LOG_COLUMN_UNIT, .wraps = true},
    [E_UNIT_NAME] = {.name = "care_unit_name", .title = TEXT_LOG_COLUMN_UNIT_NAME, .wraps = true},
    [E_ROLE] = {.name = "role", .title = TEXT_LOG_COLUMN_ROLE, .wraps = true},
    [E_PURPOSE] = {.name = "purpose", .title = TEXT_LOG_COLUMN_PURPOSE, .wraps = true},
    [E_RESOURCE] = {.name = "resource_type", .title = TEXT_LOG_COLUMN_ACT, .wraps = true},
    [E_KIND] = {.name = "kind", .title = TEXT_LOG_COLUMN_KIND},
    [E_OUTCOME] = {.name = "outcome", .title = TEXT_LOG_COLUMN_OUTCOME, .wraps = true},
    [E_PROVIDER] = {.name = "care_provider_id"},
    [E_PROVIDER_NAME] = {.name = "care_provider_name"},
    [E_USER] = {.name = "user_id"},
    [E_USER_NAME] = {.name = "user_name"},
    [E_USER_TITLE] = {.name = "user_title"},
    [E_ACT] = {.name = "act"},
    [E_ACTOR] = {.name = "actor"},
};
/* Those of its domain: Swedish, in every language. What a person does for themselves or their child
 * is the region's administration. */
static const char *const CONTRACT_PURPOSE[] = {
    [PURPOSE_CARE] = "Vård och behandling",   [PURPOSE_ADMINISTRATION] = "Administration",
    [PURPOSE_FOLLOW_UP] = "Kvalitetssäkring", [PURPOSE_LOG_REVIEW] = "Administration",
    [PURPOSE_OWN] = "Administration",
};

struct print *log_extract_open(struct cli *cli)
{
    return print_open(cli, EXTRACT, cli->format == FORMAT_TABLE ? E_TABLE : E_COLUMNS);
}

static struct str contract_purpose(struct cli *cli, enum purpose purpose)
{
    if (cli->format == FORMAT_TABLE || (unsigned)purpose >= ARRAY_LEN(CONTRACT_PURPOSE))
        return word(cli, &VOCAB_PURPOSE, PURPOSE, purpose);
    return str_of(CONTRACT_PURPOSE[purpose]);
}

/* Who it was, where that is told. A login or a person's key is no HSA-id: for who has none the unit
 * answers, in which they acted. */
static void put_user(struct cli *cli, const struct access_row *row, struct str *field)
{
    struct hsaid id;
    struct err no_hsaid = {0};
    field[E_USER] = field[E_UNIT];
    field[E_USER_NAME] = field[E_USER_TITLE] = STR("");
    field[E_ACTOR] = row->entry.actor.id;
    if (!hsaid_parse(field[E_ACTOR], &id, &no_hsaid))
        return;
    field[E_USER] = field[E_ACTOR];
    field[E_USER_NAME] =
        str_trim(str_fmt(cli->arena, "%.*s %.*s", STR_FMT(row->given_name), STR_FMT(row->surname)));
    field[E_USER_TITLE] = named(cli, LANG_SV, "title.c", row->title_code);
}

bool log_extract_row(struct cli *cli, struct print *p, const struct access_shown *shown,
                     const struct region *region, struct err *err)
{
    const struct access_row *row = &shown->row;
    const struct access_entry *e = &row->entry;
    bool is_table = cli->format == FORMAT_TABLE, in_unit = e->actor.unit.len > 0;
    struct str provider = region->care_provider;
    char at[STOCKHOLM_PLAIN_TEXT];
    struct str field[E_COLUMNS] = {
        [E_PROVIDER] = provider,
        [E_PROVIDER_NAME] = region->name,
        [E_UNIT] = in_unit || is_table ? e->actor.unit : provider, /* people read its name */
        [E_UNIT_NAME] = in_unit ? row->unit_name : region->name,
        [E_DATE] =
            is_table ? time_of(cli, e->at) : str_copy(cli->arena, stockholm_plain(e->at, at)),
        [E_ROLE] = role_of(cli, shown),
        [E_PURPOSE] = contract_purpose(cli, e->actor.purpose),
        [E_RESOURCE] = is_table ? act_of(cli, e->act) : named(cli, LANG_SV, "log.act.", e->act),
        [E_KIND] = word(cli, &VOCAB_ACCESS_KIND, KIND, e->kind),
        [E_OUTCOME] = word(cli, &VOCAB_ACCESS_OUTCOME, OUTCOME, e->outcome),
        [E_ACT] = e->act,
    };
    put_user(cli, row, field);
    return print_row(p, field, err);
}

enum {
    S_SEQUENCE,
    S_AT,
    S_ACTOR,
    S_ROLE,
    S_UNIT,
    S_PURPOSE,
    S_ACT,
    S_KIND,
    S_OUTCOME,
    S_PERSON,
    S_ABOUT,
    S_COUNT,
    S_ON_BEHALF,
    S_POSITION,
    S_COLUMNS
};
static const struct print_column SAMPLE[S_COLUMNS] = {
    [S_SEQUENCE] = {.name = "sequence", .title = TEXT_LOG_COLUMN_SEQUENCE, .number = true},
    [S_AT] = {.name = "at", .title = TEXT_LOG_COLUMN_AT, .wraps = true},
    [S_ACTOR] = {.name = "actor", .title = TEXT_LOG_COLUMN_ACTOR, .wraps = true},
    [S_ROLE] = {.name = "role", .title = TEXT_LOG_COLUMN_ROLE, .wraps = true},
    [S_UNIT] = {.name = "unit", .title = TEXT_LOG_COLUMN_UNIT, .wraps = true},
    [S_PURPOSE] = {.name = "purpose", .title = TEXT_LOG_COLUMN_PURPOSE, .wraps = true},
    [S_ACT] = {.name = "act", .title = TEXT_LOG_COLUMN_ACT, .wraps = true},
    [S_KIND] = {.name = "kind", .title = TEXT_LOG_COLUMN_KIND, .wraps = true},
    [S_OUTCOME] = {.name = "outcome", .title = TEXT_LOG_COLUMN_OUTCOME, .wraps = true},
    [S_PERSON] = {.name = "person", .title = TEXT_LOG_COLUMN_PERSON},
    [S_ABOUT] = {.name = "about", .title = TEXT_LOG_COLUMN_ABOUT, .wraps = true},
    [S_COUNT] = {.name = "count", .title = TEXT_LOG_COLUMN_COUNT, .number = true},
    [S_ON_BEHALF] = {.name = "on_behalf"},
    [S_POSITION] = {.name = "position", .number = true},
};

struct print *log_sample_open(struct cli *cli)
{
    return print_open(cli, SAMPLE, cli->format == FORMAT_TABLE ? S_ON_BEHALF : S_COLUMNS);
}

/* Somebody is named, who may not be. */
static struct str hidden(struct cli *cli)
{
    return cli->format == FORMAT_TABLE ? text_get(cli->lang, TEXT_CODE_PROTECTED)
                                       : STR("protected");
}

/* As a PERSON can be written. */
static struct str person(struct cli *cli, int64_t key)
{
    return key == 0 ? STR("") : str_fmt(cli->arena, "key:%lld", (long long)key);
}

bool log_sample_row(struct cli *cli, struct print *p, const struct access_shown *shown,
                    struct err *err)
{
    const struct access_row *row = &shown->row;
    const struct access_entry *e = &row->entry;
    struct str field[S_COLUMNS] = {
        [S_SEQUENCE] = number(cli, row->seal.link.sequence, 0),
        [S_AT] = time_of(cli, e->at),
        [S_ACTOR] = shown->by_hidden ? hidden(cli) : e->actor.id,
        [S_ROLE] = role_of(cli, shown),
        [S_UNIT] = e->actor.unit,
        [S_PURPOSE] = word(cli, &VOCAB_PURPOSE, PURPOSE, e->actor.purpose),
        [S_ACT] = act_of(cli, e->act),
        [S_KIND] = word(cli, &VOCAB_ACCESS_KIND, KIND, e->kind),
        [S_OUTCOME] = word(cli, &VOCAB_ACCESS_OUTCOME, OUTCOME, e->outcome),
        [S_PERSON] = person(cli, e->person),
        [S_ABOUT] = e->about,
        [S_COUNT] = number(cli, e->count, -1),
        [S_ON_BEHALF] = person(cli, e->actor.on_behalf),
        [S_POSITION] = number(cli, e->position, 0),
    };
    return print_row(p, field, err);
}

enum { V_STATE, V_SEALED, V_UNSEALED, V_ERASED, V_BROKEN, V_CHECKPOINT, V_COLUMNS };
static const struct print_column VERDICT[V_COLUMNS] = {
    [V_STATE] = {.name = "state", .title = TEXT_LOG_COLUMN_STATE},
    [V_SEALED] = {.name = "sealed", .title = TEXT_LOG_COLUMN_SEALED, .number = true},
    [V_UNSEALED] = {.name = "unsealed", .title = TEXT_LOG_COLUMN_UNSEALED, .number = true},
    [V_ERASED] = {.name = "erased", .title = TEXT_LOG_COLUMN_ERASED, .number = true},
    [V_BROKEN] = {.name = "broken", .title = TEXT_LOG_COLUMN_BROKEN, .number = true},
    [V_CHECKPOINT] = {.name = "checkpoint", .title = TEXT_LOG_COLUMN_CHECKPOINT, .number = true},
};
static const enum text STATE[] = {
    [ACCESS_SOUND] = TEXT_LOG_STATE_SOUND,       [ACCESS_MISSING] = TEXT_LOG_STATE_MISSING,
    [ACCESS_CHANGED] = TEXT_LOG_STATE_CHANGED,   [ACCESS_UNLINKED] = TEXT_LOG_STATE_UNLINKED,
    [ACCESS_ERASED] = TEXT_LOG_STATE_ERASED,     [ACCESS_START] = TEXT_LOG_STATE_START,
    [ACCESS_CUT_OFF] = TEXT_LOG_STATE_CUT_OFF,   [ACCESS_FORKED] = TEXT_LOG_STATE_FORKED,
    [ACCESS_UNSEALED] = TEXT_LOG_STATE_UNSEALED,
};

static struct str counted(struct cli *cli, int64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, (uint64_t)n)
                                       : number(cli, n, -1);
}

bool log_verdict_print(struct cli *cli, const struct access_verdict *v,
                       const struct access_checkpoint *checkpoint, struct err *err)
{
    struct print *p = print_open(cli, VERDICT, V_COLUMNS);
    struct str field[V_COLUMNS] = {
        [V_STATE] = word(cli, &VOCAB_ACCESS_FAULT, STATE, v->fault),
        [V_SEALED] = counted(cli, v->sealed),
        [V_UNSEALED] = counted(cli, v->unsealed),
        [V_ERASED] = counted(cli, v->erased),
        [V_BROKEN] = number(cli, v->broken, 0),
        [V_CHECKPOINT] = checkpoint ? number(cli, checkpoint->link.sequence, -1) : STR(""),
    };
    return print_row(p, field, err) && print_end(p, err);
}
