-- packed.sql -- for \ir by those that read a whole input: psql's variable of the
-- environment TE_PACKED, an awk program that hands lines on, or says, after "TE ", what
-- the input is when its first bytes are not text.  psql takes a line \. for the end of
-- all, so that a blank goes before it.
\setenv TE_PACKED 'NR == 1 {if (/^\\037\\213/) w = "packed by gzip: zcat FILE | psql ..."; else if (/^\\3757zXZ/) w = "packed by xz: xzcat FILE | psql ..."; else if (/^PK\\003\\004/) w = "a ZIP or Excel file: unzip -p FILE | psql ..."; else if (/^7z\\274\\257/) w = "packed by 7-Zip: 7z e -so FILE | psql ..."; else if (/^\\377\\376/ || /^\\376\\377/) w = "in UTF-16: iconv -f UTF-16 -t UTF-8 FILE | psql ..."; if (w) {print "TE " w; exit}} /^\\\\\\./ {$0 = " " $0} 1'
