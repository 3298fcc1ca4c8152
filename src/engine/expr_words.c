#include "engine/expr_words.h"

#include "domain/vocab.h"

static const struct str TABLE[EXPR_TABLES] = {[EXPR_CONTACTS] = STR_INIT("contacts"),
                                              [EXPR_DIAGNOSES] = STR_INIT("diagnoses"),
                                              [EXPR_PROCEDURES] = STR_INIT("procedures"),
                                              [EXPR_MEASUREMENTS] = STR_INIT("measurements"),
                                              [EXPR_PRESCRIPTIONS] = STR_INIT("prescriptions"),
                                              [EXPR_INVITATIONS] = STR_INIT("invitations"),
                                              [EXPR_PERFORMED] = STR_INIT("performed_invitations"),
                                              [EXPR_REFERRALS] = STR_INIT("referrals"),
                                              [EXPR_LISTINGS] = STR_INIT("listings"),
                                              [EXPR_NAMED_CONTACTS] = STR_INIT("named_contacts"),
                                              [EXPR_RESIDENCES] = STR_INIT("residences")};
static const struct str INDEX[] = {STR_INIT("coc"), STR_INIT("upc"), STR_INIT("k_index"),
                                   STR_INIT("secon"), STR_INIT("mmci")};

/* The kinds of named contacts have numbers in files and words here. */
static const char *const KINDS[] = {NULL, "care_contact", "doctor", "municipal", "coordinating"};
static const struct vocab VOCAB_KINDS = {"kind", KINDS, ARRAY_LEN(KINDS)};

static const struct field {
    unsigned table;
    struct str name;
    const struct vocab *vocab;
} FIELD[] = {
    [FIELD_PROFESSION] = {EXPR_CONTACTS, STR_INIT("profession"), &VOCAB_PROFESSION},
    [FIELD_FORM] = {EXPR_CONTACTS, STR_INIT("form"), &VOCAB_FORM},
    [FIELD_LEVEL] = {EXPR_CONTACTS, STR_INIT("level"), &VOCAB_CARE_LEVEL},
    [FIELD_PROBLEM] = {EXPR_CONTACTS, STR_INIT("problem"), &VOCAB_PROBLEM},
    [FIELD_BOOKING] = {EXPR_CONTACTS, STR_INIT("booking"), &VOCAB_BOOKING},
    [FIELD_ASSESSED] = {EXPR_CONTACTS, STR_INIT("assessed"), &VOCAB_ANSWER},
    [FIELD_DIAGNOSIS_FORM] = {EXPR_DIAGNOSES, STR_INIT("form"), &VOCAB_FORM},
    [FIELD_PROCEDURE_FORM] = {EXPR_PROCEDURES, STR_INIT("form"), &VOCAB_FORM},
    [FIELD_SOURCE] = {EXPR_PRESCRIPTIONS, STR_INIT("source"), &VOCAB_PRESCRIPTION_SOURCE},
    [FIELD_PROGRAMME] = {EXPR_INVITATIONS, STR_INIT("programme"), &VOCAB_PROGRAMME},
    [FIELD_CHANNEL] = {EXPR_INVITATIONS, STR_INIT("channel"), &VOCAB_CHANNEL},
    [FIELD_PERFORMED_PROGRAMME] = {EXPR_PERFORMED, STR_INIT("programme"), &VOCAB_PROGRAMME},
    [FIELD_PERFORMED_CHANNEL] = {EXPR_PERFORMED, STR_INIT("channel"), &VOCAB_CHANNEL},
    [FIELD_REFERRED_TO] = {EXPR_REFERRALS, STR_INIT("to"), &VOCAB_REFERRED_TO},
    [FIELD_BASIS] = {EXPR_LISTINGS, STR_INIT("basis"), &VOCAB_BASIS},
    [FIELD_KIND] = {EXPR_NAMED_CONTACTS, STR_INIT("kind"), &VOCAB_KINDS},
    [FIELD_RESIDENCE_KIND] = {EXPR_RESIDENCES, STR_INIT("kind"), &VOCAB_RESIDENCE_KIND},
    [FIELD_SEX] = {FIELD_OF_PERSON, STR_INIT("sex"), &VOCAB_SEX},
    [FIELD_PROTECTION] = {FIELD_OF_PERSON, STR_INIT("protection"), &VOCAB_PROTECTION},
    [FIELD_LISTING_BASIS] = {FIELD_OF_PERSON, STR_INIT("listing.basis"), &VOCAB_BASIS},
};

