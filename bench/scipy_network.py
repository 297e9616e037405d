#!/usr/bin/python3
"""The questions of network_queries.sql by numpy (dense) and scipy (sparse), one
thread: with the matrix in memory, from a file of its own, and from the table.
usage: scipy_network.py NODES FOLDER REPEATS TURN (numpy, which takes long, in the first turn only)"""
import os, subprocess, sys, time
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = '1'
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import bicgstab

n, folder, repeats, turn = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
one = np.ones(n)

def measure(question, engine, run, repeats=repeats):
    began = time.perf_counter()
    for repeat in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        print(f'{question}: {n},{engine},{(time.process_time() - cpu) * 1e3},{(time.perf_counter() - wall) * 1e3},{n},{answer!r}')
        if time.perf_counter() - began > 30:
            break

def copy(query):
    """The columns of a query as numbers."""
    text = subprocess.run(['psql', '-X', '-q', '-At', '-c', f'COPY ({query}) TO STDOUT'], check=True, stdout=subprocess.PIPE).stdout
    return np.fromstring(text, sep=' ')

def from_table():
    flow = copy(f'SELECT supplier, "user", amount FROM bench_flow WHERE n = {n}').reshape(-1, 3)
    x = copy(f'SELECT output FROM bench_node WHERE n = {n} ORDER BY node')
    return sp.csr_matrix((flow[:, 2], (flow[:, 0].astype(np.int32) - 1, flow[:, 1].astype(np.int32) - 1)), shape=(n, n)), x

def from_file():
    part = [np.load(f'{folder}/{name}.npy') for name in ('data', 'indices', 'indptr', 'output')]
    return sp.csr_matrix(tuple(part[:3]), shape=(n, n)), part[3]

def leontief(S, x):
    # as the extension: in relative terms, down to the last digits
    B = sp.eye(n) - sp.diags(1 / x) @ S
    y, info = bicgstab(B.tocsr(), one / x, tol=1e-14, atol=0)
    assert info == 0 or np.abs(B @ y - one / x).max() < 1e-12 * (one / x).max()
    return float(x.sum() + (x * y).sum())

S, x = from_table()
for name, part in (('data', S.data), ('indices', S.indices), ('indptr', S.indptr), ('output', x)):
    np.save(f'{folder}/{name}.npy', part)
measure('Leontief', 'scipy', lambda: leontief(S, x))
measure('Leontief', '"scipy, file"', lambda: leontief(*from_file()))
measure('Leontief', '"scipy, table"', lambda: leontief(*from_table()), 1)
for name in ('data', 'indices', 'indptr', 'output'):
    os.remove(f'{folder}/{name}.npy')

if n <= 5000 and turn == 1:
    Z = S.toarray()
    measure('Leontief', 'numpy', lambda: float(x.sum() + np.linalg.solve(np.eye(n) - Z / x, one).sum()))

    def extraction():
        L = np.linalg.inv(np.eye(n) - Z / x)
        return float((x * L.sum(0) / L.diagonal()).sum())
    measure('extraction of all', 'numpy', extraction)
