/*
 * unit.c
 *	  Units of quantity (see unit.h).
 *
 * Codes are those of UN/ECE Recommendation 20, where it has one, and of the
 * TARIC; spellings those of the printed US and UK schedules.  Factors are the
 * definitions (international pound, US gallon; a proof litre is a litre of
 * spirit with half its volume of alcohol: 26 U.S.C. 5002).
 */
#include "postgres.h"

#include "codes/unit.h"

/* Units of one dimension convert into each other. */
enum
{
	MASS = TE_UNIT_OWN + 1,		/* kilogram */
	VOLUME,						/* litre */
	COUNT,						/* piece */
	PAIRS,						/* pair */
	LENGTH,						/* metre */
	AREA,						/* square metre */
	ENERGY,						/* kilowatt hour */
	POWER,						/* watt */
	ALCOHOL,					/* litre of pure alcohol */
	RADIOACTIVITY,				/* gigabecquerel */
	CLEAN_MASS,					/* kilogram of clean wool or fibre */
	JEWELS,						/* jewel of a watch movement */
	PACKS,						/* pack */
	GROSS_LINES,				/* line for each gross of buttons */
	RETAIL_PRICE,				/* unit of the value's currency */
	STRENGTH,					/* percent of alcohol by volume */
	STRENGTH_VOLUME,			/* percent of alcohol by volume, times
								 * hectolitre */
};

typedef struct UnitRow
{
	const char *code;
	uint16		dimension;
	int64		n;				/* base units of the dimension: n/d */
	int64		d;
	const char *spellings;		/* normalized, with | around and between them */
} UnitRow;

