#!/usr/bin/python3
# dashboards.py FOLDER [TOOL] -- the files of examples/dashboards, tool by tool: their form, that what they name
# is there, and every query run against the demo's data as the reading role, on a server in Tokyo.  Prints TAP.
import datetime, glob, json, os, re, sys
import psycopg2, yaml

root = sys.argv[1]
db = psycopg2.connect('')
db.autocommit = True
cur = db.cursor()
cur.execute("SET ROLE dashboard_reader; SET search_path = ''; SET default_transaction_read_only = on; SET statement_timeout = '60s'; SET timezone = 'Asia/Tokyo'")
n = failed = 0

def ok(passed, name, *why):
    global n, failed
    n += 1
    print(f'{"ok" if passed else "not ok"} {n} - {name}')
    if not passed:
        failed += 1
        for w in why:
            print('#   ' + str(w).replace('\n', '\n#   '))

def run(sql, name, empty=False):
    """Runs a query; returns (columns with type, rows), or None after saying what was wrong."""
    try:
        cur.execute(sql)
        rows = cur.fetchall()
        ok(rows or empty, f'{name}: {len(rows)} rows' if rows else f'{name}: has rows', sql)
        return {c.name: c.type_code for c in cur.description}, rows
    except psycopg2.Error as e:
        ok(False, name, e, sql)
        return None

def literal(value):
    return "'" + str(value).replace("'", "''") + "'"

# What several tools ask is the same everywhere: rows by the question, of each tool that asks it
same = {}
def in_one_hand(tool, rows):
    same.setdefault('in one hand', {})[tool] = sorted(rows)

# Grafana: variables and macros as its PostgreSQL source writes them -------------------------------------------
def grafana(path):
    board = json.load(open(path))
    values = {v['name']: v['current']['value'] for v in board['templating']['list']}
    span = [literal(board['time'][k]) for k in ('from', 'to')]

    def expand(sql, values):
        sql = re.sub(r'\$\{(\w+):sqlstring\}', lambda m: literal(values[m[1]]), sql)
        sql = re.sub(r'\$__timeFilter\((\w+)\)', lambda m: f'{m[1]} BETWEEN {span[0]} AND {span[1]}', sql)
        return sql.replace('$__timeFrom()', span[0]).replace('$__timeTo()', span[1])

    importers = []
    for v in board['templating']['list']:
        if v['type'] == 'query':
            got = run(expand(v['query'], values), f'Grafana, variable {v["name"]}')
            known = [r[-1] for r in got[1]] if got else []
            ok(v['current']['value'] in known, f'Grafana, variable {v["name"]}: the preset value is one of them', known)
            if v['name'] == 'importer':
                importers = known
    panels = board['panels']
    ok(len({p['id'] for p in panels}) == len(panels), 'Grafana: each panel has its number')
    cells = [(x, y) for p in panels for g in [p['gridPos']] for x in range(g['x'], g['x'] + g['w']) for y in range(g['y'], g['y'] + g['h'])]
    ok(len(cells) == len(set(cells)) and max(x for x, _ in cells) == 23, 'Grafana: no panel covers another')
    used = set(re.findall(r'\$\{(\w+)[:}]', json.dumps(panels))) - {'DS_TRADE'}
    ok(used == set(values), 'Grafana: variables that are used are there, and the other way round', used, values)
    sources = {json.dumps(p.get('datasource')) for p in panels if 'targets' in p}
    ok(sources == {json.dumps({'type': board['__inputs'][0]['pluginId'], 'uid': '${' + board['__inputs'][0]['name'] + '}'})}, 'Grafana: every panel asks the source that is chosen at import', sources)
    for p in panels:
        for t in p.get('targets', []):
            name = f'Grafana, {p["title"]}'
            got = run(expand(t['rawSql'], values), name)
            if not got:
                continue
            columns, rows = got
            if t['format'] == 'time_series':
                ok(list(columns) == ['time', 'metric', 'value'] and columns['time'] == 1184 and columns['value'] == 701, f'{name}: time, metric, value', columns)
                # Grafana's axis is in UTC, whatever the zone of the server is
                ok(all(r[0].astimezone(datetime.timezone.utc).time() == datetime.time() for r in rows), f'{name}: a day begins in UTC', rows[:1])
            if t['format'] == 'table':
                # a day as a moment is the day before, west of the server
                ok(not {1082, 1114, 1184} & set(columns.values()), f'{name}: days are texts', columns)
            ok(p['fieldConfig']['defaults'].get('unit') not in ('d', 's', 'h'), f'{name}: days stay days, and are not weeks')
            if 'in one hand' in p['title']:
                in_one_hand('Grafana', [(r[0], r[1]) for r in rows])
            if p['type'] == 'stat':
                ok(len(rows) == 1 and rows[0][0] is not None, f'{name}: one value', rows)
            shaped = set(columns)
            for change in p.get('transformations', []):
                o = change['options']
                ok({o['rowField'], o['columnField'], o['valueField']} <= shaped and len({(r[0], r[1]) for r in rows}) == len(rows), f'{name}: makes a matrix', columns)
                shaped.add(o['rowField'] + '\\' + o['columnField'])
            named = {o['matcher']['options'] for o in p['fieldConfig']['overrides']}
            ok(named <= shaped, f'{name}: formats columns that are there', named - shaped)
            for importer in importers if 'importer' in t['rawSql'] else []:
                cur.execute(expand(t['rawSql'], {**values, 'importer': importer}))

