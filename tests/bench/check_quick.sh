#!/bin/sh
# The benchmarks work: all that is measured, at tiny sizes. What the times are does not matter here.
# Without curl, which fetches the pages that others decode, there is nothing to measure against.
command -v curl >/dev/null || exit 77
exec tests/bench/bench --quick --json tests/bench/quick.json
