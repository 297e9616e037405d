#!/usr/bin/env python3
"""Writes signal_cases.csv: synthetic series and what the early-warning
aggregates must answer, computed here from the definitions in docs/signal.md
with Python's statistics module and nothing of the extension's code."""
import csv
import datetime
import random
import statistics
import sys

FEWEST = 5


def split(series):
    known = [x for x in series[:-1] if x is not None]
    return known, series[-1]


def scale(known):
    centre = statistics.median(known)
    away = [abs(x - centre) for x in known]
    spread = statistics.median(away) / statistics.NormalDist().inv_cdf(0.75)
    if spread == 0:
        spread = statistics.fmean(away) * (3.141592653589793 / 2) ** 0.5
    return centre, spread


def robust_z(series):
    known, last = split(series)
    if last is None or len(known) < FEWEST:
        return None
    centre, spread = scale(known)
    if spread == 0:
        return 0.0 if last == centre else None
    return (last - centre) / spread


def cusum(series, k, h):
    known, last = split(series)
    if last is None or len(known) < FEWEST:
        return None
    centre, spread = scale(known)
    if spread == 0:
        return 0.0 if last == centre else None
    up = down = 0.0
    for x in series:
        if x is None:
            continue
        if up >= h or down >= h:
            up, down = 0.0, 0.0
        z = sorted([-h / 2, (x - centre) / spread, h / 2])[1]
        up = max(0.0, up + z - k)
        down = max(0.0, down - z - k)
    return up if up >= down else -down


def abrupt_stop(series, floor):
    known, last = split(series)
    if last is None or len(known) < FEWEST:
        return None
    for start in range(len(series) - 1, 0, -1):
        before = [x for x in series[:start] if x is not None]
        after = [x for x in series[start:] if x is not None]
        if series[start] is None or len(before) < FEWEST:
            continue
        base = statistics.median(before)
        if base > 0 and all(x <= floor * base for x in after) and all(x > floor * base for x in before):
            return 1 - last / base
    return 0.0


def surge(series):
    if len(series) <= 3 or series[-1] is None:
        return None
    before = [x for x in series[:-3] if x is not None]
    if len(before) < FEWEST or statistics.median(before) <= 0:
        return None
    return statistics.median(x for x in series[-3:] if x is not None) / statistics.median(before)


def relative_drop(series, rest):
    a, last = split(series)
    b, rest_last = split(rest)
    if last is None or rest_last is None or min(len(a), len(b)) < FEWEST:
        return None
    if statistics.median(a) <= 0 or statistics.median(b) <= 0 or rest_last <= 0:
        return None
    return 1 - (last / statistics.median(a)) / (rest_last / statistics.median(b))


def kinds(rng, n):
    yield [rng.lognormvariate(3, 0.3) for _ in range(n)]                      # steady
    yield [rng.choice([0, 0, rng.lognormvariate(4, 1)]) for _ in range(n)]    # lumpy
    stop = rng.randrange(1, n)
    yield [rng.uniform(80, 120) if i < stop else rng.choice([0, 1, 2]) for i in range(n)]
    yield [7.0] * (n - 1) + [rng.choice([7.0, 8.0])]                          # constant
    yield [rng.choice([None, rng.uniform(1, 9)]) for _ in range(n)]           # gaps
    yield [rng.uniform(-5, 20) + i for i in range(n)]                         # trend
    jump = rng.randrange(1, n)
    yield [10 + rng.random() + (i >= jump) * 3 for i in range(n)]             # shift


def main():
    rng = random.Random(20251107)
    out = csv.writer(sys.stdout, lineterminator='\n')
    out.writerow('series,month,x,rest,floor,k,h,robust_z,cusum,abrupt_stop,surge,relative_drop'.split(','))
    number = 0
    for n in (1, 2, 4, 5, 6, 7, 8, 9, 12, 13, 25):
        for series in kinds(rng, n) if n > 1 else [[3.0]]:
            series = [None if x is None else round(x, 6) for x in series]
            rest = [round(rng.uniform(50, 150), 6) for _ in series]
            floor, k, h = rng.choice([0.05, 0.1, 0.3]), rng.choice([0.25, 0.5]), rng.choice([4, 5])
            answers = [robust_z(series), cusum(series, k, h), abrupt_stop(series, floor), surge(series),
                       relative_drop(series, rest)]
            number += 1
            rows = [[number, datetime.date(2023 + i // 12, i % 12 + 1, 1), x, r, floor, k, h]
                    + ['' if a is None else repr(a) for a in answers]
                    for i, (x, r) in enumerate(zip(series, rest))]
            rng.shuffle(rows)
            out.writerows(rows)


main()
