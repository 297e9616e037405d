#!/usr/bin/python3
"""The questions of network_queries.sql by numpy and scipy, one thread, for turns.sh:
BiCGStab without a matrix of its own (I - D^-1 S as a LinearOperator), over compressed
rows, and over a dense array by gemv; LAPACK's solution and inverse; the compressed
rows from a file of their own, and from the table by COPY.
usage: scipy_network.py NODES FOLDER ENGINE"""
import os, resource, subprocess, sys, time
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, bicgstab

n, folder, engine = int(sys.argv[1]), sys.argv[2], sys.argv[3]
one = np.ones(n)
elsewhere = 0.0  # processor time of the server for COPY, s

def copy(query, row):
    """The rows of a query, in COPY's binary format: 19 bytes of header, 2 of end; then what it took."""
    global elsewhere
    out = subprocess.run(['psql', '-X', '-q', '-At', '-c', f'COPY ({query}) TO STDOUT (FORMAT binary)', '-c', 'SELECT bench_cpu()'],
                         check=True, stdout=subprocess.PIPE).stdout
    end = out.rindex(b'\xff\xff')
    elsewhere += float(out[end + 2:]) / 1e3
    return np.frombuffer(out, dtype=row, offset=19, count=(end - 19) // row.itemsize)

def from_table():
    row = np.dtype([('fields', '>i2'), ('l1', '>i4'), ('supplier', '>i4'), ('l2', '>i4'), ('user', '>i4'), ('l3', '>i4'), ('amount', '>f8')])
    flow = copy(f'SELECT supplier, "user", amount FROM bench_flow WHERE n = {n}', row)
    x = copy(f'SELECT output FROM bench_node WHERE n = {n} ORDER BY node', np.dtype([('fields', '>i2'), ('l1', '>i4'), ('output', '>f8')]))
    supplier, user = flow['supplier'].astype(np.int32) - 1, flow['user'].astype(np.int32) - 1
    return sp.csr_matrix((flow['amount'].astype(float), (supplier, user)), shape=(n, n)), x['output'].astype(float)

def from_file():
    part = [np.load(f'{folder}/{name}.npy') for name in ('data', 'indices', 'indptr', 'output')]
    return sp.csr_matrix(tuple(part[:3]), shape=(n, n)), part[3]

def leontief(S, x):
    # as the extension: in relative terms, down to the last digits
    B = LinearOperator((n, n), matvec=lambda v: v - (S @ v) / x)
    y, info = bicgstab(B, one / x, tol=1e-14, atol=0)
    assert info == 0 or np.abs(B @ y - one / x).max() < 1e-12 * (one / x).max()
    return x.sum() + (x * y).sum()

def extraction(Z, x):
    L = np.linalg.inv(np.eye(n) - Z / x)
    return (x * L.sum(0) / L.diagonal()).sum()

S, x = from_table()
if engine == 'scipy, file':
    for name, part in (('data', S.data), ('indices', S.indices), ('indptr', S.indptr), ('output', x)):
        np.save(f'{folder}/{name}.npy', part)
if engine.startswith('numpy'):
    Z = S.toarray()
ways = {
    'scipy': lambda: leontief(S, x),
    'scipy, file': lambda: leontief(*from_file()),
    'scipy, table': lambda: leontief(*from_table()),
    'numpy, gemv': lambda: leontief(Z, x),
    'numpy, solve': lambda: x.sum() + np.linalg.solve(np.eye(n) - Z / x, one).sum(),
    'numpy, inverse': lambda: extraction(Z, x),
}

def spent():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + elsewhere

for question in sys.stdin:
    question = question.rstrip('\n')
    if question == '\\q':
        break
    wall, cpu = time.perf_counter(), spent()
    answer = ways[engine]()
    print(question, engine, (spent() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3, n, repr(float(answer)), sep='\t', flush=True)
