#!/usr/bin/env python3
"""Writes unit_value_cases.csv: synthetic values and quantities of two periods and
the index numbers that they must give, computed here from the formulas of the
Export and Import Price Index Manual (value shares of price relatives) in exact
fractions, the logarithms to 50 digits, with nothing of the extension's code."""
import csv
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50
random.seed(20090)
ITEMS = ['850511', '850519', 'CHN', 'VNM', 'AUS', 'a long name, of an item']


def decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def unit_value(value, quantity):
    return value / quantity if value > 0 and quantity > 0 else None


def relative(item, rule):
    prices = [unit_value(item['v0'], item['q0']), unit_value(item['v1'], item['q1'])]
    if None not in prices:
        return prices[1] / prices[0]
    if rule == 'carry' and prices != [None, None]:
        return Fraction(1)
    return None


def indices(items, rule):
    matched = [(i, relative(i, rule)) for i in items if relative(i, rule) is not None]
    traded = [i for i in items if i['v0'] or i['v1']]
    if rule == 'error' and len(matched) < len(traded):
        return None
    totals = [sum((i[v] for i, _ in matched), Fraction(0)) for v in ('v0', 'v1')]
    all_values = [sum((i[v] for i in items), Fraction(0)) for v in ('v0', 'v1')]
    answer = [None] * 4
    if totals[0] > 0:
        answer[0] = decimal(sum(i['v0'] / totals[0] * r for i, r in matched))
    if totals[1] > 0:
        answer[1] = decimal(1 / sum(i['v1'] / totals[1] / r for i, r in matched))
    if totals[0] > 0 and totals[1] > 0:
        answer[2] = (answer[0] * answer[1]).sqrt()
        answer[3] = sum(decimal((i['v0'] / totals[0] + i['v1'] / totals[1]) / 2) * decimal(r).ln() for i, r in matched).exp()
    coverage = [decimal(t / a) if a > 0 else None for t, a in zip(totals, all_values)]
    return answer + [len(matched), len(traded) - len(matched)] + coverage


def amount(zero):
    return Fraction(0) if random.random() < zero else Fraction(random.randint(1, 99999), random.choice([1, 4, 8]))


def mix(items, key):
    return '{' + ','.join('"%s":%s' % (i['name'], float(i[key])) for i in items) + '}'


out = csv.writer(sys.stdout, lineterminator='\n')
out.writerow('n rule v0 q0 v1 q1 laspeyres paasche fisher tornqvist items left_out base_coverage coverage'.split())
for n in range(120):
    zero = [0, 0.1, 0.3][n % 3]
    items = [dict(name=name, **{k: amount(zero) for k in ('v0', 'q0', 'v1', 'q1')}) for name in ITEMS[:1 + n % 6]]
    rule = ['exclude', 'carry', 'error'][n // 3 % 3]
    answer = indices(items, rule)
    cells = ['refused'] + [''] * 7 if answer is None else ['' if a is None else a if isinstance(a, int) else '%.17g' % a for a in answer]
    out.writerow([n, rule] + [mix(items, k) for k in ('v0', 'q0', 'v1', 'q1')] + cells)
