/*
 * stored.h
 *	  Values that are stored outside of their row.
 */
#ifndef TRADE_EXPOSURE_STORED_H
#define TRADE_EXPOSURE_STORED_H

#include "postgres.h"

#include "base/compat.h"

/*
 * Write what is stored of a value, packed or not, behind the header at "to", which
 * is left as it is.  It comes in pieces, so that it can be cancelled.
 */
extern void te_stored_bytes(const struct varatt_external *pointer, struct varlena *to);

/*
 * The value in one piece of fresh memory of the current context, in large pages
 * where it is large, or NULL when it is not stored as it is.
 */
extern struct varlena *te_stored_fetch(const struct varlena *value);

#endif							/* TRADE_EXPOSURE_STORED_H */
