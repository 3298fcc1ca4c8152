/* The help and the manual page of a verb, from its table. */
#include "core/options.h"

#include "core/utf8.h"

enum { WIDTH = 80, HELP_COLUMN = 24 };

void options_put_form(struct sb *out, const struct option *o)
{
    sb_fmt(out, "--%s", o->name);
    if (o->type != OPTION_FLAG)
        sb_fmt(out, " %s", o->value_name);
}

static void pad(struct sb *out, unsigned n)
{
    while (n-- > 0)
        sb_char(out, ' ');
}

/* What stands in brackets, as a synopsis has it, is one word. */
static struct str cut_word(struct str *rest)
{
    size_t close = rest->len;
    if (str_starts(*rest, STR("[")))
        for (close = 0; close < rest->len && rest->at[close] != ']';)
            close++;
    if (close == rest->len)
        return str_cut(rest, ' ');
    struct str head = {rest->at, close};
    struct str tail = {rest->at + close, rest->len - close};
    head.len += str_cut(&tail, ' ').len;
    *rest = tail;
    return head;
}

/* One paragraph; returns nothing of the column, for it always ends the line. */
static void wrap_paragraph(struct sb *out, struct str text, unsigned at, unsigned indent)
{
    bool first = true;
    for (struct str rest = text; rest.at;) {
        struct str word = cut_word(&rest);
        unsigned width = (unsigned)utf8_count(word);
        if (width == 0)
            continue;
        if (!first && at + 1 + width > WIDTH) {
            sb_char(out, '\n');
            pad(out, indent);
            at = indent;
            first = true;
        }
        if (!first)
            sb_char(out, ' ');
        at += width + !first;
        sb_put(out, word);
        first = false;
    }
    sb_char(out, '\n');
}

void options_wrap(struct sb *out, struct str text, unsigned at, unsigned indent)
{
    bool first = true;
    for (struct str rest = text; rest.at;) {
        struct str paragraph = str_cut(&rest, '\n');
        if (!first) {
            sb_char(out, '\n');
            pad(out, indent);
            at = indent;
        }
        wrap_paragraph(out, paragraph, at, indent);
        first = false;
    }
}

/* What follows from the table: the words of a choice, the range, the preset, the environment. */
static void put_facts(struct sb *out, enum lang lang, const struct option *o)
{
    if (o->choice) {
        for (unsigned i = 0; o->choice[i]; i++)
            sb_fmt(out, "%s%s", i == 0 ? " (" : ", ", o->choice[i]);
        sb_char(out, ')');
    }
    if (o->type == OPTION_INT) {
        struct sb *b = out;
        sb_put(b, STR(" ("));
        sb_i64(b, o->least);
        sb_put(b, STR("–"));
        sb_i64(b, o->most);
        sb_char(b, ')');
    }
    struct str preset = str_of(o->preset), env = str_of(o->env);
    if (o->required) {
        sb_char(out, ' ');
        sb_put(out, text_get(lang, TEXT_HELP_REQUIRED));
    }
    if (preset.len > 0) {
        sb_char(out, ' ');
        text_fill(out, lang, TEXT_HELP_PRESET, &preset, 1);
    }
    if (env.len > 0) {
        sb_char(out, ' ');
        text_fill(out, lang, TEXT_HELP_ENVIRONMENT, &env, 1);
    }
}

static struct str whole_help(struct arena *a, enum lang lang, const struct option *o)
{
    struct sb text = sb_open(a, 256);
    sb_put(&text, text_get(lang, o->help));
    put_facts(&text, lang, o);
    return sb_str(&text);
}

static void put_option(struct sb *out, enum lang lang, const struct option *o)
{
    struct arena *a = arena_open(1024);
    size_t start = out->len;
    sb_put(out, STR("  "));
    options_put_form(out, o);
    unsigned at = (unsigned)(out->len - start);
    if (at + 2 > HELP_COLUMN) {
        sb_char(out, '\n');
        at = 0;
    }
    pad(out, HELP_COLUMN - at);
    options_wrap(out, whole_help(a, lang, o), HELP_COLUMN, HELP_COLUMN);
    arena_close(a);
}

