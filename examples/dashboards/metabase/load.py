#!/usr/bin/env python3
"""load.py ADDRESS DATABASE -- makes the questions of this folder and a dashboard of them in Metabase.

    METABASE_API_KEY=... examples/dashboards/metabase/load.py http://localhost:3000 "Trade"

DATABASE is the name under which Metabase knows the database with the views.  The key is made under
Admin, Settings, Authentication, API keys.  Nothing that is there is changed: a second run makes a second dashboard.
"""
import glob
import json
import os
import re
import sys
import urllib.request
import uuid


def read_question(path):
    """The parts of a question: what is in the comments above the SQL, and the SQL."""
    text = open(path, encoding='utf-8').read()
    head = dict(re.findall(r'^-- (name|description|display|size|settings): (.*)$', text, re.M))
    head['variables'] = re.findall(r'^-- variable: (\w+), (text|date), ([^,]+), (.*)$', text, re.M)
    head['sql'] = re.sub(r'^--.*\n', '', text, flags=re.M)
    return head


def card(question, database):
    """What POST /api/card wants."""
    tags = {name: {'id': str(uuid.uuid5(uuid.NAMESPACE_URL, question['name'] + '/' + name)), 'name': name, 'display-name': label,
                   'type': kind, 'required': True, 'default': preset} for name, kind, label, preset in question['variables']}
    return {'name': question['name'], 'description': question['description'], 'display': question['display'],
            'visualization_settings': json.loads(question['settings']),
            'dataset_query': {'database': database, 'type': 'native', 'native': {'query': question['sql'], 'template-tags': tags}}}


def layout(questions, cards):
    """What PUT /api/dashboard/ID wants: rows of 24, a filter for each variable, wired to the cards that have it."""
    parameters, placed, col, row, height = {}, [], 0, 0, 0
    for n, (question, made) in enumerate(zip(questions, cards)):
        width, tall = map(int, question['size'].split(' x '))
        if col + width > 24:
            col, row, height = 0, row + height, 0
        for name, kind, label, preset in question['variables']:
            parameters[name] = {'id': name, 'name': label, 'slug': name, 'type': 'date/single' if kind == 'date' else 'string/=',
                                'sectionId': 'date' if kind == 'date' else 'string', 'default': preset if kind == 'date' else [preset]}
        placed.append({'id': -1 - n, 'card_id': made, 'col': col, 'row': row, 'size_x': width, 'size_y': tall, 'visualization_settings': {},
                       'parameter_mappings': [{'parameter_id': name, 'card_id': made, 'target': ['variable', ['template-tag', name]]}
                                              for name, _, _, _ in question['variables']]})
        col, height = col + width, max(height, tall)
    return {'parameters': list(parameters.values()), 'dashcards': placed}


def main():
    if len(sys.argv) != 3 or 'METABASE_API_KEY' not in os.environ:
        sys.exit(__doc__)
    address, name = sys.argv[1].rstrip('/'), sys.argv[2]

    def ask(method, path, body=None):
        request = urllib.request.Request(address + path, json.dumps(body).encode() if body is not None else None, method=method,
                                         headers={'x-api-key': os.environ['METABASE_API_KEY'], 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    databases = {d['name']: d['id'] for d in ask('GET', '/api/database')['data']}
    if name not in databases:
        sys.exit(f'Metabase knows no database "{name}", but {", ".join(sorted(databases)) or "none"}')
    questions = [read_question(p) for p in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), '*.sql')))]
    cards = [ask('POST', '/api/card', card(q, databases[name]))['id'] for q in questions]
    board = ask('POST', '/api/dashboard', {'name': 'Trade exposure', 'description': 'Dependence on suppliers, duties, and what is lost if a supplier stops.'})['id']
    ask('PUT', f'/api/dashboard/{board}', layout(questions, cards))
    print(f'{len(cards)} questions, dashboard {address}/dashboard/{board}')


if __name__ == '__main__':
    main()
