#!/usr/bin/python3
"""Writes the flows, nodes and answers of the input-output tests; independent of the
extension: plain numpy on dense matrices.  usage: io_cases.py FOLDER_OF_THE_SOURCES OUT

Sources: Germany 1995 and Netherlands 2000 (Eurostat Manual of Supply, Use and
Input-Output Tables 2008, as facts), Chile 2013 (Banco Central), a four-country
table and the test system of pymrio.  Answers marked "published" are typed in
from the manual; the others are computed here, those of pymrio by pymrio itself.
"""
import csv, gzip, sys
import numpy as np

src, out = sys.argv[1], sys.argv[2]
flows, nodes, answers = [], [], []

def rows(name):
    with open(f'{src}/{name}', encoding='utf-8-sig') as f:
        return list(csv.reader(f))

def num(s):
    return 0.0 if s in ('', 'NA') else float(s)

def table(dataset, names, Z, x, added, jobs):
    """One table: flows, nodes, and what numpy makes of it."""
    n = len(names)
    for i in range(n):
        for j in range(n):
            if Z[i, j] != 0:
                flows.append((dataset, names[i], names[j], repr(float(Z[i, j]))))
        nodes.append((dataset, names[i], repr(float(x[i])), repr(float(added[i])), repr(float(jobs[i]))))
    A = Z / x
    L = np.linalg.inv(np.eye(n) - A)
    G = np.linalg.inv(np.eye(n) - Z / x[:, None])
    f = x - Z.sum(1)
    for j in range(n):
        # extraction by brute force: a new system without the node
        keep = [k for k in range(n) if k != j]
        left = np.linalg.solve(np.eye(n - 1) - A[np.ix_(keep, keep)], f[keep]).sum()
        Ac = A.copy(); Ac[:, j] = 0
        Ar = A.copy(); Ar[j, :] = 0
        B = Z / x[:, None]; Bf = B.copy(); Bf[j, :] = 0
        v = x - Z.sum(0)
        for figure, value in (
                ('output_multiplier', L[:, j].sum()), ('forward_multiplier', G[j].sum()),
                ('added_effect', (added / x) @ L[:, j]), ('jobs_effect', (jobs / x) @ L[:, j]),
                ('total_loss', x.sum() - left),
                ('backward_loss', x.sum() - np.linalg.solve(np.eye(n) - Ac, f).sum()),
                ('row_loss', x.sum() - np.linalg.solve(np.eye(n) - Ar, f).sum()),
                ('forward_loss', x.sum() - np.linalg.solve((np.eye(n) - Bf).T, v).sum())):
            answers.append((dataset, names[j], figure, repr(float(value))))

def published(dataset, figure, names, values):
    for name, value in zip(names, values):
        answers.append((dataset, name, 'published_' + figure, value))

# Germany 1995: domestic flows are the first six rows
sectors = ['agriculture_group', 'industry_group', 'construction', 'trade_group', 'business_services_group', 'other_services_group']
cell = {(r[2], r[3]): num(r[4]) for r in rows('eurostat_manual/germany_1995_long.csv')[1:]}
Z = np.array([[cell[i, j] for j in sectors] for i in sectors])
pick = lambda row: np.array([cell[row, j] for j in sectors])
# gross value added: net, plus consumption of fixed capital; the manual's value-added multipliers count it gross
x = pick('output')
added = x - pick('intermediate_consumption')
table('germany_1995', sectors, Z, x, added, pick('employment_domestic_total'))
published('germany_1995', 'output_multiplier', sectors, '1.7048 1.8413 1.8136 1.6035 1.5951 1.3782'.split())
published('germany_1995', 'added_effect', sectors, '.8450 .7647 .8615 .9019 .9393 .9199'.split())
published('germany_1995', 'jobs_effect', sectors, '.0326 .0162 .0207 .0237 .0112 .0242'.split())
# left out: the manual's 1.6691 for industry, a misprint of 1.6910.  The other five rows, all backward
# linkages and the manual's Ghosh inverse follow from its flows to the last digit; any one flow or output
# of industry that made its row 1.6691 would turn the row of agriculture from the printed 2.1126 into 2.0994.
published('germany_1995', 'forward_multiplier', sectors[:1] + sectors[2:], '2.1126 1.3558 1.5848 2.1037 1.2106'.split())

# Netherlands 2000: jobs = compensation of employees
r = rows('eurostat_manual/netherlands_2000.csv')
sectors = r[0][1:7]
by = {l[0]: np.array([num(c) for c in l[1:7]]) for l in r[1:]}
table('netherlands_2000', sectors, np.array([by[s] for s in sectors]), by['output_bp'], by['value_added_bp'], by['compensation_employees'])
published('netherlands_2000', 'jobs_multiplier', sectors, '2.466 2.333 1.84 2.372 1.953 1.417'.split())

