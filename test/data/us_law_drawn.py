#!/usr/bin/env python3
"""us_law_drawn.py SEED ROWS -- draws customs lines of the United States at random and computes what they
owe in exact fractions, from the dated lists of data/tariff/us and a reading of the headings, orders and
proclamations of its own: nothing of tools/make_us_law.pl or of the extension goes in.  Lines are drawn
around what the lists name: goods of each list, its areas, its dates to the day, its claims.
us_law_drawn.csv.gz is `us_law_drawn.py 20261130 4000`.  Run from the top folder."""
import bisect
import csv
import datetime
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from fractions import Fraction as F

EU = 'AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split()
COLUMN_2 = ['BY', 'CU', 'KP', 'RU']
CAFTA = ['CR', 'DO', 'SV', 'GT', 'HN', 'NI']
# who may claim which letter of the special column
PREFERENCE = {letter: [letter] for letter in 'AU BH CL CO IL JO JP KR MA OM PA PE SG'.split()} | {'P': CAFTA, 'USMCA': ['CA', 'MX']}
# list 16(c)(xi): 15 % all-in (9903.82.22)
ALL_IN_15 = 'AR CH EC GB GT JP KR LI SV TW'.split() + EU
FIRST, LAST = '2025-03-04', '2026-10-08'


def rows(name):
    path = 'data/tariff/us/' + name
    with gzip.open(path, 'rt') if name.endswith('gz') else open(path) as f:
        return list(csv.DictReader(f))


def holds(row, day):
    return (row['valid_from'] or '0') <= day < (row['valid_to'] or '9')


def names(row, origin):
    areas = row['area'].split('|')
    return '*' in areas or origin in areas or 'EU' in areas and origin in EU


def by(key, table):
    found = defaultdict(list)
    for row in table:
        found[key(row)].append(row)
    return found


LINES = by(lambda r: r['hts'], rows('hts_line.csv.gz'))
CODES = sorted(h for h in LINES if len(h) == 10 and '01' <= h[:2] < '98')
COUNTRY = by(lambda r: r['program'], rows('country_rate.csv.gz'))
DEALS = rows('s232_deal.csv')
BRITISH_PARTS = {r['code'] for r in rows('uk_part.csv')}
# statistical numbers that an exclusion names; of most only the goods that it describes, which is claimed
EXCLUDED = {r['code']: r for r in rows('s301_exclusion.csv.gz')}
SECTION_232 = by(lambda r: (r['program'], r['code_prefix']), rows('s232_list.csv.gz'))
CHINA = by(lambda r: r['code_prefix'], rows('s301_china.csv.gz'))
EXEMPT = defaultdict(list)
for _row in rows('exemption.csv.gz'):
    # a tracker's reading of EO 14323, see data/README.md
    if not _row['source'].startswith('EO 14323 Annex I (original'):
        for _program in _row['program'].split('|'):
            EXEMPT[_program, _row['code_prefix']].append(_row)


def prefixes(code):
    return [code[:n] for n in range(4, 11)]


def listed(program, code, day):
    return [r for p in prefixes(code) for r in SECTION_232.get((program, p), []) if holds(r, day)]


def exempt(program, code, origin, day):
    return [r for p in prefixes(code) for r in EXEMPT.get((program, p), []) if holds(r, day) and names(r, origin)]


def deals(program, origin, day):
    # subdivision (r) and its British twin: parts outside the list
    return [r for r in DEALS if r['program'] == program and names(r, origin) and holds(r, day)
            and '(r)' not in r['evidence'] and r['heading'] != '9903.94.33']


# ---- column 1, column 2, special ----

UNITS = {'kg': ('KGM', F(1)), 'liter': ('LTR', F(1)), 'each': ('NAR', F(1)), 'No.': ('NAR', F(1)), 'doz.': ('NAR', F(1, 12)),
         'm3': ('LTR', F(1, 1000)), 't': ('KGM', F(1, 1000)), 'm2': ('MTK', F(1)),
         'bbl': ('LTR', 1 / F('158.987294928')), 'pr.': ('NAR', F(1, 2))}


