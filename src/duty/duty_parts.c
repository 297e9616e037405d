/*
 * duty_parts.c
 *	  Cells of a schedule that hold several rates (see duty_parts.h).
 */
#include "postgres.h"

#include "miscadmin.h"

#include "duty/duty.h"
#include "duty/duty_parts.h"
#include "duty/duty_scan.h"
#include "duty/duty_season.h"

/* A blank between a condition and its rate; the wide one is East Asia's. */
static const char *const blanks[] = {" ", "\t", "\xE3\x80\x80"};

/* The bytes of the blank at "p", 0 when there is none. */
static int
blank_bytes(const char *p, const char *end)
{
	for (int i = 0; i < lengthof(blanks); i++)
	{
		int			n = strlen(blanks[i]);

		if (end - p >= n && memcmp(p, blanks[i], n) == 0)
			return n;
	}
	return 0;
}

/* A span without blanks and line ends around it. */
static TeSpan
trim(const char *text, TeSpan s)
{
	int			n;

	while (s.start < s.end)
	{
		n = strchr("\r\n", text[s.start]) ? 1 : blank_bytes(text +s.start, text +s.end);
		if (n == 0)
			break;
		s.start += n;
	}
	while (s.end > s.start)
	{
		if (strchr(" \t\r\n", text[s.end - 1]))
			s.end--;
		else if (s.end - s.start >= 3 && blank_bytes(text +s.end - 3, text +s.end) == 3)
			s.end -= 3;
		else
			break;
	}
	return s;
}

/* True when a span is a rate that can be computed. */
static bool
is_rate(const char *text, TeSpan s)
{
	TeDutyError error;
	TeDuty	   *duty;
	bool		sound;

	if (s.end <= s.start || strchr("+-", text[s.start]) != NULL)
		return false;
	duty = te_duty_parse(text +s.start, s.end - s.start, 0, &error);
	sound = duty != NULL && duty->ops[0].code != TE_DUTY_WORDS;
	if (duty != NULL)
		pfree(duty);
	return sound;
}

/* True when these bytes stand somewhere in a span. */
static bool
holds(const char *text, TeSpan s, const char *bytes)
{
	int			n = strlen(bytes);

	for (int i = s.start; i + n <= s.end; i++)
	{
		if (memcmp(text +i, bytes, n) == 0)
			return true;
	}
	return false;
}

/* True when a span is these bytes. */
static bool
is(const char *text, TeSpan s, const char *bytes)
{
	return s.end - s.start == strlen(bytes) && holds(text, s, bytes);
}

/* True when a span begins with these bytes. */
static bool
begins(const char *text, TeSpan s, const char *bytes)
{
	int			n = strlen(bytes);

	return s.end - s.start >= n && memcmp(text +s.start, bytes, n) == 0;
}

/* True for words that say a cell does not have one rate for the goods it names. */
static bool
is_range(const char *text, TeSpan s)
{
	/*
	 * the wave dashes, and "some" of the goods, in bytes: pg_bsd_indent
	 * cannot pass 0x80
	 */
	static const char *const signs[] = {"●", "\xE3\x80\x9C", "～", "非譲許", "\xE4\xB8\x80部"};

	for (int i = 0; i < lengthof(signs); i++)
	{
		if (holds(text, s, signs[i]))
			return true;
	}
	return false;
}

/*
 * True when a span begins as an amount does: a number, and % or a currency, in
 * brackets or not, in wide characters or not.
 */
static bool
begins_amount(const char *text, TeSpan s)
{
	int			len = s.end - s.start;
	char	   *plain = te_words_plain(text +s.start, &len);
	TeToken		t = te_scan(plain, len, 0);
	TeToken		next;

	while (t.kind == TE_TOKEN_OPEN || te_token_is(&t, TE_WORD_MARK))
		t = te_scan(plain, len, t.end);
	next = te_scan(plain, len, t.end);
	pfree(plain);
	return t.kind == TE_TOKEN_NUMBER &&
		(next.kind == TE_TOKEN_PERCENT || te_token_is(&next, TE_WORD_CURRENCY));
}

/*
 * True when a span can be a condition: it has letters that are not ASCII, and
 * neither it nor what stands behind a blank in it begins as an amount does; that
 * would be a rate that is not read, whose goods are not those of the next one.
 */
static bool
is_condition(const char *text, TeSpan s)
{
	bool		letters = false;
	TeToken		t = te_scan(text +s.start, s.end - s.start, 0);

	if (te_token_is(&t, TE_WORD_FREE) || begins_amount(text, s))
		return false;
	for (int i = s.start; i < s.end; i++)
	{
		int			n = blank_bytes(text +i, text +s.end);

		letters |= n == 0 && IS_HIGHBIT_SET(text[i]);
		if (n > 0 && begins_amount(text, (TeSpan) {i + n, s.end}))
			return false;
	}
	return letters;
}

