"""Finding operations while somebody types: whole words, beginnings, parts, synonyms, typing faults."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from xena_desktop.catalogue.words import index_words, query_words
from xena_desktop.domain.operation import Operation, short_path

MOST_FOUND: Final = 200

_LAST_NAME, _TITLE, _NAMES, _TAG, _PURPOSE = 10.0, 8.0, 6.0, 3.0, 3.0
_EXACT, _PREFIX, _INFLECTED, _PART, _ONE_FAULT, _TWO_FAULTS, _SYNONYM = 1.0, 0.85, 0.8, 0.6, 0.5, 0.35, 0.9
_MARKED: Final = 5.0
_FIRST_NEEDED: Final = 3.0
_METHODS: Final = frozenset({"get", "post", "put", "delete", "patch", "head", "options"})
_EMPTY_WORDS: Final = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "of",
            "for",
            "to",
            "in",
            "on",
            "by",
            "all",
            "my",
            "and",
            "with",
            "en",
            "et",
            "den",
        ),
        *("det", "de", "i", "paa", "til", "af", "ud", "fra", "alle", "mine", "min", "og", "med"),
    }
)


class Entry(NamedTuple):
    """An operation, what else is said of it in any language, and whether people need it first."""

    operation: Operation
    more_words: str = ""
    is_first_needed: bool = False


class SearchIndex:
    """An inverted index over the words of all operations. Made once, asked at each keystroke."""

    def __init__(self, entries: Sequence[Entry], *, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        self._extract, self._distance = process.extract, OSA.distance
        self._operations = [entry.operation for entry in entries]
        self._start_scores = [_start_score(entry) for entry in entries]
        self._synonyms, self._synonym_words = synonyms, sorted(synonyms)
        postings: dict[str, dict[int, float]] = {}
        for number, entry in enumerate(entries):
            for word, weight in _weighed_words(entry).items():
                postings.setdefault(word, {})[number] = weight
        self._vocabulary = sorted(postings)
        self._postings = postings

    def found(self, text: str, *, marked: Collection[str] = (), most: int = MOST_FOUND) -> list[Operation]:
        """The operations that ``text`` means, best first; ``marked`` are keys that the person uses often.

        Words may stand in any order. ``method:post``, or a method by itself, keeps operations of that method
        only. Where nothing has every word, those that have most of them, and half at least, are found.
        """
        method, words = _parted(text)
        scores = self._scores(words) if words else dict(enumerate(self._start_scores))
        marks = frozenset(marked)
        best = heapq.nlargest(
            most,
            (
                (
                    score + self._start_scores[number] + _MARKED * (self._operations[number].key in marks),
                    -number,
                )
                for number, score in scores.items()
                if not method or self._operations[number].method == method
            ),
        )
        return [self._operations[-number] for _, number in best]

    def _scores(self, words: list[str]) -> dict[int, float]:
        """What each operation that has all words, or most of them, is worth."""
        hits = [self._word_scores(word) for word in words]
        counts: dict[int, int] = {}
        totals: dict[int, float] = {}
        for scores in hits:
            for number, score in scores.items():
                counts[number] = counts.get(number, 0) + 1
                totals[number] = totals.get(number, 0.0) + score
        most = max(counts.values(), default=0)
        if 2 * most < len(words):
            return {}
        return {number: totals[number] for number, count in counts.items() if count == most}

    def _word_scores(self, word: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        for known, quality in self._matches(word):
            for number, weight in self._postings[known].items():
                score = weight * quality
                if score > scores.get(number, 0.0):
                    scores[number] = score
        return scores

    def _matches(self, word: str) -> Iterator[tuple[str, float]]:
        direct = list(_close(word, self._vocabulary))
        yield from direct
        meant = [(key, quality) for key, quality in _close(word, self._synonym_words) if len(word) > 2]
        is_begun = any(quality >= _PREFIX for _, quality in direct)
        if not is_begun and not meant and len(word) > 3:
            yield from self._misspelt(word, self._vocabulary)
            meant = list(self._misspelt(word, self._synonym_words))
        for key, quality in meant:
            for other in self._synonyms[key]:
                if other in self._postings:
                    yield other, quality * _SYNONYM

    def _misspelt(self, word: str, known: list[str]) -> Iterator[tuple[str, float]]:
        """Known words that one fault, or in longer words two, away: also in what was typed of a word so far."""
        most = 1 if len(word) < 7 else 2
        for other, distance, _ in self._extract(
            word, known, scorer=self._distance, score_cutoff=most, limit=None
        ):
            yield other, _ONE_FAULT if distance < 2 else _TWO_FAULTS


def _close(word: str, known: list[str]) -> Iterator[tuple[str, float]]:
    """Known words that are ``word``, begin with it, hold it, or are it without its ending (``kunder``)."""
    start = bisect_left(known, word)
    end = bisect_left(known, word + "\U0010ffff", start)
    for other in known[start:end]:
        yield other, _EXACT if other == word else _PREFIX
    for stem in (word[:-cut] for cut in (1, 2) if len(word) - cut > 3):
        place = bisect_left(known, stem)
        if place < len(known) and known[place] == stem:
            yield stem, _INFLECTED
    if len(word) > 2:
        for other in known:
            if word in other and not other.startswith(word):
                yield other, _PART


def _parted(text: str) -> tuple[str, list[str]]:
    """The method asked for, or an empty text, and the words. ``post`` is a word of the books, too."""
    words = query_words(short_path(text.strip()).replace("method:", "method "))
    method = ""
    if "method" in words[:-1]:
        place = words.index("method")
        method = words[place + 1]
        del words[place : place + 2]
    elif words and words[0] in _METHODS:
        method = words.pop(0)
    else:
        for word in words:
            if word in _METHODS and word != "post":
                method = word
                words.remove(word)
                break
    kept = [word for word in words if word not in _EMPTY_WORDS]
    return method.upper(), kept or words


def _weighed_words(entry: Entry) -> dict[str, float]:
    one = entry.operation
    names = [name for name in one.short_path.split("/") if name and not name.startswith("{")]
    texts = [
        (names[-1] if names else "", _LAST_NAME),
        (f"{one.title} {entry.more_words}", _TITLE),
        (f"{one.short_path} {one.name}", _NAMES),
        (f"{one.tag} {one.operation_id}", _TAG),
        (one.purpose, _PURPOSE),
    ]
    weighed: dict[str, float] = {}
    for text, weight in texts:
        for word in index_words(text):
            if weight > weighed.get(word, 0.0):
                weighed[word] = weight
    return weighed


def _start_score(entry: Entry) -> float:
    """Short paths before long ones, what people need first before all else, what is on its way out last."""
    score = -0.4 * entry.operation.short_path.count("/")
    if entry.is_first_needed:
        score += _FIRST_NEEDED
    if entry.operation.is_deprecated:
        score -= _FIRST_NEEDED
    return score