def rate_amount(text, value, quantities):
    """What a printed rate comes to; None where it is more than percentages and money per unit."""
    total = F(0)
    if text.strip() == 'Free':
        return total
    for part in text.split('+'):
        part = part.strip()
        percent = re.fullmatch(r'([0-9.]+)\s*%', part)
        if percent:
            total += F(percent[1]) / 100 * value
            continue
        money = re.fullmatch(r'(\$?)([0-9.]+)\s*(¢?)\s*(?:/\s*([A-Za-z0-9.]+)|(each))', part)
        unit = money and UNITS.get(money[4] or money[5])
        if not unit or bool(money[1]) == bool(money[3]):
            return None
        total += F(money[2]) / (100 if money[3] else 1) * unit[1] * quantities[unit[0]]
    return total


def special_rates(text):
    found = {}
    for rate, letters in re.findall(r'([^()]*)\(([^()]*)\)', text):
        for letter in letters.split(','):
            found.setdefault(letter.strip(' .'), rate.strip(' ,;'))
    return found


def ordinary_duty(line):
    """The duty of the column that the line stands in; None when it is in words."""
    row, refs = None, ''
    for prefix in reversed(prefixes(line.code)):
        for r in LINES.get(prefix, []):
            if holds(r, line.day):
                refs += r['ch99_refs'] + '|'
                if row is None and (r['general'] or r['other']):
                    row = r
    if row is None:
        return None
    if line.origin in COLUMN_2:
        text = row['other']
        for heading, rate in (('9903.90.08', '35%'), ('9903.90.09', '70%')):
            if line.origin == 'RU' and heading in refs:
                text = rate
        return rate_amount(text, line.value, line.quantities)
    amounts = [rate_amount(row['general'], line.value, line.quantities)]
    special = special_rates(row['special'])
    for claim in line.claims:
        letter = 'S' if claim == 'USMCA' else claim
        rate = special.get(letter, special.get(letter + '+'))
        if line.origin in PREFERENCE.get(claim, []) and rate is not None:
            amounts.append(rate_amount(rate, line.value, line.quantities))
    return None if None in amounts else min(amounts)


# ---- a line ----

class Line:
    def __init__(self, code, origin, day, loaded, value, quantities, content, weights, claims):
        self.code, self.origin, self.day, self.loaded = code, origin, day, loaded
        self.value, self.quantities = F(value), quantities
        self.content = {k: F(v) for k, v in (content or {}).items()}
        self.weights = {k: F(str(v)) for k, v in (weights or {}).items()}
        self.claims = set(claims)
        self.duty = {}
        self.of_metal = {}      # value that a metal duty is charged on
        self.whole = False      # a section 232 duty on the whole article
        self.usmca = 'USMCA' in claims and origin in ('CA', 'MX')

    def all_in(self, rate, base=None):
        """What brings column 1 up to the rate."""
        base = self.value if base is None else base
        return max(F(0), F(rate) / 100 * base - self.ordinary * base / self.value)

    def charge(self, program, amount):
        self.duty[program] = amount
        self.whole = True

    def by_deal(self, program, amount):
        for deal in deals(program, self.origin, self.day):
            if deal['heading'] == '9903.94.32' and self.code not in BRITISH_PARTS:
                continue
            rate = F(deal['rate_pct'])
            amount = self.all_in(rate) if deal['kind'] == 'all_in' else rate / 100 * self.value
        return amount

    def is_free(self, program):
        """By a list of goods, or by what is claimed on one."""
        for row in exempt(program, self.code, self.origin, self.day):
            condition = row['condition']
            if condition in ('full', 'full?') or condition == 'aircraft' and 'CIVIL_AIRCRAFT' in self.claims or \
                    condition in ('ex', 'pharma') and row['heading'] in self.claims or condition.startswith('CAFTA') and 'P' in self.claims:
                return True
        return 'INFORMATIONAL' in self.claims

    def in_transit(self, loaded, entered):
        return self.loaded is not None and self.loaded < loaded and self.day < entered


