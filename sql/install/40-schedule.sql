
-- Tariff rules: the tables that hold them, and their compiled value.

CREATE TYPE @extschema@.tariff_schedule;

CREATE FUNCTION te_support.te_schedule_in(cstring) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_in(cstring) IS
'Reads the text form of a compiled schedule, checking every part of it. Example: used by COPY and pg_restore';

CREATE FUNCTION te_support.te_schedule_out(@extschema@.tariff_schedule) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_out(@extschema@.tariff_schedule) IS
'Text form of a compiled schedule: its bytes in base 64. Example: used by COPY and pg_dump';

CREATE FUNCTION te_support.te_schedule_recv(internal) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_recv(internal) IS
'Reads the binary form of a compiled schedule, checking every part of it. Example: used by COPY BINARY';

CREATE FUNCTION te_support.te_schedule_send(@extschema@.tariff_schedule) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_send(@extschema@.tariff_schedule) IS
'Binary form of a compiled schedule. Example: SELECT length(te_support.te_schedule_send(compiled)) FROM tariff_regime';

CREATE TYPE @extschema@.tariff_schedule (
	INPUT = te_support.te_schedule_in,
	OUTPUT = te_support.te_schedule_out,
	RECEIVE = te_support.te_schedule_recv,
	SEND = te_support.te_schedule_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = external
);
COMMENT ON TYPE @extschema@.tariff_schedule IS
'A tariff law, compiled: its programs, measures, rules, areas and roundings in one immutable value. Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → 4500';

-- ---- the rule tables ----

CREATE FUNCTION te_support.te_rules_row_id() RETURNS uuid
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_rules_row_id() IS
'A new key for a row of a rule table: one after the other in time, and never the same on two servers. Example: SELECT te_support.te_rules_row_id() IS NOT NULL';

CREATE TABLE @extschema@.tariff_regime (
	regime text PRIMARY KEY,
	parent text REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE,
	currency text,
	description text,
	covers_from date,
	covers_to date,
	compiled @extschema@.tariff_schedule,
	compiled_from text,
	CONSTRAINT tariff_regime_name CHECK (regime <> ''),
	CONSTRAINT tariff_regime_covers CHECK (covers_from < covers_to),
	CONSTRAINT tariff_regime_currency CHECK (currency ~ '^[A-Z]{3}$')
);
COMMENT ON TABLE @extschema@.tariff_regime IS
'One row a tariff law, or a scenario that differs from its parent. Example: INSERT INTO tariff_regime (regime, parent) VALUES (''US without RECIP'', ''US'')';
COMMENT ON COLUMN @extschema@.tariff_regime.regime IS 'Name by which functions find the law (US, JP, a scenario).';
COMMENT ON COLUMN @extschema@.tariff_regime.parent IS 'Regime whose rules hold here too, but for the differences that this regime''s own rows say.';
COMMENT ON COLUMN @extschema@.tariff_regime.currency IS 'Currency of customs values and duties; NULL: the parent''s.';
COMMENT ON COLUMN @extschema@.tariff_regime.description IS 'What the regime is, in words.';
COMMENT ON COLUMN @extschema@.tariff_regime.compiled IS 'What tariff_compile made of the rules.';
COMMENT ON COLUMN @extschema@.tariff_regime.covers_from IS 'First entry date for which the rules are complete; before it there is no answer; NULL: the parent''s, or not said.';
COMMENT ON COLUMN @extschema@.tariff_regime.covers_to IS 'First entry date for which they no longer are; from it on there is no answer; NULL: the parent''s, or not said.';
COMMENT ON COLUMN @extschema@.tariff_regime.compiled_from IS 'State of the rules (tariff_rules_version) that the compiled value was made from.';

