"""How a driver's value is shown: floating point to six digits, NULL empty."""
import datetime, decimal, json


def show(value):
    if value is None:
        return ''
    if isinstance(value, bool):
        return 't' if value else 'f'
    if isinstance(value, float):
        return '%.6g' % value
    if isinstance(value, list):
        return '{' + ','.join(value) + '}'
    if isinstance(value, dict):
        return json.dumps(value)
    assert isinstance(value, (str, int, datetime.date, decimal.Decimal)), type(value)
    return str(value)