def quarter(line, base=None):
    return F(1, 4) * (line.value if base is None else base)


def vehicles(line):
    """Cars and trucks (notes 33, 38); an electric truck is a light one unless it is filed as a heavier one."""
    cars, trucks = listed('S232_AUTO', line.code, line.day), listed('S232_MHD', line.code, line.day)
    if cars and trucks:
        cars, trucks = ([], trucks) if '9903.74.01' in line.claims else (cars, [])
    if cars:
        amount = quarter(line)
        for deal in deals('S232_AUTO', line.origin, line.day):
            if line.origin != 'GB':
                amount = line.all_in(deal['rate_pct'])
            elif 'TRQ' in line.claims and line.code.startswith('8703'):
                amount = F(deal['rate_pct']) / 100 * line.value
        line.charge('S232_AUTO', amount)
    if trucks:
        line.charge('S232_MHD', F(trucks[0]['rate_pct']) / 100 * line.value)
    for program, lists, claim in (('S232_AUTO', 'S232_AUTO_PARTS', 'AUTO_PART'), ('S232_MHD', 'S232_MHD_PARTS', 'MHD_PART')):
        if claim not in line.claims or not listed(lists, line.code, line.day):
            continue
        if line.usmca:
            # "subject to" the proclamation all the same (Proc. 10984 cl. 9)
            line.is_part = line.day >= '2025-11-01'
        elif not line.whole:
            line.charge(program, line.by_deal(lists, quarter(line)))


def wood_and_chips(line):
    wood = listed('S232_WOOD', line.code, line.day)
    chips = 'SEMI_NOTE39' in line.claims and listed('S232_SEMI', line.code, line.day)
    if chips:
        # no other section 232 duty (Proc. of 2026-01-14 cl. 5)
        line.duty.clear()
        line.charge('S232_SEMI', quarter(line))
    elif wood and not line.whole:
        amount = F(wood[0]['rate_pct']) / 100 * line.value
        line.charge('S232_WOOD', amount if wood[0]['heading'] == '9903.76.01' else line.by_deal('S232_WOOD', amount))


def metals_2026(line):
    """One duty on the whole article since 2026-04-06 (note 16)."""
    if line.is_part or {'S232_AUTO', 'S232_MHD', 'S232_SEMI'} & set(line.duty):
        return
    if line.origin == 'RU' and listed('S232_ALU', line.code, '2026-04-05'):
        # 9903.85.67 and .68 stand beside the headings 9903.82 and let off nothing
        line.duty['S232_ALU'] = 2 * line.value
        return
    found = listed('S232_METALS', line.code, line.day)
    # the notes name 9903.82.02 and .04 to .17
    if 'CIVIL_AIRCRAFT' in line.claims and not any('82.22' in r['condition'] for r in found) and \
            any(r['condition'] == 'aircraft' for r in exempt('S232_METALS', line.code, line.origin, line.day)):
        return
    for row in found:
        words, rate = row['condition'], F(row['rate_pct'])
        metal = 'aluminium' if words.startswith('alu') else 'copper' if words.startswith('copper') else 'steel'
        if rate == 0 or '15 % or more' in words and line.weights.get(metal, F(1)) < F(15, 100):
            continue
        amount = rate / 100 * line.value
        if row['heading'].startswith('9903.82.10'):
            amount = quarter(line) if line.origin in COLUMN_2 else line.all_in(rate)
        if '82.22' in words and line.origin in ALL_IN_15:
            amount = line.all_in(15)
        british = re.search(r'GB metal: (\d+)', words)
        if british and line.origin == 'GB' and 'UK_METAL' in line.claims:
            amount = F(british[1]) / 100 * line.value
        line.charge('S232_METAL', max(amount, line.duty.get('S232_METAL', F(0))))


