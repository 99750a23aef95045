/* keys.h: keys by name, to be put among the characters that stage_type() takes. */
#ifndef CIFSTOP_E2E_KEYS_H
#define CIFSTOP_E2E_KEYS_H

/* Characters of a private area stand for keys whose bytes depend on modes that the program sets. */
#define KEY_UP "\uE001"
#define KEY_DOWN "\uE002"
#define KEY_LEFT "\uE003"
#define KEY_RIGHT "\uE004"
#define KEY_HOME "\uE005"
#define KEY_END "\uE006"
#define KEY_PAGE_UP "\uE007"
#define KEY_PAGE_DOWN "\uE008"
#define KEY_INSERT "\uE009"
#define KEY_DELETE "\uE00A"
#define KEY_ENTER "\uE00B"
#define KEY_ESCAPE "\uE00C"
#define KEY_TAB "\uE00D"
#define KEY_BACKSPACE "\uE00E"
#define KEY_F1 "\uE011"
#define KEY_F2 "\uE012"
#define KEY_F3 "\uE013"
#define KEY_F4 "\uE014"
#define KEY_F5 "\uE015"
#define KEY_F6 "\uE016"
#define KEY_F7 "\uE017"
#define KEY_F8 "\uE018"
#define KEY_F9 "\uE019"
#define KEY_F10 "\uE01A"

#define KEY_CTRL_C "\003"
#define KEY_CTRL_F "\006"
#define KEY_CTRL_L "\014"
#define KEY_CTRL_U "\025"
#define KEY_CTRL_Z "\032"

#endif
