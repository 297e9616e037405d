/*
 * value_text.h
 *	  The pieces that the text forms of our value types are made of: codes,
 *	  numbers and counts, printed and read.
 */
#ifndef TRADE_EXPOSURE_VALUE_TEXT_H
#define TRADE_EXPOSURE_VALUE_TEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/code.h"
#include "base/net.h"

/* ---- printing ---- */

/*
 * Appends a code, in double quotes where it has other characters than letters,
 * digits and "_-./".
 */
extern void te_append_code(StringInfo out, TeCode code);

/* Append the shortest decimal that round-trips to the same float8. */
extern void te_append_number(StringInfo out, double x);

/* ---- binary form: a code is a length byte and its bytes, in the client's encoding ---- */

/* Sends a code; throws when it has no or too long a form in the client's encoding. */
extern void te_send_code(StringInfo out, TeCode code);

/*
 * Sends a sum: its value, in a partial form ("rest") with its second part, and in
 * one that saw negative amounts ("bound") with what was negative.
 */
extern void te_send_net(StringInfo out, const TeNet *net, bool rest, bool bound);

/*
 * Receives a code into "buffer", which has room for TE_CODE_MAX bytes and
 * must outlive it; throws for what is empty or no text.  "type" is what is
 * received, for messages: "supply network".
 */
extern TeCode te_receive_code(StringInfo in, const char *type, char *buffer);

/* ---- reading ---- */

/* Reader position. */
typedef struct TeReader
{
	const char *text;			/* the whole input */
	const char *at;				/* next character */
	const char *type;			/* what is read, for messages: "supply
								 * network" */
	const char *hint;			/* how to write it: a full sentence */
	struct Node *escontext;		/* where a soft error goes */
	int			code_len;		/* bytes of the last code read */
	char		code[TE_CODE_MAX + 1];	/* the last code read, NUL-terminated */
} TeReader;

/* Reports malformed text with its position; returns false for soft errors. */
extern bool te_read_error(TeReader *r, const char *why);

/* Takes "c" after white space, or says false without complaint. */
extern bool te_read_char(TeReader *r, char c);

/* The next character after white space. */
extern char te_read_peek(TeReader *r);

/* These report an error and return false when the text is malformed. */
extern bool te_read_expect(TeReader *r, char c, const char *why);
extern bool te_read_code(TeReader *r);
extern bool te_read_number(TeReader *r, double *number);
extern bool te_read_count(TeReader *r, int64 *count);
extern bool te_read_end(TeReader *r);

#endif							/* TRADE_EXPOSURE_VALUE_TEXT_H */
