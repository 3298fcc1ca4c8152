#include "template.h"
#include "tool.h"

#include <ctype.h>
#include <string.h>

struct emitter {
    const struct template *all;
    unsigned count;
    struct sb c;
    const struct template *t; /* the one that is written */
    unsigned loops;
    struct template_fault *fault;
};

static unsigned place_of(const struct emitter *e, const struct template *t)
{
    return (unsigned)(t - e->all);
}

static const struct template *find(const struct emitter *e, struct str name)
{
    for (unsigned i = 0; i < e->count; i++)
        if (str_eq(e->all[i].source->name, name))
            return &e->all[i];
    return NULL;
}

static bool check_includes(struct emitter *e, const struct template_node *n,
                           const struct template *t, bool *reached);

/* Marks all that `t` reaches; false where it reaches itself, or what it names is not there. */
static bool check_template(struct emitter *e, const struct template *t, bool *reached)
{
    if (t->layout.len > 0) {
        const struct template *layout = find(e, t->layout);
        if (!layout)
            return template_refuse(e->fault, t->source->path, t->at, "there is no template %.*s",
                                   STR_FMT(t->layout));
        if (!layout->has_body)
            return template_refuse(e->fault, t->source->path, t->at,
                                   "%.*s is no layout: it has no {body}", STR_FMT(t->layout));
        if (reached[place_of(e, layout)])
            return template_refuse(e->fault, t->source->path, t->at, "%.*s contains itself",
                                   STR_FMT(t->layout));
        reached[place_of(e, layout)] = true;
        if (!check_template(e, layout, reached))
            return false;
        reached[place_of(e, layout)] = false;
    }
    return check_includes(e, t->first, t, reached);
}

static bool check_include(struct emitter *e, const struct template_node *n,
                          const struct template *t, bool *reached)
{
    const struct template *part = find(e, n->text);
    if (!part)
        return template_refuse(e->fault, t->source->path, n->at, "there is no template %.*s",
                               STR_FMT(n->text));
    if (part->has_body)
        return template_refuse(e->fault, t->source->path, n->at,
                               "%.*s is a layout: it cannot be included", STR_FMT(n->text));
    if (reached[place_of(e, part)])
        return template_refuse(e->fault, t->source->path, n->at, "%.*s contains itself",
                               STR_FMT(n->text));
    reached[place_of(e, part)] = true;
    if (!check_template(e, part, reached))
        return false;
    reached[place_of(e, part)] = false;
    return true;
}

static bool check_includes(struct emitter *e, const struct template_node *n,
                           const struct template *t, bool *reached)
{
    for (; n; n = n->next) {
        if (n->kind == NODE_INCLUDE && !check_include(e, n, t, reached))
            return false;
        if (!check_includes(e, n->first, t, reached) ||
            !check_includes(e, n->otherwise, t, reached))
            return false;
    }
    return true;
}

static void put_value(struct sb *c, const struct template_path *path)
{
    if (path->base.len == 0)
        sb_put(c, path->members.len > 0 ? STR("v->") : STR("*v"));
    else
        sb_fmt(c, path->members.len > 0 ? "%.*s->" : "*%.*s", STR_FMT(path->base));
    sb_put(c, path->members);
}

static void put_address(struct sb *c, const struct template_path *path)
{
    if (path->members.len > 0) {
        sb_char(c, '&');
        put_value(c, path);
    } else {
        sb_put(c, path->base.len > 0 ? path->base : STR("v"));
    }
}

/* The C compiler's errors about what is inserted point into the template. */
static void put_line(struct emitter *e, struct template_place at)
{
    sb_fmt(&e->c, "#line %u ", at.line);
    tool_put_literal(&e->c, str_of(e->t->source->path));
    sb_char(&e->c, '\n');
}

static void put_insert(struct emitter *e, enum template_position position,
                       const struct template_path *path)
{
    static const char *const macro[] = {[POSITION_TEXT] = "HTML_PUT_TEXT",
                                        [POSITION_ESCAPED] = "HTML_PUT_ESCAPED",
                                        [POSITION_URL] = "HTML_PUT_URL",
                                        [POSITION_URL_PART] = "HTML_PUT_URL_PART"};
    put_line(e, path->at);
    sb_fmt(&e->c, "    %s(out, ", macro[position]);
    put_value(&e->c, path);
    sb_put(&e->c, STR(");\n"));
}

static void put_text(struct emitter *e, const struct template_node *n)
{
    sb_put(&e->c, STR("    {\n    struct str rest = text_get(lang, TEXT_"));
    for (size_t i = 0; i < n->text.len; i++)
        sb_char(&e->c, n->text.at[i] == '.' ? '_' : (char)toupper((unsigned char)n->text.at[i]));
    sb_put(&e->c, STR(");\n"));
    for (unsigned i = 0; i < n->arguments; i++) {
        sb_put(&e->c, STR("    html_put_to_place(out, &rest);\n"));
        put_insert(e, n->position, &n->argument[i]);
    }
    sb_put(&e->c, STR("    HTML_PUT_ESCAPED(out, rest);\n    }\n"));
}

static void put_nodes(struct emitter *e, const struct template_node *n);

static void put_each(struct emitter *e, const struct template_node *n)
{
    unsigned i = e->loops++;
    put_line(e, n->path.at);
    sb_fmt(&e->c, "    for (size_t N%u = 0; N%u < (", i, i);
    put_value(&e->c, &n->path);
    sb_fmt(&e->c, ").count; N%u++) {\n    const __typeof__(*(", i);
    put_value(&e->c, &n->path);
    sb_fmt(&e->c, ").at) *%.*s = &(", STR_FMT(n->text));
    put_value(&e->c, &n->path);
    sb_fmt(&e->c, ").at[N%u];\n", i);
    sb_fmt(&e->c, "    (void)%.*s;\n", STR_FMT(n->text));
    put_nodes(e, n->first);
    sb_put(&e->c, STR("    }\n"));
    if (!n->otherwise)
        return;
    sb_put(&e->c, STR("    if (("));
    put_value(&e->c, &n->path);
    sb_put(&e->c, STR(").count == 0) {\n"));
    put_nodes(e, n->otherwise);
    sb_put(&e->c, STR("    }\n"));
}

