#!/usr/bin/python3
"""Small tables of who has what, many of them of low rank, in parts, or alike, and what follows from the definitions: reflections in exact
fractions, the second eigenvector by Jacobi's rotations of the whole matrix.  usage: complexity_cases.py > complexity_cases.csv
Columns: the table; method; outcome (value, alike: all countries the same, parts: more than one eigenvalue of 1, tie: no single second
eigenvalue, turn: nothing says which end is high); complexity of countries and of products, sorted by name."""
import random
from fractions import Fraction
from math import sqrt

rng = random.Random(19)


def drawn():
    """A matrix of 0 and 1: random, a ring in which each has its neighbours' products, or either with rows and columns repeated."""
    n, m = rng.randint(2, 8), rng.randint(2, 9)
    if rng.random() < 0.5:
        p = rng.choice([0.3, 0.5, 0.7])
        has = [[int(rng.random() < p) for _ in range(m)] for _ in range(n)]
    else:
        width = rng.randint(1, m)
        has = [[int((j - c) % m < width) for j in range(m)] for c in range(min(n, m))]
    if rng.random() < 0.5:
        rows, columns = [rng.randrange(len(has)) for _ in range(rng.randint(2, 9))], [rng.randrange(m) for _ in range(rng.randint(2, 9))]
        has = [[has[r][c] for c in columns] for r in rows]
    return has


def table():
    """A matrix without empty rows and columns."""
    while True:
        has = [r for r in drawn() if any(r)]
        columns = [j for j in range(len(has[0]) if has else 0) if any(r[j] for r in has)]
        if len(has) > 1 and columns:
            return [[r[j] for j in columns] for r in has]


def eigen(a):
    """Eigenvalues and vectors of a symmetric matrix, the largest first."""
    n = len(a)
    a, q = [r[:] for r in a], [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(60):
        for i in range(n):
            for j in range(i + 1, n):
                if abs(a[i][j]) < 1e-300:
                    continue
                theta = (a[j][j] - a[i][i]) / (2 * a[i][j])
                t = (1 if theta >= 0 else -1) / (abs(theta) + sqrt(theta * theta + 1))
                c = 1 / sqrt(t * t + 1)
                s = t * c
                for r in range(n):
                    a[r][i], a[r][j] = c * a[r][i] - s * a[r][j], s * a[r][i] + c * a[r][j]
                for r in range(n):
                    a[i][r], a[j][r] = c * a[i][r] - s * a[j][r], s * a[i][r] + c * a[j][r]
                for r in range(n):
                    q[r][i], q[r][j] = c * q[r][i] - s * q[r][j], s * q[r][i] + c * q[r][j]
    order = sorted(range(n), key=lambda i: -a[i][i])
    return [a[i][i] for i in order], [[q[r][i] for r in range(n)] for i in order]


def standard(x):
    mean = sum(x) / len(x)
    d = sqrt(sum((v - mean) ** 2 for v in x) / max(len(x) - 1, 1))
    return [float(v - mean) / d for v in x] if d > 0 else [None] * len(x)


def covariance(x, y):
    """Of x with y in parts of both lengths; 0 where one does not vary."""
    x, y = [v - sum(x) / len(x) for v in x], [v - sum(y) / len(y) for v in y]
    size = sqrt(sum(v * v for v in x) * sum(v * v for v in y))
    return sum(a * b for a, b in zip(x, y)) / size if size > 1e-12 else 0.0


def by_eigenvector(has):
    n, m = len(has), len(has[0])
    d, u = [sum(r) for r in has], [sum(r[j] for r in has) for j in range(m)]
    value, vector = eigen([[sum(has[a][j] * has[b][j] / u[j] for j in range(m)) / sqrt(d[a] * d[b]) for b in range(n)] for a in range(n)])
    if n == 1 or value[1] < 1e-9:
        return 'alike', None, None
    if value[1] > 1 - 1e-9:
        return 'parts', None, None
    if n > 2 and value[1] - value[2] < 1e-9:
        return 'tie', None, None
    x = [v / sqrt(k) for v, k in zip(vector[1], d)]
    # high where much is made, or else where what is made is rare
    turn = covariance(x, d)
    if abs(turn) < 1e-9:
        turn = -covariance(x, [sum(has[c][j] * u[j] for j in range(m)) / d[c] for c in range(n)])
    if abs(turn) < 1e-9:
        return 'turn', None, None
    x = [v if turn > 0 else -v for v in x]
    return 'value', standard(x), standard([sum(has[c][j] * x[c] for c in range(n)) / u[j] for j in range(m)])


def by_reflections(has):
    n, m = len(has), len(has[0])
    d, u = [sum(r) for r in has], [sum(r[j] for r in has) for j in range(m)]
    country = [Fraction(k) for k in d]
    for order in range(10):
        product = [sum(has[c][j] * country[c] for c in range(n)) / u[j] for j in range(m)]
        if order == 9:
            break
        country = [sum(has[c][j] * product[j] for j in range(m)) / d[c] for c in range(n)]
    if len(set(country)) == 1:
        return 'alike', None, None
    # numbers that nearly agree are brought apart before they are made float
    mean = sum(country) / n, sum(product) / m
    scale = max(abs(v - mean[0]) for v in country)
    return 'value', standard([float((v - mean[0]) / scale) for v in country]), standard([float((v - mean[1]) / scale) for v in product])


print('network,method,outcome,countries,products')
array = lambda x: '"{' + ','.join('NULL' if v is None else repr(v) for v in x) + '}"' if x else ''
most = {'alike': 20, 'parts': 20, 'tie': 20, 'turn': 20, 'value': 160}
while sum(most.values()):
    has = table()
    net = '{' + ','.join(f'C{c}>P{j}:1' for c in range(len(has)) for j in range(len(has[0])) if has[c][j]) + '}'
    answers = [(f.__name__[3:], *f(has)) for f in (by_eigenvector, by_reflections)]
    if not most[answers[0][1]]:
        continue
    most[answers[0][1]] -= 1
    for method, outcome, countries, products in answers:
        print(f'"{net}",{method},{outcome},{array(countries)},{array(products)}')
