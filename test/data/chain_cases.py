#!/usr/bin/python3
"""Generated inter-country tables and what numpy makes of them by dense blocks of
the inverse, as the papers write it; above 2,000 industries by power series of the
coefficients, and then only what needs few of them.  usage: chain_cases.py COUNTRIES SECTORS FOREIGN OUT [SEED]
writes OUT_flow.csv, OUT_use.csv, OUT_answer.csv; FOREIGN is how many foreign suppliers an industry has."""
import sys
import numpy as np

G, S, foreign, out = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
rng = np.random.default_rng(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
n = G * S
name = lambda i: f"C{i // S:02d}:s{i % S:03d}"
block = lambda s: slice(s * S, s * S + S)

# ---- a table: output by size of country and industry, inputs at home and abroad, the rest is value added
X = np.outer(rng.lognormal(0, 1.5, G), rng.lognormal(0, 1, S)).ravel() * 1e6
A = np.zeros((n, n))
for j in range(n):
    s = j // S
    home = rng.random(S) < 0.6
    A[block(s), j][home] = rng.lognormal(0, 1.5, home.sum())
    A[block(s), j] *= rng.uniform(0.2, 0.45) / max(A[block(s), j].sum(), 1e-9)
    abroad = rng.choice(n, min(foreign, n), replace=False)
    abroad = abroad[abroad // S != s]
    share = rng.lognormal(0, 1.5, len(abroad)) * X[abroad]
    A[abroad, j] = share / share.sum() * rng.uniform(0.02, 0.2)
A *= X
Z = np.round(A, 2)
# final use takes what is made and not sold on; outputs grow where that is not enough
X = np.round(np.maximum(np.maximum(X, Z.sum(axis=1) * 1.2 + 1), Z.sum(axis=0) * 1.1 + 1), 2)
left = X - Z.sum(axis=1)
abroad = rng.dirichlet(np.ones(G), n) * 0.25
abroad[np.arange(n), np.arange(n) // S] += 0.75
Y = np.round(left[:, None] * abroad, 2)
X = Z.sum(axis=1) + Y.sum(axis=1)
with open(f"{out}_flow.csv", "w") as f:
    f.write("supplier,buyer,value\n")
    for i in range(n):
        for j in np.flatnonzero(Z[i]):
            f.write(f"{name(i)},{name(j)},{Z[i, j]!r}\n")
with open(f"{out}_use.csv", "w") as f:
    f.write("supplier,country,value\n")
    for i in range(n):
        for r in np.flatnonzero(Y[i]):
            f.write(f"{name(i)},C{r:02d},{Y[i, r]!r}\n")

# ---- what it says
A = Z / X
v = 1 - A.sum(axis=0)
rows = []
say = lambda measure, key, value: rows.append(f"{measure},{key},{value!r}\n")


def done():
    with open(f"{out}_answer.csv", "w") as f:
        f.write("measure,key,value\n")
        f.writelines(rows)
    print(n, "nodes", (Z != 0).sum(), "flows")


def series(b, a):
    """b (I - a)^-1 by its power series."""
    total, term = b.copy(), b
    while np.abs(term).max() > 1e-14 * np.abs(total).max():
        term = term @ a
        total += term
    return total


if n > 2000:
    own = np.zeros((G + 1, n))
    for s in range(G):
        own[s, block(s)] = v[block(s)]
    own[G] = 1
    vB = series(own, A)
    for i in range(n):
        say("downstreamness", name(i), vB[G, i])
    for s in range(G):
        for r in range(G):
            say("footprint", f"C{s:02d}>C{r:02d}", vB[s] @ Y[:, r])
    for s in (0, G // 2, G - 1):
        once, b = A.copy(), block(s)
        once[b, :s * S] = once[b, s * S + S:] = 0
        e = Z[b].sum(axis=1) - Z[b, b].sum(axis=1) + Y[b].sum(axis=1) - Y[b, s]
        two = series(np.array([own[s], v]), once)[:, b]
        say("exports", f"C{s:02d}", e.sum())
        say("dva", f"C{s:02d}", two[0] @ e)
        say("fva", f"C{s:02d}", (two[1] - two[0]) @ e)
    done()
    sys.exit()
B = np.linalg.inv(np.eye(n) - A)
L = [np.linalg.inv(np.eye(S) - A[block(s), block(s)]) for s in range(G)]
E = np.array([[Z[block(s), block(r)].sum(axis=1) + Y[block(s), r] if r != s else np.zeros(S) for r in range(G)] for s in range(G)])
Es = E.sum(axis=1)
for i in range(n):
    say("downstreamness", name(i), B[:, i].sum())
up = (B @ X) / X
# rows of Ghosh's inverse are x^-1 L x
for i in range(n):
    say("upstreamness", name(i), up[i])
vB = np.array([v[block(s)] @ B[block(s), :] for s in range(G)])
for s in range(G):
    for r in range(G):
        say("footprint", f"C{s:02d}>C{r:02d}", vB[s] @ Y[:, r])
for s in range(G):
    b, o = block(s), [t for t in range(G) if t != s]
    vs, fs = v[b], vB[:, b].sum(axis=0) - vB[s, b]
    once = B[b, b] @ np.linalg.inv(np.eye(S) + A[b, :] @ B[:, b] - A[b, b] @ B[b, b])
    foreign_once = sum(v[block(t)] @ B[block(t), b] for t in o) @ np.linalg.inv(np.eye(S) + A[b, :] @ B[:, b] - A[b, b] @ B[b, b])
    say("exports", f"C{s:02d}", Es[s].sum())
    say("dva", f"C{s:02d}", vs @ once @ Es[s])
    say("fva", f"C{s:02d}", foreign_once @ Es[s])
    say("vax", f"C{s:02d}", sum(vB[s] @ Y[:, r] for r in o))
    say("kww_dva_intermediate", f"C{s:02d}", sum(vB[s, block(r)] @ Y[block(r), r] for r in o))
    say("kww_returned_intermediate", f"C{s:02d}", sum(vB[s, block(r)] @ A[block(r), b] for r in o) @ L[s] @ Y[b, s])
    say("kww_foreign_double_counting", f"C{s:02d}", sum(fs @ A[b, block(r)] @ L[r] @ Es[r] for r in o))
    # by pair and sink: B without the exports of s as a block of its own, equations 12 and 13 of Borin and Mancini 2023
    without = A.copy()
    without[b, :s * S] = without[b, s * S + S:] = 0
    Bs = np.linalg.inv(np.eye(n) - without)
    demand = Y.sum(axis=1)
    demand[b] = Y[b, s]
    ultimate = Bs @ demand
    again = Bs[:, b] @ Es[s]
    for r in o:
        last, more = Y[b, r] + A[b, block(r)] @ ultimate[block(r)], A[b, block(r)] @ again[block(r)]
        for k, x in {"sink_value_added": vB[s, b] @ last, "sink_double_counting": vB[s, b] @ more,
                     "sink_foreign_value_added": fs @ last, "sink_foreign_double_counting": fs @ more}.items():
            say(k, f"C{s:02d}>C{r:02d}", x)
# sixteen terms of the second country
s = 1
b, o = block(s), [t for t in range(G) if t != s]
out_of = lambda t, *but: sum(Y[block(t), u] for u in range(G) if u not in but) if len(but) < G else np.zeros(S)
vl, vb, others = v[b] @ L[s], vB[s, b], vB[:, b]
for r in o:
    a = A[b, block(r)]
    thirds = [t for t in o if t != r]
    third = sum(others[t] for t in thirds)
    term = {
        "dva_fin": vb * Y[b, r],
        "dva_int": vl * (a @ B[block(r), block(r)] @ Y[block(r), r]),
        "dva_intrex_i1": vl * (a @ sum(B[block(r), block(t)] @ Y[block(t), t] for t in thirds)),
        "dva_intrex_f": vl * (a @ B[block(r), block(r)] @ sum(Y[block(r), t] for t in thirds)),
        "dva_intrex_i2": vl * (a @ sum(B[block(r), block(t)] @ out_of(t, s, t) for t in thirds)),
        "rdv_fin": vl * (a @ B[block(r), block(r)] @ Y[block(r), s]),
        "rdv_fin2": vl * (a @ sum(B[block(r), block(t)] @ Y[block(t), s] for t in thirds)),
        "rdv_int": vl * (a @ B[block(r), b] @ Y[b, s]),
        "ddc_fin": vl * (a @ B[block(r), b] @ out_of(s, s)),
        "ddc_int": (vb - vl) * Z[b, block(r)].sum(axis=1),
        "mva_fin": others[r] * Y[b, r],
        "mva_int": others[r] * (a @ L[r] @ Y[block(r), r]),
        "mdc": others[r] * (a @ L[r] @ Es[r]),
        "ova_fin": third * Y[b, r],
        "ova_int": third * (a @ L[r] @ Y[block(r), r]),
        "odc": third * (a @ L[r] @ Es[r]),
    }
    for k, x in term.items():
        for i in range(S):
            say("wwz_" + k, f"{name(s * S + i)}>C{r:02d}", x[i])
done()
