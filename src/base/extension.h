/*
 * extension.h
 *	  What a wing has to do when the library is loaded.
 */
#ifndef TRADE_EXPOSURE_EXTENSION_H
#define TRADE_EXPOSURE_EXTENSION_H

#include "postgres.h"

/* A function to be called when the library is loaded. */
typedef struct TeOnLoad
{
	void		(*run) (void);	/* the function */
	struct TeOnLoad *next;		/* the one that registered before */
} TeOnLoad;

/* Registers a function, before the library is ready. */
extern void te_on_load(TeOnLoad *entry);

/* Written once in a file: "function" is called when the library is loaded. */
#define TE_ON_LOAD(function) \
	static TeOnLoad on_load_##function = {function, NULL}; \
	static void __attribute__((constructor)) \
	register_##function(void) \
	{ \
		te_on_load(&on_load_##function); \
	}

#endif							/* TRADE_EXPOSURE_EXTENSION_H */
