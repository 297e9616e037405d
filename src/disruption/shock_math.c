/*
 * shock_math.c
 *	  The exact scalar disruption model in closed form.
 *
 * Between two of at most nine known days every ingredient of the net gap is
 * linear, so stock and shortage are quadratic and the day on which the stock
 * is used up is the root of a quadratic.  The stock is a process reflected at
 * zero (Skorokhod's problem; in queueing, Lindley's recursion): what reflection
 * takes away is the shortage.
 */
#include "postgres.h"

#include <math.h>

#include "disruption/ces_math.h"
#include "disruption/shock_math.h"

/* A shortage below this share of the stock is a rounding error of the stock. */
#define STOCK_TOLERANCE 1e-15

/* The gap changes sign at the end of a segment when it does so this close to it. */
#define ZERO_TOLERANCE 1e-12

/* A value and its growth a day at the start of a segment. */
typedef struct Line
{
	double		value;
	double		slope;
} Line;

/* A ramp on the segment that starts at "start" and has "middle" inside. */
static inline Line
ramp_line(const TeRamp *ramp, double start, double middle)
{
	Line		line = {0.0, 0.0};

	if (ramp->share == 0 || middle < ramp->start)
		return line;
	if (ramp->days <= 0 || middle >= ramp->start + ramp->days)
		line.value = ramp->share;
	else
	{
		line.slope = ramp->share / ramp->days;
		line.value = ramp->share * ((start - ramp->start) / ramp->days);
	}
	return line;
}

/* The share of the cut that is in force: 0, then 1, then back to 0 in a line. */
static inline Line
shape_line(const TeShock *shock, double start, double middle)
{
	Line		line = {0.0, 0.0};
	double		end = shock->lead + shock->duration;

	if (middle < shock->lead || shock->duration <= 0)
		return line;
	if (middle < end)
		line.value = 1.0;
	else if (shock->recovery > 0 && middle < end + shock->recovery)
	{
		line.slope = -1.0 / shock->recovery;
		line.value = 1.0 - (start - end) / shock->recovery;
	}
	return line;
}

/* The net gap on the segment that starts at "start" and has "middle" inside. */
static inline Line
gap_line(const TeShock *shock, double start, double middle)
{
	double		weight = shock->dependency * shock->cut;
	Line		shape = shape_line(shock, start, middle);
	Line		alternative = ramp_line(&shock->alternative, start, middle);
	Line		substitution = ramp_line(&shock->substitution, start, middle);
	Line		gap;

	gap.value = weight * shape.value - alternative.value - substitution.value;
	gap.slope = weight * shape.slope - alternative.slope - substitution.slope;
	return gap;
}

/* Puts a day among the sorted ones unless it lies outside [0, horizon]. */
static inline int
insert_day(double *days, int n, double day, double horizon)
{
	int			i = n;

	if (day < 0 || day > horizon)
		return n;
	for (; i > 0 && days[i - 1] > day; i--)
		days[i] = days[i - 1];
	days[i] = day;
	return n + 1;
}

/* Puts the days on which a ramp begins and ends among the sorted ones. */
static inline int
insert_ramp(double *days, int n, const TeRamp *ramp, double horizon)
{
	if (ramp->share == 0)
		return n;
	n = insert_day(days, n, ramp->start, horizon);
	return (ramp->days > 0) ? insert_day(days, n, ramp->start + ramp->days, horizon) : n;
}

/* The days on which some ingredient of the net gap may bend, sorted. */
static int
bending_days(const TeShock *shock, double *days)
{
	double		horizon = shock->horizon;
	double		end = shock->lead + shock->duration;
	int			n = 0;

	n = insert_day(days, n, 0.0, horizon);
	n = insert_day(days, n, horizon, horizon);
	n = insert_day(days, n, shock->lead, horizon);
	n = insert_day(days, n, end, horizon);
	if (shock->recovery > 0)
		n = insert_day(days, n, end + shock->recovery, horizon);
	n = insert_ramp(days, n, &shock->alternative, horizon);
	return insert_ramp(days, n, &shock->substitution, horizon);
}

/* ∫ of a linear gap over the first "days" of a piece. */
static inline double
gap_area(const TeShockPiece *piece, double days)
{
	return (piece->gap + 0.5 * piece->slope * days) * days;
}

/*
 * Days into a draining piece after which the stock is used up; its length
 * when the stock lasts.
 */
static inline double
dry_day(const TeShockPiece *piece)
{
	double		area = gap_area(piece, piece->length);
	double		root;

	if (piece->stock <= 0)
		return 0.0;
	if (area <= piece->stock + STOCK_TOLERANCE * Max(1.0, piece->stock))
		return piece->length;
	root = piece->gap * piece->gap + 2.0 * piece->slope * piece->stock;
	return Min(2.0 * piece->stock / (piece->gap + sqrt(Max(root, 0.0))), piece->length);
}

/* Appends the piece [start, start + length) to the course; returns the stock after it. */
static double
append_piece(const TeShock *shock, TeShockPath *path, double start, double length,
			 Line gap, double stock)
{
	TeShockPiece *piece = &path->pieces[path->npieces++];
	double		middle = gap.value + 0.5 * gap.slope * length;

	piece->start = start;
	piece->length = length;
	piece->gap = gap.value;
	piece->slope = gap.slope;
	piece->stock = stock;
	piece->sign = (middle > 0) - (middle < 0);
	piece->dry = length;
	if (piece->sign > 0)
	{
		piece->dry = dry_day(piece);
		stock = (piece->dry < length) ? 0.0 : Max(0.0, stock - middle * length);
	}
	else if (piece->sign < 0 && shock->refill)
		stock = Min(shock->cover, stock - middle * length);
	return stock;
}