CREATE TABLE @extschema@.tariff_program (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	program text NOT NULL,
	ord int4 NOT NULL DEFAULT 0,
	combine text NOT NULL DEFAULT 'specific',
	choice_group text,
	mandatory bool NOT NULL DEFAULT false,
	dropped bool NOT NULL DEFAULT false,
	description text,
	PRIMARY KEY (regime, program)
);
COMMENT ON TABLE @extschema@.tariff_program IS
'Named sets of measures: the ordinary duty, an additional duty, a tax. Example: INSERT INTO tariff_program (regime, program, ord, combine) VALUES (''US'', ''EXCISE'', 90, ''max'')';
COMMENT ON COLUMN @extschema@.tariff_program.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_program.program IS 'Name of the program (MFN, S301, VAT).';
COMMENT ON COLUMN @extschema@.tariff_program.ord IS 'Place in listings, and in the evaluation where the rules leave it open.';
COMMENT ON COLUMN @extschema@.tariff_program.combine IS 'Which of several matching measures count: specific (longest code, then own country over group over all), max, min, sum, first (lowest ord).';
COMMENT ON COLUMN @extschema@.tariff_program.choice_group IS 'Programs of one group are alternatives: the importer pays one of them.';
COMMENT ON COLUMN @extschema@.tariff_program.mandatory IS 'Every code of the schedule has a measure here, or in another mandatory program of the choice group; a code without one is unknown and has no total.';
COMMENT ON COLUMN @extschema@.tariff_program.dropped IS 'The measures that the parent has in this program do not count here; the other columns of this row are not read.';
COMMENT ON COLUMN @extschema@.tariff_program.description IS 'What the program is, in words.';