static void put_heading(struct sb *out, enum lang lang, enum text heading)
{
    sb_char(out, '\n');
    sb_put(out, text_get(lang, heading));
    sb_char(out, '\n');
}

void options_help_shared(struct sb *out, enum lang lang, const struct options *shared)
{
    put_heading(out, lang, TEXT_HELP_SHARED);
    for (unsigned i = 0; i < shared->count; i++)
        put_option(out, lang, &shared->option[i]);
}

static void put_synopsis_words(struct sb *out, const char *program, const struct verb *verb)
{
    sb_fmt(out, "%s %s", program, verb->name);
    for (unsigned i = 0; i < verb->options; i++) {
        const struct option *o = &verb->option[i];
        sb_put(out, o->required ? STR(" ") : STR(" ["));
        options_put_form(out, o);
        sb_put(out, o->required ? STR("") : STR("]"));
    }
    if (*verb->arguments)
        sb_fmt(out, " %s", verb->arguments);
}

void options_help(struct sb *out, enum lang lang, const char *program, const struct verb *verb,
                  const struct options *shared)
{
    struct arena *a = arena_open(4096);
    sb_fmt(out, "%s %s: ", program, verb->name);
    unsigned at = (unsigned)out->len;
    options_wrap(out, text_get(lang, verb->summary), at, 0);
    put_heading(out, lang, TEXT_HELP_USAGE);
    struct sb synopsis = sb_open(a, 512);
    put_synopsis_words(&synopsis, program, verb);
    sb_put(out, STR("  "));
    options_wrap(out, sb_str(&synopsis), 2, 6);
    sb_char(out, '\n');
    options_wrap(out, text_get(lang, verb->about), 0, 0);
    if (verb->options > 0)
        put_heading(out, lang, TEXT_HELP_OPTIONS);
    for (unsigned i = 0; i < verb->options; i++)
        put_option(out, lang, &verb->option[i]);
    options_help_shared(out, lang, shared);
    put_heading(out, lang, TEXT_HELP_EXIT);
    sb_put(out, STR("  "));
    options_wrap(out, text_get(lang, TEXT_HELP_EXIT_CODES), 2, 2);
    arena_close(a);
}

/* roff takes a hyphen for a hyphen and a line that begins with . or ' for a command. */
static void put_roff(struct sb *out, struct str text)
{
    bool line_start = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (line_start && (c == '.' || c == '\''))
            sb_put(out, STR("\\&"));
        line_start = false;
        if (c == '\\')
            sb_put(out, STR("\\e"));
        else if (c == '-')
            sb_put(out, STR("\\-"));
        else if (c == '\n') {
            sb_put(out, STR("\n.PP\n"));
            line_start = true;
        } else {
            sb_char(out, c);
        }
    }
}

/* Letters of English and Swedish: in UTF-8 a-z, and behind the byte C3 å, ä, ö, é. */
static void put_upper(struct sb *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool second = i > 0 && (unsigned char)text.at[i - 1] == 0xC3 && c >= 0xA0 && c <= 0xBE;
        sb_char(out, (char)((c >= 'a' && c <= 'z') || second ? c - 0x20 : c));
    }
}

static void put_section(struct sb *out, enum lang lang, enum text heading)
{
    sb_put(out, STR("\n.SH "));
    put_upper(out, text_get(lang, heading));
    sb_char(out, '\n');
}

static void put_man_option(struct sb *out, enum lang lang, const struct option *o)
{
    struct arena *a = arena_open(1024);
    sb_fmt(out, ".TP\n.B \\-\\-");
    put_roff(out, str_of(o->name));
    if (o->type != OPTION_FLAG)
        sb_fmt(out, " \\fI%s\\fR", o->value_name);
    sb_char(out, '\n');
    put_roff(out, whole_help(a, lang, o));
    sb_char(out, '\n');
    arena_close(a);
}

