"""The regions of the window; they know the services."""