# Metabase: a question is SQL under a head of comments -------------------------------------------------------
# no 'pivot': Metabase has that for questions of its editor alone; a table of three columns can be turned by table.pivot
DISPLAYS = {'table', 'area', 'line', 'row', 'bar', 'map', 'scalar'}

def metabase(path):
    text = open(path).read()
    head = dict(re.findall(r'^-- (name|description|display|size|settings): (.*)$', text, re.M))
    variables = {m[0]: m[1:] for m in re.findall(r'^-- variable: (\w+), (text|date), ([^,]+), (.*)$', text, re.M)}
    name = f'Metabase, {head.get("name", path)}'
    ok(set(head) == {'name', 'description', 'display', 'size', 'settings'} and head['display'] in DISPLAYS and re.fullmatch(r'\d+ x \d+', head['size']), f'{name}: its head', head)
    ok(set(re.findall(r'\{\{(\w+)\}\}', text)) == set(variables), f'{name}: its variables', variables)
    sql = re.sub(r'\{\{(\w+)\}\}', lambda m: literal(variables[m[1]][2]) if m[1] in variables else m[0], re.sub(r'^--.*\n', '', text, flags=re.M))
    got = run(sql, name)
    if not got:
        return
    if 'in one hand' in head['name']:
        in_one_hand('Metabase', [(r[0], r[1]) for r in got[1]])
    settings = json.loads(head['settings'])
    named = set(settings.get('graph.dimensions', [])) | set(settings.get('graph.metrics', [])) | {c['name'] for c in settings.get('table.columns', [])}
    named |= {json.loads(k)[1] for k in settings.get('column_settings', {})} | {settings[k] for k in ('map.dimension', 'map.metric') if k in settings}
    turned = [settings[k] for k in ('table.pivot_column', 'table.cell_column') if k in settings]
    named |= set(turned)
    if settings.get('table.pivot'):
        there = list(got[0])
        ok(len(there) == 3 and len(set(turned)) == 2 and len({(r[there.index((set(there) - set(turned)).pop())], r[there.index(turned[0])]) for r in got[1]}) == len(got[1]),
           f'{name}: three columns, and one row for each cell of the matrix', there)
    ok(named <= set(got[0]), f'{name}: its settings name columns that are there', named - set(got[0]))

# Superset: the form by the schemas of its importer (superset/*/schemas.py, ImportV1...) ----------------------
FORM = {
    'databases': ('database_name sqlalchemy_uri uuid version', 'password cache_timeout expose_in_sqllab allow_run_async allow_ctas allow_cvas allow_dml allow_csv_upload extra'),
    'datasets': ('table_name uuid version database_uuid columns', 'main_dttm_col description default_endpoint offset cache_timeout schema catalog sql params template_params filter_select_enabled fetch_values_predicate extra metrics'),
    'charts': ('slice_name viz_type uuid version dataset_uuid', 'description certified_by certification_details params query_context cache_timeout'),
    'dashboards': ('dashboard_title uuid version', 'description css slug position metadata published'),
}
UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')

