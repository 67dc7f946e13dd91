"""What an attention head does, measured: nine scores between 0 and 1, and a word for the head.

Owns the definitions and the thresholds. Looks at finished attention weights and the characters they
belong to; knows no model. Must not import torch.

Each job names, for some of the positions i, the earlier positions that a head with this job would
look at. The score is the share of its attention that the head spends there, less what a head that
spreads its look evenly over the i + 1 characters it may see would spend there by chance, scaled so
that such a head gets 0 and a perfect one 1 (as Cohen's kappa corrects agreement):

    score = Σ(spent_i − chance_i) / Σ(1 − chance_i), at least 0

- previous_character: position i − 1 (Clark et al. 2019, "What Does BERT Look At?", section 3.1;
  "previous token head" in Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits").
- same_character: every earlier occurrence of the character at i (the duplicate-token head of Wang
  et al. 2022, "Interpretability in the Wild", section 3.3).
- first_position: position 0, where heads park attention that they do not need (the attention sink
  of Xiao et al. 2023, "Efficient Streaming Language Models with Attention Sinks").
- word_start: where the word that i is in began; the counterpart for characters of heads that look
  at one place of the sentence's structure (Clark et al. 2019, section 4).
- separators: every space and punctuation mark so far (heads on full stops, commas and the like:
  Clark et al. 2019, section 3.2).
- induction: positions j + 1 with the character of i at j, so what came after it before (the
  prefix-matching score of Olsson et al. 2022, "In-context Learning and Induction Heads").

Rows in which a job's place is also another's are left out: the character before when it is the
same, begins the word or ends it, position 0, oneself.

- recent_characters: positions i − 3 to i − 1, as heads with a short span do (lower layers of
  character models, Sukhbaatar et al. 2019, "Adaptive Attention Span in Transformers", section 4).
  What goes to the favourite of the three distances counts at most as much as the other two: a head
  that looks at one of them alone has another word.
- positional: how much better the head's own mean over each distance i − j explains its rows than
  an even look does, in total variation (after the positional heads of Voita et al. 2019, "Analyzing
  Multi-Head Self-Attention", section 5). A head that only looks at itself looks no distance back:
  distance 0 counts at most as much as all others.
- diffuse: the entropy of a row over that of an even look, ln(i + 1) (Clark et al. 2019, section
  3.2, "broad" heads). An even look gets 1 here and 0 everywhere else.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from backend.contract.rest import HeadLabel

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

#: Below this a score earns no name.
CLEAR_SCORE = 0.3
#: A job must lead the next by this much; a head that does two things half the time has no one job.
CLEAR_LEAD = 0.1
#: A head that spends more than this on one place has this job, whatever else it does.
MOST_OF_A_HEAD = 0.5
#: Below it, distances alone must explain this much more than a place does to be the better word.
DISTANCE_LEAD = 0.2
#: Entropy is high for almost any young head; only a nearly even look is called one.
DIFFUSE_SCORE = 0.85
#: A name that a head has is kept as long as it would earn it with this much more: scores waver from
#: step to step, and a word that comes and goes tells nothing.
KEEPING = 0.1
#: How many characters back "recent" reaches.
RECENT = 3
#: Fewer rows than this prove nothing about a job.
MIN_ROWS = 4
#: Before this row, parking on the first character and looking around are hard to tell apart.
FIRST_SINK_ROW = 4

PLACES: tuple[HeadLabel, ...] = (
    "previous_character",
    "same_character",
    "first_position",
    "word_start",
    "separators",
    "induction",
)
#: Words for heads that go by the distance, the more telling one first.
DISTANCES: tuple[HeadLabel, ...] = ("recent_characters", "positional")


@dataclass(frozen=True)
class HeadMeasure:
    """One head's word and numbers; `score` is the label's own, for ``mixed`` the highest but
    diffuse's."""

    layer: int
    head: int
    label: HeadLabel
    score: float
    scores: dict[str, float]

    def wire(self) -> dict[str, Any]:
        """In the shape of the contract's HeadJob, with three decimals."""
        scores = {name: round(score, 3) for name, score in self.scores.items()}
        place = {"layer": self.layer, "head": self.head}
        return {**place, "label": self.label, "score": round(self.score, 3), "scores": scores}


