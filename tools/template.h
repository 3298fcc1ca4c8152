/* tools/template.h - HTML templates, checked and translated to C. The language is described in
 * docs/developer/templates.md. Pure: text in, text out; tools/templates.c reads and writes the
 * files, and the fuzz target enters here.
 *
 *     struct template_fault fault;
 *     if (!template_compile(a, &set, &c, &fault))
 *         … fault.path:fault.at.line:fault.at.column: fault.message */
#ifndef TOOLS_TEMPLATE_H
#define TOOLS_TEMPLATE_H
#include "core/sb.h"

struct template_place {
    unsigned line, column; /* from 1; a column is a character */
};
struct template_fault {
    const char *path;
    struct template_place at;
    char message[200];
};
struct template_source {
    struct str name; /* the file's, without folder and .html: [a-z][a-z0-9_]* */
    const char *path;
    struct str text;
};
/* A text of web/text: its key and how many places {} it has. */
struct template_key {
    struct str key;
    unsigned places;
};
struct template_set {
    const struct template_source *source;
    unsigned count;
    const struct template_key *key; /* sorted by key */
    unsigned keys;
};
struct template_output {
    struct str header, code; /* templates.h and templates.c */
};

/* What is read of one file; for template_parse.c and template_emit.c. */

/* Where an insert stands decides how it is escaped. */
enum template_position {
    POSITION_TEXT,    /* between tags */
    POSITION_ESCAPED, /* in an attribute, in <title> and <textarea>: never markup */
    POSITION_URL,     /* the beginning of an address */
    POSITION_URL_PART /* within an address, after a prefix that fixes where it leads */
};
/* .a.b (from the view), row.a (from the row of an each), row. */
struct template_path {
    struct template_place at;
    struct str base; /* empty: the view */
    struct str members;
};
enum template_kind {
    NODE_LITERAL, /* text: HTML */
    NODE_INSERT,  /* path */
    NODE_LANG,
    NODE_TEXT,    /* text: key; argument */
    NODE_IF,      /* path, negated; first, otherwise */
    NODE_EACH,    /* text: the row's name; path; first, otherwise */
    NODE_INCLUDE, /* text: name; path */
    NODE_BODY
};
struct template_node {
    enum template_kind kind;
    struct template_place at;
    enum template_position position;
    bool negated;
    struct str text;
    struct template_path path;
    const struct template_path *argument;
    unsigned arguments;
    struct template_node *first, *otherwise, *next;
};
struct template
{
    const struct template_source *source;
    struct str view, view_header; /* "front_view", "web/front_view.h" */
    struct template_place at;     /* of the layout's name */
    struct str layout;            /* empty: none */
    struct template_path layout_path;
    struct template_node *first;
    bool has_body;
};

enum { TEMPLATE_NESTING_MOST = 16, TEMPLATE_ARGUMENTS_MOST = 8, TEMPLATE_LITERAL_MOST = 4000 };

MUST_USE bool template_parse(struct arena *a, const struct template_source *source,
                             const struct template_set *set, struct template *out,
                             struct template_fault *fault);
/* All of them, in the order of `set`: their names are checked, then C is written. */
MUST_USE bool template_emit(struct arena *a, const struct template *all, unsigned count,
                            struct template_output *out, struct template_fault *fault);
MUST_USE bool template_compile(struct arena *a, const struct template_set *set,
                               struct template_output *out, struct template_fault *fault);
bool template_refuse(struct template_fault *fault, const char *path, struct template_place at,
                     const char *fmt, ...) PRINTF_LIKE(4, 5); /* always false */
#endif
