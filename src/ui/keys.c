/* keys.c: the one table of keys. Help, footer, dispatch and the manual are made from it. */
#include "config.h"

#include "ui/keys.h"

#include <curses.h>

#define ESCAPE 27
#define CONTROL(letter) ((letter)&31)

enum { EVERYWHERE = PLACE_TABLE | PLACE_DETAIL | PLACE_MENU | PLACE_COLUMNS | PLACE_HELP };
enum { LISTS = PLACE_MENU | PLACE_COLUMNS };
enum { ROWS = PLACE_TABLE | PLACE_DETAIL };

const char *const key_group_titles[KEY_GROUP_COUNT] = {
    [KEYS_MOVE] = "Move",
    [KEYS_LOOK] = "Look closer",
    [KEYS_NARROW] = "Filter and search",
    [KEYS_ARRANGE] = "Sort and columns",
    [KEYS_DATA] = "Data",
    [KEYS_GENERAL] = "General",
};

const struct key keys[] = {
    {
	.action = ACTION_UP,
	.group = KEYS_MOVE,
	.places = EVERYWHERE,
	.codes = {KEY_UP, 'k'},
	.name = "Up Down",
	.help = "one line, as k and j",
    },
    {
	.action = ACTION_DOWN,
	.group = KEYS_MOVE,
	.places = EVERYWHERE,
	.codes = {KEY_DOWN, 'j'},
    },
    {
	.action = ACTION_PAGE_UP,
	.group = KEYS_MOVE,
	.places = EVERYWHERE,
	.codes = {KEY_PPAGE, CONTROL('B')},
	.name = "PgUp PgDn",
	.help = "one page",
    },
    {
	.action = ACTION_PAGE_DOWN,
	.group = KEYS_MOVE,
	.places = EVERYWHERE,
	.codes = {KEY_NPAGE},
    },
    {
	.action = ACTION_HOME,
	.group = KEYS_MOVE,
	.places = EVERYWHERE,
	.codes = {KEY_HOME, 'g'},
	.name = "Home End",
	.help = "to an end, as g and G",
    },
    {
	.action = ACTION_END,
	.group = KEYS_MOVE,
	.places = EVERYWHERE,
	.codes = {KEY_END, 'G'},
    },
    {
	.action = ACTION_OPEN,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'\r', '\n', KEY_ENTER},
	.name = "Enter",
	.help = "all about it; go deeper",
	.footer_key = "Enter",
	.footer_label = "detail",
	.footer_places = PLACE_TABLE,
    },
    {
	.action = ACTION_NEXT_TAB,
	.group = KEYS_LOOK,
	.places = PLACE_DETAIL,
	.codes = {'\t', KEY_RIGHT},
	.name = "Tab S-Tab",
	.help = "detail: another tab",
	.footer_key = "Tab",
	.footer_label = "next",
	.footer_places = PLACE_DETAIL,
    },
    {
	.action = ACTION_PREVIOUS_TAB,
	.group = KEYS_LOOK,
	.places = PLACE_DETAIL,
	.codes = {KEY_BTAB, KEY_LEFT},
    },
    {
	.action = ACTION_RECORD_BEFORE,
	.group = KEYS_LOOK,
	.places = PLACE_DETAIL,
	.codes = {'['},
	.name = "[ ]",
	.help = "detail: the row before, after",
	.footer_key = "[ ]",
	.footer_label = "row",
	.footer_places = PLACE_DETAIL,
    },
    {
	.action = ACTION_RECORD_AFTER,
	.group = KEYS_LOOK,
	.places = PLACE_DETAIL,
	.codes = {']'},
    },
    {
	.action = ACTION_FILES,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'f'},
	.name = "f",
	.help = "its open files",
    },
    {
	.action = ACTION_FIND,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'F'},
	.name = "F",
	.help = "find who has a file open",
	.footer_key = "F",
	.footer_label = "find file",
	.footer_places = PLACE_TABLE,
    },
    {
	.action = ACTION_LOCKS,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'L'},
	.name = "L",
	.help = "locks of its client, path",
    },
    {
	.action = ACTION_VOLUME,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'v'},
	.name = "v",
	.help = "all sessions on its volume",
    },
    {
	.action = ACTION_SAME_USER,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'u'},
	.name = "u",
	.help = "all sessions of its user",
    },
    {
	.action = ACTION_SAME_CLIENT,
	.group = KEYS_LOOK,
	.places = ROWS,
	.codes = {'i'},
	.name = "i",
	.help = "all sessions of its client",
    },
    {
	.action = ACTION_BACK,
	.group = KEYS_LOOK,
	.places = EVERYWHERE,
	.codes = {ESCAPE},
	.name = "Esc",
	.help = "back; show all rows again",
	.footer_key = "Esc",
	.footer_label = "back",
	.is_vital = true,
	.footer_places = PLACE_DETAIL | LISTS | PLACE_HELP,
    },
    {
	.action = ACTION_FILTER,
	.group = KEYS_NARROW,
	.places = ROWS,
	.codes = {'/', KEY_F(4)},
	.name = "/ F4",
	.help = "show only rows that pass a filter",
	.footer_key = "/",
	.footer_label = "filter",
	.footer_places = PLACE_TABLE,
    },
    {
	.action = ACTION_SEARCH,
	.group = KEYS_NARROW,
	.places = ROWS,
	.codes = {KEY_F(3), CONTROL('F')},
	.name = "F3 ^F",
	.help = "go to a row with a text",
    },
    {
	.action = ACTION_NEXT_MATCH,
	.group = KEYS_NARROW,
	.places = ROWS,
	.codes = {'n'},
	.name = "n N",
	.help = "next match, match before",
    },
    {
	.action = ACTION_PREVIOUS_MATCH,
	.group = KEYS_NARROW,
	.places = ROWS,
	.codes = {'N'},
    },
    {
	.action = ACTION_SORT,
	.group = KEYS_ARRANGE,
	.places = ROWS,
	.codes = {'s', KEY_F(6)},
	.name = "s F6",
	.help = "choose what to sort by",
	.footer_key = "s",
	.footer_label = "sort",
	.footer_places = PLACE_TABLE,
    },
    {
	.action = ACTION_SORT_LEFT,
	.group = KEYS_ARRANGE,
	.places = ROWS,
	.codes = {'<'},
	.name = "< >",
	.help = "sort by the column beside",
    },
    {
	.action = ACTION_SORT_RIGHT,
	.group = KEYS_ARRANGE,
	.places = ROWS,
	.codes = {'>'},
    },
    {
	.action = ACTION_INVERT,
	.group = KEYS_ARRANGE,
	.places = ROWS | PLACE_MENU,
	.codes = {'I'},
	.name = "I",
	.help = "turn the order round",
    },
    {
	.action = ACTION_COLUMNS,
	.group = KEYS_ARRANGE,
	.places = ROWS,
	.codes = {'c', KEY_F(2)},
	.name = "c F2",
	.help = "choose the columns",
	.footer_key = "c",
	.footer_label = "columns",
	.footer_places = PLACE_TABLE,
    },
    {
	.action = ACTION_OPEN,
	.group = KEYS_ARRANGE,
	.places = LISTS,
	.codes = {'\r', '\n', KEY_ENTER},
	.name = "Enter",
	.help = "in a list: take it",
	.footer_key = "Enter",
	.footer_label = "take",
	.footer_places = LISTS,
    },
    {
	.action = ACTION_TOGGLE,
	.group = KEYS_ARRANGE,
	.places = PLACE_COLUMNS,
	.codes = {' '},
	.name = "Space",
	.help = "in columns: show or hide",
	.footer_key = "Space",
	.footer_label = "show or hide",
	.footer_places = PLACE_COLUMNS,
    },
    {
	.action = ACTION_MOVE_UP,
	.group = KEYS_ARRANGE,
	.places = PLACE_COLUMNS,
	.codes = {'<', 'K', KEY_LEFT},
	.name = "< >",
	.help = "in columns: move it",
	.footer_key = "<",
	.footer_label = "left",
	.footer_places = PLACE_COLUMNS,
    },
    {
	.action = ACTION_MOVE_DOWN,
	.group = KEYS_ARRANGE,
	.places = PLACE_COLUMNS,
	.codes = {'>', 'J', KEY_RIGHT},
	.footer_key = ">",
	.footer_label = "right",
	.footer_places = PLACE_COLUMNS,
    },
    {
	.action = ACTION_PAUSE,
	.group = KEYS_DATA,
	.places = ROWS,
	.codes = {'p'},
	.name = "p",
	.help = "freeze the rows, or go on",
	.footer_key = "p",
	.footer_label = "pause",
	.footer_places = ROWS,
    },
    {
	.action = ACTION_REFRESH,
	.group = KEYS_DATA,
	.places = ROWS,
	.codes = {'r', KEY_F(5)},
	.name = "r F5",
	.help = "ask all clusters now",
	.footer_key = "r",
	.footer_label = "refresh",
	.footer_places = PLACE_DETAIL,
    },
    {
	.action = ACTION_CLUSTERS,
	.group = KEYS_DATA,
	.places = ROWS,
	.codes = {'C'},
	.name = "C",
	.help = "how each cluster stands",
    },
    {
	.action = ACTION_TRUST,
	.group = KEYS_DATA,
	.places = ROWS,
	.codes = {'T'},
	.name = "T",
	.help = "a key that is not trusted",
    },
    {
	.action = ACTION_SLOWER,
	.group = KEYS_DATA,
	.places = ROWS,
	.codes = {'+', '='},
	.name = "+ -",
	.help = "ask less often, more often",
    },
    {
	.action = ACTION_FASTER,
	.group = KEYS_DATA,
	.places = ROWS,
	.codes = {'-'},
    },
    {
	.action = ACTION_HELP,
	.group = KEYS_GENERAL,
	.places = EVERYWHERE,
	.codes = {'?', 'h', KEY_F(1)},
	.name = "? h F1",
	.help = "this help",
	.footer_key = "?",
	.footer_label = "help",
	.footer_places = ROWS,
	.is_vital = true,
    },
    {
	.action = ACTION_REPAINT,
	.group = KEYS_GENERAL,
	.places = EVERYWHERE,
	.codes = {CONTROL('L')},
	.name = "^L",
	.help = "paint the screen anew",
    },
    {
	.action = ACTION_QUIT,
	.group = KEYS_GENERAL,
	.places = EVERYWHERE,
	.codes = {'q', KEY_F(10)},
	.name = "q F10",
	.help = "quit",
	.footer_key = "q",
	.footer_label = "quit",
	.footer_places = ROWS,
	.is_vital = true,
    },
};

const size_t key_count = sizeof keys / sizeof *keys;

static bool
has_code(const struct key *key, int code)
{
	for (size_t i = 0; i < KEY_CODES_MAX && key->codes[i] != 0; i++) {
		if (key->codes[i] == code)
			return true;
	}
	return false;
}

enum action
keys_find(int code, enum place place)
{
	for (size_t i = 0; i < key_count; i++) {
		if ((keys[i].places & place) != 0 && has_code(&keys[i], code))
			return keys[i].action;
	}
	return ACTION_NONE;
}
