/*
 * country.h
 *	  Countries, their codes in six systems, and dated groups of countries.
 *
 * Nothing here calls fmgr, catalog or SPI; nothing allocates unless it says so.
 * A country is named by its number, 0 .. te_ncountries - 1, in order of iso3.
 */
#ifndef TRADE_EXPOSURE_COUNTRY_H
#define TRADE_EXPOSURE_COUNTRY_H

#include "postgres.h"

#include "utils/date.h"

/* Code systems; TE_SYSTEM_GUESS takes iso3 and iso2, which cannot be confused. */
typedef enum TeCountrySystem
{
	TE_SYSTEM_ISO2,
	TE_SYSTEM_ISO3,
	TE_SYSTEM_M49,				/* UN M49, three digits */
	TE_SYSTEM_COMTRADE,			/* UN Comtrade, BACI */
	TE_SYSTEM_CENSUS,			/* US Schedule C, four digits */
	TE_SYSTEM_JAPAN,			/* Japan customs, three digits */
	TE_SYSTEM_NAME,				/* a name as publishers write it, see
								 * te_country_named */
	TE_SYSTEM_GUESS
} TeCountrySystem;

typedef struct TeCountry
{
	char		iso3[4];
	char		iso2[3];
	int16		number[4];		/* m49, comtrade, census, japan; 0: none */
	const char *name;			/* UTF-8, as are the next two */
	const char *region;
	const char *subregion;
	const char *currency;		/* ISO 4217, several parted by commas */
} TeCountry;

extern const TeCountry te_countries[];
extern const int te_ncountries;

#define TE_COUNTRY_MAX_CODE 8	/* bytes of a code without blanks and quotes */
#define TE_NO_COUNTRY PG_INT32_MIN	/* a code that means nothing in its system */

/* Why a partner that stands in trade tables is not a country */
typedef enum TePseudoKind
{
	TE_PSEUDO_TOTAL,			/* World and other sums */
	TE_PSEUDO_AREA,				/* areas not elsewhere specified */
	TE_PSEUDO_OTHER_ASIA,		/* Comtrade's 490: in practice mostly Taiwan */
	TE_PSEUDO_SPECIAL,			/* bunkers, free zones, … */
	TE_PSEUDO_FORMER			/* was a country or customs territory */
} TePseudoKind;

typedef struct TePseudoArea
{
	const char *name;
	TePseudoKind kind;
} TePseudoArea;

/* A code as written, without what surrounds it */
typedef struct TeCountryCode
{
	char		bytes[TE_COUNTRY_MAX_CODE + 1]; /* upper case */
	int			len;			/* 0: empty; -1: too long to be a code */
	bool		numeric;		/* digits only; a decimal ".0" is forgiven */
} TeCountryCode;

/* Takes blanks and quotes off a code, folds it to upper case, drops the ".0" of a float. */
extern TeCountryCode te_country_clean(const char *code, int len);

/* What a clean code means: country, -1 - pseudo area, or TE_NO_COUNTRY. */
extern int	te_country_meaning(const TeCountryCode *code, TeCountrySystem system);

/*
 * What a name in UTF-8 means, as te_country_meaning says it: official and common
 * names, those of UN Comtrade, US Census and Japan customs; case, accents,
 * punctuation and words such as "the" do not count.
 */
extern int	te_country_named(const char *name, int len);

/* What is to be known of a code beside its meaning, or NULL. */
extern const char *te_country_note(const TeCountryCode *code, TeCountrySystem system);

/* Is a code or name, in any case, one that sources give the total of all partners? */
extern bool te_country_is_total(const char *name, size_t len);

/* The pseudo area that a meaning stands for. */
extern const TePseudoArea *te_pseudo_area(int meaning);

/* The system of that name; false when there is none. */
extern bool te_country_system(const TeCountryCode *name, TeCountrySystem *system);

/* Name of a system in SQL. */
extern const char *te_country_system_name(TeCountrySystem system);

/*
 * Number of the country that "code" (any case, blanks and quotes around it
 * forgiven) means in a system, or -1.
 */
extern int	te_country_find(const char *code, int len, TeCountrySystem system);

/* Number of the group of that name (any case), or -1. */
extern int	te_country_group_find(const char *name, int len);

/* Like te_country_group_find, but throws, listing the known groups. */
extern int	te_country_group_get(const char *name, int len);

/* The argument "on_date" itself; throws for infinite dates, which lie in no membership. */
extern DateADT te_country_group_day(DateADT on_date);

/* Has the group a member on that day? */
extern bool te_country_group_exists(int group, DateADT on_date);

/* Is the country a member of the group on that day? */
extern bool te_country_in_group(int country, int group, DateADT on_date);

/* One stretch of a country's membership in a group. */
typedef struct TeMembership
{
	const char *group;			/* name */
	int			country;		/* its number */
	DateADT		valid_from;		/* first day */
	DateADT		valid_to;		/* exclusive; DATEVAL_NOEND: still a member */
	bool		seen;			/* dates read in a publication, else from
								 * knowledge */
} TeMembership;

/* Membership number i of all groups; false behind the last one. */
extern bool te_country_membership(int i, TeMembership *membership);

#endif							/* TRADE_EXPOSURE_COUNTRY_H */
