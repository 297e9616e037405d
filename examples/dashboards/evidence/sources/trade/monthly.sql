SELECT month, quantity_t, told FROM dashboard.monthly
