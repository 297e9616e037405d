#!/bin/bash
# A run that is interrupted ends at once, without a word of a server that is gone, and leaves no folder.
. test/tap.inc

log=$TE_STAGE/interrupt.log
setsid tools/with_server.sh sh -c 'echo "folder $TE_STAGE"; exec sleep 100' > "$log" 2>&1 &
run=$!
for i in {1..600}; do
	if grep -q '^folder ' "$log"; then break; fi
	sleep 0.2
done
folder=$(sed -n 's/^folder //p' "$log")
is "${folder%/trade_exposure.*}" /tmp 'a run in a folder of its own'
kill -TERM $run
try wait $run
is "$rc" 130 'it ends as an interrupted command does'
is "$(grep -v '^folder ' "$log" || true)" '' 'it says nothing'
is "$([ ! -e "$folder" ] || echo there)" '' 'it leaves no folder'
rm -f "$log"
whole
