#!/usr/bin/env python3
"""Answers to the questions of docs/export_control.md, worked out without the extension: the chain day by day in
exact fractions, re-exports and markets from their formulas.  Prints query, row, column, value, tolerance:
  python3 test/data/export_control.py > test/data/export_control.csv
"""
import csv
import gzip
import math
from fractions import Fraction as F

ROW = {}
HALF = {0: 0, 1: 0.06, 2: 0.006, 3: 0.0006, 4: 0.00006}     # what rounding in the query leaves


def say(query, column, values, tolerance=0.0):
    for row, value in enumerate(values, 1):
        if value is not None:
            ROW[query, row, column] = (float(value), tolerance)


# ---- the chain: dysprosium, magnets, motors, cars, a day at a time ----

RATE = [F(2), F(4), F(10)]      # a day, of magnets, motors, cars


def chain(days, stop, arrives, length=365):
    """Production lost, first day lost, day stopped and back by maker, when "arrives" of its input comes while the control lasts."""
    left = [F(d) for d in days]         # days of use in stock at magnets, motors, cars
    lost, first, full, back = [F(0)] * 3, [None] * 3, [None] * 3, [None] * 3
    for day in range(length):
        share = arrives if day < stop else F(1)
        for maker in range(3):
            made = min(F(1), left[maker] + share)
            left[maker] += share - made
            lost[maker] += (1 - made) * RATE[maker]
            if made < 1 and first[maker] is None:
                first[maker] = day
            if made == 0 and full[maker] is None:
                full[maker] = day
            if made == 1 and first[maker] is not None and back[maker] is None:
                back[maker] = day
            share = made        # what is made today is delivered today
    return lost, first, full, back


def lines_stop(query):
    lost, first, full, back = chain([60, 30, 5], 180, F(0))
    # the mine sells two of its three units a day, from day 0; China's magnet makers lose nothing
    say(query, 'first_loss', [0] + first)
    say(query, 'full_stop', [None] + full)
    say(query, 'back', [180] + back)
    say(query, 'production_loss', [180] + lost + [0], 1e-9)


def months_of_stock(query):
    answers = [chain([30 * m, 30, 5], 180, F(0)) for m in range(7)]
    lost = [a[0][2] for a in answers]
    say(query, 'months', range(7))
    say(query, 'cars_stop', [a[1][2] for a in answers])
    say(query, 'cars_lost', lost, 1e-9)
    say(query, 'month_buys', [None] + [a - b for a, b in zip(lost, lost[1:])], 1e-9)


def who_holds(query):
    usual = chain([60, 30, 5], 180, F(0))[0][2]
    saved, stock = [], []
    for maker, use in enumerate([F(1), F(2), F(4)]):
        days = [60, 30, 5]
        days[maker] += 30
        saved.append(usual - chain(days, 180, F(0))[0][2])
        stock.append(30 * use)
    say(query, 'stock', stock, 1e-9)
    say(query, 'cars_saved', saved, 1e-9)
    say(query, 'cars_for_a_unit', [a / b for a, b in zip(saved, stock)], 1e-9)


def contracts(query):
    shares = [F(0), F(1, 5), F(3, 10), F(1, 2)]
    answers = [chain([60, 30, 5], 180, s) for s in shares]
    say(query, 'share', shares, 1e-12)
    say(query, 'cars_lose_from', [a[1][2] for a in answers])
    say(query, 'cars_lost', [a[0][2] for a in answers], 1e-9)


def cascade(query):
    """Without dysprosium nothing is made: share lost, output a day, round."""
    user = {'dy': ['chn magnet', 'jpn magnet'], 'jpn magnet': ['motor'], 'motor': ['car']}
    rate = {'dy': 3, 'chn magnet': 4, 'jpn magnet': 2, 'motor': 4, 'car': 10}
    hit, wave = {'dy': 0}, ['dy']
    while wave:
        wave = [u for w in wave for u in user.get(w, []) if hit.setdefault(u, hit[w] + 1) == hit[w] + 1]
    order = sorted(hit, key=lambda n: (hit[n], n))
    say(query, 'share_lost', [1] * 5, 1e-9)
    say(query, 'loss_a_day', [rate[n] for n in order], 1e-9)
    say(query, 'round_hit', [hit[n] for n in order])


# ---- trade in magnets ----

