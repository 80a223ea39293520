"""Temporary folders for parts that take no long or unusual path."""

import tempfile


def private_folder(prefix: str) -> tempfile.TemporaryDirectory[str]:
    """A new folder that ends with its context, whatever TMPDIR says.

    A Unix socket's path has at most 107 bytes, D-Bus addresses and desktop entries know no blanks, and xdg-open
    does not undo their quoting.
    """
    return tempfile.TemporaryDirectory(prefix=f"{prefix}-", dir="/tmp")  # made with mode 0700
