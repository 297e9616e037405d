/*
 * currency.c
 *	  Currencies: three capital letters in one number.
 */
#include "postgres.h"

#include "codes/currency.h"

/* The number of a currency; 0 when it is not three letters. */
uint32
te_currency_from_bytes(const char *bytes, int len)
{
	if (len != 3)
		return 0;
	for (int i = 0; i < 3; i++)
	{
		if (bytes[i] < 'A' || bytes[i] > 'Z')
			return 0;
	}
	return TE_CURRENCY(bytes[0], bytes[1], bytes[2]);
}

/* Its three letters. */
char *
te_currency_cstring(uint32 currency)
{
	return psprintf("%c%c%c", (currency >> 16) & 0xFF, (currency >> 8) & 0xFF, currency & 0xFF);
}

/* ISO 4217, in alphabetical order, without blanks; XXX is not a currency. */
static const char iso_codes[] =
"AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCLPCNYCOP"
"CRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDRILSINRIQDIRR"
"ISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXN"
"MYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRD"
"SSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUYUUZSVESVNDVUVWSTXAFXCDXOFXPFXXXYERZARZMWZWG";

/* Currencies that are written with the same sign, the usual one first. */
static const char *const same_sign[] = {
	"USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD "
	"ARS CLP COP CUP DOP MXN UYU",
	"GBP EGP FKP GIP LBP SDG SHP SSP SYP",
	"JPY CNY",
	"INR LKR MUR NPR PKR SCR",
	"CHF XAF XOF XPF"
};

/* True when the three letters are among those of a list, each "step" bytes from the one before. */
static bool
is_listed(uint32 currency, const char *list, int step)
{
	for (const char *p = list; *p != '\0'; p += step)
	{
		if (TE_CURRENCY(p[0], p[1], p[2]) == currency)
			return true;
		if (p[3] == '\0')
			break;
	}
	return false;
}

bool
te_currency_is_known(uint32 currency)
{
	return is_listed(currency, iso_codes, 3);
}

uint32
te_currency_of_sign(uint32 usual, uint32 home)
{
	for (int i = 0; i < lengthof(same_sign); i++)
	{
		const char *first = same_sign[i];

		if (TE_CURRENCY(first[0], first[1], first[2]) == usual && is_listed(home, first, 4))
			return home;
	}
	return usual;
}
