"""The API's own description: read, kept small, searched, and turned into forms.

Swagger 2.0 and OpenAPI 3.x are read here and not by a library. openapi-pydantic and openapi-core know no Swagger
2.0, which is what Xena has; prance and the validators refuse a whole document for one wrong member and follow
references into recursion. People need the other 1,300 operations. What is below them is theirs: PyYAML parses,
jsonschema checks a body, rapidfuzz measures how far a word is from another.
"""