# Chile 2013: jobs = employees
r = rows('chile_2013/transaction_matrix.csv')
sectors = r[0][1:]
Z = np.array([[num(c) for c in l[1:]] for l in r[1:]])
d = rows('chile_2013/wage_demand_matrix.csv')
k = d[0].index('final_total_demand')
x = np.array([num(l[k]) for l in d[1:]])
jobs = np.array([num(l[1]) for l in rows('chile_2013/employment_matrix.csv')[1:]])
table('chile_2013', sectors, Z, x, x - Z.sum(0), jobs)

# four countries
r = rows('toy4/industries.csv')[1:]
sectors = [l[0] for l in r]
at = {s: i for i, s in enumerate(sectors)}
Z = np.zeros((12, 12))
for a, b, v in rows('toy4/Z.csv')[1:]:
    Z[at[a], at[b]] = num(v)
x = np.array([num(l[2]) for l in r])
table('toy4', sectors, Z, x, np.array([num(l[1]) for l in r]), np.ones(12))
# China's manufacturing sells 70 % less to Japan's sectors
A = Z / x
f = x - Z.sum(1)
cut = A.copy()
i = at['China|Manufacturing']
for s in sectors:
    if s.startswith('Japan'):
        cut[i, at[s]] *= 0.3
for s, value in zip(sectors, x - np.linalg.solve(np.eye(12) - cut, f)):
    answers.append(('toy4', s, 'flow_loss', repr(float(value))))

# pymrio's test system with pymrio's L and G
ind = rows('pymrio_test/industries.csv')
sectors = [f'{l[0]}|{l[1]}' for l in ind[1:]]
at = {s: i for i, s in enumerate(sectors)}
n = len(sectors)
for a, b, c, d, v in rows('pymrio_test/Z.csv')[1:]:
    if num(v) != 0:
        flows.append(('pymrio', f'{a}|{b}', f'{c}|{d}', v))
for l in ind[1:]:
    nodes.append(('pymrio', f'{l[0]}|{l[1]}', l[2], l[3], '0'))
    answers.append(('pymrio', f'{l[0]}|{l[1]}', 'output_multiplier', l[5]))
    answers.append(('pymrio', f'{l[0]}|{l[1]}', 'forward_multiplier', l[6]))

# United States 2022 (the flows ship in data/): industry by industry under fixed
# product sales structure, Z = V q^-1 U
use, make = rows('bea_us/summary_use_2022.csv'), rows('bea_us/summary_make_2022.csv')
industries = [l[0] for l in make[1:] if not l[0].startswith('Total')]
goods = [c for c in make[0][1:] if not c.startswith('Total')]
col = {c: k for k, c in enumerate(make[0])}
V = np.array([[num(l[col[c]]) for c in goods] for l in make[1:1 + len(industries)]])
byrow = {l[0]: l for l in use}
ucol = {c: k for k, c in enumerate(use[0])}
U = np.array([[num(byrow[c][ucol[j]]) for j in industries] for c in goods])
q = V.sum(0)
D = np.divide(V, q, out=np.zeros_like(V), where=q != 0)
Z = D @ U
x = V.sum(1)
L = np.linalg.inv(np.eye(len(x)) - Z / x)
for j, s in enumerate(industries):
    answers.append(('usa_2022', s, 'output_multiplier', repr(float(L[:, j].sum()))))
    answers.append(('usa_2022', s, 'total_loss', repr(float(x[j] * L[:, j].sum() / L[j, j]))))

def write(name, header, data):
    with gzip.GzipFile(f'{out}/{name}', 'wb', mtime=0) as z:
        z.write((','.join(header) + '\n' + ''.join(','.join(f'"{c}"' if k < len(header) - 1 and not c[:1].isdigit() and c[:1] not in '-.' else c
            for k, c in enumerate(row)) + '\n' for row in data)).encode())

write('io_flow.csv.gz', ('dataset', 'supplier', 'buyer', 'amount'), flows)
write('io_node.csv.gz', ('dataset', 'node', 'output', 'value_added', 'jobs'), nodes)
write('io_answer.csv.gz', ('dataset', 'node', 'figure', 'value'), answers)
# pymrio's inverses, in the order of its industries
with gzip.GzipFile(f'{out}/io_pymrio_inverse.csv.gz', 'wb', mtime=0) as z:
    z.write(b'kind,supplier,buyer,value\n')
    for kind, name in (('leontief', 'L'), ('ghosh', 'G')):
        for i, l in enumerate(rows(f'pymrio_test/{name}_pymrio.csv')):
            for j, v in enumerate(l):
                z.write(f'{kind},"{sectors[i]}","{sectors[j]}",{v}\n'.encode())
