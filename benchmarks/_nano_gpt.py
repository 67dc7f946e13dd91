"""The second baseline: a GPT of the same shape, written the efficient PyTorch way.

One product for queries, keys and values of all heads, PyTorch's own fused attention, GELU, biases,
its fused AdamW: what an experienced person writes, after nanoGPT (Karpathy 2022). And a run of it
at the setting that its author publishes for laptops.
"""

from __future__ import annotations

import math
import time

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from backend.data.corpus import Corpus


class NanoBlock(nn.Module):
    """Attention of all heads at once, then a two-layer network; both with a residual path."""

    def __init__(self, n_embd: int, n_head: int) -> None:
        super().__init__()
        self.n_head = n_head
        self.norm1, self.norm2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.qkv, self.proj = nn.Linear(n_embd, 3 * n_embd), nn.Linear(n_embd, n_embd)
        self.up, self.down = nn.Linear(n_embd, 4 * n_embd), nn.Linear(4 * n_embd, n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) to (B, T, C)."""
        B, T, C = x.shape
        parts = self.qkv(self.norm1(x)).view(B, T, 3, self.n_head, C // self.n_head)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        heard = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(heard.transpose(1, 2).reshape(B, T, C))
        thought: Tensor = self.down(F.gelu(self.up(self.norm2(x))))
        return x + thought


class NanoGPT(nn.Module):
    """Token and position tables, blocks, a tied head."""

    def __init__(
        self, vocab_size: int, n_embd: int, n_layer: int, n_head: int, block_size: int
    ) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocab_size, n_embd)
        self.places = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*(NanoBlock(n_embd, n_head) for _ in range(n_layer)))
        self.norm = nn.LayerNorm(n_embd)

    def forward(self, idx: Tensor, targets: Tensor) -> Tensor:
        """Mean cross-entropy of targets (B, T) after idx (B, T)."""
        x = self.tokens(idx) + self.places.weight[: idx.shape[1]]
        logits = self.norm(self.blocks(x)) @ self.tokens.weight.T
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


class PublishedRun:
    """The published laptop setting on a text: 4 layers, 4 heads, 128 wide, context 64, batch 12.

    Attributes:
        iterations: how many it takes, 2,000 as published.
        seconds: time that its steps took so far.
    """

    CONTEXT, BATCH, WARMUP = 64, 12, 100
    PEAK, FLOOR = 1e-3, 1e-4

    def __init__(self, corpus: Corpus, iterations: int) -> None:
        self.iterations, self.seconds, self._step = iterations, 0.0, 0
        self._draws = torch.Generator().manual_seed(0)  # whoever runs in between draws elsewhere
        torch.manual_seed(0)
        self._network = NanoGPT(
            corpus.tokenizer.vocab_size, n_embd=128, n_layer=4, n_head=4, block_size=self.CONTEXT
        )
        for name, p in self._network.named_parameters():
            if p.ndim == 2:
                share = math.sqrt(2 * 4) if name.endswith(("proj.weight", "down.weight")) else 1.0
                nn.init.normal_(p, std=0.02 / share)
            elif name.endswith("bias"):
                nn.init.zeros_(p)
        matrices = [p for p in self._network.parameters() if p.ndim == 2]
        rest = [p for p in self._network.parameters() if p.ndim != 2]
        self._optimizer = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}],
            lr=self.PEAK,
            betas=(0.9, 0.99),
            fused=True,
        )
        self._windows = torch.tensor(corpus.train).unfold(0, self.CONTEXT + 1, 1)
        self._judged = torch.tensor(corpus.val).unfold(0, self.CONTEXT + 1, self.CONTEXT)

    def advance_to(self, step: int) -> None:
        """Do iterations until there are so many, on the clock."""
        began = time.perf_counter()
        while self._step < step:
            self._iterate()
            self._step += 1
        self.seconds += time.perf_counter() - began

    def validation_loss(self) -> float:
        """Nats per character over all whole windows of the validation part."""
        parts = torch.split(self._judged, 64)
        with torch.inference_mode():
            sums = [self._network(w[:, :-1], w[:, 1:]).item() * len(w) for w in parts]
        return float(sum(sums)) / len(self._judged)

    def _iterate(self) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate()
        drawn = torch.randint(len(self._windows), (self.BATCH,), generator=self._draws)
        windows = self._windows[drawn]
        loss = self._network(windows[:, :-1], windows[:, 1:])
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimizer.step()

    def _rate(self) -> float:
        """The rate of this iteration: up in equal steps, then half a cosine wave down."""
        if self._step < self.WARMUP:
            return self.PEAK * (self._step + 1) / (self.WARMUP + 1)
        progress = (self._step - self.WARMUP) / (self.iterations - self.WARMUP)
        wave = 0.5 * (1 + math.cos(math.pi * progress))
        return self.FLOOR + wave * (self.PEAK - self.FLOOR)
