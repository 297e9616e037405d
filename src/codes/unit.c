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
	SUGAR,						/* percent of sucrose by weight */
	TONNAGE,					/* ton of a ship's gross register */
	RELIEF,						/* rate of small producer relief */
	RELIEF_ALCOHOL,				/* that rate times litre of pure alcohol */
	RELIEF_STRENGTH,			/* that rate times percent by volume times
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
	{"KGM", MASS, 1, 1, "|kgm|kg|kgs|kilogram|kilograms|kilo|kilos|キログラム|㎏|weight in kilograms|"},
	{"GRM", MASS, 1, 1000, "|grm|g|gram|grams|gm|グラム|"},
	{"MGM", MASS, 1, 1000000, "|mgm|mg|milligram|milligrams|"},
	{"DTN", MASS, 100, 1, "|dtn|quintal|quintals|"},
	{"TNE", MASS, 1000, 1, "|tne|t|tonne|tonnes|metric ton|metric tons|metric tonne"
	"|metric tonnes|mt|トン|"},
	{"KTN", MASS, 1000000, 1, "|ktn|kt|kilotonne|kilotonnes|"},
	{"CTM", MASS, 1, 5000, "|ctm|carat|carats|c/k|weight in carats|"},
	{"LBR", MASS, 45359237, 100000000, "|lbr|lb|lbs|pound|pounds|"},
	{"ONZ", MASS, 45359237, 1600000000, "|onz|oz|ounce|ounces|"},
	{"STN", MASS, 90718474, 100000, "|stn|short ton|short tons|"},
	{"LTN", MASS, 10160469088, 10000000, "|ltn|long ton|long tons|"},
	{"LTR", VOLUME, 1, 1, "|ltr|l|liter|liters|litre|litres|リットル|ℓ|volume in litres|volume in liters|"},
	{"MLT", VOLUME, 1, 1000, "|mlt|ml|milliliter|milliliters|millilitre|millilitres|cmq|cm3|"},
	{"HLT", VOLUME, 100, 1, "|hlt|hl|hectoliter|hectoliters|hectolitre|hectolitres|"},
	{"KLT", VOLUME, 1000, 1, "|klt|kl|kiloliter|kiloliters|kilolitre|kilolitres|キロリットル|㎘|"},
	{"MTQ", VOLUME, 1000, 1, "|mtq|m3|cubic meter|cubic meters|cubic metre|cubic metres|cu m|cbm|立方メートル|volume in cubic metres|volume in cubic meters|"},
	{"GLL", VOLUME, 3785411784, 1000000000, "|gll|gal|gallon|gallons|"},
	{"BFT", VOLUME, 2359737216, 1000000000, "|bft|board foot|board feet|bd ft|"},
	{"BLL", VOLUME, 158987294928, 1000000000, "|bll|bbl|barrel|barrels|"},
	{"NAR", COUNT, 1, 1, "|nar|no|number|each|ea|item|items|piece|pieces|pcs|pc|p/st|article|articles"
	"|unit|units|head|pins|c62|h87|頭|本|枚|\xE5\x80\x8B|台|匹|羽|u|number of items|"},
	{"DZN", COUNT, 12, 1, "|dzn|doz|dozen|dozens|doz pcs|dz pcs|dpc|\xE3\x83\x80ース|dz|dozen of items|"},
	{"GRO", COUNT, 144, 1, "|gro|gross|"},
	{"GGR", COUNT, 1728, 1, "|ggr|great gross|"},
	{"CEN", COUNT, 100, 1, "|cen|hundred|hundreds|"},
	{"MIL", COUNT, 1000, 1, "|mil|thousand|thousands|thousands of items|"},
	{"MIO", COUNT, 1000000, 1, "|mio|million|millions|"},
	{"NPR", PAIRS, 1, 1, "|npr|pr|prs|pair|pairs|pa|足|number of pairs|"},
	{"MPR", PAIRS, 1000, 1, "|mpr|thousand pairs|"},
	{"DPR", PAIRS, 12, 1, "|dpr|doz pr|doz prs|dozen pairs|"},
	{"MTR", LENGTH, 1, 1, "|mtr|m|meter|meters|metre|metres|lin m|メートル|length in metres|length in meters|"},
	{"CMT", LENGTH, 1, 100, "|cmt|cm|centimeter|centimeters|centimetre|centimetres|"},
	{"KMT", LENGTH, 1000, 1, "|kmt|km|kilometer|kilometers|kilometre|kilometres|thousand m|"},
	{"HMT", LENGTH, 100, 1, "|hmt|hectometre|hectometres|hectometer|hectometers|"},
	{"FOT", LENGTH, 3048, 10000, "|fot|ft|foot|feet|"},
	{"YRD", LENGTH, 9144, 10000, "|yrd|yd|yard|yards|"},
	{"MTK", AREA, 1, 1, "|mtk|m2|square meter|square meters|square metre|square metres|sq m|sqm|sq meter|sq metre|sq metres|平方メートル|area in square metres|area in square meters|"},
	{"CMK", AREA, 1, 10000, "|cmk|cm2|"},
	{"FTK", AREA, 9290304, 100000000, "|ftk|ft2|square foot|square feet|sq ft|sqft|sq feet|"},
	{"YDK", AREA, 83612736, 100000000, "|ydk|yd2|sq yd|square yard|square yards|"},
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
	{"PK", PACKS, 1, 1, "|pk|pack|packs|number of packages|"},
	{"GRL", GROSS_LINES, 1, 1, "|grl|line/gross|gr lines|"},
	{"RET", RETAIL_PRICE, 1, 1, "|ret|retail price|"},
	{"ASV", STRENGTH, 1, 1, "|asv|% vol|%vol|"},
	{"ASVX", STRENGTH_VOLUME, 1, 1, "|asvx|asv x|% vol/hl|%vol/hl|% vol hl|"},
	{"BRX", SUGAR, 1, 1, "|brx|% sacchar|%sacchar|"},
	{"GRT", TONNAGE, 1, 1, "|grt|gross register ton|gross register tons|gross register tonnage|"},
	{"SPQ", RELIEF, 1, 1, "|spq|"},
	{"SPQLPA", RELIEF_ALCOHOL, 1, 1, "|spqlpa|spq/lpa|"},
	{"SPQASVX", RELIEF_STRENGTH, 1, 1, "|spqasvx|spq/asvx|"},
};

/* The TARIC's letters for what a unit is counted on, and how they are printed; "": nothing else. */
static const char *const qualifiers[][2] = {
	{"A", "|tot alc|total alcohol|alc tot|"},
	{"E", "|net eda|eda|net drained wt|net drained weight|"},
	{"F", "|common wheat|"},
	{"G", "|br|brut|gross|gross weight|"},
	{"I", "|biodiesel|"},
	{"J", "|fuel content|"},
	{"K", "|bioethanol|"},
	{"M", "|net mas|mas|net dry|net dry matter|dry matter|"},
	{"P", "|lactic matter|"},
	{"R", "|std qual|standard quality|"},
	{"S", "|raw sugar|"},
	{"T", "|dry lactic matter|"},
	{"Z", "|net/%sacchar|net/% sacchar|net/%sacch|net/% sucrose|"},
	{"", "|net|net weight|"}
};

