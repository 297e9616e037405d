/*
 * compat.h
 *	  What differs between the PostgreSQL versions that we build for and is
 *	  wanted everywhere.
 */
#ifndef TRADE_EXPOSURE_COMPAT_H
#define TRADE_EXPOSURE_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 18 writes pg_noreturn in front instead */
#if PG_VERSION_NUM >= 180000
#define pg_attribute_noreturn() __attribute__((noreturn))
#endif

#endif							/* TRADE_EXPOSURE_COMPAT_H */