bool expr_field_find(unsigned table, struct str name, enum expr_field *out)
{
    for (size_t i = 0; i < ARRAY_LEN(FIELD); i++)
        if (FIELD[i].table == table && str_eq(FIELD[i].name, name)) {
            *out = (enum expr_field)i;
            return true;
        }
    return false;
}

bool expr_word_find(enum expr_field field, struct str word, uint32_t *bit)
{
    const struct vocab *v = FIELD[field].vocab;
    unsigned n;
    bool found = word.len > 0 && vocab_find(v, word, &n);
    if (!found && str_eq(word, STR("none")))
        found = vocab_find(v, STR(""), &n);
    if (found)
        *bit = UINT32_C(1) << n;
    return found;
}

uint32_t expr_words_all(enum expr_field field)
{
    const struct vocab *v = FIELD[field].vocab;
    uint32_t bits = 0;
    for (unsigned i = 0; i < v->count; i++)
        if (v->word[i])
            bits |= UINT32_C(1) << i;
    return bits;
}

uint32_t expr_words_none(enum expr_field field)
{
    uint32_t bit = 0;
    return expr_word_find(field, STR("none"), &bit) ? bit : 0;
}

bool expr_table_find(struct str name, enum expr_table *out)
{
    for (unsigned i = 0; i < EXPR_TABLES; i++)
        if (str_eq(TABLE[i], name)) {
            *out = (enum expr_table)i;
            return true;
        }
    return false;
}

struct str expr_field_name(enum expr_field field)
{
    return FIELD[field].name;
}

struct str expr_word(enum expr_field field, unsigned n)
{
    struct str word = vocab_word(FIELD[field].vocab, n);
    return word.len > 0 ? word : STR("none");
}

struct str expr_table_name(enum expr_table table)
{
    return TABLE[table];
}

struct str expr_index_name(enum expr_index index)
{
    return INDEX[index];
}

enum table_id expr_table_of(enum expr_table table)
{
    static const enum table_id of[EXPR_TABLES] = {
        [EXPR_CONTACTS] = TABLE_CONTACTS,           [EXPR_DIAGNOSES] = TABLE_DIAGNOSES,
        [EXPR_PROCEDURES] = TABLE_PROCEDURES,       [EXPR_MEASUREMENTS] = TABLE_MEASUREMENTS,
        [EXPR_PRESCRIPTIONS] = TABLE_PRESCRIPTIONS, [EXPR_INVITATIONS] = TABLE_INVITATIONS,
        [EXPR_PERFORMED] = TABLE_INVITATIONS,       [EXPR_REFERRALS] = TABLE_REFERRALS,
        [EXPR_LISTINGS] = TABLE_LISTINGS,           [EXPR_NAMED_CONTACTS] = TABLE_NAMED_CONTACTS,
        [EXPR_RESIDENCES] = TABLE_RESIDENCES};
    return of[table];
}

bool expr_table_has_unit(enum expr_table table)
{
    return table != EXPR_RESIDENCES;
}

bool expr_table_has_staff(enum expr_table table)
{
    return table == EXPR_CONTACTS || table == EXPR_NAMED_CONTACTS;
}

bool expr_table_has_code(enum expr_table table)
{
    return table >= EXPR_DIAGNOSES && table <= EXPR_PRESCRIPTIONS;
}

bool expr_index_find(struct str name, enum expr_index *out)
{
    for (unsigned i = 0; i < ARRAY_LEN(INDEX); i++)
        if (str_eq(INDEX[i], name)) {
            *out = (enum expr_index)i;
            return true;
        }
    return false;
}

