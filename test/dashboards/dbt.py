#!/usr/bin/python3
# dbt.py FOLDER -- the dbt project without dbt, which Debian does not have: its Jinja is rendered with the functions that dbt
# gives to models, macros and tests, the models are made in the order of their refs, and its tests are asked.  Prints TAP.
import glob, os, re, sys
import jinja2, psycopg2, yaml
from jinja2.ext import Extension
from jinja2 import nodes

class TestTag(Extension):
    """{% test name(model, column_name, ...) %}...{% endtest %} is a macro called test_name."""
    tags = {'test'}
    def parse(self, parser):
        node = nodes.Macro(lineno=next(parser.stream).lineno)
        node.name = 'test_' + parser.parse_assign_target(name_only=True).name
        parser.parse_signature(node)
        node.body = parser.parse_statements(('name:endtest',), drop_needle=True)
        return node

folder = sys.argv[1]
n = failed = 0
def ok(passed, name, why=''):
    global n, failed
    n += 1
    failed += not passed
    print(f'{"ok" if passed else "not ok"} {n} - {name}' + ('' if passed else '\n# ' + str(why).replace('\n', '\n# ')))

project = yaml.safe_load(open(f'{folder}/dbt_project.yml'))
profile = yaml.safe_load(open(f'{folder}/profiles.yml'))
schema = yaml.safe_load(open(f'{folder}/models/schema.yml'))
ok({'name', 'version', 'profile', 'model-paths', 'macro-paths'} <= set(project) and project['profile'] in profile, 'dbt: the project has its profile')
models = {os.path.basename(p)[:-4]: open(p).read() for p in glob.glob(f'{folder}/models/*.sql')}
told = {m['name']: m for m in schema['models']}
ok(set(models) == set(told) and all(c['description'] for m in told.values() for c in m['columns']), 'dbt: each model is described', set(models) ^ set(told))
sources = {(s['name'], t['name']): f'"{s["schema"]}"."{t["name"]}"' for s in schema['sources'] for t in s['tables']}
refs = {}
class Adapter:
    quote = staticmethod(lambda name: f'"{name}"')
env = jinja2.Environment(extensions=[TestTag], undefined=jinja2.StrictUndefined)
env.globals.update(adapter=Adapter, var=lambda name, preset=None: project['vars'].get(name, preset), source=lambda *a: sources[a], ref=lambda name: f'analytics."{name}"')
macros = ''.join(open(p).read() for p in sorted(glob.glob(f'{folder}/macros/*.sql')))
render = lambda text, **values: env.from_string(macros + text).render(**values).strip()
env.from_string("{{ '%s' | int }}" % '5432').render()
ok(env.from_string(profile[project['profile']]['outputs']['dev']['port']).render(env_var=lambda name, preset: preset) == '5432', 'dbt: the profile reads the environment')

cur = psycopg2.connect('').cursor()	# never committed
cur.execute("CREATE SCHEMA analytics; SET LOCAL search_path = ''")
made, waiting = set(), dict(models)
while waiting:
    ready = [m for m, sql in sorted(waiting.items()) if set(re.findall(r"ref\('(\w+)'\)", sql)) <= made]
    if not ready:
        ok(False, 'dbt: refs lead somewhere', waiting.keys())
        break
    for m in ready:
        try:
            kind = project['models'][project['name']].get(m, {}).get('+materialized', project['models'][project['name']]['+materialized'])
            cur.execute(f'CREATE {kind} analytics."{m}" AS\n' + render(waiting[m]))
            cur.execute(f'SELECT * FROM analytics."{m}"')
            columns = {c.name for c in cur.description}
            ok(cur.rowcount > 0 and {c['name'] for c in told[m]['columns']} <= columns, f'dbt, model {m}: {cur.rowcount} rows', columns)
        except (psycopg2.Error, jinja2.TemplateError) as e:
            ok(False, f'dbt, model {m}', e)
            sys.exit(1)
        made.add(m)
        del waiting[m]
for m in told.values():
    for c in m['columns']:
        for t in c.get('tests', []):
            name, values = (t, {}) if isinstance(t, str) else next(iter(t.items()))
            cur.execute(render('{{ test_%s(model, column_name, **values) }}' % name, model=f'analytics."{m["name"]}"', column_name=c['name'], values=values))
            ok(cur.rowcount == 0, f'dbt, test {name} of {m["name"]}.{c["name"]}', cur.fetchall()[:3])
# the tests find something
cur.execute('CREATE TABLE analytics.wrong AS SELECT 1.5::float8 AS part, \'QQQ\' AS place')
for name, column in (('is_share', 'part'), ('is_country', 'place')):
    cur.execute(render('{{ test_%s("analytics.wrong", column_name) }}' % name, column_name=column))
    ok(cur.rowcount == 1, f'dbt, test {name} finds what is wrong')
cur.execute("SELECT max(abs(d.hhi - v.hhi)), count(*) FROM analytics.dependence AS d JOIN dashboard.dependence AS v USING (year, importer, product)")
off, rows = cur.fetchone()
ok(rows > 5000 and off < 1e-12, 'dbt: the figures are those of the views', (off, rows))
# no world of a data set that holds one country's trade
cur.execute("""SELECT count(*), count(v.hhi), coalesce(max(abs(d.world_hhi - v.hhi)), 9) FROM analytics.by_product AS d
    FULL JOIN (SELECT * FROM dashboard.dependence WHERE importer = 'World') AS v USING (year, product)""")
rows, met, off = cur.fetchone()
ok(rows == met > 20 and off < 1e-9, 'dbt: the world is that of the views', (rows, met, off))
print(f'1..{n}')
sys.exit(failed > 0)
