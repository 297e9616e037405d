/*
 * duty_words.h
 *	  The words of rate texts in the languages of customs: what each stands for.
 */
#ifndef TRADE_EXPOSURE_DUTY_WORDS_H
#define TRADE_EXPOSURE_DUTY_WORDS_H

#include "postgres.h"

/* What words stand for in the grammar of duty_parse.c. */
typedef enum TeWordRole
{
	TE_WORD_FREE = 1,			/* no duty: free, NIHIL, 無税 */
	TE_WORD_VALUE,				/* the customs value: value, 課税価格 */
	TE_WORD_PERCENT,			/* %: per cent */
	TE_WORD_AD_VALOREM,			/* of the value, behind a percentage */
	TE_WORD_CURRENCY,			/* behind or before a number: yen, 円, Rs. */
	TE_WORD_CENT,				/* a hundredth of the regime's own dollar */
	TE_WORD_COMPONENT,			/* an amount of the Meursing table: EA, ADSZ */
	TE_WORD_PER,				/* "per" before a unit */
	TE_WORD_EACH,				/* "each", for a piece */
	TE_WORD_PLUS,				/* plus, weaker than "+" */
	TE_WORD_AND,				/* and: plus, or between alternatives */
	TE_WORD_TIMES,				/* × */
	TE_WORD_MYRIAD,				/* 10,000 of the number before it: 万 */
	TE_WORD_LEAST,				/* but not less than */
	TE_WORD_MOST,				/* but not more than */
	TE_WORD_OR_MORE,			/* or more than, behind "not less than" */
	TE_WORD_OR_LESS,			/* or less than, behind "not more than" */
	TE_WORD_OR,					/* between alternatives: or, 又は */
	TE_WORD_HIGHER,				/* whichever is the higher */
	TE_WORD_LOWER,				/* whichever is the lower */
	TE_WORD_HIGHER_OF,			/* the greater of */
	TE_WORD_LOWER_OF,			/* the lesser of */
	TE_WORD_PROVISO,			/* "but where that rate": ただしその税率が */
	TE_WORD_IF_BELOW,			/* "is below, it is": を下回る場合は */
	TE_WORD_IF_ABOVE,			/* "is above, it is": を上回る場合は */
	TE_WORD_IT_IS,				/* ends a proviso: とする */
	TE_WORD_FOR_EACH,			/* behind a unit: につき, "for one of
								 * these" */
	TE_WORD_DIFFERENCE,			/* 差額, the difference */
	TE_WORD_WITH,				/* と, between the two of a difference */
	TE_WORD_PRODUCT,			/* に … を乗じて得た額, multiplied
								 * by */
	TE_WORD_TIMES_ENDS,			/* を乗じて得た額 */
	TE_WORD_PRICE,				/* a price that the law itself sets, for each
								 * unit */
	TE_WORD_CONTENT,			/* the weight of what the goods contain */
	TE_WORD_MARK,				/* mark before a rate that changes nothing
								 * here */
	TE_WORD_NOTE				/* mark of a note behind a rate: ◆2 */
} TeWordRole;

typedef struct TeWord
{
	const char *words;			/* lower case, one blank between; as it stands
								 * when exact */
	TeWordRole	role;
	bool		exact;			/* in just this case */
	uint32		currency;		/* of a CURRENCY or PRICE */
	const char *name;			/* of a COMPONENT: the program; of a CONTENT:
								 * the unit's ending; of a CURRENCY: not NULL
								 * when it is not another country's sign */
	int64		n;				/* of a PRICE: n/d */
	int64		d;
} TeWord;

/* The longest words that stand at byte "pos", or NULL; *end is the byte after them. */
extern const TeWord *te_word_at(const char *text, int len, int pos, int *end);

/*
 * A text with one character for each of its own, in which the full-width forms
 * of East Asia, blanks of all kinds and the mathematical minus are ASCII.
 */
extern char *te_words_plain(const char *text, int *len);

#endif							/* TRADE_EXPOSURE_DUTY_WORDS_H */