def magnets():
    with gzip.open('data/baci_hs17_critical_2022_2024.csv.gz', 'rt') as f:
        return [(r['exporter'], r['importer'], float(r['value_kusd'])) for r in csv.DictReader(f)
                if r['hs6'] == '850511' and r['year'] == '2024']


def hidden(query, flow):
    """h_j = s_cj + sum over k of s_kj r_k h_k, by rounds; r = m / (m + p) or min(1, m / e)."""
    bought, shipped = {}, {}
    for k, j, v in flow:
        bought[j] = bought.get(j, 0) + v
        shipped[k] = shipped.get(k, 0) + v
    made = {'CHN': 4 * shipped['CHN'], 'JPN': 4 * shipped['CHN'] * 15 / 84}
    passed = {}
    for k, e in shipped.items():
        m = bought.get(k, 0)
        # a maker ships a mix of all it has, and made what it shipped beyond what it bought
        passed[k] = m / (m + max(made[k], e - m)) if k in made and m > 0 else min(1, m / e)
    h = {j: 0.0 for j in bought}
    for _ in range(2000):
        new = {j: 0.0 for j in bought}
        for k, j, v in flow:
            new[j] += v / bought[j] * (1 if k == 'CHN' else passed[k] * h.get(k, 0))
        h = new
    direct = {j: 0.0 for j in bought}
    for k, j, v in flow:
        if k == 'CHN':
            direct[j] += v / bought[j]
    top = sorted((j for j in bought if bought[j] > 150000 and j != 'CHN'), key=lambda j: direct[j] - h[j])[:6]
    say(query, 'million_usd', [bought[j] / 1000 for j in top], HALF[1])
    say(query, 'direct', [direct[j] for j in top], HALF[4])
    say(query, 'seen_through', [h[j] for j in top], HALF[4])
    say(query, 'hidden', [h[j] - direct[j] for j in top], HALF[4])


# ---- mines that come later ----

def ramp(t, share, start, length):
    return share * min(max((t - start) / length, 0.0), 1.0)


def shortage(dependency, duration, cover, cut=1.0, mines=(), steps=20000):
    """Stock day by day: days of use that are missing, and the first of them."""
    stock, missing, first = cover, 0.0, None
    step = duration / steps
    for i in range(steps):
        t = (i + 0.5) * step
        gap = (dependency * cut - sum(ramp(t, *m) for m in mines)) * step
        if gap > stock:
            missing += gap - stock
            first = t if first is None else first
            stock = 0.0
        else:
            stock = min(stock - gap, cover)
    return missing, first


def mines(query):
    lynas, caremag = (0.3, 90, 180), (0.2, 200, 100)
    answers = [shortage(1, 365, 60, mines=m) for m in ((), (caremag,), (lynas,), (lynas, caremag))]
    say(query, 'first_day_short', [a[1] for a in answers], 0.02)
    say(query, 'shortage', [a[0] for a in answers], 0.01)
    say(query, 'days_bought', [305 - a[0] for a in answers], 0.01)
    say(query, 'billion_yen', [a[0] * 2600 / 365 for a in answers], 0.1)


# ---- markets ----

def root(f, low, high):
    """Where f, which rises, is 0: by halves."""
    for _ in range(300):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return low


def prices(query):
    rows = []
    for supply, demand, choke, released in ((0.2, 0.3, None, 0), (0.2, 0.3, 20, 0), (0.2, 0.3, 20, 0.2), (0.5, 0.5, 20, 0)):
        price = root(lambda p: 0.1 * p ** supply + released - p ** -demand, 1, 1e6)
        binds = choke is not None and price > choke
        price = choke if binds else price
        area, steps = 0.0, 100000       # under demand between the prices, by Simpson
        for i in range(steps):
            a, b = (math.exp(math.log(price) * (i + k) / steps) for k in (0, 1))
            m = (a + b) / 2
            area += (b - a) / 6 * (a ** -demand + 4 * m ** -demand + b ** -demand)
        rows.append((price, 0.1 * price ** supply + released, area))
    say(query, 'price', [r[0] for r in rows], HALF[3])
    say(query, 'quantity', [r[1] for r in rows], HALF[4])
    say(query, 'buyer_loss', [r[2] for r in rows], HALF[3])


