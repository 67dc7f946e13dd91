"""The first baseline: a GPT of the same shape, written the straightforward way.

One module per attention head with its own three projections, a mask applied by `masked_fill`,
batches stacked from slices, PyTorch's own AdamW: what a careful beginner writes after a tutorial.
`PlainTraining` steps the other baseline too.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class PlainHead(nn.Module):
    """One attention head."""

    mask: Tensor

    def __init__(self, n_embd: int, head_size: int, block_size: int) -> None:
        super().__init__()
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer("mask", torch.ones(block_size, block_size).tril() == 0)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) to (B, T, D)."""
        T = x.shape[1]
        q, k, v = self.query(x), self.key(x), self.value(x)
        scores = (q @ k.transpose(1, 2)) * q.shape[-1] ** -0.5
        scores = scores.masked_fill(self.mask[:T, :T], float("-inf"))
        heard: Tensor = F.softmax(scores, dim=-1) @ v
        return heard


class PlainBlock(nn.Module):
    """Heads side by side, then a two-layer network, each with LayerNorm and a residual path."""

    def __init__(self, n_embd: int, n_head: int, block_size: int) -> None:
        super().__init__()
        self.heads = nn.ModuleList(
            PlainHead(n_embd, n_embd // n_head, block_size) for _ in range(n_head)
        )
        self.proj = nn.Linear(n_embd, n_embd, bias=False)
        self.mlp = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd, bias=False),
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd, bias=False),
        )
        self.norm1, self.norm2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) to (B, T, C)."""
        z = self.norm1(x)
        x = x + self.proj(torch.cat([head(z) for head in self.heads], dim=-1))
        thought: Tensor = self.mlp(self.norm2(x))
        return x + thought


class PlainGPT(nn.Module):
    """Token and position tables, blocks, a tied head."""

    def __init__(
        self, vocab_size: int, n_embd: int, n_layer: int, n_head: int, block_size: int
    ) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocab_size, n_embd)
        self.places = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(
            *(PlainBlock(n_embd, n_head, block_size) for _ in range(n_layer))
        )
        self.norm = nn.LayerNorm(n_embd)

    def forward(self, idx: Tensor, targets: Tensor) -> Tensor:
        """Mean cross-entropy of targets (B, T) after idx (B, T)."""
        x = self.tokens(idx) + self.places(torch.arange(idx.shape[1]))
        logits = self.norm(self.blocks(x)) @ self.tokens.weight.T
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


class PlainTraining:
    """One training step after another on a text of token ids (n,)."""

    def __init__(self, model: nn.Module, data: Tensor, batch_size: int, block_size: int) -> None:
        self.model, self.data = model, data
        self.batch_size, self.block_size = batch_size, block_size
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

    def step(self) -> float:
        """Draw a batch, learn from it, return its loss."""
        T = self.block_size
        starts = torch.randint(len(self.data) - T, (self.batch_size,)).tolist()
        idx = torch.stack([self.data[s : s + T] for s in starts])
        targets = torch.stack([self.data[s + 1 : s + T + 1] for s in starts])
        loss: Tensor = self.model(idx, targets)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())
