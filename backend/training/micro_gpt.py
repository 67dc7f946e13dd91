"""The model: a GPT small enough to read in one sitting and to train while you watch.

Owns the mathematics from character ids to the probability of the next character, and the loss. It
must not know how its weights are drawn, changed, stored or shown.

Letters in shape comments: B sequences in a batch, T characters in a sequence, C channels
(`n_embd`), H heads, D = C / H channels of one head, V characters in the vocabulary, L blocks.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from backend.contract.config import ModelConfig

#: Slowest wavelength of rotary positions; contexts here are at most 256 characters long.
ROTARY_BASE = 100.0
#: Keeps the plain RMSNorm of nothing from being infinite; that of the Code Lab's model.
PLAIN_EPSILON = 1e-5


class Output(NamedTuple):
    """What the model says about a batch.

    Attributes:
        logits: (B, T, V), unnormalised log-probabilities of the next character.
        loss: mean cross-entropy in nats per character, when targets were given.
        attention: (L, B, H, T, T), who looked at whom, when capture was asked for.
        streams: (L + 1, B, T, C), the stream before the first block and after each, likewise.
    """

    logits: Tensor
    loss: Tensor | None
    attention: Tensor | None
    streams: Tensor | None


class Cache:
    """What earlier characters left behind, so that generating one more costs one character.

    Every block keeps its keys and values; smearing also needs the embedding of the latest
    character. Room for `block_size` characters; `length` of them are filled.
    """

    def __init__(self, config: ModelConfig, like: Tensor) -> None:
        head_size = config.n_embd // config.n_head
        shape = (config.n_layer, 2, 1, config.n_head, config.block_size, head_size)
        self.kept = like.new_empty(shape)
        self.length = 0
        self.last_embedding: Tensor | None = None

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Add k, v (1, H, T, D) of new characters; return those of all, (1, H, length + T, D)."""
        end = self.length + k.shape[2]
        self.kept[layer, 0, :, :, self.length : end] = k
        self.kept[layer, 1, :, :, self.length : end] = v
        return self.kept[layer, 0, :, :, :end], self.kept[layer, 1, :, :, :end]


def make_norm(config: ModelConfig) -> nn.Module:
    """Keep a block's input at a steady size.

    LayerNorm (Ba et al. 2016) subtracts the mean and divides by the spread; RMSNorm (Zhang and
    Sennrich 2019) only divides; the plain one has no gain to learn; "none" shows what happens
    without.
    """
    if config.norm == "layernorm":
        return nn.LayerNorm(config.n_embd)
    if config.norm == "rmsnorm":
        return nn.RMSNorm(config.n_embd)
    if config.norm == "plain_rmsnorm":
        return nn.RMSNorm(config.n_embd, PLAIN_EPSILON, elementwise_affine=False)
    return nn.Identity()


def rotation(config: ModelConfig) -> Tensor:
    """Angles' cosine and sine for rotary positions (Su et al. 2021): (2, block_size, D / 2)."""
    pairs = config.n_embd // config.n_head // 2
    speed = ROTARY_BASE ** -(torch.arange(pairs) / pairs)  # radians per character
    angle = torch.arange(config.block_size)[:, None] * speed
    return torch.stack((angle.cos(), angle.sin()))


def rotate(x: Tensor, turn: Tensor) -> Tensor:
    """Turn the channel pairs of x (B, H, T, D) by their position's angle, turn (2, T, D / 2).

    The product of a turned query and a turned key depends only on how far apart they stand.
    """
    cos, sin = turn
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, first * sin + second * cos), dim=-1)


class SelfAttention(nn.Module):
    """Every character asks the ones before it what they have to say (Vaswani et al. 2017)."""

    causal_mask: Tensor
    distance: Tensor
    turn: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        C, T = config.n_embd, config.block_size
        self.n_head = config.n_head
        self.position = config.position
        self.dropout = config.dropout
        # One product makes queries, keys and values of all heads: rows 0..C are the queries.
        self.qkv = nn.Linear(C, 3 * C, bias=config.bias)
        self.proj = nn.Linear(C, C, bias=config.bias)
        # Minus infinity above the diagonal: after the softmax, nobody looks ahead.
        mask = torch.full((T, T), -math.inf).triu(1)
        self.register_buffer("causal_mask", mask, persistent=False)
        if config.position == "relative":
            # How much each head likes to look 0, 1, 2, … characters back.
            self.distance_bias = nn.Parameter(torch.zeros(config.n_head, T))
            where = torch.arange(T)
            distance = (where[:, None] - where[None, :]).clamp(min=0)
            self.register_buffer("distance", distance, persistent=False)
        if config.position == "rotary":
            self.register_buffer("turn", rotation(config), persistent=False)

    def forward(self, x: Tensor, layer: int, cache: Cache | None = None) -> tuple[Tensor, Tensor]:
        """x (B, T, C) to what was heard, (B, T, C), and who looked at whom, (B, H, T, S).

        S is T, or with a cache the number of all characters read so far.
        """
        B, T, C = x.shape
        D = C // self.n_head
        q, k, v = self.qkv(x).view(B, T, 3, self.n_head, D).permute(2, 0, 3, 1, 4)  # (B, H, T, D)
        start = cache.length if cache else 0
        stop = start + T
        if self.position == "rotary":
            q, k = rotate(q, self.turn[:, start:stop]), rotate(k, self.turn[:, start:stop])
        if cache:
            k, v = cache.extend(layer, k, v)  # (1, H, S, D)

        bias = self.causal_mask[start:stop, :stop]  # (T, S)
        if self.position == "relative":
            bias = bias + self.distance_bias[:, self.distance[start:stop, :stop]]  # (H, T, S)
        # Dividing by sqrt(D) keeps the scores near 1, where the softmax still has a slope.
        scores = (q * D**-0.5) @ k.transpose(-2, -1) + bias  # (B, H, T, S)
        weights = torch.softmax(scores, dim=-1)
        heard = F.dropout(weights, self.dropout, self.training) @ v  # (B, H, T, D)
        heard = heard.transpose(1, 2).reshape(B, T, C)
        return F.dropout(self.proj(heard), self.dropout, self.training), weights


