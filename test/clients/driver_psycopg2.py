"""Prints the view's columns and the answers to questions with parameters, by psycopg2."""
import datetime, os
import psycopg2
from lib.show import show


cursor = psycopg2.connect('').cursor()
for query, arguments in (
        (os.environ['VIEW'], ()),
        ('SELECT te.hhi(te.supply_mix(%s, %s)) AS share', (['CHN', 'VNM'], [3.0, 1.0])),
        ('SELECT (te.country_group(%s, %s))[1:2] AS bloc', ('EU', datetime.date(2024, 1, 1))),
        ('SELECT te.dependency_share(o, a, %s) AS aggregate FROM (VALUES (%s, %s), (%s, %s)) AS v(o, a)',
            ('CHN', 'CHN', 3.0, 'VNM', 1.0))):
    cursor.execute(query, arguments)
    for column, value in zip(cursor.description, cursor.fetchone()):
        print(f'{column.name}={show(value)}')