def welfare(mix, tariff, embargo, sigma=6.25, supply=2.0):
    """Origins clear for a given index P; the index of their prices must be P.  Demand for the good has elasticity 1."""
    total = sum(mix.values())

    def paid(index):
        return {o: math.exp((supply * math.log(1 + tariff.get(o, 0)) + (sigma - 1) * math.log(index)) / (supply + sigma))
                for o in mix if o not in embargo}

    def short(index):
        return math.log(index) - math.log(sum(mix[o] / total * p ** (1 - sigma) for o, p in paid(index).items())) / (1 - sigma)

    index = root(short, 1e-3, 1e3)
    buyers, treasury, abroad = -total * math.log(index), 0.0, 0.0
    for o, p in paid(index).items():
        received = p / (1 + tariff.get(o, 0))
        value = mix[o] * received ** (1 + supply)
        treasury += tariff.get(o, 0) * value
        abroad += mix[o] * (received ** (1 + supply) - 1) / (1 + supply)
    abroad -= sum(mix[o] for o in embargo) / (1 + supply)
    return index, buyers, treasury, buyers + treasury, abroad


def tariffs(query, flow):
    mix = {}
    for k, j, v in flow:
        if j == 'USA':
            mix[k] = mix.get(k, 0) + v / 1000
    rates = {'JPN': 0.15, 'DEU': 0.15, 'PHL': 0.19, 'VNM': 0.20}
    answers = [welfare(mix, rates, ()), welfare(mix, {}, ('CHN',)), welfare(mix, rates, ('CHN',))]
    for i, column in enumerate(('price_index', 'buyers', 'treasury', 'importer', 'sellers_abroad')):
        say(query, column, [a[i] for a in answers], HALF[4 if i == 0 else 1])


# ---- uncertainty ----

def tornado(query):
    usual = {'dependency': 0.9, 'duration': 180, 'cover': 95, 'cut': 1.0, 'alternative_start': 90}
    ranges = {'duration': (60, 365), 'cover': (60, 180), 'dependency': (0.6, 1), 'cut': (0.5, 1), 'alternative_start': (0, 180)}

    def ask(**changed):
        a = {**usual, **changed}
        return shortage(a['dependency'], a['duration'], a['cover'], a['cut'], ((0.3, a['alternative_start'], 180),), 50000)[0]

    base = ask()
    rows = sorted(((name, low, high, ask(**{name: low}), ask(**{name: high})) for name, (low, high) in ranges.items()),
                  key=lambda r: -abs(r[4] - r[3]))
    say(query, 'low', [r[1] for r in rows], 1e-9)
    say(query, 'high', [r[2] for r in rows], 1e-9)
    say(query, 'outcome_low', [r[3] for r in rows], 0.02)
    say(query, 'base', [base] * len(rows), 0.02)
    say(query, 'outcome_high', [r[4] for r in rows], 0.02)
    say(query, 'swing', [abs(r[4] - r[3]) for r in rows], 0.03)


def triangle(chance, low, likely, high):
    if chance < (likely - low) / (high - low):
        return low + math.sqrt(chance * (high - low) * (likely - low))
    return high - math.sqrt((1 - chance) * (high - low) * (high - likely))


def draws(query, count=1000, many=40000):
    """A net of points that fills the cube evenly (Kronecker's) stands for the distribution; a thousand draws may be off by four errors."""
    steps = [math.sqrt(p) % 1 for p in (2, 3, 5, 7)]
    found = []
    for i in range(many):
        a, b, c, d = (((i + 1) * s) % 1 for s in steps)
        found.append(shortage(0.6 + 0.4 * c, triangle(a, 60, 180, 365), 60 + 120 * b, 0.5 + 0.5 * d, ((0.3, 90, 180),), 200)[0])
    found.sort()
    mean = sum(found) / many
    error = math.sqrt(sum((x - mean) ** 2 for x in found) / many / count)
    tail = found[int(0.95 * many)]
    width = (found[int(0.96 * many)] - found[int(0.94 * many)]) / 0.02      # of a quantile, by its density
    say(query, 'mean', [mean], 4 * error)
    say(query, 'standard_error', [error], 0.2 * error)
    say(query, 'one_in_twenty', [tail], 4 * width * math.sqrt(0.95 * 0.05 / count))


def main():
    flow = magnets()
    lines_stop(1)
    months_of_stock(2)
    who_holds(3)
    cascade(4)
    hidden(5, flow)
    mines(7)        # 6 is a note
    contracts(8)
    prices(9)
    tariffs(10, flow)
    tornado(11)
    draws(12)
    print('query,row,column,value,tolerance')
    for (query, row, column), (value, tolerance) in sorted(ROW.items()):
        print(f'{query},{row},{column},{value:.10g},{tolerance:.3g}')


main()