static void put_man_synopsis(struct sb *out, const char *program, const struct verb *verb)
{
    sb_fmt(out, ".B %s ", program);
    put_roff(out, str_of(verb->name));
    sb_char(out, '\n');
    for (unsigned i = 0; i < verb->options; i++) {
        const struct option *o = &verb->option[i];
        sb_put(out, o->required ? STR("\\fB\\-\\-") : STR("[\\fB\\-\\-"));
        put_roff(out, str_of(o->name));
        sb_put(out, STR("\\fR"));
        if (o->type != OPTION_FLAG)
            sb_fmt(out, "\\ \\fI%s\\fR", o->value_name);
        sb_put(out, o->required ? STR("\n") : STR("]\n"));
    }
    if (*verb->arguments)
        sb_fmt(out, "\\fI%s\\fR\n", verb->arguments);
}

/* The head of a page: its title, and the line that `man -k` reads. */
static void put_man_head(struct sb *out, enum lang lang, const char *name, enum text summary)
{
    sb_put(out, STR(".\\\" Made from the program's own tables; do not edit.\n.TH "));
    for (struct str rest = str_of(name); rest.at;) {
        put_upper(out, str_cut(&rest, '-'));
        sb_put(out, rest.at ? STR("\\-") : STR(" 1\n"));
    }
    sb_put(out, STR(".nh\n.ad l")); /* names are not divided, nor lines stretched */
    put_section(out, lang, TEXT_HELP_NAME);
    put_roff(out, str_of(name));
    sb_put(out, STR(" \\- "));
    put_roff(out, text_get(lang, summary));
    sb_char(out, '\n');
}

/* The sections that every page ends with, but for what it refers to. */
static void put_man_tail(struct sb *out, enum lang lang, const struct options *shared)
{
    put_section(out, lang, TEXT_HELP_SHARED);
    for (unsigned i = 0; i < shared->count; i++)
        put_man_option(out, lang, &shared->option[i]);
    put_section(out, lang, TEXT_HELP_EXIT);
    put_roff(out, text_get(lang, TEXT_HELP_EXIT_CODES));
    sb_char(out, '\n');
    put_section(out, lang, TEXT_HELP_SEE);
}

void options_man(struct sb *out, enum lang lang, const char *program, const struct verb *verb,
                 const struct options *shared)
{
    struct arena *a = arena_open(256);
    put_man_head(out, lang, str_fmt(a, "%s-%s", program, verb->name).at, verb->summary);
    arena_close(a);
    put_section(out, lang, TEXT_HELP_USAGE);
    put_man_synopsis(out, program, verb);
    put_section(out, lang, TEXT_HELP_ABOUT);
    put_roff(out, text_get(lang, verb->about));
    sb_char(out, '\n');
    if (verb->options > 0)
        put_section(out, lang, TEXT_HELP_OPTIONS);
    for (unsigned i = 0; i < verb->options; i++)
        put_man_option(out, lang, &verb->option[i]);
    put_man_tail(out, lang, shared);
    sb_fmt(out, ".BR %s (1)\n", program);
}

void options_man_program(struct sb *out, enum lang lang, const struct program *program,
                         const struct options *shared)
{
    put_man_head(out, lang, program->name, program->summary);
    put_section(out, lang, TEXT_HELP_USAGE);
    sb_fmt(out, ".B %s\n\\fIVERB\\fR ...\n", program->name);
    put_section(out, lang, TEXT_HELP_ABOUT);
    put_roff(out, text_get(lang, program->about));
    sb_char(out, '\n');
    put_section(out, lang, TEXT_HELP_VERBS);
    for (unsigned i = 0; i < program->verbs; i++) {
        const struct verb *verb = program->verb[i];
        sb_fmt(out, ".TP\n.BR %s\\-%s (1)\n", program->name, verb->name);
        put_roff(out, text_get(lang, verb->summary));
        sb_char(out, '\n');
    }
    put_man_tail(out, lang, shared);
    for (unsigned i = 0; i < program->verbs; i++)
        sb_fmt(out, ".BR %s\\-%s (1)%s\n", program->name, program->verb[i]->name,
               i + 1 < program->verbs ? "," : "");
}
