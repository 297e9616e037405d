/*
 * value_text.c
 *	  The pieces that the text forms of our value types are made of: codes,
 *	  numbers and counts, printed and read; and codes on the wire.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"

#include "base/trade_exposure.h"
#include "base/value_text.h"

/* Characters of a code that need no quotes. */
static inline bool
is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '_' || c == '-' || c == '.' || c == '/' || IS_HIGHBIT_SET(c);
}

/* Appends a code, quoted where it must be. */
void
te_append_code(StringInfo out, TeCode code)
{
	char	   *s = te_code_cstring(code);
	bool		plain = code.len > 0;

	for (char *c = s; *c; c++)
		plain &= is_plain((unsigned char) *c);
	if (!plain)
		appendStringInfoChar(out, '"');
	for (char *c = s; *c; c++)
	{
		if (*c == '"' || *c == '\\')
			appendStringInfoChar(out, '\\');
		appendStringInfoChar(out, *c);
	}
	if (!plain)
		appendStringInfoChar(out, '"');
	pfree(s);
}

/* Appends the shortest decimal that round-trips as a float8. */
void
te_append_number(StringInfo out, double x)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];
	int			len = double_to_shortest_decimal_bufn(x, digits);

	appendBinaryStringInfo(out, digits, len);
}

/* Sends a code as a length byte and its bytes, in the client's encoding as text is sent. */
void
te_send_code(StringInfo out, TeCode code)
{
	char	   *own = te_code_cstring(code);
	char	   *s = pg_server_to_client(own, code.len);
	size_t		len = s == own ? code.len : strlen(s);

	if (len > TE_CODE_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("code of %zu bytes is too long for the binary form", len),
				 errdetail("The code \"%s\" has %d bytes in the encoding of the database and %zu in that of the client; the binary form has room for %d.",
						   own, code.len, len, TE_CODE_MAX),
				 errhint("Read the value as text, or set client_encoding to \"%s\".",
						 GetDatabaseEncodingName())));
	pq_sendbyte(out, len);
	pq_sendbytes(out, s, len);
	if (s != own)
		pfree(s);
	pfree(own);
}

/* Sends a sum in as many parts as its form has. */
void
te_send_net(StringInfo out, const TeNet *net, bool rest, bool bound)
{
	pq_sendfloat8(out, net->sum.hi);
	if (rest)
		pq_sendfloat8(out, net->sum.lo);
	if (bound)
	{
		pq_sendfloat8(out, net->negative.hi);
		pq_sendfloat8(out, net->negative.lo);
	}
}

/* Receives a code that te_send_code() or a client wrote. */
TeCode
te_receive_code(StringInfo in, const char *type, char *buffer)
{
	int			len = pq_getmsgbyte(in);
	const char *bytes = pq_getmsgbytes(in, len);
	char	   *s;

	if (len == 0 || memchr(bytes, '\0', len) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary %s", type),
				 errdetail("A code is empty or has a zero byte.")));
	s = pg_client_to_server(bytes, len);
	if (s != bytes)
		len = strlen(s);
	/* throws when it is too long here */
	te_code(s, len);
	memcpy(buffer, s, len);
	if (s != bytes)
		pfree(s);
	return te_code(buffer, len);
}

/* Reports malformed text with its position; returns false for soft errors. */
bool
te_read_error(TeReader *r, const char *why)
{
	TE_SOFT_ERROR(r->escontext, false,
				  (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				   errmsg("invalid %s: \"%.*s\"", r->type,
						  pg_mbcliplen(r->text, strlen(r->text), 200), r->text),
				   errdetail("At character %d: %s.",
							 pg_mbstrlen_with_len(r->text, r->at - r->text) + 1, why),
				   errhint("%s", r->hint)));
}

/* The next character after white space. */
char
te_read_peek(TeReader *r)
{
	while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')
		r->at++;
	return *r->at;
}

/* Takes "c" after white space, or says false without complaint. */
bool
te_read_char(TeReader *r, char c)
{
	if (te_read_peek(r) != c)
		return false;
	r->at++;
	return true;
}

/* Takes "c" after white space, or complains. */
bool
te_read_expect(TeReader *r, char c, const char *why)
{
	return te_read_char(r, c) || te_read_error(r, why);
}

/* Reads a code, plain or quoted, into r->code. */
bool
te_read_code(TeReader *r)
{
	bool		quoted = te_read_char(r, '"');
	const char *start = r->at;

	r->code_len = 0;
	while (quoted ? (*r->at != '"' && *r->at != '\0') : is_plain((unsigned char) *r->at))
	{
		if (quoted && *r->at == '\\')
		{
			if (r->at[1] != '"' && r->at[1] != '\\')
				return te_read_error(r, "a backslash stands before a double quote or another backslash only");
			r->at++;
		}
		if (r->code_len == TE_CODE_MAX)
		{
			r->at = start;		/* here it may be inside a character */
			return te_read_error(r, "a code has at most 255 bytes");
		}
		r->code[r->code_len++] = *r->at++;
	}
	r->code[r->code_len] = '\0';
	if (quoted && !te_read_char(r, '"'))
		return te_read_error(r, "the closing quote of a code is missing");
	if (!quoted && r->at == start)
		return te_read_error(r, *r->at == '\0' ? "the text ends early" : "a code was expected");
	return true;
}

/* Reads a finite number. */
bool
te_read_number(TeReader *r, double *number)
{
	const char *start;
	char	   *end;

	te_read_peek(r);
	start = r->at;
	/* strtod would also take hexadecimal, "inf" and "nan" */
	while ((*r->at >= '0' && *r->at <= '9') || *r->at == '.' || *r->at == 'e' || *r->at == 'E' ||
		   *r->at == '+' || *r->at == '-')
		r->at++;
	*number = strtod(start, &end);
	if (end != r->at || end == start)
	{
		r->at = start;
		return te_read_error(r, "a finite number was expected");
	}
	if (!isfinite(*number))
	{
		r->at = start;
		return te_read_error(r, "the number is out of range");
	}
	*number += 0.0;				/* no negative zero */
	return true;
}

/* Reads a whole number of at least 0. */
bool
te_read_count(TeReader *r, int64 *count)
{
	const char *start;
	double		number;

	te_read_peek(r);
	start = r->at;
	if (!te_read_number(r, &number))
		return false;
	if (number < 0 || number != floor(number) || number > (double) TE_ROWS_MAX)
	{
		r->at = start;
		return te_read_error(r, "a whole number was expected");
	}
	*count = (int64) number;
	return true;
}

/* Nothing but white space may follow. */
bool
te_read_end(TeReader *r)
{
	return te_read_peek(r) == '\0' || te_read_error(r, "there is text after the closing brace");
}