/* A unit that is another one times a third, so that its quantity can be computed from theirs. */
static const struct
{
	uint16		dimension;		/* of the product's unit */
	char		qualifier;		/* what it is counted on: a letter, or none */
	const char *factors[2];		/* their units */
	int64		n;				/* base units of the product in one times the
								 * other: n/d */
	int64		d;
}			products[] = {
	{STRENGTH_VOLUME, '\0', {"ASV", "HLT"}, 1, 1},
	{ALCOHOL, '\0', {"ASV", "LTR"}, 1, 100},
	{MASS, 'Z', {"KGM", "BRX"}, 1, 1},
	{RELIEF_ALCOHOL, '\0', {"SPQ", "LPA"}, 1, 1},
	{RELIEF_STRENGTH, '\0', {"SPQ", "ASVX"}, 1, 1}
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
 * A raised 2 or 3 becomes *c, a square or cubic metre in one character an "m"
 * in the output and *c; returns the bytes beyond the first that it took.
 */
static int
raised_digit(const char *bytes, int len, char *out, int *n, char *c)
{
	static const struct
	{
		const char *bytes;
		const char *plain;
	}			characters[] = {
		{"²", "2"}, {"³", "3"}, {"㎡", "m2"}, {"㎥", "m3"}
	};

	for (int i = 0; IS_HIGHBIT_SET(*bytes) && i < lengthof(characters); i++)
	{
		int			used = strlen(characters[i].bytes);
		const char *plain = characters[i].plain;

		if (len < used || memcmp(bytes, characters[i].bytes, used) != 0)
			continue;
		if (plain[1] != '\0')
			out[(*n)++] = *plain++;
		*c = *plain;
		return used - 1;
	}
	return 0;
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

		i += raised_digit(bytes + i, len - i, out, &n, &c);
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
	for (int i = 0; len <= TE_UNIT_MAX_CODE && i < lengthof(units); i++)
	{
		if (strncmp(units[i].code, bytes, len) == 0 && units[i].code[len] == '\0')
			return &units[i];
	}
	return NULL;
}

/* True when a spelling stands in a list with | around and between them. */
static bool
is_listed(const char *list, const char *s, int len)
{
	for (const char *p = list + 1; *p != '\0'; p++)
	{
		if (*p == *s && strncmp(p, s, len) == 0 && p[len] == '|')
			return true;
		p = strchr(p, '|');
	}
	return false;
}

/* The unit with this normalized spelling, or NULL. */
static const UnitRow *
find_spelling(const char *s, int len)
{
	for (int i = 0; i < lengthof(units); i++)
	{
		if (is_listed(units[i].spellings, s, len))
			return &units[i];
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

		/* a letter above ASCII ends where the spelling ends */
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
		if (is_listed(qualifiers[i][1], q, strlen(q)))
			return qualifiers[i][0][0] == '\0' ? pstrdup("") : psprintf(" %s", qualifiers[i][0]);
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

/* True at a comma before just three digits. */
static bool
is_group_mark(const char *s)
{
	return *s == ',' && is_digit(s[1]) && is_digit(s[2]) && is_digit(s[3]) && !is_digit(s[4]);
}

/* Reads "100 ", "1,000 " at the start of a unit; returns what follows. */
static const char *
read_multiple(const char *s, TeUnit *unit)
{
	int64		n = 0;

	if (!is_digit(*s))
		return s;
	for (; is_digit(*s) || is_group_mark(s); s++)
	{
		if (*s != ',')
			n = n * 10 + (*s - '0');
		if (n > TE_UNIT_MAX_MULTIPLE)
			return NULL;
	}
	unit->n = n;
	return s + (*s == ' ');
}

/* A word that is not a unit of the table names a unit of its own. */
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

/* Return how many of the second unit, into which the first converts, are in one of that. */
static TeDecimal
ratio(const TeUnit *from, const TeUnit *to)
{
	return te_decimal_mul(te_decimal(from->n, from->d), te_decimal(to->d, to->n));
}

/* See unit.h. */
TeDecimal
te_unit_ratio(const TeUnit *from, const char *from_name, const TeUnit *to, const char *to_name)
{
	if (!convertible(from, from_name, to, to_name))
		return TE_DECIMAL_NULL;
	return te_decimal_reduce(ratio(from, to));
}

/* The quantity in "unit" among those that are given, converted. */
static TeDecimal
find_given(const TeQuantities *q, const TeUnit *unit, const char *name)
{
	for (int i = 0; q != NULL && i < q->count; i++)
	{
		const TeQuantity *item = &q->items[i];

		if (!convertible(&item->unit, item->name, unit, name))
			continue;
		if (item->unit.n == unit->n && item->unit.d == unit->d)
			return item->amount;
		return te_decimal_mul(item->amount, ratio(&item->unit, unit));
	}
	return TE_DECIMAL_NULL;
}

/* The quantity in "unit" from the two that it is the product of. */
static TeDecimal
find_product(const TeQuantities *q, const TeUnit *unit, const char *name)
{
	for (int i = 0; i < lengthof(products); i++)
	{
		TeDecimal	amount;

		if (products[i].dimension != unit->dimension ||
			(products[i].qualifier == '\0' ? name[unit->qualifier] != '\0'
			 : name[unit->qualifier] != ' ' || name[unit->qualifier + 1] != products[i].qualifier ||
			 name[unit->qualifier + 2] != '\0'))
			continue;
		amount = te_decimal_mul(te_decimal(products[i].n, products[i].d),
								te_decimal(unit->d, unit->n));
		for (int k = 0; k < 2; k++)
		{
			const char *factor = products[i].factors[k];
			TeUnit		part = {.n = 1, .d = 1};
			TeDecimal	known;

			set_unit(&part, find_code(factor, strlen(factor)), 1);
			known = te_quantities_find(q, &part, factor);
			if (te_decimal_is_null(known))
				return TE_DECIMAL_NULL;
			amount = te_decimal_mul(amount, known);
		}
		return amount;
	}
	return TE_DECIMAL_NULL;
}

TeDecimal
te_quantities_find(const TeQuantities *q, const TeUnit *unit, const char *name)
{
	TeDecimal	known = find_given(q, unit, name);

	return te_decimal_is_null(known) && q != NULL ? find_product(q, unit, name) : known;
}

int
te_unit_letters(const char *bytes, int len)
{
	static const char *const raised[] = {"²", "³", "㎡", "㎥"};
	int			longest = 0;

	for (int i = 0; i < lengthof(raised); i++)
	{
		if (len >= strlen(raised[i]) && memcmp(bytes, raised[i], strlen(raised[i])) == 0)
			return strlen(raised[i]);
	}
	for (int i = 0; i < lengthof(units); i++)
	{
		for (const char *p = units[i].spellings + 1; *p != '\0'; p++)
		{
			int			n = strchr(p, '|') - p;

			if (n > longest && n <= len && IS_HIGHBIT_SET(*p) && memcmp(bytes, p, n) == 0)
				longest = n;
			p += n;
		}
	}
	return longest;
}

/* Units of the TARIC that are counted on their own: of a substance, of cells, of emissions. */
static const char *const own_codes[] = {
	"CCT", "GFI", "KAC", "KCC", "KCL", "KMA", "KNI", "KNS", "KPH", "KPO", "KPP", "KSD", "KSH",
	"KUR", "NCL", "TCE"
};

bool
te_unit_is_code(const char *bytes, int len)
{
	for (int i = 0; i < lengthof(own_codes); i++)
	{
		if (len == strlen(own_codes[i]) && memcmp(own_codes[i], bytes, len) == 0)
			return true;
	}
	return find_code(bytes, len) != NULL;
}
