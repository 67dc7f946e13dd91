// The sizes and switches of a model, and how they are rounded up to whole vectors.
#pragma once

#include <cstdint>

#include "vectors.h"

namespace fused {

enum Position : std::int32_t { LEARNED, RELATIVE, ROTARY, NO_POSITION };
enum Norm : std::int32_t { LAYERNORM, RMSNORM, PLAIN_RMSNORM, NO_NORM };
enum StreamNorm : std::int32_t { LAST, FIRST };
enum Activation : std::int32_t { RELU, RELU2, GELU };

/// A configuration as the caller hands it over: plain C, one field after the other.
struct Config {
  std::int32_t n_embd, n_layer, n_head, block_size, vocab_size;
  std::int32_t position, norm, stream_norm, activation;
  std::int32_t weight_tying, residual, bias, smear;
  float dropout;
};

/// A configuration with what follows from it.
///
/// Letters as in micro_gpt.py: T characters of a sequence, C channels, H heads of D channels, V
/// characters of the vocabulary, L blocks; F channels inside the MLP. Activations are stored
/// channel by channel, (channels, T), each row padded to `row` floats: work on them runs over
/// positions, and sums over channels need no sums across lanes. What is stored position by
/// position has rows of `wide` floats.
struct Shape : Config {
  int C, L, H, D, T, V, F;
  int row, columns;            // T rounded up, in floats and in vectors
  int wide, channel_columns;   // C rounded up, in floats and in vectors

  explicit Shape(const Config& config)
      : Config(config),
        C(n_embd),
        L(n_layer),
        H(n_head),
        D(n_embd / n_head),
        T(block_size),
        V(vocab_size),
        F(4 * n_embd),
        row(padded(block_size)),
        columns(row / WIDTH),
        wide(padded(n_embd)),
        channel_columns(wide / WIDTH) {}
};

}  // namespace fused
