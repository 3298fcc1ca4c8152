#include "core/yaml.h"

#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* The tree as one line: {key=value,}, [item,], plain scalars bare, others quoted. */
static void show(struct sb *out, const struct yaml *n)
{
    if (n->kind == YAML_SCALAR) {
        sb_fmt(out, n->plain ? "%.*s" : "'%.*s'", STR_FMT(n->text));
        return;
    }
    sb_char(out, n->kind == YAML_MAP ? '{' : '[');
    for (unsigned i = 0; i < n->count; i++) {
        if (n->kind == YAML_MAP)
            sb_fmt(out, "%.*s=", STR_FMT(n->key[i].text));
        show(out, &n->item[i]);
        sb_char(out, ',');
    }
    sb_char(out, n->kind == YAML_MAP ? '}' : ']');
}

static struct str shown(struct arena *a, struct str text)
{
    struct err err = {0};
    const struct yaml *root = NULL;
    struct sb out = sb_open(a, 64);
    if (yaml_parse(a, "t.yaml", text, &root, &err))
        show(&out, root);
    else
        sb_fmt(&out, "%s %s", err.code, err.detail);
    sb_char(&out, '\0');
    return sb_str(&out);
}

static void documents(void **state)
{
    (void)state;
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"", "{}"},
        {"# only this\n", "{}"},
        {"---\n", "{}"},
        {"a: 1\nb: 'two'\nc: \"th\\nree\"\n", "{a=1,b='two',c='th\nree',}"},
        {"a:\n  - x\n  - {y: z}\n  - [1, 2]\nb:\n", "{a=[x,{y=z,},[1,2,],],b=,}"},
        {"t: |\n  one\n  two\nf: >\n  one\n  two\n", "{t='one\ntwo\n',f='one two\n',}"},
        {"name: {sv: Åre, en: Are}\n", "{name={sv=Åre,en=Are,},}"},
        {"- a\n- b\n", "[a,b,]"},
        {"just text\n", "just text"},
        {"yes: no\n", "{yes=no,}"},
        {"e: {}\nl: []\n", "{e={},l=[],}"},
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(shown(a, str_of(cases[i].text)).at, cases[i].tree);
    arena_close(a);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *begins;
    } cases[] = {
        {"a: 1\nb: 2\na: 3\n", "yaml.duplicate_key t.yaml:3:1: a"},
        {"x: {k: 1, 'k': 2}\n", "yaml.duplicate_key t.yaml:1:11: k"},
        {"a: [1, 2\n", "yaml.syntax t.yaml:"},
        {"a: 1\n b: 2\n", "yaml.syntax t.yaml:1:4: "},
        {"a: \"x\n", "yaml.syntax t.yaml:"},
        /* a first line that is not indented enough: the library makes up what follows */
        {"a:\n  b: >\n  c  d e\n    f g\n    h i\n", "yaml.syntax t.yaml:"},
        {"\tx: 1\n", "yaml.syntax t.yaml:1:"},
        {"a: &x 1\nb: *x\n", "yaml.feature t.yaml:1:"},
        {"b: *x\n", "yaml.feature t.yaml:1:"},
        {"a: !!str 1\n", "yaml.feature t.yaml:1:"},
        {"a: &x [1]\n", "yaml.feature t.yaml:1:"},
        {"a: !t {b: 1}\n", "yaml.feature t.yaml:1:"},
        {"? [a, b]\n: c\n", "yaml.feature t.yaml:1:"},
        {"a: 1\n---\nb: 2\n", "yaml.feature t.yaml:3:1: document"},
        {"a: 1\nb: \xC3(\n", "yaml.encoding t.yaml:2:5: "},
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str got = shown(a, str_of(cases[i].text));
        if (!str_starts(got, str_of(cases[i].begins)))
            fail_msg("%s\nwas expected, got\n%s", cases[i].begins, got.at);
    }
    assert_string_equal(shown(a, STR("a: \0\n")).at, "yaml.encoding t.yaml:1:4: ");
    arena_close(a);
}

static void limits(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    char deep[2 * 40 + 1];
    for (unsigned depth = 31; depth <= 34; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        bool fits = depth <= YAML_DEPTH_MOST;
        struct str got = shown(a, (struct str){deep, 2 * depth});
        assert_int_equal(str_starts(got, STR("yaml.depth t.yaml:1:33")), !fits);
    }
    char *large = ARENA_NEW(a, char, YAML_SIZE_MOST + 1);
    memset(large, '#', YAML_SIZE_MOST + 1);
    assert_string_equal(shown(a, (struct str){large, YAML_SIZE_MOST}).at, "{}");
    assert_string_equal(shown(a, (struct str){large, YAML_SIZE_MOST + 1}).at,
                        "yaml.size t.yaml:1:1: ");
    struct sb keys = sb_open(a, 20000);
    for (unsigned i = 0; i <= YAML_MAP_MOST; i++)
        sb_fmt(&keys, "k%u: v\n", i);
    assert_string_equal(shown(a, sb_str(&keys)).at, "yaml.size t.yaml:1025:1: map");
    arena_close(a);
}

static void places(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const struct yaml *root = NULL;
    struct str text = STR("id: Ko05L\nname:\n  sv: Å ä\n  en: x\nlist:\n  - [åäö, b]\n");
    assert_true(yaml_parse(a, "t.yaml", text, &root, &err));
    const struct yaml *id = yaml_get(root, STR("id"));
    assert_int_equal(id->line, 1);
    assert_int_equal(id->column, 5);
    assert_string_equal(id->text.at, "Ko05L");
    const struct yaml *en = yaml_get(yaml_get(root, STR("name")), STR("en"));
    assert_int_equal(en->line, 4);
    assert_int_equal(en->column, 7);
    const struct yaml *list = yaml_get(root, STR("list"));
    assert_int_equal(list->item[0].item[1].line, 6);
    assert_int_equal(list->item[0].item[1].column, 11);
    assert_int_equal(root->key[2].line, 5);
    assert_null(yaml_get(root, STR("none")));
    assert_null(yaml_get(id, STR("none")));
    assert_null(yaml_get(NULL, STR("none")));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents),
        cmocka_unit_test(refusals),
        cmocka_unit_test(limits),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
