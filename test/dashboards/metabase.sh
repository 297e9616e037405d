#!/bin/bash
# metabase/load.py against a stand-in for Metabase's API that keeps what it is sent: every question is made
# once with the right database, and the dashboard places each without overlap and wires its filters.
set -uo pipefail
. test/tap.inc
out=$(mktemp -d "$TE_STAGE/metabase.XXXXXX")
trap 'kill $server 2>/dev/null || :; rm -rf "$out"' EXIT
cat > "$out/stand_in.py" <<'PY'
import http.server, json, sys
asked = []
class Api(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args): pass
    def answer(self):
        size = int(self.headers.get('Content-Length') or 0)
        body = json.loads(self.rfile.read(size)) if size else None
        asked.append([self.command, self.path, self.headers.get('x-api-key'), body])
        json.dump(asked, open(sys.argv[1] + '/asked.json', 'w'))
        out = {'data': [{'id': 7, 'name': 'Trade'}]} if self.path == '/api/database' else {'id': 100 + len(asked)}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(out).encode())
    do_GET = do_POST = do_PUT = answer
s = http.server.HTTPServer(('127.0.0.1', 0), Api)
print(s.server_port, file=open(sys.argv[1] + '/port', 'w'), flush=True)
s.serve_forever()
PY
/usr/bin/python3 "$out/stand_in.py" "$out" & server=$!
for i in {1..100}; do [ -s "$out/port" ] && break; sleep 0.1; done
export METABASE_API_KEY=key
load() { /usr/bin/python3 examples/dashboards/metabase/load.py "http://127.0.0.1:$(cat "$out/port")" "$1" 2>&1; }
said=$(load Trade)
is "${said%%,*}" "$(ls examples/dashboards/metabase/*.sql | wc -l) questions" 'load.py says what it made'
part 'what load.py sent' /usr/bin/python3 - "$out/asked.json" <<'PY'
import json, sys
asked = json.load(open(sys.argv[1]))
cards = [b for m, p, k, b in asked if (m, p) == ('POST', '/api/card')]
put = [(p, b) for m, p, k, b in asked if m == 'PUT']
said = []
def ok(passed, name): said.append(print(('ok' if passed else 'not ok') + ' - load.py: ' + name))
ok(all(k == 'key' for _, _, k, _ in asked), 'the key goes with each request')
ok(len({c['name'] for c in cards}) == len(cards) and all(c['dataset_query']['database'] == 7 for c in cards), 'each question once, on the database that was named')
ok(all(('{{%s}}' % t) in c['dataset_query']['native']['query'] for c in cards for t in c['dataset_query']['native']['template-tags']), 'each variable is in its SQL')
ok(all('--' not in c['dataset_query']['native']['query'] for c in cards), 'the SQL comes without the comments')
board = put[0][1]
cells = [(x, y) for d in board['dashcards'] for x in range(d['col'], d['col'] + d['size_x']) for y in range(d['row'], d['row'] + d['size_y'])]
ok(len(put) == 1 and len(cells) == len(set(cells)) and max(x for x, _ in cells) < 24, 'the cards do not overlap')
ok({m['parameter_id'] for d in board['dashcards'] for m in d['parameter_mappings']} == {p['id'] for p in board['parameters']}, 'each filter is wired')
print(f'1..{len(said)}')
PY
try load Nothing > "$out/said"
is "$rc $(cat "$out/said")" '1 Metabase knows no database "Nothing", but Trade' 'another database'
whole
