/* theme.c: how things look, by role and never by place. */
#include <config.h>

#include "config/theme.h"

#include "config/theme_private.h"

/* While a theme is read: not said, so as in `text`. */
#define COLOR_INHERITED (-2)

static key_reader read_style, read_color;

#define ROLE(role, name, help) [role] = {name, help, read_style, offsetof(struct theme, styles[role]), 0, 0, 0}

const struct key role_keys[] = {
    ROLE(ROLE_TEXT, "text", "everything that has no other role"),
    ROLE(ROLE_HEADER, "header", "totals and cluster cells"),
    ROLE(ROLE_TITLE, "title", "column titles"),
    ROLE(ROLE_SORTED, "sorted", "title of the column that the table is sorted by"),
    ROLE(ROLE_CURSOR, "cursor", "bar over the selected row"),
    ROLE(ROLE_GOOD, "good", "as it should be"),
    ROLE(ROLE_WARN, "warn", "worth a look"),
    ROLE(ROLE_BAD, "bad", "to act on"),
    ROLE(ROLE_DIM, "dim", "old, or of little weight"),
    ROLE(ROLE_NEW, "new", "sessions that have just come"),
    ROLE(ROLE_ENDED, "ended", "sessions that have just ended"),
    ROLE(ROLE_MATCH, "match", "what a search found"),
    ROLE(ROLE_KEY, "key", "keys in the footer"),
    ROLE(ROLE_LABEL, "label", "words beside keys, labels in the detail"),
    ROLE(ROLE_PROMPT, "prompt", "where something is typed"),
    ROLE(ROLE_ERROR, "error", "what went wrong"),
    [ROLE_COUNT] = {0},
};

#define AT(member) offsetof(struct style, member)

const struct key style_keys[] = {
    {"fg", "colour of the text", read_color, AT(foreground), 0, 0, 0},
    {"bg", "colour behind it", read_color, AT(background), 0, 0, 0},
    {"bold", "", schema_read_switch, AT(is_bold), 0, 0, 0},
    {"dim", "", schema_read_switch, AT(is_dim), 0, 0, 0},
    {"underline", "", schema_read_switch, AT(is_underlined), 0, 0, 0},
    {"reverse", "colours change places", schema_read_switch, AT(is_reversed), 0, 0, 0},
    {0},
};

/* Every role that carries a meaning differs from plain text by an attribute that a terminal of 1985 had. */
static const struct style monochrome[ROLE_COUNT] = {
    [ROLE_HEADER] = {.is_bold = true},
    [ROLE_TITLE] = {.is_reversed = true},
    [ROLE_SORTED] = {.is_reversed = true, .is_bold = true},
    [ROLE_CURSOR] = {.is_reversed = true},
    [ROLE_WARN] = {.is_bold = true},
    [ROLE_BAD] = {.is_bold = true, .is_underlined = true},
    [ROLE_DIM] = {.is_dim = true},
    [ROLE_NEW] = {.is_bold = true},
    [ROLE_ENDED] = {.is_dim = true},
    [ROLE_MATCH] = {.is_underlined = true},
    [ROLE_KEY] = {.is_bold = true},
    [ROLE_PROMPT] = {.is_bold = true},
    [ROLE_ERROR] = {.is_bold = true, .is_reversed = true},
};

void
theme_monochrome(struct theme *theme)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		theme->styles[role] = monochrome[role];
		theme->styles[role].foreground = THEME_COLOR_DEFAULT;
		theme->styles[role].background = THEME_COLOR_DEFAULT;
	}
}

static void
read_color(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	if (!theme_parse_color(yaml_node_text(node), into))
		yaml_tree_mistake(tree, node,
		    "%s is %s; a colour is due: default, a name (cyan, bright-red), 0 to 255, or \"#rrggbb\" in quotes",
		    key->name, yaml_node_describe(node));
}

static void
read_style(struct yaml_tree *tree, const struct key *key, yaml_node_t *node, void *into)
{
	struct style *style = into;

	*style = (struct style){.foreground = COLOR_INHERITED, .background = COLOR_INHERITED};
	schema_read(tree, key->name, style_keys, node, style, NULL);
}

static void
inherit_color(int16_t *color, int16_t from)
{
	if (*color == COLOR_INHERITED)
		*color = from;
}

bool
theme_parse(const char *path, struct text text, struct theme *theme, struct report *report)
{
	struct style *styles = theme->styles;
	struct yaml_tree tree;
	yaml_node_t *root;

	theme_monochrome(theme);
	for (int role = 0; role < ROLE_COUNT; role++)
		styles[role].foreground = styles[role].background = COLOR_INHERITED;
	yaml_tree_parse(&tree, path, text);
	root = yaml_tree_root(&tree);
	if (root != NULL && !yaml_node_is_null(root))
		schema_read(&tree, "a theme", role_keys, root, theme, NULL);
	inherit_color(&styles[ROLE_TEXT].foreground, THEME_COLOR_DEFAULT);
	inherit_color(&styles[ROLE_TEXT].background, THEME_COLOR_DEFAULT);
	for (int role = 0; role < ROLE_COUNT; role++) {
		inherit_color(&styles[role].foreground, styles[ROLE_TEXT].foreground);
		inherit_color(&styles[role].background, styles[ROLE_TEXT].background);
	}
	return yaml_tree_finish(&tree, report);
}
