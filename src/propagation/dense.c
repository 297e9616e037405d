/*
 * dense.c
 *	  The inverse of I - C, where all of it is needed at once.
 *
 * Gauss-Jordan elimination by blocks: nearly all work is one kind of product,
 * rows of a column panel times a row panel.  There is no pivoting: I - C with
 * C ≥ 0 and spectral radius below 1 is an M-matrix, which elimination in any
 * order keeps one (Berman and Plemmons 1994, chapter 6), so that pivots stay
 * positive and nothing grows.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "propagation/dense.h"

#define BLOCK 192				/* pivots a step; a multiple of PAD */
#define PAD 24					/* sizes are rounded up to this: 6 and 8
								 * divide it */
#define ROWS 6					/* of the smallest product */
#define COLUMNS 8
#define ROW_BLOCK 96			/* rows of the column panel that stay in the
								 * cache */

typedef double Four __attribute__((vector_size(32), aligned(8), may_alias));
typedef double Two __attribute__((vector_size(16), aligned(8), may_alias));

/* Sums of one row of the smallest product: they must stay in registers. */
#define ROW_SUMS(i) Four s##i##a = {0}, s##i##b = {0}
#define ROW_ADD(i) \
	(s##i##a += left[k * ROWS + i] * r0, s##i##b += left[k * ROWS + i] * r1)
#define ROW_STORE(i) \
	do { \
		Four	   *at = (Four *) (to + i * stride); \
		at[0] = (keep ? at[0] : zero) - s##i##a; \
		at[1] = (keep ? at[1] : zero) - s##i##b; \
	} while (0)
#define RIGHT_ROW \
		Four		r0 = *(const Four *) (right + k * COLUMNS); \
		Four		r1 = *(const Four *) (right + k * COLUMNS + 4)

/*
 * to = (keep ? to : 0) - left · right, for ROWS × COLUMNS elements; left is
 * packed by columns of ROWS, right by rows of COLUMNS.  For 16 registers of 4.
 */
static pg_attribute_always_inline void
wide_product(double *to, Size stride, const double *left, const double *right, int depth, bool keep)
{
	const Four	zero = {0};

	ROW_SUMS(0);
	ROW_SUMS(1);
	ROW_SUMS(2);
	ROW_SUMS(3);
	ROW_SUMS(4);
	ROW_SUMS(5);
	for (int k = 0; k < depth; k++)
	{
		RIGHT_ROW;

		ROW_ADD(0);
		ROW_ADD(1);
		ROW_ADD(2);
		ROW_ADD(3);
		ROW_ADD(4);
		ROW_ADD(5);
	}
	ROW_STORE(0);
	ROW_STORE(1);
	ROW_STORE(2);
	ROW_STORE(3);
	ROW_STORE(4);
	ROW_STORE(5);
}

/* The same for 16 registers of 2: two rows and four columns at a time. */
static pg_attribute_always_inline void
narrow_product(double *to, Size stride, const double *left, const double *right, int depth, bool keep)
{
	for (int part = 0; part < ROWS * COLUMNS / 8; part++)
	{
		int			row = part / 2 * 2;
		int			column = part % 2 * 4;
		Two			s[2][2] = {{{0}}};

		for (int k = 0; k < depth; k++)
		{
			const Two  *r = (const Two *) (right + k * COLUMNS + column);
			const double *l = left + k * ROWS + row;

			s[0][0] += l[0] * r[0];
			s[0][1] += l[0] * r[1];
			s[1][0] += l[1] * r[0];
			s[1][1] += l[1] * r[1];
		}
		for (int i = 0; i < 2; i++)
			for (int j = 0; j < 4; j++)
			{
				double	   *at = to + (row + i) * stride + column + j;

				*at = (keep ? *at : 0.0) - s[i][j / 2][j % 2];
			}
	}
}

/* The same for "rows" × "columns" elements; rows in groups of ROWS, columns of COLUMNS. */
#define PRODUCT_ARGS \
	double *to, Size stride, const double *left, const double *right, \
	int rows, int columns, int depth, bool keep
#define PRODUCT_LOOP(small) \
	for (int j = 0; j < columns; j += COLUMNS) \
		for (int i = 0; i < rows; i += ROWS) \
			small(to + i * stride + j, stride, left + (Size) i * depth, \
				  right + (Size) j * depth, depth, keep)

static void
product_narrow(PRODUCT_ARGS)
{
	PRODUCT_LOOP(narrow_product);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2,fma"))) static void
product_wide(PRODUCT_ARGS)
{
	PRODUCT_LOOP(wide_product);
}

/* Whether the processor has the wide registers. */
static bool
is_wide(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#else
#define product_wide product_narrow
#define is_wide() false
#endif

/* Product of packed panels, by the widest registers the processor has. */
static void
product(PRODUCT_ARGS)
{
	if (is_wide())
		product_wide(to, stride, left, right, rows, columns, depth, keep);
	else
		product_narrow(to, stride, left, right, rows, columns, depth, keep);
}

/* Packs rows × depth elements for the left side, times "factor". */
static void
pack_left(double *packed, const double *from, Size stride, int rows, int depth, double factor)
{
	for (int i = 0; i < rows; i += ROWS)
		for (int k = 0; k < depth; k++)
			for (int r = 0; r < ROWS; r++)
				*packed++ = factor * from[(i + r) * stride + k];
}

/* Packs depth × columns elements for the right side. */
static void
pack_right(double *packed, const double *from, Size stride, int depth, int columns)
{
	for (int j = 0; j < columns; j += COLUMNS)
		for (int k = 0; k < depth; k++)
		{
			memcpy(packed, from + k * stride + j, COLUMNS * sizeof(double));
			packed += COLUMNS;
		}
}

/* Inverts the pivot block in place; throws when a pivot is not positive. */
static void
invert_block(double *a, Size stride, int n)
{
	for (int k = 0; k < n; k++)
	{
		double	   *pivot_row = a + k * stride;
		double		pivot = pivot_row[k];

		if (!(pivot > 1e-300))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("elimination met a pivot of %g", pivot),
					 errdetail("The network is not productive, or has negative amounts that make it behave like one that is not.")));
		pivot_row[k] = 1.0;
		for (int j = 0; j < n; j++)
			pivot_row[j] /= pivot;
		for (int i = 0; i < n; i++)
		{
			double	   *row = a + i * stride;
			double		factor = row[k];

			if (i == k || factor == 0.0)
				continue;
			row[k] = 0.0;
			for (int j = 0; j < n; j += 2)
				*(Two *) (row + j) -= factor * *(Two *) (pivot_row + j);
		}
	}
}

/* Panels of one step. */
typedef struct Panels
{
	double	   *left;			/* part of the column panel, packed */
	double	   *right;			/* row panel, packed */
} Panels;

/* One step: the pivots k .. k + depth - 1 of the n × n matrix. */
static void
step(double *a, int n, int k, int depth, Panels *panels)
{
	double	   *pivot = a + (Size) k * n + k;

	invert_block(pivot, n, depth);
	/* row panel: inverse of the pivot block times the rows beside it */
	for (int side = 0; side < 2; side++)
	{
		int			from = side == 0 ? 0 : k + depth;
		int			columns = side == 0 ? k : n - k - depth;
		double	   *rows = a + (Size) k * n + from;

		if (columns == 0)
			continue;
		pack_right(panels->right, rows, n, depth, columns);
		for (int i = 0; i < depth; i += PAD)
		{
			pack_left(panels->left, pivot + (Size) i * n, n, PAD, depth, -1.0);
			product(rows + (Size) i * n, n, panels->left, panels->right, PAD, columns, depth, false);
			CHECK_FOR_INTERRUPTS();
		}
	}

	/*
	 * all other rows: minus their part of the column panel times the row
	 * panel
	 */
	pack_right(panels->right, a + (Size) k * n, n, depth, n);
	for (int i = 0; i < n;)
	{
		int			end = Min(i < k ? k : n, i + ROW_BLOCK);

		if (i == k)
		{
			i = k + depth;
			continue;
		}
		pack_left(panels->left, a + (Size) i * n + k, n, end - i, depth, 1.0);
		for (int r = i; r < end; r++)
			memset(a + (Size) r * n + k, 0, depth * sizeof(double));
		product(a + (Size) i * n, n, panels->left, panels->right, end - i, n, depth, true);
		i = end;
		CHECK_FOR_INTERRUPTS();
	}
}

/* I - C as a dense matrix, bordered by an identity up to "n" rows. */
static void
fill_dense(const TeSystem *sys, double *a, int n)
{
	for (int i = 0; i < n; i++)
	{
		double	   *row = a + (Size) i * n;
		const uint32 *other;

		memset(row, 0, n * sizeof(double));
		row[i] = 1.0;
		if (i >= sys->n)
			continue;
		other = sys->other + sys->at[i];
		for (uint32 e = sys->start[i]; e < sys->start[i + 1]; e++, other++)
			row[*other] -= sys->row[i] * sys->amount[e] *
				(sys->col != NULL ? sys->col[*other] : 1.0);
		CHECK_FOR_INTERRUPTS();
	}
}

/* The inverse of I - C. */
double *
te_dense_inverse(const TeSystem *sys, int *stride)
{
	int			n = (sys->n + PAD - 1) / PAD * PAD;
	double	   *a;
	Panels		panels;

	if (sys->n > TE_DENSE_MAX_NODES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a network of %d nodes is too large for a dense inverse", sys->n),
				 errdetail("The limit is %d nodes (512 MB).", TE_DENSE_MAX_NODES),
				 errhint("Ask for some nodes only, or group small nodes.")));
	a = te_alloc((Size) n * n * sizeof(double) + sizeof(Four));
	panels.left = palloc(sizeof(double) * ROW_BLOCK * BLOCK);
	panels.right = te_alloc(sizeof(double) * BLOCK * (Size) (n + PAD));
	fill_dense(sys, a, n);
	for (int k = 0; k < n; k += BLOCK)
		step(a, n, k, Min(BLOCK, n - k), &panels);
	pfree(panels.left);
	pfree(panels.right);
	*stride = n;
	return a;
}
