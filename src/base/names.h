/*
 * names.h
 *	  Names numbered in the order in which they came, and found again.
 */
#ifndef TRADE_EXPOSURE_NAMES_H
#define TRADE_EXPOSURE_NAMES_H

#include "postgres.h"

/* Names numbered in the order in which they came. */
typedef struct TeNames
{
	int			count;
	int			room;
	const char **names;
	uint32	   *slots;			/* number + 1, open addressing */
	uint32		mask;
} TeNames;

/* Begins without names. */
extern void te_names_init(TeNames *names);

/* A new set without names. */
extern TeNames *te_names_new(void);

/* Number of the name, a new one if need be (*is_new, may be NULL). */
extern int	te_names_number(TeNames *names, const char *name, bool *is_new);

/* Number of the name, or -1. */
extern int	te_names_find(const TeNames *names, const char *name);

#endif							/* TRADE_EXPOSURE_NAMES_H */
