#!/usr/bin/python3
"""The questions of network_queries.sql by numpy (dense) and scipy (sparse), timed
without reading the data; one thread.  usage: scipy_network.py NODES FOLDER REPEATS"""
import os, sys, time
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = '1'
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import bicgstab, spsolve

n, folder, repeats = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
flow = np.fromstring(open(f'{folder}/flow.{n}').read(), sep=' ').reshape(-1, 3)
x = np.fromstring(open(f'{folder}/node.{n}').read(), sep=' ')
i, j, z = flow[:, 0].astype(int) - 1, flow[:, 1].astype(int) - 1, flow[:, 2]
one = np.ones(n)

def measure(question, engine, run):
    for repeat in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        print(f'{question}: {n},{engine},{(time.process_time() - cpu) * 1e3},{(time.perf_counter() - wall) * 1e3},{n},{answer!r}')

if n <= 5000:
    Z = np.zeros((n, n))
    Z[i, j] = z
    measure('Leontief', 'numpy', lambda: float(x.sum() + np.linalg.solve(np.eye(n) - Z / x, one).sum()))

    def extraction():
        L = np.linalg.inv(np.eye(n) - Z / x)
        return float((x * L.sum(0) / L.diagonal()).sum())
    measure('extraction of all', 'numpy', extraction)

S = sp.csr_matrix((z, (i, j)), shape=(n, n))

def leontief():
    # as the extension: in relative terms, down to the last digits
    B = sp.eye(n) - sp.diags(1 / x) @ S
    y, info = bicgstab(B.tocsr(), one / x, tol=1e-14, atol=0)
    assert info == 0 or np.abs(B @ y - one / x).max() < 1e-12 * (one / x).max()
    return float(x.sum() + (x * y).sum())

def direct():
    return float(x.sum() + spsolve((sp.eye(n) - S @ sp.diags(1 / x)).tocsc(), one).sum())

measure('Leontief', 'scipy', leontief if n > 2000 else direct)
