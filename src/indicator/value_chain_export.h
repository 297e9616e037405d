/*
 * value_chain_export.h
 *	  Whose value is in exports: decompositions of gross exports.
 */
#ifndef TRADE_EXPOSURE_VALUE_CHAIN_EXPORT_H
#define TRADE_EXPOSURE_VALUE_CHAIN_EXPORT_H

#include "indicator/value_chain.h"

/* Exports of one country, or of one to another (Borin and Mancini 2023). */
typedef struct TeExports
{
	double		gross;			/* exports */
	double		dva;			/* domestic value added */
	double		ddc;			/* domestic double counting */
	double		fva;			/* foreign value added */
	double		fdc;			/* foreign double counting */
} TeExports;

/* All that depends on no exporter. */
typedef struct TeExportBase
{
	const TeChain *chain;
	int			asked;			/* countries whose exports are asked for */
	int		   *column;			/* of each country, -1 if it is not asked for */
	int			holders;		/* columns of content: those asked for, and
								 * one for all others */
	double	   *content;		/* n x holders: of each in a unit */
	double	   *sold;			/* n x ncountries: sales to each country,
								 * final ones included */
	double	   *own_once;		/* n x asked: what column s has of country s
								 * when s exports no inputs */
	double	   *all_once;		/* the same of all countries */
	double	   *local;			/* own weight in a unit, by domestic tiers
								 * only */
	double	   *imports;		/* imported inputs in a unit, by domestic
								 * tiers only */
	double	   *home;			/* per output: what final use at home needs,
								 * by domestic tiers only */
	double	   *abroad;			/* the same of exports */
} TeExportBase;

/*
 * Solves what every decomposition needs; "once" also what Borin and Mancini need.
 * "asked" marks the countries whose exports are asked for, NULL for all.
 */
extern void te_export_base(TeExportBase *base, const TeChain *chain, const bool *asked, bool once);

/* Exports of country s, by country of value added: to country r, or with -1 to all. */
extern TeExports te_export_source(const TeExportBase *base, int s, int r);

/* Exports of country s to each country, counted across that border alone: an array of them. */
extern TeExports *te_export_pure(const TeExportBase *base, int s);

/*
 * n x asked, per output of each node: what final use needs of it, where in
 * column s nothing passes through the exports of s (equation 13, /s to y*).
 */
extern double *te_export_ultimate(const TeExportBase *base);

/* Exports of country s to each country, by sink: counted where it leaves s the last time. */
extern TeExports *te_export_sink(const TeExportBase *base, const double *ultimate, int s);

/* Two-border measures of the exports of s to r (Borin and Mancini's tripartite form). */
typedef struct TeTripartite
{
	double		direct;			/* value added of s that r uses up (DAVAX) */
	double		two_sided;		/* imported inputs in what r exports on */
	double		backward;		/* imported inputs in what r uses up */
	double		forward;		/* the rest */
} TeTripartite;

/* Of the exports of s to each country. */
extern TeTripartite *te_export_tripartite(const TeExportBase *base, int s);

/* Value added of s that its importers use up themselves (DAVAX), over all of them. */
extern double te_export_direct(const TeExportBase *base, int s);

/* The nine terms of Koopman, Wang and Wei. */
#define TE_KWW_TERMS 9
extern void te_export_koopman(const TeExportBase *base, int s, double *terms);

/* Value added of s that others use up (Johnson and Noguera's VAX). */
extern double te_export_absorbed(const TeExportBase *base, int s);

/* Value added of s in the exports of others (VS1). */
extern double te_export_forward(const TeExportBase *base, int s);

/* Imported inputs in the exports of s (Hummels, Ishii and Yi's VS). */
extern double te_export_imports(const TeExportBase *base, int s);

#endif							/* TRADE_EXPOSURE_VALUE_CHAIN_EXPORT_H */
