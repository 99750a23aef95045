#!/bin/sh
# What no compiler checks: calls that we do without, functions that do not fit on a screen, folders that reach the
# wrong way. Prints each place and fails when there is any.
set -u
cd "${srcdir:-.}/src" || exit 1
found=$(mktemp)
trap 'rm -f "$found"' EXIT

# Functions that overflow, hide errors, or need a shell.
grep -nE --include='*.[ch]' -r '(^|[^a-z_])(sprintf|vsprintf|strcpy|strcat|gets|atoi|atol|strtok|sscanf|system|popen)\(' . |
	grep -vE ':[0-9]+:\s*(/?\*|//)' | sed 's/^/call that we do without: /' >>"$found"

# Words that promise something for later.
grep -nE --include='*.[ch]' -r '\b(TODO|FIXME|XXX|HACK)\b' . | sed 's/^/promise for later: /' >>"$found"

# From the brace that opens a function to the one that closes it.
find . -name '*.c' -exec awk '
	FNR == 1 { start = 0 }
	/^{/ { start = FNR }
	/^}/ { if (start && FNR - start > 80)
		printf "function of %d lines: %s:%d\n", FNR - start, FILENAME, start; start = 0 }' {} \; >>"$found"

# FOLDER may include: FOLDERS; ncurses, curl and cJSON stand in one folder each.
allowed() {
	case $1 in
	base) echo base ;;
	model) echo base model ;;
	query) echo base model query ;;
	view) echo base model query view ;;
	ontap) echo base model ontap ;;
	fetch) echo base model ontap fetch ;;
	config) echo base model query ontap config ;;
	ui) echo base config model query view ui ;;
	app) echo base model query view ontap fetch config ui app ;;
	sim) echo sim ;;
	esac
}
for folder in */; do
	folder=${folder%/}
	for used in $(grep -hoE '^#include "[a-z_]+/' "$folder"/*.[ch] | sed 's/.*"//; s,/,,' | sort -u); do
		case " $(allowed "$folder") " in
		*" $used "*) ;;
		*) echo "include that points the wrong way: $folder includes $used" >>"$found" ;;
		esac
	done
done
only() {
	grep -lE -r "#include <($1)" . | grep -vE "^\./($2)/" | while read -r file; do
		echo "include of $1 outside of $2: $file" >>"$found"
	done
}
only 'curses\.h|term\.h' ui
only 'cjson/' ontap
only 'curl/' 'ontap|fetch|app'
only 'yaml\.h' config
only 'microhttpd\.h' sim
only 'gnutls/' 'ontap|sim'

cat "$found"
[ ! -s "$found" ]
