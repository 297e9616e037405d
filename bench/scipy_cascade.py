#!/usr/bin/python3
"""The cascade of cascade_queries.sql by numpy and scipy, timed without reading the
data; one thread.  As published: rounds over whole sparse matrices.  Exact: rounds
downstream until they change nothing, BiCGStab upstream.
usage: scipy_cascade.py FIRMS FOLDER TOLERANCE SCENARIO...
Prints a line for each scenario: firms,tolerance,engine,scenario,index,downstream,upstream
and, on the other output, processor and elapsed ms, scenarios and the sum of the indices."""
import sys, time
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import bicgstab

n, folder, tolerance = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
scenarios = [int(s) for s in sys.argv[4:]]
# COPY's binary format: 19 bytes of header, rows of three fields, 2 bytes of end
row = np.dtype([('fields', '>i2'), ('l1', '>i4'), ('supplier', '>i4'), ('l2', '>i4'), ('user', '>i4'), ('l3', '>i4'), ('amount', '>f8')])
raw = np.frombuffer(open(f'{folder}/purchase.{n}', 'rb').read()[19:-2], dtype=row)
supplier, user, amount = raw['supplier'].astype(np.int64), raw['user'].astype(np.int64), raw['amount'].astype(float)
sector = np.loadtxt(f'{folder}/sector.{n}', dtype=np.int64)

began, wall = time.process_time(), time.perf_counter()
bought, sales = np.bincount(user, amount, n), np.bincount(supplier, amount, n)
essential = sector[supplier] % 10 < 3
# essential inputs: a row for each pair of user and product, ordered by user
pair, row_of = np.unique(user[essential] * 60 + sector[supplier[essential]], return_inverse=True)
E = sp.csr_matrix((amount[essential] / np.bincount(row_of, amount[essential])[row_of], (row_of, supplier[essential])), shape=(len(pair), n))
owner, first = np.unique(pair // 60, return_index=True)
# the other inputs by their share of all costs, and sales by user
L = sp.csr_matrix((amount[~essential] / bought[user[~essential]], (user[~essential], supplier[~essential])), shape=(n, n))
U = sp.csr_matrix((amount / sales[supplier], (supplier, user)), shape=(n, n))

def down(x):
    y = L @ x
    y[owner] = np.maximum(y[owner], np.maximum.reduceat(E @ x, first))
    return y

def rounds(step, x, shock, stop):
    """Rounds from x on, until the last changes nothing by more than stop."""
    while True:
        y = np.maximum(shock, step(x))
        change, x = np.abs(y - x).max(), y
        if change <= stop:
            return x

def published(shock):
    """Both directions in step, until neither changes by more than the tolerance."""
    d, u = shock, shock
    while True:
        d1, u1 = np.maximum(shock, down(d)), np.maximum(shock, U @ u)
        change, d, u = max(np.abs(d1 - d).max(), np.abs(u1 - u).max()), d1, u1
        if change <= tolerance:
            return d, u

def exact(shock, s):
    d = rounds(down, shock, shock, 1e-13)
    # upstream there is no choice: x = U x but for the firm that stops
    other = np.ones(n)
    other[s] = 0
    A = sp.linalg.LinearOperator((n, n), matvec=lambda x: x - other * (U @ x))
    u, info = bicgstab(A, shock, tol=1e-15, atol=1e-15, maxiter=2000)
    return d, rounds(lambda x: U @ x, np.clip(u, shock, 1), shock, 1e-12)

answers = []
for s in scenarios:
    shock = np.zeros(n)
    shock[s] = 1
    d, u = published(shock) if tolerance >= 0.001 else exact(shock, s)
    answers.append((s, *((sales * x).sum() / sales.sum() for x in (np.maximum(d, u), d, u))))
spent, wall = time.process_time() - began, time.perf_counter() - wall
for a in answers:
    print(f'{n},{tolerance},numpy and scipy,' + ','.join(repr(float(x)) if i else str(x) for i, x in enumerate(a)))
print(spent * 1e3, wall * 1e3, len(answers), sum(float(a[1]) for a in answers), file=sys.stderr)