def measure_heads(attention: npt.NDArray[np.float32], tokens: str) -> list[HeadMeasure]:
    """Scores and labels of every head, layer by layer.

    Args:
        attention: (L, H, T, T), rows look and sum to 1, zero above the diagonal. A row with numbers
            that are not finite counts as looking nowhere.
        tokens: the T characters.

    Raises:
        ValueError: when the shapes disagree.
    """
    if attention.ndim != 4 or attention.shape[2:] != (len(tokens), len(tokens)):
        raise ValueError(f"{len(tokens)} characters, but attention of shape {attention.shape}")
    n_layer, n_head = attention.shape[:2]
    looks = attention.reshape(n_layer * n_head, len(tokens), len(tokens)).astype(np.float64)
    if not np.isfinite(looks).all():
        looks = np.where(np.isfinite(looks).all(axis=-1, keepdims=True), looks, 0.0)
    columns: dict[str, Floats] = {name: job.score(looks) for name, job in _jobs(tokens).items()}
    columns["recent_characters"] = recent(looks)
    columns["positional"] = positional(looks)
    columns["diffuse"] = evenness(looks)
    measured = []
    for index in range(n_layer * n_head):
        scores = {name: float(column[index]) for name, column in columns.items()}
        label, score = label_of(scores)
        measured.append(HeadMeasure(index // n_head, index % n_head, label, score, scores))
    return measured


def label_of(
    scores: Mapping[str, float], before: HeadLabel | None = None
) -> tuple[HeadLabel, float]:
    """The word for a head with these scores, and the score that belongs to it.

    The clear winner among the places, unless it is a weak one and distances alone say clearly more;
    then distances; then an even look; else ``mixed``. A head that had a word `before` keeps it
    while it comes within `KEEPING` of earning it.
    """
    if before is not None and before != "mixed":
        eased = {**scores, before: scores[before] + KEEPING}
        if _earned(eased) == before:
            return before, scores[before]
    label = _earned(scores)
    if label == "mixed":
        return label, max(scores[name] for name in (*PLACES, *DISTANCES))
    return label, scores[label]


def _earned(scores: Mapping[str, float]) -> HeadLabel:
    """The word that scores alone call for."""
    ranked = sorted(PLACES, key=lambda name: scores[name], reverse=True)
    best, second = scores[ranked[0]], scores[ranked[1]]
    by_distance = max(scores[name] for name in DISTANCES)
    if best >= CLEAR_SCORE and (best > MOST_OF_A_HEAD or by_distance - best < DISTANCE_LEAD):
        return ranked[0] if best - second >= CLEAR_LEAD else "mixed"
    for name in DISTANCES:
        if scores[name] >= CLEAR_SCORE:
            return name
    return "diffuse" if scores["diffuse"] >= DIFFUSE_SCORE else "mixed"


# ---- where a head with a job would look ---------------------------------------------------------


def places(tokens: str) -> dict[HeadLabel, Mask]:
    """For each job, (T, T): the positions j to look at from i; empty rows have no say."""
    size = len(tokens)
    codes = np.array([ord(char) for char in tokens])
    row, column = np.arange(size)[:, None], np.arange(size)[None, :]
    equal: Mask = np.asarray(codes[:, None] == codes[None, :])
    near: Mask = column >= row - 1
    first = column == 0
    # What came after an equal character: one to the right of it.
    after_equal = np.zeros_like(equal)
    after_equal[:, 1:] = np.tril(equal, -1)[:, :-1]
    starts = word_starts(tokens)
    between = (starts < 0)[None, :] & (column <= row)
    to_start = (column == starts[:, None]) & (column < row)
    in_first_word = starts[:, None] == 0
    return {
        "previous_character": (column == row - 1) & (row >= 2),
        "same_character": _clear(equal & (column < row), near | first),
        "first_position": first & (row >= FIRST_SINK_ROW) & ~equal & ~in_first_word,
        "word_start": _clear(to_start, near | first),
        "separators": _clear(between, near | first),
        "induction": _clear(after_equal & (column <= row), near | equal),
    }


def _clear(mask: Mask, shared: Mask) -> Mask:
    """Without the rows in which some of the positions belong to another job as well."""
    unclear: Mask = np.any(mask & shared, axis=1, keepdims=True)
    return mask & ~unclear


def word_starts(tokens: str) -> npt.NDArray[np.intp]:
    """(T,): where the word that each position is in begins, −1 outside words.

    A word is a run of letters, marks and digits of any script.
    """
    inside = np.array([unicodedata.category(char)[0] in "LMN" for char in tokens], dtype=bool)
    opens = inside & ~np.concatenate(([False], inside[:-1]))
    latest = np.maximum.accumulate(np.where(opens, np.arange(len(tokens)), -1))
    return np.where(inside, latest, -1)


# ---- the scores: each takes (N, T, T) and gives (N,) --------------------------------------------


@dataclass(frozen=True)
class Job:
    """Attention spent on certain places beyond an even look's share, over the rows that have them.

    Attributes:
        wanted: (T * T,), 1 where a head with this job looks.
        chance: what an even look spends there; `most`: what a perfect head spends beyond it, 0
            where the text offers fewer than `MIN_ROWS` such rows.
    """

    wanted: Floats
    chance: float
    most: float

    @classmethod
    def at(cls, mask: Mask) -> Self:
        """The job of looking at mask (T, T)."""
        rows = np.flatnonzero(mask.any(axis=1))
        chance = mask[rows].sum(axis=1) / (rows + 1)
        most = float((1 - chance).sum()) if len(rows) >= MIN_ROWS else 0.0
        return cls(mask.reshape(-1).astype(np.float64), float(chance.sum()), most)

    def score(self, looks: Floats) -> Floats:
        """How well heads do it."""
        if not self.most:
            return np.zeros(len(looks))
        spent = looks.reshape(len(looks), -1) @ self.wanted
        score: Floats = np.clip((spent - self.chance) / self.most, 0.0, 1.0)
        return score


@functools.lru_cache(maxsize=4)
def _jobs(tokens: str) -> dict[HeadLabel, Job]:
    """The jobs at places of a text. The last few are kept: a run looks at one text all along."""
    return {name: Job.at(mask) for name, mask in places(tokens).items()}


def recent(looks: Floats) -> Floats:
    """Attention spent on the last `RECENT` characters, oneself left out, beyond an even look's.

    The favourite distance counts at most as much as the others together.
    """
    rows = np.arange(RECENT + 1, looks.shape[-1])
    if len(rows) < MIN_ROWS:
        return np.zeros(len(looks))
    by_distance = np.stack([looks[:, rows, rows - d].sum(axis=1) for d in range(1, RECENT + 1)])
    spent, favourite = by_distance.sum(axis=0), by_distance.max(axis=0)
    chance = RECENT / (rows + 1)
    counted = np.minimum(spent, 2 * (spent - favourite))
    score: Floats = np.clip((counted - chance.sum()) / (1 - chance).sum(), 0.0, 1.0)
    return score


def positional(looks: Floats) -> Floats:
    """How much of the way from an even look to the rows a profile over distances goes.

    The profile that explains a row is the mean of all others, so that no row explains itself. What
    it explains at distance 0 counts at most as much as what it explains further back.
    """
    size = looks.shape[-1]
    if size <= MIN_ROWS:
        return np.zeros(len(looks))
    places, seen, even, others = _distances(size)
    by_distance = looks.reshape(len(looks), -1).take(places, axis=1) * seen  # (N, i, i − j)
    profile = (by_distance.sum(axis=1, keepdims=True) - by_distance) * others
    profile /= np.maximum(profile.sum(axis=-1, keepdims=True), 1e-12)
    # The overlap of two rows is 1 − their total variation; here distance by distance.
    np.minimum(profile, by_distance, out=profile)
    profile -= np.minimum(even, by_distance)
    gain = profile.sum(axis=1)
    itself, back = gain[:, 0], gain[:, 1:].sum(axis=1)
    score: Floats = np.clip((back + np.minimum(itself, back)) / (1 - even[:, 0]).sum(), 0.0, 1.0)
    return score


@functools.lru_cache(maxsize=4)
def _distances(size: int) -> tuple[npt.NDArray[np.intp], Floats, Floats, Floats]:
    """Tables (T, T) by row and distance: where in a flat (T, T) it stands; 1 where it is seen; an
    even look; one over how many other rows see it.
    """
    row, distance = np.arange(size)[:, None], np.arange(size)[None, :]
    seen = (distance <= row).astype(np.float64)
    others = seen / np.maximum(size - distance - 1, 1)
    return row * size + np.maximum(row - distance, 0), seen, seen / (row + 1), others


def evenness(looks: Floats) -> Floats:
    """Mean entropy of the rows from the second on, each over the highest that it could have."""
    size = looks.shape[-1]
    if size < 2:
        return np.zeros(len(looks))
    logs = np.log(looks, out=np.zeros_like(looks), where=looks > 0)
    entropy = -np.einsum("nij,nij->ni", looks, logs)[:, 1:]
    score: Floats = np.clip((entropy / np.log(np.arange(2, size + 1))).mean(axis=1), 0.0, 1.0)
    return score
