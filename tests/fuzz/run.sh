#!/bin/sh
# run.sh SECONDS JOBS DIRECTORY FUZZER...: runs each libFuzzer program for some seconds, JOBS at a time, and prints a
# table of what came of it. What they find out stays in DIRECTORY: NAME.log, the grown corpus NAME/, and inputs that
# failed, NAME.crash-* and the like. run.sh --table DIRECTORY NAME... only prints the table of logs that are there.
set -u
here=$(cd "$(dirname "$0")" && pwd)

run_one() {
	name=$(basename "$4")
	topic=${name#fuzz_}
	mkdir -p "$3/$topic"
	set -- "$1" "$3" "$4"
	dictionary=
	[ ! -e "$here/$topic.dict" ] || dictionary=-dict=$here/$topic.dict
	# The clock goes on while a measurement of something else has it stopped, which is no finding.
	nice -n 19 "$3" ${dictionary:+"$dictionary"} -max_total_time="$1" -timeout=1200 -print_final_stats=1 \
		-artifact_prefix="$2/$topic." "$2/$topic" "$here/corpus/$topic" >"$2/$topic.log" 2>&1
	echo "exit status $?" >>"$2/$topic.log"
}

# The last value behind a word of the log, or -.
last() {
	sed -n "s/.*$1 *\([0-9][0-9]*\).*/\1/p" "$2" | tail -n 1 | grep . || echo -
}

table() {
	directory=$1
	shift
	failed=0
	printf '%-16s %12s %8s %9s %8s %9s\n' target runs corpus coverage seconds findings
	for topic; do
		log=$directory/$topic.log
		[ -e "$log" ] || continue
		findings=0
		grep -q '^exit status 0$' "$log" || findings=1
		failed=$((failed + findings))
		printf '%-16s %12s %8s %9s %8s %9s\n' "$topic" "$(last 'stat::number_of_executed_units:' "$log")" \
			"$(last ' corp:' "$log")" "$(last ' cov:' "$log")" "$(last 'Done [0-9]* runs in' "$log")" "$findings"
	done
	[ "$failed" -eq 0 ]
}

case ${1-} in
--one)
	shift
	run_one "$@"
	exit 0
	;;
--table)
	shift
	table "$@"
	exit
	;;
esac
[ $# -ge 4 ] || {
	echo "usage: run.sh SECONDS JOBS DIRECTORY FUZZER..." >&2
	exit 2
}
seconds=$1
jobs=$2
directory=$3
shift 3
mkdir -p "$directory"
printf '%s\n' "$@" | xargs -P "$jobs" -I '{}' "$0" --one "$seconds" "$jobs" "$directory" '{}'
topics=
for fuzzer; do
	name=$(basename "$fuzzer")
	topics="$topics ${name#fuzz_}"
done
# shellcheck disable=SC2086 # a list of words
table "$directory" $topics