def superset(folder):
    meta = yaml.safe_load(open(f'{folder}/metadata.yaml'))
    ok(meta['version'] == '1.0.0' and meta['type'] == 'Dashboard', 'Superset: metadata')
    files = {kind: {p: yaml.safe_load(open(p)) for p in sorted(glob.glob(f'{folder}/{kind}/**/*.yaml', recursive=True))} for kind in FORM}
    for kind, (must, may) in FORM.items():
        must, may = set(must.split()), set(may.split())
        wrong = [(os.path.basename(p), sorted(must - set(f)), sorted(set(f) - must - may)) for p, f in files[kind].items() if not must <= set(f) <= must | may or not UUID.fullmatch(f['uuid']) or f['version'] != '1.0.0']
        ok(files[kind] and not wrong, f'Superset, {kind}: what its importer asks for, and nothing else', wrong)
    uuids = {kind: {f['uuid']: f for f in files[kind].values()} for kind in FORM}
    # a connection says its zone, or has that of the server
    source, = files['databases'].values()
    said = source['extra'].get('engine_params', {}).get('connect_args', {}).get('options', '')
    cur.execute('SELECT set_config(%s, %s, false)', ('timezone', (re.findall(r'-c timezone=(\S+)', said) or ['Asia/Tokyo'])[0]))
    ok(all(f['database_uuid'] in uuids['databases'] for f in uuids['datasets'].values()), 'Superset: each data set has its database')
    board, = files['dashboards'].values()
    placed = [v['meta']['uuid'] for v in board['position'].values() if isinstance(v, dict) and v['type'] == 'CHART']
    ok(sorted(placed) == sorted(uuids['charts']), 'Superset: the dashboard holds each chart once')
    rows = [v for v in board['position'].values() if isinstance(v, dict) and v['type'] == 'ROW']
    ok(all(sum(board['position'][c]['meta']['width'] for c in r['children']) <= 12 for r in rows), 'Superset: no row is wider than the page')
    for d in uuids['datasets'].values():
        d['from'] = f'({re.sub("{%.*?%}", "", re.sub(r"{% if .*?{% else %}", "", d["sql"]))}) AS t' if d['sql'] else f'{d["schema"]}.{d["table_name"]}'
        cur.execute(f'SELECT * FROM {d["from"]} LIMIT 0')
        there = [c.name for c in cur.description]
        ok('{%' not in (d['sql'] or '') and '{{' not in (d['sql'] or ''), f'Superset, data set {d["table_name"]}: asks for no setting that is off')
        cur.execute("SELECT attname, col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0", (f'dashboard.{d["table_name"]}',))
        said = dict(cur.fetchall())
        wrong = [(c['column_name'], c['description']) for c in d['columns'] if c['description'] != said.get(c['column_name'], c['description'])]
        ok(not wrong, f'Superset, data set {d["table_name"]}: describes its columns as the view does', wrong)
        for m in d['metrics']:
            if not m['expression'].startswith('COUNT') and m['metric_name'] != 'difference_usd':
                cur.execute(f'SELECT {m["expression"]}, count(*) FROM {d["from"]}')
                value, rows = cur.fetchone()
                ok(value is None and rows > 1, f'Superset, metric {m["metric_name"]} of {d["table_name"]}: nothing where several rows are mixed', m['expression'], value)
        ok([c['column_name'] for c in d['columns']] == there and all(c['description'] for c in d['columns']), f'Superset, data set {d["table_name"]}: the columns of the view', there)
    presets = [(f['targets'][0]['column']['name'], f['defaultDataMask']['filterState']['value'][0]) for f in board['metadata']['native_filter_configuration']]
    for f in board['metadata']['native_filter_configuration']:
        d, name = uuids['datasets'][f['targets'][0]['datasetUuid']], f'Superset, filter {f["name"]}'
        column = next(c for c in d['columns'] if c['column_name'] == f['targets'][0]['column']['name'])
        got = run(f'SELECT DISTINCT "{column["column_name"]}" FROM {d["from"]}', name)
        ok(got and [f['defaultDataMask']['filterState']['value'][0]] in [[r[0]] for r in got[1]] and len(got[1]) > 1, f'{name}: its preset is one of several', got and got[1])
        ok(column['type'] == 'STRING' and not column['is_dttm'] and f['controlValues']['enableEmptyFilter'] and not f['controlValues']['multiSelect'], f'{name}: one text, which cannot be left out')
    for c in uuids['charts'].values():
        d, p, name = uuids['datasets'].get(c['dataset_uuid']), c['params'], f'Superset, {c["slice_name"]}'
        ok(d is not None and p['viz_type'] == c['viz_type'], f'{name}: its data set')
        metrics = {m['metric_name']: m['expression'] for m in d['metrics']}
        columns = [c['column_name'] for c in d['columns']]
        group = [x for k in ('x_axis', 'entity', 'source', 'target') if p.get(k) for x in [p[k]]] + p.get('groupby', []) + p.get('groupbyRows', []) + p.get('groupbyColumns', [])
        wanted = p.get('metrics', []) + [p[k] for k in ('metric', 'secondary_metric') if p.get(k)]
        raw = p.get('all_columns', [])
        lacks = [x for x in group + raw + [json.loads(o)[0] for o in p.get('order_by_cols', [])] if x not in columns] + [m for m in wanted if m not in metrics] + [k for k in p.get('column_config', {}) if k not in raw]
        ok((group or raw) and not lacks, f'{name}: columns and metrics of its data set', lacks)
        where = [f['sqlExpression'] for f in p['adhoc_filters']] + [f'"{col}" = {literal(v)}' for col, v in presets if col in columns]
        # a day of an axis becomes the beginning of its span, which is a moment
        grain = {'P1D': 'day', 'P1M': 'month', 'P1Y': 'year'}.get(p.get('time_grain_sqla'))
        group = [f'DATE_TRUNC({literal(grain)}, "{x}")' if grain and x == p.get('x_axis') else f'"{x}"' for x in group]
        parts = [f'"{x}"' for x in raw] + group + [f'{metrics.get(m, m)} AS "m{i}"' for i, m in enumerate(wanted)]
        got = run(f'SELECT {", ".join(parts)} FROM {d["from"]}' + (' WHERE ' + ' AND '.join(f'({w})' for w in where) if where else '') + (' GROUP BY ' + ', '.join(group) if group else ''), name)
        if got and grain:
            ok(all(r[len(raw)].astimezone(datetime.timezone.utc).time() == datetime.time() for r in got[1]), f'{name}: a day begins in UTC', got[1][:1])
        if got and wanted:
            ok(all(any(v is not None for v in r[len(parts) - len(wanted):]) for r in got[1]) or 'rate' in wanted, f'{name}: each cell is one row of its data', [r for r in got[1] if None in r][:3])
        if 'buyer' in columns:
            in_one_hand('Superset', [tuple(r[raw.index(k)] for k in ('material', 'supplier_name')) for r in got[1]] if got else [])

