/*
 * schedule_strings.c
 *	  The strings of a schedule that is being compiled, each kept once.
 */
#include "postgres.h"

#include "schedule/schedule_strings.h"

/* Offset of a string, added if it is new; NULL is the empty string. */
TeString
te_build_string(TeBuild *b, const char *text)
{
	bool		is_new;
	int			number;
	Size		len;

	if (text == NULL || text[0] == '\0')
		return 0;
	number = te_names_number(&b->strings, text, &is_new);
	if (is_new)
	{
		len = strlen(text) + 1;
		if (number >= b->string_room)
		{
			b->string_room = Max(2 * b->string_room, 1024);
			b->string_at = b->string_at == NULL ? palloc_array(TeString, b->string_room) :
				repalloc_huge(b->string_at, sizeof(TeString) * (Size) b->string_room);
		}
		b->string_at[number] = b->string_bytes;
		b->string_bytes += len;
	}
	return b->string_at[number];
}
