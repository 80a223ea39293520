"""Xena Desktop: sign in to Xena accounts, see what they may do, explore Xena's REST API."""
