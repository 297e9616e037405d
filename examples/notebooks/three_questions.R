# three_questions.R -- on whom do we depend, what duty is due, and what is lost if a supplier stops?
# Everything comes from the views of the schema dashboard (examples/views.sql):
#
#     Rscript examples/notebooks/three_questions.R
#
# The server is named by PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD.  For that of "make shell", set PGPORT to the port that it
# says when it starts; the rest is preset.
library(DBI)

setting <- function(name, preset) {
	value <- Sys.getenv(name)
	if (value == "") preset else value
}
driver <- if (requireNamespace("RPostgres", quietly = TRUE)) RPostgres::Postgres() else RPostgreSQL::PostgreSQL()
con <- dbConnect(driver, host = setting("PGHOST", "localhost"), port = as.integer(setting("PGPORT", "5432")), dbname = setting("PGDATABASE", "trade_views"),
	user = setting("PGUSER", "dashboard"), password = setting("PGPASSWORD", "dashboard"))
options(width = 160)

# The rows of a query; ?name stands for a parameter.
ask <- function(sql, ...) dbGetQuery(con, sqlInterpolate(con, sql, ...))

cat("1. On whom does Japan depend?\n")
dependence <- ask("SELECT product_name, year, suppliers, top_supplier_name, top_share, hhi
	FROM dashboard.dependence WHERE importer = ?importer AND is_latest ORDER BY top_share DESC", importer = "JPN")
print(format(dependence, digits = 3), row.names = FALSE)

china <- ask("SELECT year, share FROM dashboard.supplier_share WHERE importer = 'World' AND product = '850511' AND supplier = 'CHN' ORDER BY year")
cat(sprintf("China sold %.1f %% of the world's magnets in %d and %.1f %% in %d; the trend is %.1f points a year.\n",
	100 * china$share[1], china$year[1], 100 * china$share[nrow(china)], china$year[nrow(china)], 100 * coef(lm(share ~ year, china))[["year"]]))

cat("\n2. What duty is due?\n")
rates <- ask("SELECT name, origin, rate, otherwise, problem FROM dashboard.tariff_matrix(?day)", day = "2025-10-01")
# a rate that is not known is NA; a sum would make it 0
table_of <- function(rows, value, down, across) tapply(rows[[value]], rows[c(down, across)], function(x) x[1])
print(round(100 * table_of(rates, "rate", "name", "origin"), 1))
for (why in unique(na.omit(rates$problem))) cat("NA:", why, "\n")
cat("\nThat is for goods of which nothing more is said. With one fact more, from Canada:\n")
print(subset(rates, origin == "CA" & !is.na(otherwise), c("name", "rate", "otherwise")), row.names = FALSE, right = FALSE)

cat("\n3. What is lost if China stops?\n")
shortages <- ask("SELECT product_name, scenario, days_missing FROM dashboard.shortage WHERE importer = ?importer", importer = "JPN")
print(round(table_of(shortages, "days_missing", "product_name", "scenario"), 1))

cat("\nWhat to look at:\n")
print(ask("SELECT severity, what FROM dashboard.alert WHERE importer = ?importer ORDER BY severity_order, what LIMIT 8", importer = "JPN"), row.names = FALSE, right = FALSE)
invisible(dbDisconnect(con))
