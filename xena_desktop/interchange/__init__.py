"""Requests from other programs, and for them: pure work on text.

No library does this part as it is needed here. For curl, uncurl and its like split with shlex: they know neither
``$'…'``, nor what browsers copy for cmd and PowerShell, nor half of the options, and stop at an unknown one instead
of naming it. For HAR, haralyzer is about the timing of pages and brings no types; a HAR is one JSON object of
which ten members count here. For snippets, the generators are for Node and quote for one shell only.
"""
