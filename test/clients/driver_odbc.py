"""Prints the view's columns and the answers to questions with parameters, by ODBC.

ODBC knows no arrays: they come and go as text, with a cast.  With the argument
"connect" it only connects: some releases of the driver crash at that.
"""
import datetime, glob, os, subprocess, sys
import pyodbc


def show(value):
    if value is None:
        return ''
    if isinstance(value, bool):
        return 't' if value else 'f'
    if isinstance(value, float):
        return '%.6g' % value
    return str(value)


# the driver writes a file into /tmp when its process ends; that goes
child = os.fork()
if child:
    _, status = os.waitpid(child, 0)
    for log in glob.glob(f'/tmp/psqlodbc_*{child}.log'):
        os.remove(log)
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)  # as a shell tells a signal

files = subprocess.run(['dpkg', '-L', 'odbc-postgresql'], check=True, capture_output=True, text=True).stdout.split()
driver = next(f for f in files if f.endswith('psqlodbcw.so'))
cursor = pyodbc.connect(
    Driver=driver, Servername=os.environ['PGHOST'], Port=os.environ['PGPORT'], Database=os.environ['PGDATABASE'],
    Username=os.environ['PGUSER'], Password=os.environ['PGPASSWORD'], BoolsAsChar='0').cursor()
if sys.argv[1:] == ['connect']:
    sys.exit()
for query, arguments in (
        (os.environ['VIEW'], ()),
        ('SELECT te.hhi(te.supply_mix(?::text[], ?::float8[])) AS share', ('{CHN,VNM}', '{3,1}')),
        ('SELECT (te.country_group(?, ?))[1:2] AS bloc', ('EU', datetime.date(2024, 1, 1))),
        ("SELECT te.dependency_share(o, a, ?::text) AS aggregate FROM (VALUES ('CHN', ?::float8), ('VNM', ?)) AS v(o, a)",
            ('CHN', 3.0, 1.0))):
    cursor.execute(query, arguments)
    for column, value in zip(cursor.description, cursor.fetchone()):
        print(f'{column[0]}={show(value)}')
