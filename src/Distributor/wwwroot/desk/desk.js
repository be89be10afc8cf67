// Progressive enhancement of the dashboard.
