# wide_table.awk -v layout=LAYOUT -- makes a wide input-output table of a long one (kind,
# supplier, buyer, value).  With layout icio, figaro, wiod, z, a, y or x it is a synthetic
# file in that publisher's layout, of the table leather_3x3 (countries ARG, TUR and DEU
# with Agriculture, Textile and Transport), its uses and value added in parts: final demand
# is half one use, a quarter each two others; a quarter of value added is a tax.
BEGIN {
	FS = ","
	split("ARG TUR DEU", country, " ")
	split("Agriculture Textile Transport", sector, " ")
	if (layout == "icio") {split("A01 C13T15 H49", code, " "); nu = split("HFCE NPISH GGFC GFCF INVNT DPABR", use, " ")}
	if (layout == "figaro") {split("A01 C13T15 H49", code, " "); nu = split("P3_S13 P3_S14 P3_S15 P51G P5M", use, " "); alpha["ARG"] = "AR"; alpha["TUR"] = "TR"; alpha["DEU"] = "DE"}
	if (layout == "wiod") {split("A01 C13-C15 H49", code, " "); split("1 6 31", number, " "); nu = split("57 58 59 60 61", use, " ")}
	if (layout == "y") nu = split("Households,Government,Investment", use, ",")
	share[1] = 0.5; share[2] = share[3] = 0.25
}
NR == 1 {next}
{v[$1, $2, $3] = $4; all[$2, $3] = $4}
layout == "" {
	if (!($2 in is_row)) {is_row[$2] = 1; row[++rows] = $2}
	if (!($3 in is_column)) {is_column[$3] = 1; column[++columns] = $3}
}
function plain(i, j) {
	for (j = 1; j <= columns; j++) printf ",%s", column[j]
	print ""
	for (i = 1; i <= rows; i++) {
		printf "%s", row[i]
		for (j = 1; j <= columns; j++) printf ",%s", all[row[i], column[j]] == "" ? 0 : all[row[i], column[j]]
		print ""
	}
}
function node(i) {return country[int((i - 1) / 3) + 1] "_" sector[(i - 1) % 3 + 1]}
function name(i, c) {c = country[int((i - 1) / 3) + 1]; return (c in alpha ? alpha[c] : c) "_" code[(i - 1) % 3 + 1]}
function flow(i, j) {return v["flow", node(i), node(j)] + 0}
function final(i, j, u) {return v["final", node(i), country[j]] * share[u]}
function output(i) {return v["output", node(i), ""] + v["output", "", node(i)]}
function added(i) {return v["value_added", "", node(i)]}
# the cells of a row of accounts: a share of value added, or output
function account(head, part, of, tail, i) {
	printf "%s", head
	for (i = 1; i <= 9; i++) printf ",%.9g", of == "added" ? added(i) * part : of == "output" ? output(i) : of == "bought" ? output(i) - added(i) : 0
	for (i = 1; i <= 3 * nu; i++) printf ",0"
	print tail
}
function body(i, d, j, u) {
	for (j = 1; j <= 9; j++) printf "%s%.9g", d, flow(i, j)
	for (j = 1; j <= 3; j++) for (u = 1; u <= nu; u++) printf "%s%.9g", d, final(i, j, u)
}
function head(d, j, u, c) {
	for (j = 1; j <= 9; j++) printf "%s%s", d, layout == "wiod" ? country[int((j - 1) / 3) + 1] number[(j - 1) % 3 + 1] : name(j)
	for (j = 1; j <= 3; j++) for (u = 1; u <= nu; u++) {
		c = country[j]
		printf "%s%s%s%s", d, c in alpha ? alpha[c] : c, layout == "wiod" ? "" : "_", use[u]
	}
}
function stacked(first, second, j, u) {
	printf "region\t"
	if (layout == "y") {for (j = 1; j <= 3; j++) for (u = 1; u <= nu; u++) printf "\t%s", country[j]} else for (j = 1; j <= 9; j++) printf "\t%s", country[int((j - 1) / 3) + 1]
	printf "\n%s\t", layout == "y" ? "category" : "sector"
	if (layout == "y") {for (j = 1; j <= 3; j++) for (u = 1; u <= nu; u++) printf "\t%s", use[u]} else for (j = 1; j <= 9; j++) printf "\t%s", sector[(j - 1) % 3 + 1]
	printf "\nregion\tsector"
	for (j = 1; j <= (layout == "y" ? 3 * nu : 9); j++) printf "\t"
	print ""
}
END {
	if (layout == "") plain()
	if (layout == "icio") {
		printf "V1"; head(","); print ",OUT"
		for (i = 1; i <= 9; i++) {printf "%s", name(i); body(i, ","); printf ",%.9g\n", output(i)}
		account("TLS", 0.25, "added", ",0"); account("VA", 0.75, "added", ",0"); account("OUT", 1, "output", ",0")
	}
	if (layout == "figaro") {
		printf "rowLabels"; head(","); print ""
		for (i = 1; i <= 9; i++) {printf "%s", name(i); body(i, ","); print ""}
		account("W2_D21X31", 0.25, "added"); account("W2_OP_RES"); account("W2_OP_NRES")
		account("W2_D1", 0.5, "added"); account("W2_D29X39"); account("W2_B2A3G", 0.25, "added")
	}
	if (layout == "wiod") {
		printf "IndustryCode,IndustryDescription,Country,RNr,Year"; head(","); print ",TOT"
		for (i = 1; i <= 9; i++) {
			printf "%s,\"%s, made up\",%s,%s,2014", code[(i - 1) % 3 + 1], sector[(i - 1) % 3 + 1], country[int((i - 1) / 3) + 1], number[(i - 1) % 3 + 1]
			body(i, ","); printf ",%.9g\n", output(i)
		}
		account("II_fob,Total intermediate consumption,TOT,65,2014", 1, "bought", ",0"); account("TXSP,taxes less subsidies on products,TOT,66,2014", 0.25, "added", ",0")
		account("EXP_adj,Cif/ fob adjustments on exports,TOT,67,2014", 0, "", ",0"); account("PURR,Direct purchases abroad by residents,TOT,68,2014", 0, "", ",0")
		account("PURNR,Purchases on the domestic territory by non-residents,TOT,69,2014", 0, "", ",0"); account("VA,Value added at basic prices,TOT,70,2014", 0.75, "added", ",0")
		account("IntTTM,International Transport Margins,TOT,71,2014", 0, "", ",0"); account("GO,Output at basic prices,TOT,73,2014", 1, "output", ",0")
	}
	if (layout == "z" || layout == "a") {
		stacked()
		for (i = 1; i <= 9; i++) {
			printf "%s\t%s", country[int((i - 1) / 3) + 1], sector[(i - 1) % 3 + 1]
			for (j = 1; j <= 9; j++) printf "\t%.15g", flow(i, j) / (layout == "a" ? output(j) : 1)
			print ""
		}
	}
	if (layout == "y") {
		stacked()
		for (i = 1; i <= 9; i++) {
			printf "%s\t%s", country[int((i - 1) / 3) + 1], sector[(i - 1) % 3 + 1]
			for (j = 1; j <= 3; j++) for (u = 1; u <= nu; u++) printf "\t%.15g", final(i, j, u)
			print ""
		}
	}
	if (layout == "x") {
		print "region\tsector\tindout"
		for (i = 1; i <= 9; i++) printf "%s\t%s\t%.15g\n", country[int((i - 1) / 3) + 1], sector[(i - 1) % 3 + 1], output(i)
	}
}