CREATE TABLE @extschema@.tariff_measure (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	measure_id text NOT NULL,
	program text NOT NULL,
	code_prefix text NOT NULL DEFAULT '',
	except_codes text[],
	area text NOT NULL DEFAULT '*',
	except_areas text[],
	rate text NOT NULL,
	base text NOT NULL DEFAULT 'value',
	op text NOT NULL DEFAULT 'add',
	over text[],
	total_rate text,
	need text[],
	unless text[],
	gate text,
	gate_from numeric,
	gate_to numeric,
	valid_from date,
	valid_to date,
	known_from date,
	known_to date,
	loaded_before date,
	entered_before date,
	legal_ref text,
	ord int4 NOT NULL DEFAULT 0,
	dropped bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_measure IS
'What is charged on which goods, from where and when. Example: INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES (''US'', ''8703.23.01'', ''MFN'', ''870323'', ''2.5%'')';
COMMENT ON COLUMN @extschema@.tariff_measure.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_measure.measure_id IS 'Name of the measure; versions of one measure share it. A row here replaces all rows of that name in the parent.';
COMMENT ON COLUMN @extschema@.tariff_measure.program IS 'Program that the measure belongs to.';
COMMENT ON COLUMN @extschema@.tariff_measure.code_prefix IS 'Digits that the HS code begins with; empty: all goods.';
COMMENT ON COLUMN @extschema@.tariff_measure.except_codes IS 'Codes (by their first digits) that are left out.';
COMMENT ON COLUMN @extschema@.tariff_measure.area IS '* for all origins, an ISO country code, or an area of tariff_area.';
COMMENT ON COLUMN @extschema@.tariff_measure.except_areas IS 'Countries and areas that are left out.';
COMMENT ON COLUMN @extschema@.tariff_measure.rate IS 'Duty expression (5.3% + 2.2 USD/KGM); TEXT:… for a rate in words, which is never computed; NOT COVERED:… for a duty that exists, but not in these rules.';
COMMENT ON COLUMN @extschema@.tariff_measure.base IS 'What percentages are taken of: value, content:KEY (that part of the value only; a line must tell it), content:KEY or value (the whole value where the line does not tell it), rest (what is left after the contents), duty+value (the value and the duties listed in over).';
COMMENT ON COLUMN @extschema@.tariff_measure.op IS 'add: the rate; floor: what the rate exceeds the programs in over by; captotal: the rate, but with over no more than total_rate; cap: the rate, but no more than over; replace: what brings over to the rate, up or down.';
COMMENT ON COLUMN @extschema@.tariff_measure.over IS 'Programs that op or base refer to.';
COMMENT ON COLUMN @extschema@.tariff_measure.total_rate IS 'Duty expression that captotal keeps the sum with over below.';
COMMENT ON COLUMN @extschema@.tariff_measure.need IS 'Claims without which the measure does not apply (C490, EUR.1).';
COMMENT ON COLUMN @extschema@.tariff_measure.unless IS 'Claims with which the measure does not apply (USMCA).';
COMMENT ON COLUMN @extschema@.tariff_measure.gate IS 'Figure that must lie in [gate_from, gate_to): value, value/UNIT (price of a unit), content:KEY (share of the value, 0..1), weight:KEY (share of the weight, 0..1); the last two may end in "or SHARE", which counts where the line does not tell it.';
COMMENT ON COLUMN @extschema@.tariff_measure.gate_from IS 'Smallest figure at which the measure applies; NULL: any.';
COMMENT ON COLUMN @extschema@.tariff_measure.gate_to IS 'Figure from which the measure no longer applies; NULL: none.';
COMMENT ON COLUMN @extschema@.tariff_measure.valid_from IS 'First entry date; NULL: always.';
COMMENT ON COLUMN @extschema@.tariff_measure.valid_to IS 'First entry date on which it no longer holds; NULL: open.';
COMMENT ON COLUMN @extschema@.tariff_measure.known_from IS 'Day on which this row was published; NULL: always known.';
COMMENT ON COLUMN @extschema@.tariff_measure.known_to IS 'Day on which another row took its place; NULL: still what we know.';
COMMENT ON COLUMN @extschema@.tariff_measure.loaded_before IS 'Goods laden before this day and entered before entered_before are exempt (in transit).';
COMMENT ON COLUMN @extschema@.tariff_measure.entered_before IS 'End of the exemption for goods in transit.';
COMMENT ON COLUMN @extschema@.tariff_measure.legal_ref IS 'Heading, order or regulation.';
COMMENT ON COLUMN @extschema@.tariff_measure.ord IS 'Place among the measures of a program that combines by first.';
COMMENT ON COLUMN @extschema@.tariff_measure.dropped IS 'The parent''s measures of this name do not count here, and nothing takes their place.';
COMMENT ON COLUMN @extschema@.tariff_measure.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

CREATE TABLE @extschema@.tariff_rule (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	kind text NOT NULL DEFAULT 'excludes',
	subject text NOT NULL,
	object text NOT NULL,
	scope text NOT NULL DEFAULT 'slice',
	"when" text NOT NULL DEFAULT 'owed',
	area text,
	valid_from date,
	valid_to date,
	known_from date,
	known_to date,
	legal_ref text,
	dropped bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_rule IS
'Which program keeps which other from applying, and when. Example: INSERT INTO tariff_rule (regime, subject, object, valid_from) VALUES (''US'', ''S232_STEEL'', ''RECIP'', ''2025-04-05'')';
COMMENT ON COLUMN @extschema@.tariff_rule.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_rule.kind IS 'excludes: subject keeps object from applying; conflicts: the claims subject and object contradict each other; implies: who claims subject claims object too.';
COMMENT ON COLUMN @extschema@.tariff_rule.subject IS 'Program that excludes (of conflicts and implies: a claim).';
COMMENT ON COLUMN @extschema@.tariff_rule.object IS 'Program that is excluded (of conflicts and implies: the other claim).';
COMMENT ON COLUMN @extschema@.tariff_rule.scope IS 'slice: on the part of the value that bears the subject; line: on the whole line.';
COMMENT ON COLUMN @extschema@.tariff_rule."when" IS 'owed: when the subject is charged (a floor is, even where it leaves nothing to pay); in_scope: when the goods fall under the subject, even if claims free them from it.';
COMMENT ON COLUMN @extschema@.tariff_rule.area IS 'Origins for which the rule holds; NULL: all.';
COMMENT ON COLUMN @extschema@.tariff_rule.valid_from IS 'First entry date; NULL: always.';
COMMENT ON COLUMN @extschema@.tariff_rule.valid_to IS 'First entry date on which it no longer holds; NULL: open.';
COMMENT ON COLUMN @extschema@.tariff_rule.known_from IS 'Day on which this row was published; NULL: always known.';
COMMENT ON COLUMN @extschema@.tariff_rule.known_to IS 'Day on which another row took its place; NULL: still what we know.';
COMMENT ON COLUMN @extschema@.tariff_rule.legal_ref IS 'Order or regulation.';
COMMENT ON COLUMN @extschema@.tariff_rule.dropped IS 'The parent''s rules of this kind between subject and object do not count here.';
COMMENT ON COLUMN @extschema@.tariff_rule.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

CREATE TABLE @extschema@.tariff_area (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	area text NOT NULL,
	country text NOT NULL,
	valid_from date,
	valid_to date,
	dropped bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_area IS
'Countries of an area, with the dates of their membership. Example: INSERT INTO tariff_area (regime, area, country) VALUES (''US'', ''EU'', ''DE'')';
COMMENT ON COLUMN @extschema@.tariff_area.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_area.area IS 'Name that measures and rules use.';
COMMENT ON COLUMN @extschema@.tariff_area.country IS 'ISO code of the country.';
COMMENT ON COLUMN @extschema@.tariff_area.valid_from IS 'First day of membership; NULL: always.';
COMMENT ON COLUMN @extschema@.tariff_area.valid_to IS 'First day after membership; NULL: open.';
COMMENT ON COLUMN @extschema@.tariff_area.dropped IS 'The parent''s membership does not count here.';
COMMENT ON COLUMN @extschema@.tariff_area.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

CREATE TABLE @extschema@.tariff_rounding (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	what text NOT NULL,
	program text,
	unit numeric NOT NULL,
	mode text NOT NULL DEFAULT 'half_up',
	carry bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_rounding IS
'How a regime rounds. Example: INSERT INTO tariff_rounding (regime, what, unit, mode) VALUES (''US'', ''base'', 1000, ''down'')';
COMMENT ON COLUMN @extschema@.tariff_rounding.regime IS 'Regime that says this; its rows replace the parent''s.';
COMMENT ON COLUMN @extschema@.tariff_rounding.what IS 'value: the customs value of the line; base: what a program''s rate is applied to; duty: a program''s amount; total: the sum.';
COMMENT ON COLUMN @extschema@.tariff_rounding.program IS 'Program that base and duty speak of; NULL: each that has no row of its own.';
COMMENT ON COLUMN @extschema@.tariff_rounding.unit IS 'Multiple to round to (0.01, 1, 1000).';
COMMENT ON COLUMN @extschema@.tariff_rounding.mode IS 'half_up, half_even, down or up.';
COMMENT ON COLUMN @extschema@.tariff_rounding.carry IS 'Of duty: programs that refer to this one see the rounded amount.';
COMMENT ON COLUMN @extschema@.tariff_rounding.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

-- The state of the rules: each row has a hash, and what a statement changes in
-- the sum of a regime's hashes is a row here.  So it changes with any change and
-- comes back with the same rows: also after dump and restore, which is why it is
-- not dumped itself.  Nobody but the triggers writes here.
CREATE TABLE @extschema@.tariff_version (
	regime text NOT NULL,
	stamp uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	rules text NOT NULL,
	high int8 NOT NULL,
	low int8 NOT NULL,
	PRIMARY KEY (regime, stamp)
);
COMMENT ON TABLE @extschema@.tariff_version IS
'How the rules came to their state, kept by triggers. Example: SELECT regime FROM tariff_version WHERE regime = ''US'' LIMIT 1 → US';
COMMENT ON COLUMN @extschema@.tariff_version.regime IS 'Regime.';
COMMENT ON COLUMN @extschema@.tariff_version.stamp IS 'Key of the row.';
COMMENT ON COLUMN @extschema@.tariff_version.rules IS 'Rule table.';
COMMENT ON COLUMN @extschema@.tariff_version.high IS 'What the sum of the 128-bit hashes of the regime''s rows in that table rose by, upper half.';
COMMENT ON COLUMN @extschema@.tariff_version.low IS 'Lower half.';

CREATE FUNCTION te_support.te_rules_changed() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION te_support.te_rules_changed() IS
'Trigger: notes in tariff_version that rules have changed. Example: on every rule table';

CREATE FUNCTION te_support.te_rules_version_foreign() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION te_support.te_rules_version_foreign() IS
'Trigger: keeps stamps of another server out of tariff_version, which replicated rules make here. Example: on tariff_version';

-- By statement in ordinary sessions; by row where changes are replicated to, since
-- an apply worker fires no triggers for statements.
CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_program REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_program REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_program REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_program
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_program
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_program ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_measure REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_measure REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_measure REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_measure
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_measure
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_measure ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_rule REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_rule REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_rule REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_rule
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_rule
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_rule ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_area REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_area REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_area REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_area
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_area
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_area ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_rounding REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_rounding REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_rounding REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_rounding
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_rounding
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_rounding ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_row AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_regime
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_regime
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_regime ENABLE ALWAYS TRIGGER te_row, ENABLE ALWAYS TRIGGER te_truncate;

-- what another server sends comes from no trigger; what triggers write here does
CREATE TRIGGER te_foreign BEFORE INSERT OR UPDATE OR DELETE ON @extschema@.tariff_version
FOR EACH ROW WHEN (pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.=) 0) EXECUTE FUNCTION te_support.te_rules_version_foreign();
ALTER TABLE @extschema@.tariff_version ENABLE REPLICA TRIGGER te_foreign;

-- A trusted extension's tables belong to the superuser; who installed it works with them.
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON @extschema@.tariff_regime, @extschema@.tariff_program, @extschema@.tariff_measure, @extschema@.tariff_rule,
	@extschema@.tariff_area, @extschema@.tariff_rounding TO @extowner@ WITH GRANT OPTION;

-- What pg_dump takes along.  The tables are found as members of the extension:
-- the name of its schema must not stand inside quotes.
DO $$
DECLARE
	kept oid;
BEGIN
	FOR kept IN
		SELECT c.oid
		FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_depend d ON d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'e'::"char"
			JOIN pg_catalog.pg_extension e ON e.tableoid = d.refclassid AND e.oid = d.refobjid
		WHERE e.extname = 'trade_exposure'::name AND c.relname = ANY (
			'{tariff_regime,tariff_program,tariff_measure,tariff_rule,tariff_area,tariff_rounding}'::name[])
		ORDER BY c.oid
	LOOP
		PERFORM pg_catalog.pg_extension_config_dump(kept, ''::text);
	END LOOP;
END $$;

-- ---- compiling ----

CREATE FUNCTION te_support.te_rules_lineage(regime text) RETURNS TABLE(ancestor text, depth int4)
LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 2
BEGIN ATOMIC
	WITH RECURSIVE line AS (
		SELECT r.regime AS ancestor, r.parent, 0 AS depth
		FROM @extschema@.tariff_regime r WHERE r.regime = te_rules_lineage.regime
		UNION ALL
		SELECT r.regime, r.parent, l.depth + 1
		FROM line l JOIN @extschema@.tariff_regime r ON r.regime = l.parent
		WHERE l.depth < 32)
	SELECT l.ancestor, l.depth FROM line l;
END;
COMMENT ON FUNCTION te_support.te_rules_lineage(text) IS
'A regime (depth 0), its parent, and so on. Example: SELECT * FROM te_support.te_rules_lineage(''US without RECIP'') → (US without RECIP, 0), (US, 1)';

CREATE FUNCTION @extschema@.tariff_rules_version(regime text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.tariff_rules_version(text) IS
'State of all rules that a regime rests on; equal states are equal rules. Example: SELECT compiled_from = tariff_rules_version(regime) AS up_to_date FROM tariff_regime WHERE regime = ''US'' → true';

CREATE FUNCTION @extschema@.tariff_check(regime text)
RETURNS TABLE(severity text, problem text, place text, detail text)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT ROWS 10 COST 100000;
COMMENT ON FUNCTION @extschema@.tariff_check(text) IS
'What is wrong (error: cannot be compiled) or odd (warning) in a regime''s rules. Example: SELECT count(*) FROM tariff_check(''US'') WHERE severity = ''error'' → 0';

CREATE FUNCTION @extschema@.tariff_build(regime text) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT COST 100000;
COMMENT ON FUNCTION @extschema@.tariff_build(text) IS
'The compiled value of a regime''s rules as they are now, without storing it. Example: SELECT tariff_rate(tariff_build(''US''), ''8703230190'', ''JP'', ''2025-10-01'') → 0.15';

CREATE FUNCTION @extschema@.tariff_compile(regime text)
RETURNS TABLE(compiled text, programs int4, measures int4, rules int4, bytes int4)
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT ROWS 1 COST 100000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION @extschema@.tariff_compile(text) IS
'Checks a regime''s rules, compiles them and stores the value in tariff_regime. Example: SELECT compiled, programs, measures, rules FROM tariff_compile(''US'') → US, 24, 68065, 110';

CREATE FUNCTION @extschema@.tariff_rebuild_version() RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE COST 100000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION @extschema@.tariff_rebuild_version() IS
'Makes tariff_version anew from the rules and enables its triggers as installed, after pg_restore --disable-triggers; returns how many regimes there are. Example: SELECT tariff_rebuild_version() = count(*) FROM tariff_regime → true';
REVOKE ALL ON FUNCTION @extschema@.tariff_rebuild_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.tariff_rebuild_version() TO @extowner@ WITH GRANT OPTION;

CREATE FUNCTION @extschema@.compiled_schedule(regime text) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.compiled_schedule(text) IS
'The compiled value of a regime; an error when the rules have changed since. Example: SELECT tariff_rate(compiled_schedule(''US''), ''8703230190'', ''JP'', ''2025-10-01'') → 0.15';

CREATE FUNCTION @extschema@.schedule_info(schedule @extschema@.tariff_schedule)
RETURNS TABLE(regime text, currency text, programs int4, measures int4, prefixes int4, rules int4, areas int4, epochs int4, first_date date, last_date date, bytes int4, covers_from date, covers_to date)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1;
COMMENT ON FUNCTION @extschema@.schedule_info(@extschema@.tariff_schedule) IS
'What a compiled schedule holds: counts, the dates between which rules change, its size, and the dates that it covers. Example: SELECT i.currency, i.covers_from FROM tariff_regime AS r, schedule_info(compiled) AS i WHERE r.regime = ''US'' → USD 2025-03-01';

CREATE FUNCTION @extschema@.schedule_order(schedule @extschema@.tariff_schedule, on_date date)
RETURNS TABLE(place int4, program text, excluded_by text[], refers_to text[])
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 13;
COMMENT ON FUNCTION @extschema@.schedule_order(@extschema@.tariff_schedule, date) IS
'Order in which programs are evaluated on a day, with the rules and references that force it. Example: SELECT program, refers_to FROM schedule_order(compiled_schedule(''US''), ''2025-11-10'') WHERE program = ''S232_AUTO'' → S232_AUTO {MFN}';
