"""One class for each thing a person does; the only users of threads."""
