/*
 * network_match.c
 *	  Nodes by what people call them: their code, the part of it before "|", or
 *	  a country in another code system.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/trade_exposure.h"
#include "codes/country.h"
#include "network/network_match.h"

/* Bytes of the place in a node's code: those before "|", or all. */
static int
place_length(const char *code)
{
	const char *bar = strchr(code, TE_LABEL_PARTS);

	return bar == NULL ? (int) strlen(code) : (int) (bar - code);
}

/* Nodes whose place is "name", or the country "country" when that is at least 0. */
static int
collect(const TeNetworkView *view, const char *name, int country, int *nodes)
{
	int			len = (int) strlen(name);
	int			count = 0;

	for (int v = 0; v < view->nnodes; v++)
	{
		char	   *code = te_code_cstring(te_network_code(view, v));
		int			place = place_length(code);

		TE_CHECK_EVERY(v);
		if (country >= 0 ? te_country_find(code, place, TE_SYSTEM_GUESS) == country :
			place == len && memcmp(code, name, len) == 0)
			nodes[count++] = v;
		pfree(code);
	}
	return count;
}

int
te_network_try_match(const TeNetworkView *view, TeCode name, int **nodes)
{
	int			node = te_network_find(view, name);
	char	   *text = te_code_cstring(name);
	int			country = te_country_find(text, (int) strlen(text), TE_SYSTEM_GUESS);
	int			count;

	*nodes = palloc(sizeof(int) * ((Size) view->nnodes + 1));
	if (node >= 0)
	{
		(*nodes)[0] = node;
		return 1;
	}
	count = collect(view, text, -1, *nodes);
	if (count == 0 && country >= 0)
		count = collect(view, text, country, *nodes);
	return count;
}

int
te_network_match(const TeNetworkView *view, TeCode name, const char *argument, int **nodes)
{
	int			count = te_network_try_match(view, name, nodes);

	if (count == 0)
		te_network_node(view, name, argument);	/* throws */
	return count;
}

bool
te_network_same_place(const TeNetworkView *view, int a, int b)
{
	char	   *one = te_code_cstring(te_network_code(view, a));
	char	   *other = te_code_cstring(te_network_code(view, b));
	int			len = place_length(one);
	bool		same = len == place_length(other) && memcmp(one, other, len) == 0;

	pfree(one);
	pfree(other);
	return same;
}

bool
te_network_has_product(const TeNetworkView *view, int i, TeCode product)
{
	char	   *code = te_code_cstring(te_network_code(view, i));
	char	   *wanted = te_code_cstring(product);
	int			place = place_length(code);
	bool		has = code[place] != '\0' && strcmp(code + place + 1, wanted) == 0;

	if (!has && view->sector != NULL && view->sector[i] != TE_NETWORK_NO_SECTOR)
		has = te_code_cmp(te_network_sector_code(view, (int) view->sector[i]), product) == 0;
	pfree(code);
	pfree(wanted);
	return has;
}
