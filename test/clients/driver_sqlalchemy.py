"""Prints the view's columns and the answers to questions with parameters, by SQLAlchemy."""
import datetime, os
import sqlalchemy
from lib.show import show


with sqlalchemy.create_engine('postgresql+psycopg2://').connect() as connection:
    for query, arguments in (
            (os.environ['VIEW'], {}),
            ('SELECT te.hhi(te.supply_mix(:o, :a)) AS share', {'o': ['CHN', 'VNM'], 'a': [3.0, 1.0]}),
            ('SELECT (te.country_group(:g, :d))[1:2] AS bloc', {'g': 'EU', 'd': datetime.date(2024, 1, 1)}),
            ("SELECT te.dependency_share(o, a, :t) AS aggregate FROM (VALUES ('CHN', 3.0::float8), ('VNM', 1)) AS v(o, a)",
                {'t': 'CHN'})):
        row = connection.execute(sqlalchemy.text(query.replace('::', r'\:\:')), arguments).first()
        for name, value in row._mapping.items():
            print(f'{name}={show(value)}')
