#!/usr/bin/env python3
"""Exact ends of cascades without replacement, for cascade_bound.csv.gz; independent of the extension.

cascade_bound.c writes losses by plain rounds, and leaves out those that 20,000 rounds do not bring to their end.  This
fills them in (all of them with the argument "all") by policy iteration in fractions: every node keeps the worst group
of inputs, the linear system of these groups is solved exactly, and groups are chosen again until none brings more.

    cascade_bound 200 7 | cascade_exact.py [all] | gzip -9n > cascade_bound.csv.gz
"""
import csv
import itertools
import sys
from fractions import Fraction


def groups(sector, essential, amount, how):
    """The groups of each node: shares by partner."""
    n = len(sector)
    out = []
    for v in range(n):
        found, rest = [], {}
        bought = {i: amount[i][v] for i in range(n) if amount[i][v]}
        if how == 'up':
            sold = {j: amount[v][j] for j in range(n) if amount[v][j]}
            out.append([{j: a / sum(sold.values()) for j, a in sold.items()}] if sold else [])
            continue
        for s in sorted(set(sector)):
            of = {i: a for i, a in bought.items() if sector[i] == s}
            if not of:
                continue
            if how == 'leontief' or how == 'mixed' and essential[min(of)]:
                found.append({i: a / sum(of.values()) for i, a in of.items()})
            else:
                rest.update({i: a / sum(bought.values()) for i, a in of.items()})
        out.append(found + [rest] if rest else found)
    return out


def solve(a, b):
    """x of a x = b."""
    n = len(a)
    m = [row + [right] for row, right in zip(a, b)]
    for c in range(n):
        p = next(r for r in range(c, n) if m[r][c])
        m[c], m[p] = m[p], m[c]
        m[c] = [x / m[c][c] for x in m[c]]
        for r in range(n):
            if r != c and m[r][c]:
                m[r] = [x - m[r][c] * y for x, y in zip(m[r], m[c])]
    return [row[n] for row in m]


def end(shock, of):
    """The least losses x = max(shock, worst group)."""
    x, choice = shock[:], {}
    while True:
        better = False
        for v, found in enumerate(of):
            most = x[v]
            for g in found:
                brings = sum(w * x[u] for u, w in g.items())
                if brings > most:
                    most, choice[v], better = brings, g, True
        if not better:
            return x
        rows = sorted(choice)
        a = [[(i == j) - choice[i].get(j, Fraction(0)) for j in rows] for i in rows]
        b = [sum(w * x[u] for u, w in choice[i].items() if u not in choice) for i in rows]
        for v, loss in zip(rows, solve(a, b)):
            x[v] = loss


def fill(rows, every):
    """Puts exact ends into the rows of one network: columns 6 up, 7 leontief, 9 linear, 11 mixed."""
    at = {r[1]: i for i, r in enumerate(rows)}
    amount = [[Fraction(0)] * len(rows) for _ in rows]
    for i, r in enumerate(rows):
        for sale in r[5].split():
            user, value = sale.split(':')
            amount[i][at[user]] = Fraction(float(value))
    shock = [Fraction(float(r[4])) for r in rows]
    for column, how in ((6, 'up'), (7, 'leontief'), (9, 'linear'), (11, 'mixed')):
        if every or rows[0][column] == '':
            of = groups([r[2] for r in rows], [r[3] == '1' for r in rows], amount, how)
            for r, loss in zip(rows, end(shock, of)):
                r[column] = repr(float(loss))


write = csv.writer(sys.stdout, lineterminator='\n')
for _, rows in itertools.groupby(csv.reader(sys.stdin), lambda r: r[0]):
    rows = list(rows)
    fill(rows, 'all' in sys.argv)
    write.writerows(rows)