bool expr_row_has(enum expr_table table, struct str name)
{
    static const struct str of_contacts[] = {STR_INIT("staff"), STR_INIT("named_doctor"),
                                             STR_INIT("sought_on")};
    enum expr_field field;
    bool has = expr_field_find(table, name, &field) ||
               (expr_table_has_unit(table) && str_eq(name, STR("unit"))) ||
               (expr_table_has_code(table) && str_eq(name, STR("code"))) ||
               (table == EXPR_MEASUREMENTS && str_eq(name, STR("value"))) ||
               (table == EXPR_NAMED_CONTACTS && str_eq(name, STR("informed")));
    for (size_t i = 0; table == EXPR_CONTACTS && i < ARRAY_LEN(of_contacts); i++)
        has |= str_eq(name, of_contacts[i]);
    return has;
}

bool expr_is_of_person(struct str name)
{
    static const struct str words[] = {STR_INIT("age"), STR_INIT("year"), STR_INIT("birth_year"),
                                       STR_INIT("T"), STR_INIT("birthday")};
    size_t i = 0;
    while (i < ARRAY_LEN(words) && !str_eq(name, words[i]))
        i++;
    return i < ARRAY_LEN(words);
}

static const struct str WORDS[] = {
    STR_INIT("T"),         STR_INIT("a"),      STR_INIT("after"),        STR_INIT("age"),
    STR_INIT("and"),       STR_INIT("any"),    STR_INIT("before"),       STR_INIT("birth_year"),
    STR_INIT("birthday"),  STR_INIT("by"),     STR_INIT("code"),         STR_INIT("count"),
    STR_INIT("day"),       STR_INIT("days"),   STR_INIT("distinct"),     STR_INIT("ever"),
    STR_INIT("first"),     STR_INIT("here"),   STR_INIT("in"),           STR_INIT("informed"),
    STR_INIT("is"),        STR_INIT("known"),  STR_INIT("last"),         STR_INIT("latest"),
    STR_INIT("month"),     STR_INIT("months"), STR_INIT("named_doctor"), STR_INIT("new"),
    STR_INIT("none"),      STR_INIT("not"),    STR_INIT("of"),           STR_INIT("on"),
    STR_INIT("once"),      STR_INIT("or"),     STR_INIT("own_unit"),     STR_INIT("paired"),
    STR_INIT("sought_on"), STR_INIT("staff"),  STR_INIT("substances"),   STR_INIT("the"),
    STR_INIT("to"),        STR_INIT("unit"),   STR_INIT("value"),        STR_INIT("when"),
    STR_INIT("where"),     STR_INIT("with"),   STR_INIT("within"),       STR_INIT("without"),
    STR_INIT("year"),      STR_INIT("years"),
};

bool expr_is_reserved(struct str name)
{
    enum expr_table table;
    enum expr_index index;
    bool found = expr_table_find(name, &table) || expr_index_find(name, &index);
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        found = found || str_eq(WORDS[i], name);
    for (size_t i = 0; i < ARRAY_LEN(FIELD); i++)
        found = found || str_eq(FIELD[i].name, name);
    return found;
}

void expr_each_word(unsigned table, void *state, void (*take)(void *state, struct str word))
{
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        take(state, WORDS[i]);
    for (size_t i = 0; table == FIELD_OF_PERSON && i < ARRAY_LEN(TABLE); i++)
        take(state, TABLE[i]);
    for (size_t i = 0; table == FIELD_OF_PERSON && i < ARRAY_LEN(INDEX); i++)
        take(state, INDEX[i]);
    for (size_t i = 0; i < ARRAY_LEN(FIELD); i++) {
        if (FIELD[i].table != table)
            continue;
        take(state, FIELD[i].name);
        for (unsigned w = 0; w < FIELD[i].vocab->count; w++)
            if (FIELD[i].vocab->word[w])
                take(state, str_of(FIELD[i].vocab->word[w]));
    }
}
