#!/usr/bin/env python3
"""The dynamic model's own way, written from docs/dynamics.md with dense matrices and
exact fractions: no code in common with the extension.  Prints cases and answers:
  python3 test/data/dynamics_stock.py | gzip -9n > test/data/dynamics_stock.csv.gz
"""
import random
from fractions import Fraction as F

DAYS = 40


def economy(seed):
    """A productive random economy: flows a day, final demand a day, days of stock by node."""
    r = random.Random(seed)
    n = r.randint(2, 5)
    z = [[F(r.randint(1, 8)) if r.random() < 0.5 else F(0) for _ in range(n)] for _ in range(n)]
    final = [F(r.randint(0, 12)) for _ in range(n)]
    for i in range(n):
        sold, bought = sum(z[i]), sum(z[j][i] for j in range(n))
        final[i] += max(F(0), bought + 2 - sold)
    days = [F(r.choice([0, 0, 1, 2, 3, 5, 12, 60])) / r.choice([1, 1, 1, 2]) for _ in range(n)]
    shock = (r.randrange(n), F(r.choice([1, 1, 2, 3, 4]), 4), r.randint(1, 6), r.randint(1, 14))
    flow = [(i, j) for i in range(n) for j in range(n) if z[i][j] and i != j]
    ban = r.choice(flow) + (r.randint(1, 9), r.randint(1, 9)) if flow and r.random() < 0.4 else None
    return n, z, final, days, shock, ban


def run(n, z, final, days, shock, ban):
    """Daily production, spare capacity none, rationing in proportion, each product has one maker."""
    usual = [sum(z[i]) + final[i] for i in range(n)]
    need = [[z[i][j] / usual[j] if usual[j] else F(0) for j in range(n)] for i in range(n)]
    stock = [[z[i][j] * days[i] for j in range(n)] for i in range(n)]
    order = [[z[i][j] for j in range(n)] for i in range(n)]
    demand = usual[:]
    made = []
    for t in range(DAYS):
        node, cut, start, length = shock
        left = [1 - cut if v == node and start <= t < start + length else F(1) for v in range(n)]
        stopped = {ban[:2]} if ban and ban[2] <= t < ban[2] + ban[3] else set()

        def asked(i, j, d):
            goal = z[i][j] * days[i]
            use, gap = need[i][j] * d[j], goal - stock[i][j]
            return use + gap / max(F(1), min(days[i], F(60))) if gap > 0 else max(use + gap, F(0))

        # what is not stored for a day is ordered on the day: demand makes orders makes demand
        for _ in range(400):
            now = [[asked(i, j, demand) if days[i] < 1 else order[i][j] for j in range(n)] for i in range(n)]
            new = [sum(now[i][j] for j in range(n) if (i, j) not in stopped) + final[i] for i in range(n)]
            new = [F(x).limit_denominator(10 ** 30) for x in new]
            step = max(abs(a - b) for a, b in zip(new, demand))
            demand = new
            if step < F(1, 10 ** 22):
                break
        order = now
        wanted = [min(demand[v], usual[v] * left[v]) for v in range(n)]
        x = wanted[:]
        for _ in range(3000):                       # the largest production that today's deliveries allow
            got = [[F(0) if (i, j) in stopped else order[i][j] * x[i] / demand[i] if demand[i] else F(0)
                    for j in range(n)] for i in range(n)]
            new = [min([wanted[j]] + [(stock[i][j] + got[i][j]) / need[i][j] for i in range(n) if need[i][j]])
                   for j in range(n)]
            new = [F(a).limit_denominator(10 ** 30) for a in new]
            step = max(abs(a - b) for a, b in zip(new, x))
            x = new
            if step < F(1, 10 ** 18):
                break
        made.append([float(a) for a in x])
        for i in range(n):
            for j in range(n):
                if z[i][j]:
                    g = F(0) if (i, j) in stopped else order[i][j] * x[i] / demand[i] if demand[i] else F(0)
                    stock[i][j] = max(stock[i][j] + g - need[i][j] * x[j], F(0)).limit_denominator(10 ** 30)
        order = [[asked(i, j, demand) for j in range(n)] for i in range(n)]
    return made


print('case,network,inventory,shocks,period,node,production')
for case in range(60):
    n, z, final, days, shock, ban = economy(case)
    net = '{' + ','.join(f'n{i}>n{j}:{z[i][j]}' for i in range(n) for j in range(n) if z[i][j]) + ';' + \
        ','.join(f'n{i}[final_demand={final[i]}]' for i in range(n)) + '}'
    inventory = '{' + ','.join(f'n{i}:{float(days[i])}' for i in range(n)) + '}'
    shocks = '[{"node": "n%d", "cut": %s, "from": %d, "duration": %d}%s]' % (
        shock[0], float(shock[1]), shock[2], shock[3],
        ', {"supplier": "n%d", "user": "n%d", "cut": 1, "from": %d, "duration": %d}' % ban if ban else '')
    for t, row in enumerate(run(n, z, final, days, shock, ban)):
        for v in range(n):
            q = '"' + shocks.replace('"', '""') + '"'
            print(f'{case},"{net}","{inventory}",{q},{t},n{v},{row[v]!r}')
