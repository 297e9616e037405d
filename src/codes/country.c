/*
 * country.c
 *	  Country codes in six systems, partners that are not countries, and dated
 *	  groups of countries.
 *
 * The data are C tables made at build time from data/country_codes.csv,
 * pseudo_areas.csv, country_aliases.csv and country_groups.csv, so that every
 * function is immutable and works where no table can be read.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "base/trade_exposure.h"
#include "codes/country.h"

/* One code of a system */
typedef struct CodeKey
{
	uint64		key;			/* number, or the letters as a big-endian word */
	int			target;			/* country, or -1 - pseudo area */
} CodeKey;

typedef struct CodeTable
{
	const char *system;			/* name in SQL */
	uint64		system_key;		/* the same in upper case as a word, see
								 * code_key */
	const CodeKey *keys;		/* in order of key */
	int			nkeys;
} CodeTable;

/* What is to be known of a code */
typedef struct CodeNote
{
	uint64		key;			/* as in CodeKey */
	const char *note;			/* NULL behind the last one */
} CodeNote;

/* A name as it is compared */
typedef struct CountryName
{
	const char *key;			/* UTF-8, see name_key */
	int			target;			/* country, or -1 - pseudo area */
} CountryName;

typedef struct GroupMember
{
	int			country;
	DateADT		valid_from;
	DateADT		valid_to;		/* exclusive; DATEVAL_NOEND: still a member */
	bool		seen;			/* dates read in a publication */
} GroupMember;

typedef struct CountryGroup
{
	const char *name;
	int			first;			/* in group_members */
	int			nmembers;
} CountryGroup;

#include "codes/country_tables.inc"

const int	te_ncountries = lengthof(te_countries);

/* Is this byte one that may surround a code? */
static inline bool
is_wrapping(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '"' || c == '\'';
}

/* Takes blanks and quotes off, folds to upper case, drops the ".0" of a float. */
TeCountryCode
te_country_clean(const char *code, int len)
{
	TeCountryCode clean = {{0}, 0, false};

	while (len > 0 && is_wrapping(code[0]))
		code++, len--;
	while (len > 0 && is_wrapping(code[len - 1]))
		len--;
	if (len > 2 && code[len - 1] == '0' && code[len - 2] == '.')
		len -= 2;
	clean.len = len > TE_COUNTRY_MAX_CODE ? -1 : len;
	if (clean.len <= 0)
		return clean;

	clean.numeric = true;
	for (int i = 0; i < len; i++)
	{
		char		c = code[i];

		if (c < '0' || c > '9')
			clean.numeric = false;
		clean.bytes[i] = (c >= 'a' && c <= 'z') ? c - 'a' + 'A' : c;
	}
	return clean;
}

/* The number under which a clean code stands in the tables. */
static uint64
code_key(const TeCountryCode *code)
{
	uint64		key = 0;

	for (int i = 0; i < code->len; i++)
		key = code->numeric ? key * 10 + (code->bytes[i] - '0')
			: (key << 8 | (unsigned char) code->bytes[i]);
	return key;
}

/* What a key means in one system: country, -1 - pseudo area, or TE_NO_COUNTRY. */
static int
table_find(const CodeTable *table, uint64 key)
{
	int			low = 0;
	int			high = table->nkeys - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;

		if (table->keys[middle].key == key)
			return table->keys[middle].target;
		if (table->keys[middle].key < key)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return TE_NO_COUNTRY;
}

/* What a clean code means: country, -1 - pseudo area, or TE_NO_COUNTRY. */
int
te_country_meaning(const TeCountryCode *code, TeCountrySystem system)
{
	bool		letters = system <= TE_SYSTEM_ISO3 || system == TE_SYSTEM_GUESS;
	int			target = TE_NO_COUNTRY;

	if (code->len <= 0 || letters == code->numeric || system == TE_SYSTEM_NAME)
		return TE_NO_COUNTRY;
	if (system != TE_SYSTEM_GUESS)
		return table_find(&code_tables[system], code_key(code));
	if (code->len == 2)
		target = table_find(&code_tables[TE_SYSTEM_ISO2], code_key(code));
	if (target == TE_NO_COUNTRY)
		target = table_find(&code_tables[TE_SYSTEM_ISO3], code_key(code));
	return target;
}

#define NAME_KEY_MAX 128		/* bytes of a name as it is compared; longer
								 * ones mean nothing */

