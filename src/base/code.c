/*
 * code.c
 *	  Codes: order, copies, and lists of them in an argument.
 */
#include "postgres.h"


#include "base/code.h"

/* Report that a code is too long. */
void
te_code_too_long(const char *bytes, int len)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("code of %d bytes is too long", len),
			 errdetail("A code starts with \"%.*s\"; codes of supply mixes and networks have at most %d bytes.",
					   40, bytes, TE_CODE_MAX)));
}

/* Byte order of codes whose first 8 bytes are the same. */
int
te_code_cmp_rest(TeCode a, TeCode b)
{
	int			cmp;

	if (a.len <= 8 || b.len <= 8)
		return a.len <= 8 ? (b.len <= 8 ? 0 : -1) : 1;
	cmp = memcmp(a.bytes + 8, b.bytes + 8, Min(a.len, b.len) - 8);
	return cmp != 0 ? cmp : a.len - b.len;
}

/* Writes the code's bytes to "to". */
void
te_code_bytes(TeCode code, char *to)
{
	uint64		word = pg_hton64(code.word);

	if (code.len > 8)
		memcpy(to, code.bytes, code.len);
	else
		memcpy(to, &word, code.len);
}

/* NUL-terminated copy, for messages and results. */
char *
te_code_cstring(TeCode code)
{
	char	   *s = palloc(code.len + 1);

	te_code_bytes(code, s);
	s[code.len] = '\0';
	return s;
}

/* The code as a text value. */
text *
te_code_text(TeCode code)
{
	text	   *t = palloc(VARHDRSZ + code.len);

	SET_VARSIZE(t, VARHDRSZ + code.len);
	te_code_bytes(code, VARDATA(t));
	return t;
}
