SELECT month::timestamp AT TIME ZONE 'UTC' AS month, quantity_t, told FROM dashboard.monthly
