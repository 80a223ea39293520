"""The packages themselves, built, installed and used on bare machines: ``tests/run --packages``."""
