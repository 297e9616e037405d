/*
 * fuzz.c
 *	  Coverage-guided fuzzing of input that comes from outside: the text and the
 *	  binary forms of our types, and functions of one text.  tools/fuzz.sh builds
 *	  it and runs it in the server process of a throw-away cluster.
 *
 * What must hold: no crash, and a value that was accepted is written in a form
 * that reads back and is written the same again.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

PG_MODULE_MAGIC;

/* libFuzzer's entry; it calls "one" with ever new bytes */
extern int	LLVMFuzzerRunDriver(int *argc, char ***argv,
								int (*one) (const uint8_t *bytes, size_t size));

/* What is called. */
static FmgrInfo input;
static FmgrInfo output;
static FmgrInfo receive;
static FmgrInfo send;
static Oid	input_parameter;
static MemoryContext per_call;
static uint64 accepted;

/* Ends the process with a report, which libFuzzer keeps the bytes of. */
static void
broken(const char *what, const char *first, const char *second)
{
	fprintf(stderr, "BROKEN: %s: %s | %s\n", what, first, second);
	abort();
}

/* Throws for bytes that no text of the database can have. */
static char *
as_text(const uint8_t *bytes, size_t size)
{
	char	   *text = pnstrdup((const char *) bytes, size);

	pg_verifymbstr(text, strlen(text), false);
	return text;
}

/* A function of a text, its other arguments unknown: it answers or throws. */
static void
call_function(const uint8_t *bytes, size_t size)
{
	text	   *argument = cstring_to_text(as_text(bytes, size));
	LOCAL_FCINFO(fcinfo, FUNC_MAX_ARGS);

	InitFunctionCallInfoData(*fcinfo, &input, input.fn_nargs, InvalidOid, NULL, NULL);
	for (int i = 1; i < input.fn_nargs; i++)
		fcinfo->args[i].isnull = true;
	fcinfo->args[0].value = PointerGetDatum(argument);
	fcinfo->args[0].isnull = false;
	(void) FunctionCallInvoke(fcinfo);
}

/* What a text reads as, in text. */
static char *
read_and_write(char *text)
{
	char	   *written = OutputFunctionCall(&output, InputFunctionCall(&input, text, input_parameter, -1));

	pg_verifymbstr(written, strlen(written), false);
	return written;
}

/* Text in, text out, and again. */
static void
read_text(const uint8_t *bytes, size_t size)
{
	char	   *first = read_and_write(as_text(bytes, size));
	char	   *second = read_and_write(first);

	if (strcmp(first, second) != 0)
		broken("text changes when it is read", first, second);
}

/* Bytes in, text and bytes out, and both in again. */
static void
read_bytes(const uint8_t *bytes, size_t size)
{
	StringInfoData message;
	Datum		value;
	bytea	   *sent;
	char	   *first;
	char	   *second;

	initStringInfo(&message);
	appendBinaryStringInfo(&message, (const char *) bytes, (int) size);
	value = ReceiveFunctionCall(&receive, &message, input_parameter, -1);
	first = OutputFunctionCall(&output, value);
	pg_verifymbstr(first, strlen(first), false);
	sent = SendFunctionCall(&send, value);
	resetStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(sent), VARSIZE_ANY_EXHDR(sent));
	second = OutputFunctionCall(&output, ReceiveFunctionCall(&receive, &message, input_parameter, -1));
	if (strcmp(first, second) != 0)
		broken("bytes change when they are received", first, second);
	/* nodes of an unfinished network may be numbered anew once, by reading its text */
	first = read_and_write(first);
	second = read_and_write(first);
	if (strcmp(first, second) != 0)
		broken("the text of received bytes changes when it is read", first, second);
}

static void (*run) (const uint8_t *bytes, size_t size);

/* One try; errors are what bad input should meet. */
static int
one(const uint8_t *bytes, size_t size)
{
	MemoryContext old = MemoryContextSwitchTo(per_call);

	PG_TRY();
	{
		run(bytes, size);
		accepted++;
	}
	PG_CATCH();
	{
		FlushErrorState();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(old);
	MemoryContextReset(per_call);
	return 0;
}

/* Says at the end, which is libFuzzer's exit(), how much input was sound. */
static void
say_accepted(void)
{
	fprintf(stderr, "ACCEPTED: " UINT64_FORMAT "\n", accepted);
}

/* Looks up the functions of a type. */
static void
prepare_type(Oid type)
{
	Oid			function;
	Oid			parameter;
	bool		varlena;

	getTypeInputInfo(type, &function, &input_parameter);
	fmgr_info_cxt(function, &input, TopMemoryContext);
	getTypeOutputInfo(type, &function, &varlena);
	fmgr_info_cxt(function, &output, TopMemoryContext);
	getTypeBinaryInputInfo(type, &function, &parameter);
	fmgr_info_cxt(function, &receive, TopMemoryContext);
	getTypeBinaryOutputInfo(type, &function, &varlena);
	fmgr_info_cxt(function, &send, TopMemoryContext);
}

PG_FUNCTION_INFO_V1(fuzz);

/*
 * fuzz(what, target, options): what is "text" or "bytes" of the type "target",
 * or "function" for a function of one text.  Does not come back.
 */
Datum
fuzz(PG_FUNCTION_ARGS)
{
	char	   *what = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Oid			target = PG_GETARG_OID(1);
	char	   *options = text_to_cstring(PG_GETARG_TEXT_PP(2));
	char	   *argument[32] = {"fuzz"};
	char	  **arguments = argument;
	int			n = 1;

	for (char *word = strtok(options, " "); word != NULL && n < lengthof(argument) - 1; word = strtok(NULL, " "))
		argument[n++] = word;
	if (strcmp(what, "function") == 0)
		fmgr_info_cxt(target, &input, TopMemoryContext);
	else
		prepare_type(target);
	run = strcmp(what, "function") == 0 ? call_function : strcmp(what, "bytes") == 0 ? read_bytes : read_text;
	per_call = AllocSetContextCreate(TopMemoryContext, "fuzz", ALLOCSET_DEFAULT_SIZES);
	atexit(say_accepted);
	LLVMFuzzerRunDriver(&n, &arguments, one);
	PG_RETURN_VOID();
}