def metals_2025(line, fentanyl):
    """Steel, aluminium, copper on the article or on their content, until 2026-04-05."""
    if line.is_part or {'S232_AUTO', 'S232_MHD', 'S232_SEMI'} & set(line.duty):
        return
    for program, metal in (('S232_STEEL', 'steel'), ('S232_ALU', 'aluminium'), ('S232_COPPER', 'copper')):
        found = listed(program, line.code, line.day)
        free = 'CIVIL_AIRCRAFT' in line.claims and any(r['condition'] == 'aircraft' for r in exempt(program, line.code, line.origin, line.day))
        # until 2025-06-03 the duties on Canada and Mexico came first (EO 14289)
        if not found or free or program != 'S232_COPPER' and fentanyl > 0 and line.day < '2025-06-04':
            continue
        rate, base = F(found[-1]['rate_pct']), line.value
        if found[-1]['base'].startswith('content:'):
            base = line.content.get(metal, line.value)
        for deal in deals(program, line.origin, line.day):
            rate = F(deal['rate_pct'])
            base = line.value if line.origin == 'RU' else base
        line.of_metal[program] = base
        line.duty[program] = rate / 100 * base


def fentanyl_rate(line):
    """Of Canada and Mexico."""
    if line.origin not in ('CA', 'MX') or line.day >= '2026-02-24' or line.usmca and line.day >= '2025-03-07' or 'INFORMATIONAL' in line.claims:
        return F(0)
    if exempt('FENT_CAMX', line.code, line.origin, line.day):
        return F(10)
    return next(F(r['rate_pct']) for r in COUNTRY['FENT_CAMX']
                if names(r, line.origin) and holds(r, line.day) and not re.search('list|transshipped', r['condition']))


def reciprocal(line, rest):
    day, origin = line.day, line.origin
    if not '2025-04-05' <= day < '2026-02-24' or line.whole or origin in ['CA', 'MX'] + COLUMN_2 or line.is_free('RECIP') or \
            line.in_transit('2025-04-05', '2025-05-27'):
        return
    own = [r for r in COUNTRY['RECIP'] if r['area'] != '*' and names(r, origin) and holds(r, day) and r['kind'] in ('on_top', 'all_in')]
    row = max(own, key=lambda r: r['valid_from'], default=None)
    rate, kind = (F(row['rate_pct']), row['kind']) if row else (F(10), 'on_top')
    if row:
        heading = row['heading'][:10]
        early = '9903.01.43' <= heading <= '9903.01.76' and line.in_transit(row['valid_from'], '2025-05-27')
        summer = '9903.02.02' <= heading <= '9903.02.73' and line.in_transit('2025-08-07', '2025-10-05')
        if early or summer:
            rate, kind = F(10), 'on_top'
    american = line.content.get('us', F(0))
    base = max(F(0), rest - (american if american >= line.value / 5 else 0))
    line.duty['RECIP'] = line.all_in(rate, base) if kind == 'all_in' else rate / 100 * base


