/*
 * memcheck.h
 *	  What PostgreSQL tells Valgrind about its memory, told to AddressSanitizer.
 *
 * The server takes large blocks from malloc and gives out pieces of them, of
 * which AddressSanitizer by itself knows nothing.  A server built with
 * USE_VALGRIND says of each piece what of it may be touched; here these words
 * mark it, so that a read or write outside a piece, or of a freed one, is
 * reported as it happens.
 */
#ifndef TRADE_EXPOSURE_ASAN_MEMCHECK_H
#define TRADE_EXPOSURE_ASAN_MEMCHECK_H

#include <sanitizer/asan_interface.h>

#define VALGRIND_MAKE_MEM_NOACCESS(address, size) __asan_poison_memory_region(address, size)
#define VALGRIND_MAKE_MEM_UNDEFINED(address, size) __asan_unpoison_memory_region(address, size)
#define VALGRIND_MAKE_MEM_DEFINED(address, size) __asan_unpoison_memory_region(address, size)
#define VALGRIND_MEMPOOL_ALLOC(pool, address, size) __asan_unpoison_memory_region(address, size)
#define VALGRIND_MEMPOOL_CHANGE(pool, old, address, size) __asan_unpoison_memory_region(address, size)
/* a freed piece is marked by the server's own overwriting of it (CLOBBER_FREED_MEMORY) */
#define VALGRIND_MEMPOOL_FREE(pool, address) ((void) 0)
#define VALGRIND_MEMPOOL_TRIM(pool, address, size) ((void) 0)
#define VALGRIND_CREATE_MEMPOOL(pool, redzone, zeroed) ((void) 0)
#define VALGRIND_DESTROY_MEMPOOL(pool) ((void) 0)
#define VALGRIND_MOVE_MEMPOOL(pool, to) ((void) 0)
/* AddressSanitizer knows nothing of values that were never set: "make valgrind" does */
#define VALGRIND_CHECK_MEM_IS_DEFINED(address, size) 0
#define VALGRIND_GET_VBITS(address, bits, size) 0
#define VALGRIND_COUNT_ERRORS 0
#define VALGRIND_PRINTF(...) ((void) 0)
#define RUNNING_ON_VALGRIND 0

#endif							/* TRADE_EXPOSURE_ASAN_MEMCHECK_H */
