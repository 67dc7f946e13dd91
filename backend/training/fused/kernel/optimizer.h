// How gradients change weights: the counterpart of optimizers.py on the same flat vectors.
//
// Every number of the result follows from its own weight or matrix alone, so it does not matter
// which thread works on which; sums over all weights are made of fixed parts.
#pragma once

#include <cmath>
#include <vector>

#include "memory.h"
#include "products.h"

namespace fused {

/// Equally shaped matrices that Muon moves, one behind the other from `start` on.
struct Group {
  std::int64_t start;
  std::int32_t count, rows, columns;
};

/// The numbers of one step; plain C, filled by the caller.
struct Recipe {
  float clip;                   // length of the longest gradient; 0: any
  float rate, matrix_rate;      // of AdamW and Muon, schedule included
  float beta1, beta2, epsilon;  // AdamW's
  float weight_decay;
  float correction1, correction2;  // 1 - beta^steps
  float momentum;                  // Muon's
};

/// The caller's flat vectors: weights and gradients (total,), momentum of the first `cut` of them,
/// AdamW's mean and square of the rest.
struct Vectors {
  float *values, *gradients, *momentum, *mean, *square;
  std::int64_t total, cut;
};

/// Numbers `start` to `end` of a vector, or sequences of a batch.
struct Span {
  std::int64_t start, end;
};

/// Sum of squares of some of the gradients.
inline double squares(const Vectors& v, Span span) {
  double sums[WIDTH] = {};
  std::int64_t i = span.start;
  for (; i + WIDTH <= span.end; i += WIDTH)
    for (int k = 0; k < WIDTH; k++)
      sums[k] += static_cast<double>(v.gradients[i + k]) * v.gradients[i + k];
  double total = 0;
  for (double sum : sums) total += sum;
  for (; i < span.end; i++) total += static_cast<double>(v.gradients[i]) * v.gradients[i];
  return total;
}

/// Gradients of this length, at most as long as the recipe allows.
inline void clip(const Vectors& v, const Recipe& recipe, double length) {
  if (!(0 < recipe.clip && recipe.clip < length)) return;
  const float factor = static_cast<float>(recipe.clip / (length + 1e-6));
  for (std::int64_t i = 0; i < v.total; i++) v.gradients[i] *= factor;
}

/// Loshchilov and Hutter 2017, on some of what Muon leaves.
inline void adamw(const Vectors& v, const Recipe& recipe, Span span) {
  float* __restrict values = v.values + v.cut;
  const float* __restrict gradients = v.gradients + v.cut;
  float* __restrict mean = v.mean;
  float* __restrict square = v.square;
  const float keep = 1 - recipe.rate * recipe.weight_decay;
  const float rate = recipe.rate / recipe.correction1;
  const float unbias = 1 / recipe.correction2;
  for (std::int64_t i = span.start; i < span.end; i++) {
    const float g = gradients[i];
    mean[i] += (1 - recipe.beta1) * (g - mean[i]);
    square[i] = recipe.beta2 * square[i] + (1 - recipe.beta2) * g * g;
    const float spread = std::sqrt(square[i] * unbias) + recipe.epsilon;
    values[i] = values[i] * keep - rate * (mean[i] / spread);
  }
}

/// Muon (Jordan et al. 2024) for matrices of at most a given size. Owns scratch memory.
class Muon {
 public:
  /// The largest matrix has `rows` and `columns`, rows at most columns.
  Muon(int rows, int columns)
      : x_(size(rows, columns)), transposed_(size(columns, rows)), next_(size(rows, columns)),
        gram_(size(rows, rows)), square_(size(rows, rows)) {}

  /// One matrix (rows, columns): momentum, Nesterov's step ahead, five Newton-Schulz steps.
  void step(const Group& group, const Recipe& recipe, const float* gradients, float* momentum,
            float* values) {
    const int rows = std::min(group.rows, group.columns);
    const int columns = std::max(group.rows, group.columns);
    const bool tall = group.rows > group.columns;
    clear_padding(rows, columns);
    double length = 0;
    for (int r = 0; r < group.rows; r++)
      for (int c = 0; c < group.columns; c++) {
        const int at = r * group.columns + c;
        const float g = gradients[at];
        momentum[at] += (1 - recipe.momentum) * (g - momentum[at]);
        const float ahead = g + recipe.momentum * (momentum[at] - g);
        length += static_cast<double>(ahead) * ahead;
        element(tall, r, c, columns) = ahead;
      }
    orthogonalise(rows, columns, static_cast<float>(1 / (std::sqrt(length) + 1e-7)));
    const float shape = static_cast<float>(group.rows) / static_cast<float>(group.columns);
    const float rate = recipe.matrix_rate * std::sqrt(std::max(1.0f, shape));
    for (int r = 0; r < group.rows; r++)
      for (int c = 0; c < group.columns; c++)
        values[r * group.columns + c] -= rate * element(tall, r, c, columns);
  }

 private:
  Floats x_, transposed_, next_;  // the matrix (rows, columns), its transpose, the next one
  Floats gram_, square_;      // (rows, rows)

  static std::size_t size(int rows, int columns) {
    return static_cast<std::size_t>(padded(rows)) * padded(columns);
  }

  float& element(bool tall, int r, int c, int columns) {
    return tall ? x_[c * padded(columns) + r] : x_[r * padded(columns) + c];
  }

  /// Zero what lies between the matrix and the next whole vector, left by one of another shape.
  void clear_padding(int rows, int columns) {
    const int row = padded(columns);
    for (int r = 0; r < padded(rows); r++)
      for (int c = r < rows ? columns : 0; c < row; c++) x_[r * row + c] = 0;
  }

  /// x (rows, columns) times scale, its singular values pushed towards 1.
  void orthogonalise(int rows, int columns, float scale) {
    constexpr float A = 3.4445f, B = -4.7750f, C = 2.0315f;  // NEWTON_SCHULZ of optimizers.py
    const int row = padded(columns), side = padded(rows);
    for (int i = 0; i < rows * row; i += WIDTH) store(x_ + i, load(x_ + i) * scale);
    for (int step = 0; step < 5; step++) {
      transpose(x_, row, side, row, transposed_, side);
      multiply<false>(rows, side / WIDTH, columns, Left{x_, row, 1}, {transposed_, side},
                      {gram_, side});
      multiply<false>(rows, side / WIDTH, rows, Left{gram_, side, 1}, {gram_, side},
                      {square_, side});
      for (int i = 0; i < rows * side; i += WIDTH)
        store(gram_ + i, load(gram_ + i) * B + load(square_ + i) * C);
      multiply<false>(rows, row / WIDTH, rows, Left{gram_, side, 1}, {x_, row}, {next_, row});
      for (int i = 0; i < rows * row; i += WIDTH)
        store(x_ + i, load(x_ + i) * A + load(next_ + i));
    }
  }
};

}  // namespace fused