static const UnitRow units[] = {
	{"KGM", MASS, 1, 1, "|kgm|kg|kgs|kilogram|kilograms|kilo|kilos|"},
	{"GRM", MASS, 1, 1000, "|grm|g|gram|grams|gm|"},
	{"MGM", MASS, 1, 1000000, "|mgm|mg|milligram|milligrams|"},
	{"DTN", MASS, 100, 1, "|dtn|quintal|quintals|"},
	{"TNE", MASS, 1000, 1, "|tne|t|tonne|tonnes|metric ton|metric tons|"},
	{"KTN", MASS, 1000000, 1, "|ktn|kt|kilotonne|kilotonnes|"},
	{"CTM", MASS, 1, 5000, "|ctm|carat|carats|c/k|"},
	{"LBR", MASS, 45359237, 100000000, "|lbr|lb|lbs|pound|pounds|"},
	{"ONZ", MASS, 45359237, 1600000000, "|onz|oz|ounce|ounces|"},
	{"STN", MASS, 90718474, 100000, "|stn|short ton|short tons|"},
	{"LTN", MASS, 10160469088, 10000000, "|ltn|long ton|long tons|"},
	{"LTR", VOLUME, 1, 1, "|ltr|l|liter|liters|litre|litres|"},
	{"MLT", VOLUME, 1, 1000, "|mlt|ml|milliliter|milliliters|millilitre|millilitres|cmq|cm3|"},
	{"HLT", VOLUME, 100, 1, "|hlt|hl|hectoliter|hectoliters|hectolitre|hectolitres|"},
	{"KLT", VOLUME, 1000, 1, "|klt|kl|kiloliter|kiloliters|kilolitre|kilolitres|"},
	{"MTQ", VOLUME, 1000, 1, "|mtq|m3|cubic meter|cubic meters|cubic metre|cubic metres|"},
	{"GLL", VOLUME, 3785411784, 1000000000, "|gll|gal|gallon|gallons|"},
	{"BLL", VOLUME, 158987294928, 1000000000, "|bll|bbl|barrel|barrels|"},
	{"NAR", COUNT, 1, 1, "|nar|no|number|each|ea|item|items|piece|pieces|pcs|pc|p/st|article|articles"
	"|unit|units|head|pins|c62|h87|"},
	{"DZN", COUNT, 12, 1, "|dzn|doz|dozen|dozens|doz pcs|dz pcs|dpc|"},
	{"GRO", COUNT, 144, 1, "|gro|gross|"},
	{"GGR", COUNT, 1728, 1, "|ggr|great gross|"},
	{"CEN", COUNT, 100, 1, "|cen|hundred|hundreds|"},
	{"MIL", COUNT, 1000, 1, "|mil|thousand|thousands|"},
	{"MIO", COUNT, 1000000, 1, "|mio|million|millions|"},
	{"NPR", PAIRS, 1, 1, "|npr|pr|prs|pair|pairs|pa|"},
	{"DPR", PAIRS, 12, 1, "|dpr|doz pr|doz prs|dozen pairs|"},
	{"MTR", LENGTH, 1, 1, "|mtr|m|meter|meters|metre|metres|lin m|"},
	{"CMT", LENGTH, 1, 100, "|cmt|cm|centimeter|centimeters|centimetre|centimetres|"},
	{"KMT", LENGTH, 1000, 1, "|kmt|km|kilometer|kilometers|kilometre|kilometres|thousand m|"},
	{"FOT", LENGTH, 3048, 10000, "|fot|ft|foot|feet|"},
	{"YRD", LENGTH, 9144, 10000, "|yrd|yd|yard|yards|"},
	{"MTK", AREA, 1, 1, "|mtk|m2|square meter|square meters|square metre|square metres|"},
	{"CMK", AREA, 1, 10000, "|cmk|cm2|"},
	{"FTK", AREA, 9290304, 100000000, "|ftk|ft2|square foot|square feet|"},
	{"KWH", ENERGY, 1, 1, "|kwh|kilowatt hour|kilowatt hours|"},
	{"MWH", ENERGY, 1000, 1, "|mwh|megawatt hour|megawatt hours|"},
	{"GWH", ENERGY, 1000000, 1, "|gwh|gigawatt hour|gigawatt hours|"},
	{"TJO", ENERGY, 2500000, 9, "|tjo|tj|terajoule|terajoules|"},
	{"WTT", POWER, 1, 1, "|wtt|wat|w|watt|watts|"},
	{"KWT", POWER, 1000, 1, "|kwt|kw|kilowatt|kilowatts|"},
	{"LPA", ALCOHOL, 1, 1, "|lpa|l alc 100%|litre of pure alcohol|litres of pure alcohol"
	"|liters of pure alcohol|"},
	{"PFL", ALCOHOL, 1, 2, "|pfl|pf liter|pf liters|pf litre|pf litres|proof liter|proof liters"
	"|proof litre|proof litres|"},
	{"PGL", ALCOHOL, 3785411784, 2000000000, "|pgl|proof gallon|proof gallons|"},
	{"GBQ", RADIOACTIVITY, 1, 1, "|gbq|"},
	{"KGC", CLEAN_MASS, 1, 1, "|kgc|clean kg|cy kg|"},
	{"JWL", JEWELS, 1, 1, "|jwl|jewel|jewels|jwls|"},
	{"PK", PACKS, 1, 1, "|pk|pack|packs|"},
	{"GRL", GROSS_LINES, 1, 1, "|grl|line/gross|gr lines|"},
	{"RET", RETAIL_PRICE, 1, 1, "|ret|retail price|"},
	{"ASV", STRENGTH, 1, 1, "|asv|% vol|"},
	{"ASVX", STRENGTH_VOLUME, 1, 1, "|asvx|asv x|% vol/hl|"},
};

/* The TARIC's letters for what a unit is counted on, and how they are printed. */
static const char *const qualifiers[][2] = {
	{"E", "net eda"}, {"F", "common wheat"}, {"G", "br"}, {"I", "biodiesel"},
	{"J", "fuel content"}, {"K", "bioethanol"}, {"M", "net mas"}, {"R", "std qual"},
	{"S", "raw sugar"}, {"Z", "net/%sacchar"}
};