/* Traces the course of a scenario from day 0 to its horizon. */
void
te_shock_trace(const TeShock *shock, TeShockPath *path)
{
	double		days[TE_SHOCK_MAX_PIECES];
	int			ndays = bending_days(shock, days);
	double		stock = shock->cover;

	path->npieces = 0;
	for (int i = 0; i + 1 < ndays; i++)
	{
		double		length = days[i + 1] - days[i];
		Line		gap;
		double		zero;

		if (length <= 0)
			continue;
		gap = gap_line(shock, days[i], 0.5 * (days[i] + days[i + 1]));
		zero = (gap.slope != 0) ? -gap.value / gap.slope : 0.0;
		if (zero > ZERO_TOLERANCE * length && zero < (1.0 - ZERO_TOLERANCE) * length)
		{
			stock = append_piece(shock, path, days[i], zero, gap, stock);
			gap.value = 0.0;
			stock = append_piece(shock, path, days[i] + zero, length - zero, gap, stock);
		}
		else
			stock = append_piece(shock, path, days[i], length, gap, stock);
	}
	path->stock_end = stock;
}

/* What is lost between two days of a piece on which the stock is empty. */
static double
piece_loss(const TeShock *shock, const TeShockPiece *piece, double from, double to)
{
	if (shock->curved)
		return shock->value_per_day *
			te_ces_loss_area(shock->cost_share, shock->elasticity,
							 piece->gap + piece->slope * from,
							 piece->gap + piece->slope * to, to - from);
	return shock->value_per_day * Max(0.0, gap_area(piece, to) - piece->stock);
}

/* Adds up a traced course. */
void
te_shock_sum(const TeShock *shock, const TeShockPath *path, TeShockResult *result)
{
	TeShockResult sum = {.time_to_survive = NAN, .last_short = NAN,
	.stock_min = shock->cover, .stock_end = path->stock_end};

	for (int i = 0; i < path->npieces; i++)
	{
		const TeShockPiece *piece = &path->pieces[i];
		double		area = gap_area(piece, piece->length);

		if (piece->sign <= 0)
			continue;
		sum.gap += area;
		if (piece->dry < piece->length)
		{
			sum.shortage += area - piece->stock;
			sum.loss += piece_loss(shock, piece, piece->dry, piece->length);
			sum.peak = Max(sum.peak, piece->gap + piece->slope * piece->dry);
			sum.peak = Max(sum.peak, piece->gap + piece->slope * piece->length);
			sum.last_short = piece->start + piece->length;
			if (isnan(sum.time_to_survive))
				sum.time_to_survive = piece->start + piece->dry;
			sum.stock_min = 0.0;
		}
		else
			sum.stock_min = Min(sum.stock_min, Max(0.0, piece->stock - area));
	}
	*result = sum;
}

/* Stock, shortage and loss "days" into a piece, added to what came before it. */
static void
point_in_piece(const TeShock *shock, const TeShockPiece *piece, double days,
			   TeShockPoint *point)
{
	double		area = gap_area(piece, days);

	point->gap = piece->gap + piece->slope * days;
	point->stock = piece->stock;
	if (piece->sign > 0 && days >= piece->dry && piece->dry < piece->length)
	{
		point->stock = 0.0;
		point->shortage = Max(0.0, point->gap);
		point->shortage_so_far += area - piece->stock;
		point->loss_so_far += piece_loss(shock, piece, piece->dry, days);
	}
	else if (piece->sign > 0)
		point->stock = Max(0.0, piece->stock - area);
	else if (piece->sign < 0 && shock->refill)
		point->stock = Min(shock->cover, piece->stock - area);
}

/* The state of a traced course on a day within [0, horizon]. */
void
te_shock_at(const TeShock *shock, const TeShockPath *path, double day, TeShockPoint *point)
{
	TeShockPoint at = {.stock = shock->cover};
	double		now = day;

	for (int i = 0; i < path->npieces; i++)
	{
		const TeShockPiece *piece = &path->pieces[i];

		if (day < piece->start)
			break;
		at.shortage = 0.0;
		point_in_piece(shock, piece, Min(day - piece->start, piece->length), &at);
	}
	/* the last day belongs to the stretch that ends with it, if there is one */
	if (path->npieces == 0)
	{
		at.gap = gap_line(shock, now, now).value;
		at.shortage = (at.stock > 0) ? 0.0 : Max(0.0, at.gap);
	}
	else if (day >= shock->horizon)
		now = nextafter(day, 0.0);
	at.supply = 1.0 - shock->dependency * shock->cut * shape_line(shock, now, now).value;
	at.alternative = ramp_line(&shock->alternative, now, now).value;
	at.substitution = ramp_line(&shock->substitution, now, now).value;
	*point = at;
}

/* The day on which the stock runs out when the cut never ends, or NAN if it never does. */
double
te_shock_survive(const TeShock *shock)
{
	TeShock		endless = *shock;
	TeShockPath path;
	TeShockResult result;
	double		settled = Max(shock->alternative.start + shock->alternative.days,
							  shock->substitution.start + shock->substitution.days);
	Line		gap;

	settled = Max(settled, shock->lead);
	endless.recovery = 0.0;
	endless.curved = false;
	endless.duration = settled + 1.0;
	gap = gap_line(&endless, settled, settled);
	endless.horizon = settled;
	if (gap.value > 0)
		endless.horizon += 2.0 * (shock->cover + 1.0) / gap.value;
	if (!isfinite(endless.horizon))
		return NAN;
	endless.duration = endless.horizon + 1.0;
	te_shock_trace(&endless, &path);
	te_shock_sum(&endless, &path, &result);
	return result.time_to_survive;
}