# Evidence: what it reads from the database, and its pages' queries over that.  Evidence runs those on DuckDB over files of the
# sources; they keep to SQL that both understand, so that they run here.  test/long/evidence.sh builds the pages.
COLUMNS = {'x', 'y', 'series', 'value', 'label', 'column', 'sourceCol', 'targetCol', 'valueCol', 'groupBy', 'id'}

def page(path, sources):
    text, name = open(path).read(), f'Evidence, {os.path.basename(path)}'
    inputs = {m[1]: m[2] for m in re.finditer(r'<Dropdown [^>]*\bname=(\w+)[^>]*\bdefaultValue="([^"]*)"', text)}
    columns = {}
    for m in re.finditer(r'```sql (\w+)\n(.*?)```', text, re.S):
        sql = re.sub(r'\$\{inputs\.(\w+)\.value\}', lambda i: inputs[i[1]], m[2])
        sql = re.sub(r'\btrade\.(\w+)(?: AS (\w+))?', lambda t: f'({sources[t[1]].rstrip()}) AS {t[2] or t[1]}', sql)
        got = run(sql, f'{name}, {m[1]}')
        columns[m[1]] = (set(got[0]), got[1]) if got else (set(), [])
        if got and 'in_one_hand' in m[2]:
            in_one_hand('Evidence', [(r[0], r[1]) for r in got[1]])
    used = set()
    for m in re.finditer(r'<(\w+) data=\{(\w+)\}([^>]*?)(?:/>|>(.*?)</\1>)', text, re.S):
        attributes = re.findall(r'\b(\w+)=(?:"([^"]*)"|(\{.*?\}\}?)|([^\s/>]+))', m[3]) + [('id', '', '', c) for c in re.findall(r'<Column id=(\w+)', m[4] or '')]
        named = {a[1] or a[3] for a in attributes if a[0] in COLUMNS}
        ok(m[2] in columns and named <= columns[m[2]][0], f'{name}, {m[1]} of {m[2]}: columns of its query', named)
        used.add(m[2])
        preset = re.search(r'\bdefaultValue="([^"]*)"', m[3])
        if preset and m[2] in columns:
            ok(any(preset[1] in map(str, r) for r in columns[m[2]][1]), f'{name}, {m[1]} of {m[2]}: the preset value is one of them', preset[1])
    ok(used == set(columns), f'{name}: each query is shown', used ^ set(columns))