static void put_if(struct emitter *e, const struct template_node *n)
{
    put_line(e, n->path.at);
    sb_fmt(&e->c, "    if (%sHTML_IS(", n->negated ? "!" : "");
    put_value(&e->c, &n->path);
    sb_put(&e->c, STR(")) {\n"));
    put_nodes(e, n->first);
    if (n->otherwise) {
        sb_put(&e->c, STR("    } else {\n"));
        put_nodes(e, n->otherwise);
    }
    sb_put(&e->c, STR("    }\n"));
}

static void put_literal(struct emitter *e, struct str text)
{
    while (text.len > 0) { /* ISO C promises 4 095 characters of a string literal */
        size_t n = text.len < TEMPLATE_LITERAL_MOST ? text.len : TEMPLATE_LITERAL_MOST;
        sb_put(&e->c, STR("    sb_put(out, STR("));
        tool_put_literal(&e->c, (struct str){text.at, n});
        sb_put(&e->c, STR("));\n"));
        text = (struct str){text.at + n, text.len - n};
    }
}

static void put_node(struct emitter *e, const struct template_node *n)
{
    switch (n->kind) {
    case NODE_LITERAL:
        put_literal(e, n->text);
        break;
    case NODE_INSERT:
        put_insert(e, n->position, &n->path);
        break;
    case NODE_LANG:
        sb_put(&e->c, STR("    HTML_PUT_ESCAPED(out, lang_word(lang));\n"));
        break;
    case NODE_TEXT:
        put_text(e, n);
        break;
    case NODE_IF:
        put_if(e, n);
        break;
    case NODE_EACH:
        put_each(e, n);
        break;
    case NODE_INCLUDE:
        put_line(e, n->path.at);
        sb_fmt(&e->c, "    template_%.*s(out, lang, ", STR_FMT(n->text));
        put_address(&e->c, &n->path);
        sb_put(&e->c, STR(");\n"));
        break;
    case NODE_BODY:
        break;
    }
}

static void put_nodes(struct emitter *e, const struct template_node *n)
{
    for (; n; n = n->next)
        put_node(e, n);
}

static void put_head(struct emitter *e, struct sb *h, const char *suffix)
{
    struct sb head = sb_open(h->arena, 256);
    sb_fmt(&head, "void template_%.*s%s(struct sb *out, enum lang lang, const struct %.*s *v)",
           STR_FMT(e->t->source->name), suffix, STR_FMT(e->t->view));
    sb_put(h, sb_str(&head));
    sb_put(h, STR(";\n"));
    sb_put(&e->c, sb_str(&head));
    sb_put(&e->c, STR("\n{\n"));
    e->loops = 0;
}

static void put_layout(struct emitter *e, const char *suffix)
{
    if (e->t->layout.len == 0)
        return;
    put_line(e, e->t->layout_path.at);
    sb_fmt(&e->c, "    template_%.*s%s(out, lang, ", STR_FMT(e->t->layout), suffix);
    put_address(&e->c, &e->t->layout_path);
    sb_put(&e->c, STR(");\n"));
}

static void put_template(struct emitter *e, struct sb *h)
{
    const struct template_node *n = e->t->first;
    put_head(e, h, e->t->has_body ? "_open" : "");
    put_layout(e, "_open");
    for (; n && n->kind != NODE_BODY; n = n->next)
        put_node(e, n);
    if (e->t->has_body) {
        sb_put(&e->c, STR("}\n\n"));
        put_head(e, h, "_close");
        put_nodes(e, n);
    }
    put_layout(e, "_close");
    sb_put(&e->c, STR("}\n"));
}

bool template_emit(struct arena *a, const struct template *all, unsigned count,
                   struct template_output *out, struct template_fault *fault)
{
    struct emitter e = {.all = all, .count = count, .c = sb_open(a, 256 * 1024), .fault = fault};
    struct sb h = sb_open(a, 16 * 1024);
    bool *reached = ARENA_NEW(a, bool, count > 0 ? count : 1);
    sb_put(&h, STR("#include \"core/text.h\"\n"));
    for (unsigned i = 0; i < count; i++) {
        if (find(&e, all[i].source->name) != &all[i])
            return template_refuse(fault, all[i].source->path, (struct template_place){1, 1},
                                   "two templates have this name");
        memset(reached, 0, count * sizeof *reached);
        reached[i] = true;
        if (!check_template(&e, &all[i], reached))
            return false;
        sb_fmt(&h, "#include \"%.*s\"\n", STR_FMT(all[i].view_header));
    }
    sb_put(&e.c, STR("#include \"templates.h\"\n\n#include \"web/html.h\"\n"));
    for (unsigned i = 0; i < count; i++) {
        e.t = &all[i];
        sb_char(&e.c, '\n');
        put_template(&e, &h);
    }
    *out = (struct template_output){sb_str(&h), sb_str(&e.c)};
    return true;
}

bool template_compile(struct arena *a, const struct template_set *set, struct template_output *out,
                      struct template_fault *fault)
{
    struct template *all = ARENA_NEW(a, struct template, set->count > 0 ? set->count : 1);
    for (unsigned i = 0; i < set->count; i++)
        if (!template_parse(a, &set->source[i], set, &all[i], fault))
            return false;
    return template_emit(a, all, set->count, out, fault);
}