class MLP(nn.Module):
    """Every character thinks about what it heard, on its own, in four times as many channels."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.activation = config.activation
        self.dropout = config.dropout
        self.up = nn.Linear(config.n_embd, 4 * config.n_embd, bias=config.bias)
        self.down = nn.Linear(4 * config.n_embd, config.n_embd, bias=config.bias)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) to (B, T, C)."""
        h = self.up(x)  # (B, T, 4C)
        if self.activation == "gelu":
            h = F.gelu(h)
        elif self.activation == "relu2":
            h = F.relu(h).square()  # So et al. 2021, Primer
        else:
            h = F.relu(h)
        return F.dropout(self.down(h), self.dropout, self.training)


class Block(nn.Module):
    """Listen to the others, then think; each adds to the stream instead of replacing it."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.residual = config.residual
        self.norm1 = make_norm(config)
        self.attention = SelfAttention(config)
        self.norm2 = make_norm(config)
        self.mlp = MLP(config)

    def forward(self, x: Tensor, layer: int, cache: Cache | None = None) -> tuple[Tensor, Tensor]:
        """x (B, T, C) to the next x (B, T, C) and the attention weights (B, H, T, S)."""
        heard, weights = self.attention(self.norm1(x), layer, cache)
        x = x + heard if self.residual else heard
        thought = self.mlp(self.norm2(x))
        return (x + thought if self.residual else thought), weights


class MicroGPT(nn.Module):
    """A GPT over characters.

    Fresh weights are PyTorch's defaults; `init.initialise` draws those of a recipe.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        C, V = config.n_embd, config.vocab_size
        self.token_embedding = nn.Embedding(V, C)
        if config.position == "learned":
            self.position_embedding = nn.Embedding(config.block_size, C)
        if config.smear:
            self.smear = nn.Parameter(torch.zeros(C))
        # The blocks norm what they read. The stream itself is normed once: at one of its ends.
        first = config.stream_norm == "first"
        self.first_norm = make_norm(config) if first else nn.Identity()
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layer))
        self.final_norm = nn.Identity() if first else make_norm(config)
        if not config.weight_tying:
            self.head = nn.Linear(C, V, bias=False)

    def forward(
        self,
        idx: Tensor,
        targets: Tensor | None = None,
        capture: bool = False,
        cache: Cache | None = None,
    ) -> Output:
        """Read the characters idx and predict, at each place, the one that follows.

        Args:
            idx: (B, T) int64 ids, T at most block_size (with a cache: together with what it holds).
            targets: (B, T) the true next ids; gives the loss.
            capture: also return every head's attention weights, and the stream between blocks.
            cache: characters read before; idx (1, T) continues them.

        Raises:
            ValueError: more characters than block_size.
        """
        start = cache.length if cache else 0
        stop = start + idx.shape[1]
        if stop > self.config.block_size:
            raise ValueError(f"{stop} characters do not fit block_size {self.config.block_size}")

        x = self.token_embedding(idx)  # (B, T, C)
        if self.config.smear:
            x = self._smeared(x, cache)
        if self.config.position == "learned":
            x = x + self.position_embedding.weight[start:stop]
        x = F.dropout(self.first_norm(x), self.config.dropout, self.training)

        looks: list[Tensor] = []
        streams = [x]
        for layer, block in enumerate(self.blocks):
            x, weights = block(x, layer, cache)
            if capture:
                looks.append(weights)
                streams.append(x)
        if cache:
            cache.length = stop

        logits = self.predict(x)  # (B, T, V)
        loss = None
        if targets is not None:
            loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        if not capture:
            return Output(logits, loss, None, None)
        return Output(logits, loss, torch.stack(looks), torch.stack(streams))

    def predict(self, x: Tensor) -> Tensor:
        """What the stream x (…, T, C) says about the next character: logits (…, T, V)."""
        x = self.final_norm(x)
        # Tied: a character is likely when the stream points where its own embedding does.
        tied = self.config.weight_tying
        return F.linear(x, self.token_embedding.weight if tied else self.head.weight)

    def _smeared(self, x: Tensor, cache: Cache | None) -> Tensor:
        """Add to each embedding (B, T, C) a learned share of the one before, channel by channel."""
        before = F.pad(x, (0, 0, 1, -1))
        if cache:
            if cache.last_embedding is not None:
                before = torch.cat((cache.last_embedding, x[:, :-1]), dim=1)
            cache.last_embedding = x[:, -1:]
        return x + self.smear * before
