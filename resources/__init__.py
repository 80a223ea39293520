"""Everything that is not Python: icons, styles, translations, pages, the starter catalogue."""
