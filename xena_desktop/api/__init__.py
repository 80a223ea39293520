"""Calls to the REST API."""
