-- rate_text.sql -- for \ir: pg_temp.rate(printed), a rate of the printed schedule
-- as a duty expression; words that cannot be computed stay, with TEXT: before them.
-- The export has marks of its web page in it (m<sup>2</sup>, 2.5% <u></u>), and a
-- rate "on the entire set" is one on the value.
CREATE OR REPLACE FUNCTION pg_temp.rate(printed text) RETURNS text LANGUAGE sql
	RETURN (SELECT CASE WHEN duty_status(plain) !~ '^invalid: ' THEN duty_expression(plain) ELSE 'TEXT:' || plain END
		FROM (SELECT btrim(regexp_replace(regexp_replace(printed, '</?[a-z]+>', '', 'g'), '% on the entire set\s*$', '%')) AS plain) AS p);
