"""A baseline of the speed benchmark: a GPT of the same shape, written the efficient PyTorch way.

One product for queries, keys and values of all heads, PyTorch's own fused attention, GELU, biases,
its fused AdamW: what an experienced person writes, after nanoGPT (Karpathy 2022).
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


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
