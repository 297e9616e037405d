#!/usr/bin/env python3
"""xlsx.py FILE.xlsx NAME=FILE.csv... -- a workbook with a sheet for each CSV file; "-" is standard input.

    psql --csv -c 'SELECT * FROM dashboard.alert' | xlsx.py alerts.xlsx alerts=-

Numbers become numbers and dates become dates; codes that begin with 0 stay as they are written, and so do codes in columns
called product, hs, entry or ending with _m49.  The first row stays when one scrolls and has a filter.  Needs nothing but Python.
"""
import csv
import datetime
import re
import sys
import zipfile
from xml.sax.saxutils import escape

NUMBER = re.compile(r'-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[-+]?[0-9]+)?$')
DAY = re.compile(r'[0-9]{4}-[0-9]{2}-[0-9]{2}$')
CODES = re.compile(r'(product|hs|entry|.*_m49)$')
CONTROL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f]')
MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'


def column(n):
    """A, B, ... Z, AA, ... of the column n, counted from 0."""
    return (column(n // 26 - 1) if n >= 26 else '') + chr(65 + n % 26)


def cell(place, text, heading):
    """A cell: a number, a day, or the text as it is."""
    if NUMBER.match(text) and not CODES.match(heading) and len(text.lstrip('-')) <= 17:
        return f'<c r="{place}"><v>{text}</v></c>'
    if DAY.match(text):
        days = (datetime.date.fromisoformat(text) - datetime.date(1899, 12, 30)).days
        if days > 60:
            return f'<c r="{place}" s="1"><v>{days}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(CONTROL.sub("?", text))}</t></is></c>' if text else ''


def sheet(rows):
    """The sheet: headings in bold that stay, columns as wide as what is in them."""
    headings = rows[0] if rows else ['']
    last = f'{column(len(headings) - 1)}{max(len(rows), 1)}'
    widths = [min(max(len(r[i]) for r in rows[:200] if i < len(r)) + 2, 60) for i in range(len(headings))] if rows else [10]
    body = []
    for n, row in enumerate(rows, 1):
        if n == 1:
            cells = ''.join(f'<c r="{column(i)}1" s="2" t="inlineStr"><is><t>{escape(h)}</t></is></c>' for i, h in enumerate(row))
        else:
            cells = ''.join(cell(f'{column(i)}{n}', text, headings[i]) for i, text in enumerate(row))
        body.append(f'<row r="{n}">{cells}</row>')
    return (f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<cols>{"".join(f"""<col min="{i}" max="{i}" width="{w}" customWidth="1"/>""" for i, w in enumerate(widths, 1))}</cols>'
            f'<sheetData>{"".join(body)}</sheetData><autoFilter ref="A1:{last}"/></worksheet>')


def main():
    if len(sys.argv) < 3 or not all('=' in a for a in sys.argv[2:]):
        sys.exit(__doc__)
    names, sheets = [], []
    for argument in sys.argv[2:]:
        name, path = argument.split('=', 1)
        names.append(re.sub(r'[][:*?/\\]', ' ', name)[:31])
        with (open(0, encoding='utf-8', newline='') if path == '-' else open(path, encoding='utf-8', newline='')) as source:
            sheets.append(sheet(list(csv.reader(source))))
    numbers = range(1, len(names) + 1)
    kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
    parts = {
        '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        + ''.join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers) + '</Types>',
        '_rels/.rels': f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        'xl/workbook.xml': f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>' + ''.join(f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, names)) + '</sheets></workbook>',
        'xl/_rels/workbook.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + ''.join(f'<Relationship Id="rId{n}" Type="{RELATED}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + f'<Relationship Id="rId{len(names) + 1}" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>',
        'xl/styles.xml': f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
        **{f'xl/worksheets/sheet{n}.xml': text for n, text in zip(numbers, sheets)}}
    with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as book:
        for path, text in parts.items():
            book.writestr(path, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


if __name__ == '__main__':
    main()