def emergency(line, fentanyl):
    """The duties under the emergency act: those on China, Canada, Mexico, Brazil, India and all."""
    day, origin = line.day, line.origin
    rest = line.value - min(line.value, sum(line.of_metal.values()))
    if fentanyl > 0 and not line.whole:
        metal = line.of_metal.get('S232_STEEL', 0) + line.of_metal.get('S232_ALU', 0)
        line.duty['FENT_CAMX'] = fentanyl / 100 * (line.value - (min(line.value, metal) if day >= '2025-06-04' else 0))
    if origin in ('CN', 'HK') and day < '2026-02-24' and 'INFORMATIONAL' not in line.claims and not line.in_transit('2025-02-01', '2025-03-07'):
        line.duty['FENT_CN'] = F(20 if day < '2025-11-10' else 10) / 100 * line.value
    reciprocal(line, rest)
    if line.whole:
        return
    if origin == 'BR' and '2025-08-06' <= day < '2026-02-24' and not line.is_free('IEEPA_BR') and not line.in_transit('2025-08-06', '2025-10-05'):
        line.duty['IEEPA_BR'] = F(40, 100) * rest
    # note 2(v)(iii) frees of the duty on India too (9903.01.86)
    general = [r for r in exempt('RECIP', line.code, 'IN', day) if r['condition'] == 'full' or r['condition'] == 'ex' and r['heading'] in line.claims]
    if origin == 'IN' and '2025-08-27' <= day < '2026-02-07' and not general and 'INFORMATIONAL' not in line.claims and \
            not line.in_transit('2025-08-27', '2025-09-17'):
        line.duty['IEEPA_IN'] = F(25, 100) * rest


def surcharge(line):
    if not '2026-02-24' <= line.day < '2026-07-24' or line.whole or line.usmca or line.is_free('S122') or line.in_transit('2026-02-24', '2026-02-28'):
        return
    # textiles of general note 29(d)(v), as listed for the duties that follow
    textile = any(r['condition'].startswith('CAFTA') for r in exempt('S301FL', line.code, line.origin, '2026-08-01'))
    if not (textile and 'P' in line.claims):
        line.duty['S122'] = F(10, 100) * (line.value - min(line.value, sum(line.of_metal.values())))


def section_301(line):
    day, origin = line.day, line.origin
    excluded = EXCLUDED.get(line.code)
    free = excluded and holds(excluded, day) and (excluded['condition'].startswith('whole') or excluded['heading'] in line.claims)
    if origin == 'CN' and not free:
        line.duty['S301'] = sum((F(r['rate_pct']) / 100 * line.value for p in prefixes(line.code) for r in CHINA.get(p, []) if holds(r, day)
                                 and not any(line.code.startswith(x) for x in r['except'].split('|') if x)
                                 and r['heading'] not in ('9903.91.12', '9903.91.14')), F(0))
    aircraft = 'CIVIL_AIRCRAFT' in line.claims and exempt('S338_CA', line.code, origin, day)
    # until 2026-09-14 not on goods of section 232
    if origin == 'CA' and exempt('S338_CA_LIST', line.code, origin, day) and not aircraft and not (line.whole and day < '2026-09-15'):
        line.duty['S338_CA'] = F(50, 100) * line.value
    if line.whole:
        return
    if day >= '2026-07-24' and not line.usmca and not line.is_free('S301FL') and not line.in_transit('2026-07-24', '2026-07-28'):
        for r in COUNTRY['S301FL']:
            if r['kind'] != 'exempt' and names(r, origin):
                line.duty['S301_FL'] = line.all_in(r['rate_pct']) if r['kind'] == 'all_in' else F(r['rate_pct']) / 100 * line.value
    if day >= '2026-07-22' and origin == 'BR' and not line.is_free('S301BR') and not line.in_transit('2026-07-22', '2026-07-29'):
        line.duty['S301_BR'] = F(25, 100) * line.value


def cents(amount):
    return F((amount * 100 + F(1, 2)).__floor__(), 100)


def duties(line):
    """Duty by program, to the cent; None where the schedule's own words are no rate."""
    line.ordinary = ordinary_duty(line)
    if line.ordinary is None:
        return None
    line.is_part = False
    fentanyl = fentanyl_rate(line)
    vehicles(line)
    wood_and_chips(line)
    metals_2026(line) if line.day >= '2026-04-06' else metals_2025(line, fentanyl)
    emergency(line, fentanyl)
    surcharge(line)
    section_301(line)
    line.duty['MFN'] = line.ordinary
    return {p: float(cents(a)) for p, a in sorted(line.duty.items()) if cents(a) != 0}


# ---- drawing ----

def exists(code, day):
    return any(holds(r, day) for r in LINES.get(code, []))


