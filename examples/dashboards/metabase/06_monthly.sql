-- name: Magnets that leave China, tonnes a month
-- description: The licences of April 2025, the stop of May, the return of July. Months that nobody published are bridged; the table of the data says which.
-- display: line
-- size: 12 x 8
-- settings: {"graph.dimensions": ["month"], "graph.metrics": ["quantity_t"], "graph.y_axis.title_text": "tonnes"}
SELECT month, quantity_t, told FROM dashboard.monthly ORDER BY month
