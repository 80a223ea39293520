"""Completes the bill of materials: Python itself, and the libraries of the building system that came in.

``bill.py BOM LIBRARIES PYTHON`` prints the bill. LIBRARIES has a line "name version" for each Debian package.
"""

import json
import sys
from pathlib import Path


def completed(bill: str, *, libraries: str, python: str) -> str:
    """The CycloneDX document ``bill`` with these parts added."""
    document = json.loads(bill)
    document["components"].append(
        {
            "bom-ref": f"python=={python}",
            "type": "platform",
            "name": "Python",
            "version": python,
            "purl": f"pkg:generic/python@{python}",
            "licenses": [{"license": {"id": "PSF-2.0"}}],
        }
    )
    for line in libraries.splitlines():
        name, version = line.split()
        document["components"].append(
            {
                "bom-ref": f"{name}=={version}",
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:deb/ubuntu/{name}@{version}?distro=jammy",
            }
        )
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    bom, packages, number = sys.argv[1:]
    sys.stdout.write(completed(Path(bom).read_text(), libraries=Path(packages).read_text(), python=number))
