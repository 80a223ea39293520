"""Controls that know only domain values."""