/* What kind of condition Japan's words are. */
static const char *
kind_of(const char *text, TeSpan c)
{
	if (c.end == c.start)
		return "all";
	if (te_season_read(text +c.start, c.end - c.start) != NULL || begins(text, c, "毎年"))
		return "season";
	if (is(text, c, "関税割当数量以内のもの"))
		return "quota_in";
	if (is(text, c, "関税割当数量以外のもの"))
		return "quota_out";
	if (is(text, c, "世界貿易機関設立協定の日本国の譲許表における関税割当て"))
		return "wto_quota";
	if (is(text, c, "特恵輸入対象のもの"))
		return "preference_quota";
	if (holds(text, c, "関税割当"))
		return "quota_goods";
	if ((begins(text, c, "(") || begins(text, c, "（")) && holds(text, c, "に対する待遇"))
		return "party";
	return begins(text, c, "その他のもの") ? "other" : "goods";
}

/* Adds a part; false when the cell has more than anybody prints. */
static bool
add_part(const char *text, TeParts *parts, TeSpan condition, TeSpan rate, bool words)
{
	TePart	   *part;

	if (parts->count == TE_PARTS_MAX)
		return false;
	part = &parts->parts[parts->count++];
	part->condition = condition;
	part->rate = rate;
	part->words = words;
	part->kind = words ? "words" : kind_of(text, condition);
	part->season = condition.end == condition.start ? NULL :
		te_season_read(text +condition.start, condition.end - condition.start);
	return true;
}

/* A condition and the rate behind it in one stretch; false when it is not that. */
static bool
split_condition(const char *text, TeSpan line, TeSpan *condition, TeSpan *rate)
{
	if (is_range(text, line))
		return false;
	for (int i = line.start; i < line.end; i++)
	{
		int			n = blank_bytes(text +i, text +line.end);

		if (n == 0)
			continue;
		*condition = trim(text, (TeSpan) {line.start, i});
		*rate = trim(text, (TeSpan) {i + n, line.end});
		if (is_rate(text, *rate) && is_condition(text, *condition))
			return true;
	}
	return false;
}

/*
 * A condition and its rate on each line; a line that is neither belongs to the
 * one before it, or to the one behind it.  False when some is left over.
 */
static bool
read_lines(const char *text, int len, TeParts *parts)
{
	TeSpan		open = {0, 0};	/* what has been read and is not a part yet */

	for (int i = 0; i <= len; i++)
	{
		TeSpan		condition;
		TeSpan		rate;
		TeSpan		line = trim(text, (TeSpan) {open.start, i});

		if ((i < len && text[i] != '\n') ||line.start == line.end)
			continue;
		CHECK_FOR_INTERRUPTS();
		if (parts->count > 0 && (begins(text, line, "ただし") || begins(text, line, "（ただし")))
		{
			TePart	   *last = &parts->parts[parts->count - 1];

			last->rate.end = line.end;
			if (!is_rate(text, last->rate))
				return false;
		}
		else if (!split_condition(text, line, &condition, &rate))
			continue;
		else if (!add_part(text, parts, condition, rate, false))
			return false;
		open.start = i;
	}
	open = trim(text, (TeSpan) {open.start, len});
	return parts->count > 0 && open.start == open.end;
}

/* The bracket that holds a season, from byte "pos"; false when there is none. */
static bool
find_season(const char *text, int len, int pos, TeSpan *inside)
{
	for (int i = pos; i < len; i++)
	{
		const char *close = text[i] == '(' ? memchr(text +i, ')', len - i) : NULL;

		if (close == NULL)
			continue;
		inside->start = i + 1;
		inside->end = close - text;

		if (te_season_read(text +inside->start, inside->end - inside->start) != NULL)
			return true;
	}
	return false;
}

/* Rates with their seasons in brackets; the last one may have none, for the other dates. */
static bool
read_seasons(const char *text, int len, TeParts *parts)
{
	int			pos = 0;
	TeSpan		season;
	TeSpan		rate;

	while (find_season(text, len, pos, &season))
	{
		rate = trim(text, (TeSpan) {pos, season.start - 1});
		if (!is_rate(text, rate) || !add_part(text, parts, season, rate, false))
			return false;
		pos = season.end + 1;
		while (pos < len && strchr(" ,;\r\n", text[pos]) != NULL)
			pos++;
	}
	rate = trim(text, (TeSpan) {pos, len});
	if (parts->count == 0 || rate.start == rate.end)
		return parts->count > 0;
	if (!is_rate(text, rate) || !add_part(text, parts, (TeSpan) {len, len}, rate, false))
		return false;
	parts->parts[parts->count - 1].kind = "season";
	return true;
}

TeParts *
te_parts_read(const char *text, int len)
{
	TeParts    *parts = palloc0(sizeof(TeParts));
	TeSpan		none = {0, 0};
	TeSpan		all = trim(text, (TeSpan) {0, len});

	if (is_rate(text, all))
	{
		add_part(text, parts, none, all, false);
		return parts;
	}
	if (len <= TE_DUTY_MAX_TEXT && read_seasons(text, len, parts))
		return parts;
	parts->count = 0;
	if (len <= TE_DUTY_MAX_TEXT && read_lines(text, len, parts))
		return parts;
	parts->count = 0;
	add_part(text, parts, none, all, true);
	return parts;
}