def evidence(folder):
    options = yaml.safe_load(open(f'{folder}/sources/trade/connection.yaml'))
    ok(options['type'] == 'postgres' and options['name'] == 'trade', 'Evidence: the source is PostgreSQL')
    sources = {os.path.basename(p)[:-4]: open(p).read() for p in glob.glob(f'{folder}/sources/trade/*.sql')}
    for name, sql in sorted(sources.items()):
        got = run(sql, f'Evidence, source {name}')
        # its files have no date that is not known: it would be 1970-01-01
        days = [i for i, t in enumerate(got[0].values()) if t in (1082, 1114, 1184)] if got else []
        ok(not any(r[i] is None for i in days for r in (got[1] if got else [])), f'Evidence, source {name}: each date is known, or written as text')
        # its reader makes a date the midnight of the zone in which it runs, and its files hold moments: the day before, east of Greenwich
        ok(not {1082, 1114} & set(got[0].values() if got else []) and all(r[i].astimezone(datetime.timezone.utc).time() == datetime.time() for r in (got[1] if got else []) for i in days if r[i] is not None),
           f'Evidence, source {name}: a day is a text, or begins in UTC', got and got[0])
    pages = ''.join(open(p).read() for p in glob.glob(f'{folder}/pages/**/*.md', recursive=True))
    asked = set(re.findall(r'\btrade\.(\w+)', pages))
    for path in sorted(glob.glob(f'{folder}/pages/**/*.md', recursive=True)):
        page(path, sources)
    ok(asked == set(sources), 'Evidence: the pages use each source, and no other', asked ^ set(sources))

only = sys.argv[2] if len(sys.argv) > 2 else None
if only in (None, 'Grafana'):
    grafana(f'{root}/grafana/trade_exposure.json')
for path in sorted(glob.glob(f'{root}/metabase/*.sql')) if only in (None, 'Metabase') else []:
    metabase(path)
if only in (None, 'Superset'):
    superset(f'{root}/superset')
if only in (None, 'Evidence'):
    evidence(f'{root}/evidence')
# by the text of the page: at least 80 % of a stage in the world
cur.execute("SELECT DISTINCT material, supplier_name FROM dashboard.stage_supplier WHERE buyer = 'World' AND share >= 0.8 AND NOT is_bound")
expected = sorted(cur.fetchall())
for tool in ('Grafana', 'Metabase', 'Superset', 'Evidence'):
    if only in (None, tool):
        ok(expected and same.get('in one hand', {}).get(tool) == expected, f'{tool}: the stages in one hand are those of which a country has 80 %', same.get('in one hand', {}).get(tool), expected)
texts = {p: open(p, encoding='utf-8', errors='replace').read() for p in sorted(glob.glob(f'{root}/**/*' if only else f'{root}/../**/*', recursive=True)) if os.path.isfile(p)}
rated = '|'.join(re.search(r'(?m)^uuid: (\S+)', t)[1] for p, t in texts.items() if '/datasets/Trade/tariff_' in p)
for path, text in texts.items():
    name = ', '.join(os.path.relpath(path, root).split('/')[i] for i in (0, -1)).capitalize()
    # a severity is a word: sorted by itself, info stands before warning
    if re.search(r'dashboard\.alert\b|trade\.alert\b|slice_name: What to look at', text) and '/views/' not in path:
        wrong = re.findall(r'ORDER BY (?:[^;\n]*, )?severity\b|\["severity", true\]', text)
        ok(not wrong, f'{name}: the most severe come first', wrong)
    # whoever shows a rate says what it rests on
    if re.search(r'(?:FROM|JOIN) (?:dashboard|trade)\.tariff_(?:matrix|step|point|day)\b|^dataset_uuid: (?:%s)' % rated, text, re.M) and not re.search('/(datasets|sources|views)/', path):
        ok(re.search('of which nothing\\s+more is said|takes for granted|assumed', text), f'{name}: says what its rates rest on')
print(f'1..{n}')
sys.exit(failed > 0)