static char
lower(char c)
{
	return (c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c;
}

static bool
is_letter(char c)
{
	c = lower(c);
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Lower case, one space between words, none around "/" and ","; points are
 * spaces, raised 2 and 3 are digits, and a word that was hyphenated at a line's
 * end is whole again ("thou- sand").
 */
static char *
normalize(const char *bytes, int len)
{
	char	   *out = palloc(len + 1);
	int			n = 0;

	for (int i = 0; i < len; i++)
	{
		char		c = lower(bytes[i]);

		if ((unsigned char) c == 0xC2 && i + 1 < len &&
			((unsigned char) bytes[i + 1] == 0xB2 || (unsigned char) bytes[i + 1] == 0xB3))
			c = (unsigned char) bytes[++i] == 0xB2 ? '2' : '3';
		if (c == '-' && i + 1 < len && bytes[i + 1] == ' ' && n > 0)
		{
			i++;
			continue;
		}
		if (c == '.' && n > 0 && is_digit(out[n - 1]) && i + 1 < len && is_digit(bytes[i + 1]))
		{
			out[n++] = c;
			continue;
		}
		if (c == '.' || c == '\t' || c == '\n' || c == '\r')
			c = ' ';
		if (c == ' ' && (n == 0 || strchr(" /,", out[n - 1]) != NULL))
			continue;
		if ((c == '/' || c == ',') && n > 0 && out[n - 1] == ' ')
			n--;
		out[n++] = c;
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

/* The unit with this very code, or NULL. */
static const UnitRow *
find_code(const char *bytes, int len)
{
	for (int i = 0; len <= 4 && i < lengthof(units); i++)
	{
		if (strncmp(units[i].code, bytes, len) == 0 && units[i].code[len] == '\0')
			return &units[i];
	}
	return NULL;
}

/* The unit with this normalized spelling, or NULL. */
static const UnitRow *
find_spelling(const char *s, int len)
{
	for (int i = 0; i < lengthof(units); i++)
	{
		for (const char *p = units[i].spellings + 1; *p != '\0'; p++)
		{
			if (*p == *s && strncmp(p, s, len) == 0 && p[len] == '|')
				return &units[i];
			p = strchr(p, '|');
		}
	}
	return NULL;
}

/* Fills in what a unit of the table is. */
static void
set_unit(TeUnit *unit, const UnitRow *row, int64 multiple)
{
	unit->dimension = row->dimension;
	unit->qualifier = strlen(row->code);
	unit->n = row->n * multiple;
	unit->d = row->d;
}

/* The unit that a normalized phrase begins with, by its longest spelling; *used bytes of it. */
static const UnitRow *
find_longest(const char *s, int *used)
{
	for (int len = strlen(s); len > 0; len--)
	{
		const UnitRow *row;

		if (s[len] != '\0' && strchr(" /,", s[len]) == NULL)
			continue;
		row = find_spelling(s, len);
		if (row != NULL)
		{
			*used = len;
			return row;
		}
	}
	return NULL;
}

/*
 * What a unit is counted on, from the rest of a phrase: " on drained weight",
 * "/biodiesel", " g"; with the character before it, so that it can be read
 * again.  NULL when these are other words.
 */
static char *
read_qualifier(const char *rest)
{
	bool		joined = (rest[0] == '/' || rest[0] == ',');
	bool		phrase = strncmp(rest + 1, "on ", 3) == 0 || strncmp(rest + 1, "of ", 3) == 0;
	const char *q = rest + 1;

	for (int i = 0; i < lengthof(qualifiers); i++)
	{
		if (strcmp(q, qualifiers[i][1]) == 0 ||
			(strlen(q) == 1 && lower(qualifiers[i][0][0]) == q[0]))
			return psprintf(" %s", qualifiers[i][0]);
	}
	for (const char *p = q; *p != '\0'; p++)
	{
		if (is_digit(*p))
			return NULL;
	}
	if (strlen(q) == 1 && is_letter(q[0]))
		return psprintf(" %c", q[0] - ('a' - 'A'));
	if (*q != '\0' && (joined || phrase))
		return psprintf("%s%s", phrase ? " " : rest[0] == ',' ? ", " : "/", q);
	return NULL;
}

/* Reads "100 ", "1,000 " at the start of a unit; returns what follows. */
static const char *
read_multiple(const char *s, TeUnit *unit)
{
	int64		n = 0;

	if (!is_digit(*s))
		return s;
	for (; is_digit(*s) || (*s == ',' && is_digit(s[1])); s++)
	{
		if (*s != ',')
			n = n * 10 + (*s - '0');
		if (n > TE_UNIT_MAX_MULTIPLE)
			return NULL;
	}
	unit->n = n;
	return s + (*s == ' ');
}

/* A word that is no unit of the table names a unit of its own. */
static const char *
resolve_own(const char *bytes, int len, const char *s, TeUnit *unit, char **name)
{
	int			start = 0;
	int			words = strlen(s);

	for (const char *p = s; *p != '\0'; p++)
	{
		if (!is_letter(*p) && (p == s || (!is_digit(*p) && strchr("_*/", *p) == NULL)))
			return "unknown unit";
	}
	/* as it was written, not in lower case */
	while (start < len && !is_letter(bytes[start]))
		start++;
	*name = pnstrdup(bytes + start, Min(words, len - start));
	unit->qualifier = words;
	return NULL;
}

const char *
te_unit_resolve(const char *bytes, int len, TeUnit *unit, char **name)
{
	const UnitRow *row;
	const char *s;
	char	   *qualifier = NULL;
	int			used = 0;
	int64		multiple;

	memset(unit, 0, sizeof(TeUnit));
	unit->n = unit->d = 1;
	row = find_code(bytes, len);
	if (row != NULL)
	{
		set_unit(unit, row, 1);
		*name = pstrdup(row->code);
		return NULL;
	}
	if (len > TE_UNIT_MAX_NAME)
		return "name of a unit is too long";
	s = read_multiple(normalize(bytes, len), unit);
	if (s == NULL || unit->n == 0)
		return "multiple of a unit is out of range";
	multiple = unit->n;
	if (*s == '\0')
	{
		if (len == 0 || !is_digit(bytes[strspn(bytes, " ")]))
			return "unit is missing";
		s = "nar";
	}
	row = find_longest(s, &used);
	if (row != NULL && s[used] != '\0' && (qualifier = read_qualifier(s + used)) == NULL)
		row = NULL;
	if (row == NULL)
		return resolve_own(bytes, len, s, unit, name);
	set_unit(unit, row, multiple);
	*name = qualifier ? psprintf("%s%s", row->code, qualifier) : pstrdup(row->code);
	return NULL;
}

int64
te_unit_multiple(const TeUnit *unit, const char *name)
{
	if (unit->dimension != TE_UNIT_OWN)
	{
		for (int i = 0; i < lengthof(units); i++)
		{
			if (strlen(units[i].code) == unit->qualifier &&
				strncmp(units[i].code, name, unit->qualifier) == 0)
				return unit->n / units[i].n;
		}
	}
	return unit->n;
}

/* True when a quantity in one unit can be told in the other. */
static bool
convertible(const TeUnit *a, const char *aname, const TeUnit *b, const char *bname)
{
	if (a->dimension != b->dimension)
		return false;
	if (a->dimension == TE_UNIT_OWN)
		return pg_strcasecmp(aname, bname) == 0;
	return strcmp(aname + a->qualifier, bname + b->qualifier) == 0;
}

TeDecimal
te_quantities_find(const TeQuantities *q, const TeUnit *unit, const char *name)
{
	for (int i = 0; q != NULL && i < q->count; i++)
	{
		const TeQuantity *item = &q->items[i];

		if (!convertible(&item->unit, item->name, unit, name))
			continue;
		if (item->unit.n == unit->n && item->unit.d == unit->d)
			return item->amount;
		return te_decimal_mul(item->amount,
							  te_decimal_mul(te_decimal(item->unit.n, item->unit.d),
											 te_decimal(unit->d, unit->n)));
	}
	return TE_DECIMAL_NULL;
}