def below(prefix, day):
    first = bisect.bisect_left(CODES, prefix)
    last = bisect.bisect_left(CODES, prefix + ':')
    return [c for c in CODES[first:last] if exists(c, day)]


def shift(day, days):
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=days))


def groups():
    """Rows of the lists by what tells them apart."""
    found = defaultdict(list)
    for r in rows('exemption.csv.gz'):
        found['exempt', r['program'], r['area'], r['condition'], r['heading'], r['valid_from']].append(r)
    for r in rows('s232_list.csv.gz'):
        if r['program'] not in ('S201_QUARTZ', 'S232_POLYSILICON', 'S232_UAS', 'S201_SOLAR', 'S232_PHARMA'):
            found['232', r['program'], r['heading'], r['valid_from'], r['condition'][:30]].append(r)
    for r in rows('s301_china.csv.gz'):
        found['301', r['heading'], r['valid_from']].append(r)
    for r in rows('s301_exclusion.csv.gz'):
        found['excluded', r['heading'], r['condition'][:5]].append(r | {'code_prefix': r['code']})
    for r in rows('uk_part.csv'):
        found['british', 'S232_AUTO_PARTS'].append({'code_prefix': r['code'], 'valid_from': '2025-06-30', 'valid_to': ''})
    return found


class Drawing:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.groups = groups()
        self.keys = sorted(self.groups)
        dates = {r[k] for f in ('exemption.csv.gz', 's232_list.csv.gz', 's301_china.csv.gz', 'country_rate.csv.gz', 's232_deal.csv')
                 for r in rows(f) for k in ('valid_from', 'valid_to', 'entered_before') if r.get(k)}
        self.dates = sorted(d for d in dates if FIRST <= d <= LAST)
        self.countries = sorted({a for p in ('RECIP', 'S301FL') for r in COUNTRY[p] for a in r['area'].split('|') if len(a) == 2 and a != 'EU'} |
                                set(EU) | set('KE ET UY CL CO PE SG AU MA OM BH PA DO HN AE EG SA KW QA ME GE AM UA'.split()))

    def maybe(self, share):
        return self.random.random() < share

    def day(self):
        day = shift(self.random.choice(self.dates), self.random.choice([-1, 0, 0, 1, 3])) if self.maybe(.6) else \
            shift(FIRST, self.random.randrange(0, 583))
        return min(max(day, FIRST), LAST)

    def day_of(self, row):
        first, end = max(row['valid_from'], '2025-03-12'), min(row['valid_to'] or '2026-10-09', '2026-10-09')
        days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(first)).days
        return min(shift(first, self.random.randrange(0, max(1, days))), LAST)

    def claims_of(self, key):
        """What goods of a list may claim."""
        wanted = {'aircraft': 'CIVIL_AIRCRAFT', 'ex': key[-2], 'pharma': key[-2]}.get(key[3] if key[0] == 'exempt' else '')
        if key[0] == 'exempt' and key[3].startswith('CAFTA'):
            wanted = 'P'
        if key[0] == 'excluded':
            wanted = key[1]
        wanted = {'S232_AUTO_PARTS': 'AUTO_PART', 'S232_MHD_PARTS': 'MHD_PART', 'S232_SEMI': 'SEMI_NOTE39',
                  'S232_AUTO': 'TRQ'}.get(key[1], wanted)
        return [wanted] if wanted and self.maybe(.65) else []

    def origin_of(self, key):
        if key[0] == 'exempt' and key[2] != '*' and self.maybe(.85):
            origin = self.random.choice(key[2].split('|'))
            return self.random.choice(EU) if origin == 'EU' else origin
        if key[0] == '232' and self.maybe(.4):
            return self.random.choice('GB JP KR TW RU CA MX CN BR IN BY CH VN AR EC'.split() + EU[:6])
        if key[0] in ('301', 'excluded') and self.maybe(.8):
            return 'CN'
        if key[0] == 'british' or key[1] == 'S232_AUTO_PARTS' and self.maybe(.2):
            return 'GB'
        return None

    def goods(self):
        day, claims, origin = self.day(), [], None
        if self.maybe(.75):
            key = self.random.choice(self.keys)
            row = self.random.choice(self.groups[key])
            day = self.day_of(row) if self.maybe(.6) else day
            codes = below(row['code_prefix'], day)
            code = self.random.choice(codes) if codes else None
            claims, origin = self.claims_of(key), self.origin_of(key)
        else:
            code = self.random.choice(CODES)
        return day, code, claims, origin

    def content_of(self, code, day, value):
        metals = [m for p, m in (('S232_STEEL', 'steel'), ('S232_ALU', 'aluminium'), ('S232_COPPER', 'copper'))
                  if any(r['base'].startswith('content') for r in listed(p, code, day))]
        if metals and self.maybe(.75):
            content = {}
            for metal in metals:
                content[metal] = self.random.randrange(0, value - sum(content.values()) + 1)
            return content
        if not metals and '2025-04-05' <= day < '2026-02-24' and self.maybe(.04):
            return {'us': int(value * self.random.choice([.1, .19, .2, .5]))}
        return None

    def weights_of(self, code, day):
        found = [r['condition'] for r in listed('S232_METALS', code, day) if '15 % or more' in r['condition']]
        if not found or self.maybe(.5):
            return None
        metal = 'aluminium' if found[0].startswith('alu') else 'copper' if found[0].startswith('copper') else 'steel'
        return {metal: self.random.choice([.1, .149, .15, .6])}

    def line(self):
        day, code, claims, origin = self.goods()
        origin = origin or (self.random.choice('CN CA MX BR IN HK MO RU BY'.split()) if self.maybe(.25) else self.random.choice(self.countries))
        letters = [c for c in PREFERENCE if origin in PREFERENCE[c]]
        if letters and self.maybe(.35):
            claims.append(self.random.choice(letters))
        if self.maybe(.02):
            claims.append('INFORMATIONAL')
        if origin == 'GB' and day >= '2026-04-06' and self.maybe(.5):
            claims.append('UK_METAL')
        loaded = None
        if self.maybe(.12):
            turn = self.random.choice('2025-04-05 2025-04-09 2025-04-10 2025-08-06 2025-08-07 2025-08-27 2026-02-24 2026-07-22 2026-07-24'.split())
            loaded = shift(turn, self.random.choice([-8, -1, 0, 1]))
            day = min(shift(turn, self.random.randrange(0, 62)), LAST)
        if code is None or not exists(code, day) or loaded and loaded > day:
            return None
        value = self.random.choice([100, 1234, 5000, 14172, 20000, 99999, 250000])
        quantities = dict(zip(('KGM', 'LTR', 'NAR', 'MTK'), self.random.choice([(7, 11, 13, 17), (4321, 987, 65, 2109), (31415, 27182, 14142, 17320)])))
        return code, origin, day, loaded, value, quantities, self.content_of(code, day, value), self.weights_of(code, day), sorted(set(claims))


def main(seed, count):
    drawing = Drawing(seed)
    out = csv.writer(sys.stdout, lineterminator='\n')
    out.writerow('n hts10 origin entry_date loaded customs_value quantities content weight_share claims expected_total expected'.split())
    n = 0
    while n < count:
        drawn = drawing.line()
        owed = duties(Line(*drawn)) if drawn else None
        if owed is None:
            continue
        n += 1
        code, origin, day, loaded, value, quantities, content, weights, claims = drawn
        out.writerow([n, code, origin, day, loaded or '', value, json.dumps(quantities), '' if content is None else json.dumps(content),
                      json.dumps(weights) if weights else '', '{%s}' % ','.join(claims), round(sum(owed.values()), 2), json.dumps(owed)])


if __name__ == '__main__':
    main(int(sys.argv[1]), int(sys.argv[2]))
