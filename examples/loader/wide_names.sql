-- wide_names.sql -- for \ir by load_io.sql: what the rows and columns beside the sectors
-- of an input-output table are called by their publishers, in the temporary table
-- io_name: axis, role, pattern of the name in capital letters.
-- Rows: output; added, the whole of value added; part, a part of it, which also is what
-- no name is known for; input, what else
-- the sectors pay for (taxes, imports); total.  Columns: output; final, a final use;
-- whole, all final uses; total.  Of several roles the first holds.  A name that is both
-- a row and a column is a sector, unless it is always something else.
CREATE TEMP TABLE io_name ON COMMIT DROP AS
SELECT row_number() OVER () AS n, axis, role, '^(' || pattern || ')$' AS pattern, role = 'total' OR said OR role = 'output' AND pattern ~ 'OUT' AS always
FROM (
	SELECT axis, role, regexp_replace(upper(name), '([.+*?()\[\]{}^$\\])', '\\\1', 'g') AS pattern, true AS said
	FROM (VALUES ('row', 'output', :'output'), ('row', 'part', :'value_added'), ('row', 'input', :'input'), ('row', 'total', :'total'),
		('column', 'output', :'output'), ('column', 'final', :'final'), ('column', 'total', :'total')) AS said(axis, role, names),
		string_to_table(names, '|') AS name WHERE name <> ''
	UNION ALL SELECT *, false FROM (VALUES
		('row', 'output', CASE :'layout' WHEN 'OECD ICIO' THEN 'OUT(PUT)?|TOTAL' ELSE 'OUT(PUT(_BP)?)?' END),
		('row', 'output', 'P1|GO|X'),
		('row', CASE :'value_added' WHEN '' THEN 'added' ELSE 'total' END, 'VA(\+TAXSUB)?|VALU|GVA|B1G|VALUE[ _]ADDED'),
		('row', 'total', 'TOT(AL)?|CPA_TOTAL|TOT_CA|P2(_ADJ)?|TS_BP|SUPBP|TTL_.*|II_FOB|TOTAL[ _].*|SUM'),
		('row', 'part', 'D1|D1[12].*|D29.*|D39|B[23].*|K1|P51C|OP_SURPLUS'),
		('row', 'input', 'TLS|([A-Z0-9]{3}_)?TAXSUB|TXS.*|D21.*|D31|EXP_ADJ|PURN?R|INTTTM|OP_N?RES'),
		('row', 'import', 'IMP(ORTS?)?|P7(_.*)?'),
		('column', 'output', CASE :'layout' WHEN 'OECD ICIO' THEN 'OUT(PUT)?|TOTAL' WHEN 'WIOD 2016' THEN 'TOT|GO|TOTAL_OUTPUT' ELSE 'OUT(PUT(_BP)?)?' END),
		('column', 'output', 'P1|GO|X'),
		('column', 'whole', 'TFU|TFINU|TFD|FINAL[ _](USE|DEMAND)'),
		('column', 'total', 'TOT(AL)?|CPA_TOTAL|TU|TOTAL[ _].*|SUM')) AS known) AS p;
