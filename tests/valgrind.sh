#!/bin/sh
# Runs the programs that are named under valgrind, then cifstop --once and a screen, and fails when there was a report of
# an error or a leak. Nothing is suppressed. What forks is watched without its children.
# valgrind.sh PROGRAM...: in the top of a build tree. $LEFT_OUT names those of them that it cannot run.
set -u
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
options="--quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible
	--errors-for-leak-kinds=definite,indirect --suppressions=/dev/null --child-silent-after-fork=yes"
failed=0
passed=0

count() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "FAILED under valgrind ($1): $2"
	head -n 60 "$log/out"
}

for program in "$@"; do
	case " ${LEFT_OUT:-} " in *" $program "*) continue ;; esac
	# shellcheck disable=SC2086 # a list of words
	valgrind $options "$program" >"$log/out" 2>&1
	count $? "$program"
done

src/ontap-sim --sessions 200 --port 0 >"$log/url" 2>/dev/null &
sim=$!
tries=0
while [ ! -s "$log/url" ] && [ "$tries" -lt 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
url=$(cat "$log/url")
# shellcheck disable=SC2086 # a list of words
CIFSTOP_PASSWORD=x valgrind $options src/cifstop --url "$url" -u x --once --format json >"$log/out" 2>&1
count $? 'cifstop --once'
# shellcheck disable=SC2086 # a list of words
(sleep 8; printf j; sleep 1; printf '\r'; sleep 2; printf '\t\t'; sleep 3; printf '\033'; sleep 1; printf '?'; sleep 1
	printf '\033'; sleep 1; printf q; sleep 5) |
	CIFSTOP_PASSWORD=x TERM=xterm-256color script -qec "valgrind $(echo $options) --log-file=$log/screen src/cifstop --url $url -u x" \
		/dev/null >/dev/null 2>&1
status=$?
cat "$log/screen" >"$log/out" 2>/dev/null
# What valgrind says of itself, as of system calls that it does not know, begins otherwise.
grep -q '^==' "$log/out" && status=99
count "$status" 'a screen'
kill "$sim"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
