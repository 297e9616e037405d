#!/usr/bin/env python3
"""xlsx.py FILE.xlsx NAME=FILE.csv... -- a workbook with a sheet for each CSV file; "-" is standard input.

    psql --csv -c 'SELECT * FROM dashboard.alert' | xlsx.py alerts.xlsx alerts=-

Numbers become numbers, dates and times without a zone become such.  Codes stay as they are written: all of a column of which one
begins with 0, columns called product, hs, entry or code or ending with _m49 or _code, and whole numbers of more than the 15 digits
that a workbook keeps.  The first row stays when one scrolls and has a filter.  Needs nothing but Python.  Exit status: 0 written,
1 not; FILE.xlsx is the old file or the new one, never a part.
"""
import csv
import datetime
import math
import os
import re
import sys
import zipfile
from xml.sax.saxutils import escape

NUMBER = re.compile(r'-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[-+]?[0-9]+)?$')
MOMENT = re.compile(r'[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?$')
CODES = re.compile(r'(product|hs[0-9]*|entry|(.*_)?code|.*_m49)$')
PADDED = re.compile(r'0[0-9]+$')
NOT_XML = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
ESCAPE = re.compile('_(?=x[0-9A-Fa-f]{4}_)')
MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 1048576, 16384, 32767
EPOCH = datetime.datetime(1899, 12, 30)
MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'


def fail(why):
    sys.exit(f'xlsx.py: {why}')


def column(n):
    """A, B, ... Z, AA, ... of the column n, counted from 0."""
    return (column(n // 26 - 1) if n >= 26 else '') + chr(65 + n % 26)


def words(text):
    """Text as the XML of a cell has it: what XML does not know is a question mark, what is too long is cut."""
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT - 1] + '…'
    return escape(ESCAPE.sub('_x005F_', NOT_XML.sub('?', text)))


def is_number(text):
    """Whether a workbook keeps the number: it has 15 digits, of which a fraction may lose some."""
    found = NUMBER.match(text)
    return bool(found) and len(found[1]) <= 15 and math.isfinite(float(text))


def moment(text):
    """Days since the epoch of workbooks, and the style: 1 a day, 3 a time; None where it is neither."""
    if not MOMENT.match(text):
        return None
    try:
        since = datetime.datetime.fromisoformat(text) - EPOCH
    except ValueError:
        return None
    if since.days <= 60:
        return None
    return (str(since.days), 1) if len(text) == 10 else (repr(since / datetime.timedelta(days=1)), 3)


def cell(place, text, is_code):
    """A cell: a number, a day, a time, or the text as it is."""
    if not text:
        return ''
    if not is_code:
        if is_number(text):
            return f'<c r="{place}"><v>{text}</v></c>'
        when = moment(text)
        if when:
            return f'<c r="{place}" s="{when[1]}"><v>{when[0]}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{words(text)}</t></is></c>'


def sheet(rows, name):
    """The sheet: headings in bold that stay, columns as wide as what is in them."""
    width = max(map(len, rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        fail(f'{name}: {len(rows)} rows and {width} columns; a sheet has {MAX_ROWS} and {MAX_COLUMNS}')
    headings = (rows[0] if rows else []) + [''] * (width - len(rows[0]) if rows else 0)
    codes = [bool(CODES.match(h)) or any(i < len(r) and PADDED.match(r[i]) for r in rows[1:]) for i, h in enumerate(headings)]
    sizes = [min(max(len(r[i]) for r in rows[:200] + [headings] if i < len(r)) + 2, 60) for i in range(width)]
    body = []
    for n, row in enumerate(rows, 1):
        if n == 1:
            cells = ''.join(f'<c r="{column(i)}1" s="2" t="inlineStr"><is><t xml:space="preserve">{words(h)}</t></is></c>' for i, h in enumerate(row))
        else:
            cells = ''.join(cell(f'{column(i)}{n}', text, codes[i]) for i, text in enumerate(row))
        body.append(f'<row r="{n}">{cells}</row>')
    cols = ''.join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(sizes, 1))
    return (f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            + (f'<cols>{cols}</cols>' if cols else '') + f'<sheetData>{"".join(body)}</sheetData>'
            + (f'<autoFilter ref="A1:{column(width - 1)}{len(rows)}"/>' if width else '') + '</worksheet>')


def sheet_name(wanted, taken):
    """A name that a sheet may have and that no other has: 31 characters, of which some are not allowed."""
    name = NOT_XML.sub(' ', re.sub(r'[][:*?/\\]', ' ', wanted))[:31].strip("' ") or 'Sheet'
    if name.lower() == 'history':
        name += '_'
    n, base = 1, name
    while name.lower() in taken:
        n += 1
        name = base[:31 - len(str(n)) - 1] + f' {n}'
    taken.add(name.lower())
    return name


def read(path):
    """The rows of a CSV file in UTF-8, with or without its mark."""
    try:
        with open(0 if path == '-' else path, encoding='utf-8-sig', newline='') as source:
            return list(csv.reader(source))
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        fail(f'{path} cannot be read: {e}')


def parts(names, sheets):
    """The files within a workbook."""
    numbers = range(1, len(names) + 1)
    kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
    packages = 'http://schemas.openxmlformats.org/package/2006'
    quoted = [escape(name, {'"': '&quot;'}) for name in names]
    return {
        '[Content_Types].xml': f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        + ''.join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers) + '</Types>',
        '_rels/.rels': f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        'xl/workbook.xml': f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>'
        + ''.join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, quoted)) + '</sheets></workbook>',
        'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="{packages}/relationships">'
        + ''.join(f'<Relationship Id="rId{n}" Type="{RELATED}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + f'<Relationship Id="rId{len(names) + 1}" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>',
        'xl/styles.xml': f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="4"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
        **{f'xl/worksheets/sheet{n}.xml': text for n, text in zip(numbers, sheets)}}


def main():
    if len(sys.argv) < 3 or not all('=' in a for a in sys.argv[2:]):
        sys.exit(__doc__)
    csv.field_size_limit(2 ** 31 - 1)
    wanted = [a.split('=', 1) for a in sys.argv[2:]]
    if [path for _, path in wanted].count('-') > 1:
        fail('standard input can be one sheet only')
    taken = set()
    names = [sheet_name(name, taken) for name, _ in wanted]
    sheets = [sheet(read(path), name) for name, path in wanted]
    target, draft = sys.argv[1], sys.argv[1] + '.part'
    try:
        with zipfile.ZipFile(draft, 'w', zipfile.ZIP_DEFLATED) as book:
            for path, text in parts(names, sheets).items():
                book.writestr(path, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
        os.replace(draft, target)
    except OSError as e:
        fail(f'{target} cannot be written: {e}')


if __name__ == '__main__':
    main()
