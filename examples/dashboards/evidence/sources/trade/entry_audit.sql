SELECT entry, line, entry_date::text AS entry_date, hs, origin_name, program, filed_usd, computed_usd, difference_usd, finding, reason FROM dashboard.entry_audit