/* The plain letter of U+00C0 … U+017F, small; 0: stays as it is. */
static char
plain_letter(uint32 c)
{
	static const char latin1[] =
		"aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0y";
	static const char extended[] =
		"aaaaaaccccccccdd\0\0eeeeeeeeeegggggggghh\0\0iiiiiiiii\0\0\0jjkk\0llllll\0\0\0\0nnnnnn\0\0\0oooooo\0\0rrrrrrssssssssttt"
		"t\0\0uuuuuuuuuuuuwwyyyzzzzzzs";

	StaticAssertStmt(sizeof(latin1) == 0x40 + 1 && sizeof(extended) == 0x80 + 1,
					 "one letter for each character");
	return c < 0x100 ? latin1[c - 0xC0] : extended[c - 0x100];
}

/* A name on its way to the form in which names are compared */
typedef struct NameKey
{
	char		bytes[NAME_KEY_MAX + 4];
	int			len;
	int			word;			/* where the word begins that is being written */
} NameKey;

/* End a word: leave out those that say nothing, write the others in one way. */
static void
end_word(NameKey *key)
{
	static const struct
	{
		const char *word;
		const char *written;
	}			words[] = {
		{"the", ""}, {"of", ""}, {"and", ""}, {"saint", "st"}, {"republic", "rep"}, {"democratic", "dem"},
		{"islands", "is"}, {"island", "is"}, {"isds", "is"}, {"isd", "is"}, {"federal", "fed"}, {"federated", "fed"},
		{"federation", "fed"}, {"territory", "terr"}, {"territories", "terr"}
	};
	int			len = key->len - key->word;

	for (int i = 0; i < lengthof(words); i++)
		if (strlen(words[i].word) == len && memcmp(words[i].word, key->bytes + key->word, len) == 0)
		{
			key->len = key->word + strlen(words[i].written);
			memcpy(key->bytes + key->word, words[i].written, key->len - key->word);
			break;
		}
	key->word = key->len;
}

/*
 * The code point of two or three bytes of UTF-8, and its length; one byte
 * where they are none of these.
 */
