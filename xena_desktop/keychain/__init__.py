"""Where secrets sleep; keyring lives only here."""