static uint32
code_point(const unsigned char *s, int left, int *len)
{
	*len = 1;
	if (left >= 2 && (s[0] & 0xE0) == 0xC0)
		return *len = 2, (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	if (left >= 3 && (s[0] & 0xF0) == 0xE0)
		return *len = 3, (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	return s[0];
}

/* Put one character of a name into its key: letters and digits, small and without accents. */
static void
put_character(NameKey *key, uint32 c, const unsigned char *bytes, int len)
{
	if (c >= 'A' && c <= 'Z')
		key->bytes[key->len++] = c - 'A' + 'a';
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		key->bytes[key->len++] = c;
	else if (c == '.' || c == '\'' || c == 0x2018 || c == 0x2019)
		return;
	else if (c < 0x80 || c == 0xA0 || c == 0x3000)
		end_word(key);
	else if (c >= 0xC0 && c < 0x180 && len == 2 && plain_letter(c) != '\0')
		key->bytes[key->len++] = plain_letter(c);
	else
	{
		memcpy(key->bytes + key->len, bytes, len);
		key->len += len;
	}
}

/* Write the form in which names are compared; false when it is too long for one. */
static bool
name_key(const char *name, int len, NameKey *key)
{
	key->len = key->word = 0;
	for (int i = 0, step; i < len; i += step)
	{
		uint32		c = code_point((const unsigned char *) name + i, len - i, &step);

		if (key->len >= NAME_KEY_MAX)
			return false;
		put_character(key, c, (const unsigned char *) name + i, step);
	}
	end_word(key);
	key->bytes[key->len] = '\0';
	return true;
}

/* See country.h. */
int
te_country_named(const char *name, int len)
{
	NameKey		key;
	int			low = 0;
	int			high = lengthof(country_names) - 1;

	if (!name_key(name, len, &key))
		return TE_NO_COUNTRY;
	while (low <= high)
	{
		int			middle = (low + high) / 2;
		int			order = strcmp(country_names[middle].key, key.bytes);

		if (order == 0)
			return country_names[middle].target;
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return TE_NO_COUNTRY;
}

/* See country.h. */
const char *
te_country_note(const TeCountryCode *code, TeCountrySystem system)
{
	if (system == TE_SYSTEM_GUESS)
		system = code->len == 2 ? TE_SYSTEM_ISO2 : TE_SYSTEM_ISO3;
	if (system == TE_SYSTEM_NAME || te_country_meaning(code, system) == TE_NO_COUNTRY)
		return NULL;
	for (const CodeNote *n = code_notes[system]; n->note != NULL; n++)
		if (n->key == code_key(code))
			return n->note;
	return NULL;
}

/* See country.h. */
int
te_country_find(const char *code, int len, TeCountrySystem system)
{
	TeCountryCode clean = te_country_clean(code, len);
	int			target = te_country_meaning(&clean, system);

	return target >= 0 ? target : -1;
}

/* See country.h. */
int
te_country_group_find(const char *name, int len)
{
	for (int i = 0; i < lengthof(country_groups_table); i++)
	{
		const char *known = country_groups_table[i].name;

		if (strlen(known) == len && pg_strncasecmp(known, name, len) == 0)
			return i;
	}
	return -1;
}

/* The names of all groups, parted by commas, for hints. */
static const char *
group_names(void)
{
	char	   *names = "";

	for (int i = 0; i < lengthof(country_groups_table); i++)
		names = psprintf("%s%s%s", names, i ? ", " : "", country_groups_table[i].name);
	return names;
}

/* See country.h. */
int
te_country_group_get(const char *name, int len)
{
	int			group = te_country_group_find(name, len);

	if (group < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("country group \"%.*s\" does not exist",
						pg_mbcliplen(name, len, 64), name),
				 errhint("Known groups are %s.", group_names())));
	return group;
}

/* See country.h. */
DateADT
te_country_group_day(DateADT on_date)
{
	if (DATE_NOT_FINITE(on_date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("argument \"on_date\" must be a finite date"),
				 errhint("Give the day on which membership counts, such as current_date.")));
	return on_date;
}

/* See country.h. */
bool
te_country_group_exists(int group, DateADT on_date)
{
	const CountryGroup *g = &country_groups_table[group];

	for (int i = g->first; i < g->first + g->nmembers; i++)
		if (group_members[i].valid_from <= on_date && on_date < group_members[i].valid_to)
			return true;
	return false;
}

/* See country.h. */
bool
te_country_in_group(int country, int group, DateADT on_date)
{
	const CountryGroup *g = &country_groups_table[group];

	for (int i = g->first; i < g->first + g->nmembers; i++)
	{
		const GroupMember *m = &group_members[i];

		if (m->country == country && m->valid_from <= on_date && on_date < m->valid_to)
			return true;
	}
	return false;
}

#define MAX_WIDE 64				/* bytes of a name beyond ASCII that may be a
								 * total */

/* Writes a name without its blanks, by which tables stretch it (U+3000 is as wide as a letter). */
static size_t
without_blanks(const char *name, size_t len, char *packed)
{
	size_t		n = 0;

	for (size_t i = 0; i < len; i++)
	{
		if (name[i] == ' ')
			continue;
		if (i + 3 <= len && memcmp(name + i, "\xe3\x80\x80", 3) == 0)
			i += 2;
		else
			packed[n++] = name[i];
	}
	return n;
}

/*
 * Is it a name of the total of all partners?  Not "1", M49's code of the World
 * without its zeros: in a list without a system it is more likely somebody's first.
 */
bool
te_country_is_total(const char *name, size_t len)
{
	static const char *const totals[] = {"World", "WLD", "W00", "0", "000", "001", "Total",
		"TOT", "World total",
		"Total, all countries", "Total all countries", "All countries", "All partners", "Grand total", "All",
		"合計", "総計", "総額", "総数", "計", "世界", "全世界", "世界計", "世界合計", "世界全体", "全国合計",
	"各国計", "全ての国", "すべての国"};
	char		packed[MAX_WIDE];

	if (len > 0 && len <= MAX_WIDE && IS_HIGHBIT_SET(name[0]))
	{
		len = without_blanks(name, len, packed);
		name = packed;
	}
	for (int i = 0; i < lengthof(totals); i++)
		if (strlen(totals[i]) == len && pg_strncasecmp(totals[i], name, len) == 0)
			return true;
	return false;
}

/* The pseudo area that a meaning stands for. */
const TePseudoArea *
te_pseudo_area(int meaning)
{
	return &pseudo_areas[-1 - meaning];
}

/* The system of that name; false when there is none. */
bool
te_country_system(const TeCountryCode *name, TeCountrySystem *system)
{
	uint64		key = code_key(name);

	if (name->len == 4 && memcmp(name->bytes, "NAME", 4) == 0)
	{
		*system = TE_SYSTEM_NAME;
		return true;
	}
	for (int i = 0; i < lengthof(code_tables); i++)
		if (!name->numeric && code_tables[i].system_key == key)
		{
			*system = i;
			return true;
		}
	return false;
}

/* Name of a system in SQL. */
const char *
te_country_system_name(TeCountrySystem system)
{
	return system == TE_SYSTEM_NAME ? "name" : code_tables[system].system;
}

/* Membership number i of all groups; false behind the last one. */
bool
te_country_membership(int i, TeMembership *membership)
{
	const CountryGroup *group = country_groups_table;

	if (i >= lengthof(group_members))
		return false;
	while (i >= group->first + group->nmembers)
		group++;
	membership->group = group->name;
	membership->country = group_members[i].country;
	membership->valid_from = group_members[i].valid_from;
	membership->valid_to = group_members[i].valid_to;
	membership->seen = group_members[i].seen;
	return true;
}
