// Causal attention of one sequence, forward and backward: queries, keys and values to the weighted
// sums of values.
//
// Queries are taken in strips of WIDTH, one a lane, keys in squares of WIDTH keys by WIDTH queries,
// so that a square is scored, weighed and transposed in registers. A strip's weights lie key after
// key, (keys, WIDTH), the strips one behind the other; squares that lie wholly in the future have
// no place. Weights are kept as powers before they are divided by their sums: each query's
// normalizer, one over the sum, is applied to its weighted sum instead, which is shorter.
#pragma once

#include "dropout.h"
#include "memory.h"
#include "products.h"
#include "shape.h"

namespace fused {

/// Floats of one head's packed distance biases: zeros stand where a query would come first.
inline int bias_size(const Shape& s) { return WIDTH + s.row; }

/// The heads of one block after another. Owns scratch memory only.
class Attention {
 public:
  explicit Attention(const Shape& shape)
      : s(shape), one_(shape.D, block_rows(1)), two_(shape.D, block_rows(2)),
        scale_(1 / std::sqrt(static_cast<float>(shape.D))), no_bias_(bias_size(shape)),
        maxima_(shape.row), dscores_(size()), transposed_(size()), dtransposed_(size()) {
    if (shape.dropout > 0) dropped_ = Floats(size());
  }

  /// Floats of one head's attention weights.
  std::size_t size() const { return static_cast<std::size_t>(s.row) * (s.row + WIDTH) / 2; }

  /// qkv (3C, T) to attended (C, T), leaving weights (H, size) and the queries' normalizers (H, T).
  ///
  /// distance_bias: packed distance biases (H, bias_size) in powers of two, or null.
  void forward(const float* qkv, const float* distance_bias, const Dropout& dropout, float* weights,
               float* normalizers, float* attended) {
    const int row = s.row;
    for (int h = 0; h < s.H; h++) {
      const float* q = qkv + h * s.D * row;
      const float* k = q + s.C * row;
      const float* v = k + s.C * row;
      const float* biases =
          distance_bias ? distance_bias + h * bias_size(s) : static_cast<float*>(no_bias_);
      float* out = attended + h * s.D * row;
      float* head_weights = weights + h * size();
      // All scores first: a strip's weights wait for the highest of its scores.
      for (int i = 0; i < row; i += WIDTH)
        store(maxima_ + i, score(i, q, k, biases, head_weights + start(i)));
      for (int i = 0; i < row; i += WIDTH)
        store(normalizers + h * row + i,
              1.0f / exponentiate(i, load(maxima_ + i), head_weights + start(i)));
      weighted_sum(v, with_dropout(h, head_weights, dropout), out);
      for (int d = 0; d < s.D; d++)
        for (int i = 0; i < row; i += WIDTH)
          store(out + d * row + i, load(out + d * row + i) * load(normalizers + h * row + i));
    }
  }

  /// Attention weights among the first `count` positions: packed weights (H, size) and normalizers
  /// (H, T) to out (H, count queries, count keys).
  void unpack(const float* weights, const float* normalizers, int count, float* out) const {
    for (int h = 0; h < s.H; h++, weights += size(), normalizers += s.row)
      for (int i = 0; i < count; i++, out += count) {
        const int lane = i % WIDTH;
        const float* strip = weights + start(i - lane) + lane;
        for (int j = 0; j <= i; j++) out[j] = strip[j * WIDTH] * normalizers[i];
        std::fill(out + i + 1, out + count, 0.0f);
      }
  }

  /// From dattended, which is overwritten, to dqkv, and to the accumulated gradient of the distance
  /// biases (or null).
  void backward(const float* qkv, const float* weights, const float* normalizers,
                const float* attended, float* dattended, const Dropout& dropout, float* dqkv,
                float* ddistance) {
    const int row = s.row;
    for (int h = 0; h < s.H; h++) {
      const std::ptrdiff_t head = h * s.D * row, next = s.C * row;
      const float* k = qkv + head + next;
      float* dout = dattended + head;
      float* dbias = ddistance ? ddistance + h * WIDTH * row : nullptr;
      const float* head_weights = weights + h * size();
      const float* dropped_weights = with_dropout(h, head_weights, dropout);
      for (int i = 0; i < row; i += WIDTH) {
        const Vec normalizer = load(normalizers + h * row + i);
        const Vec delta = normalize_backward(i, normalizer, attended + head, dout);
        for (int j = 0; j <= i; j += WIDTH)
          square_backward(h, i, j, k + next, dout, delta, head_weights, dropped_weights, dropout,
                          dbias);
      }
      weighted_sum(k, dscores_, dqkv + head);
      transposed_weighted_sum(qkv + head, dtransposed_, dqkv + head + next);
      transposed_weighted_sum(dout, transposed_, dqkv + head + 2 * next);
    }
  }

 private:
  const Shape& s;
  RowBlocks one_, two_;         // the rows of a head, beside one column or two
  float scale_;
  Floats no_bias_, maxima_;          // distance biases of a model that has none; a head's (T,)
  Floats dscores_, dropped_;         // a head's gradients of scores; its weights after dropout
  Floats transposed_, dtransposed_;  // the last two with queries and keys exchanged

  /// Where the strip of queries from `i` on begins.
  static std::ptrdiff_t start(int i) { return static_cast<std::ptrdiff_t>(i) * (i + WIDTH) / 2; }

  /// Where the strip of keys from `j` on begins: its queries from j on, (queries, WIDTH).
  std::ptrdiff_t transposed_start(int j) const {
    const std::ptrdiff_t first = j;
    return first * s.row - first * (first - WIDTH) / 2;
  }

  /// Scores of the queries from `i` on, in powers of two; returns each query's highest.
  Vec score(int i, const float* q, const float* k, const float* biases, float* strip) const {
    const int row = s.row, D = s.D;
    const float unit = scale_ * LOG2_E;
    const Ints lanes = lane_numbers();
    Vec highest = all(-1e30f);
    for (int j = 0; j <= i; j += WIDTH) {
      Vec scores[WIDTH][1] = {};
      accumulate(D, Left{k + j, 1, row}, {q + i, row}, scores);
#pragma GCC unroll 16
      for (int r = 0; r < WIDTH; r++) {
        Vec score = scores[r][0] * unit + load(biases + WIDTH + i - j - r);
        if (j == i) score = lanes < r ? all(-1e30f) : score;
        store(strip + (j + r) * WIDTH, score);
        highest = maximum(score, highest);
      }
    }
    return highest;
  }

  /// Scores of the queries from `i` on to weights, but for their sums, which are returned.
  Vec exponentiate(int i, Vec highest, float* strip) const {
    const Ints lanes = lane_numbers();
    Vec total{};
    for (int j = 0; j < i; j++, strip += WIDTH) {
      const Vec weight = power_of_two(load(strip) - highest);
      store(strip, weight);
      total += weight;
    }
    for (int j = 0; j < WIDTH; j++, strip += WIDTH) {
      Vec weight = power_of_two(load(strip) - highest);
      weight = lanes < j ? Vec{} : weight;
      store(strip, weight);
      total += weight;
    }
    return total;
  }

  /// Scale the gradients of the weighted sums of the queries from `i` on by their normalizers;
  /// returns each one's product with its weighted sum: the part that softmax takes off again.
  Vec normalize_backward(int i, Vec normalizer, const float* attended, float* dout) const {
    Vec delta{};
    for (int at = i; at < s.D * s.row; at += s.row) {
      const Vec d = load(dout + at) * normalizer;
      store(dout + at, d);
      delta += d * load(attended + at);
    }
    return delta;
  }

  /// WIDTH keys from `j` on, WIDTH queries from `i` on: the gradients of their scores to dscores_,
  /// and what `transposed_weighted_sum` needs.
  ///
  /// Gradients of distance biases add up in WIDTH rows: key j adds its queries to row j mod WIDTH,
  /// shifted by whole vectors, so that no vector is stored across the one stored before. Row k thus
  /// holds distance n at place n + k; `fold` adds the rows up.
  INLINE void square_backward(int head, int i, int j, const float* v, const float* dout, Vec delta,
                              const float* weights, const float* dropped_weights,
                              const Dropout& dropout, float* dbias) {
    const int row = s.row;
    const float scale = scale_;
    const std::ptrdiff_t at = start(i) + j * WIDTH;
    const std::ptrdiff_t transposed_at = transposed_start(j) + (i - j) * WIDTH;
    Vec dweights[WIDTH][1] = {}, square[WIDTH];
    accumulate(s.D, Left{v + j, 1, row}, {dout + i, row}, dweights);
#pragma GCC unroll 16
    for (int r = 0; r < WIDTH; r++) {
      if (dropout.active()) dweights[r][0] *= dropout.factors(dropout_index(head, i, j + r));
      const Vec d = load(weights + at + r * WIDTH) * (dweights[r][0] - delta);
      if (dbias) {
        float* sum = dbias + r * row + i - j;
        store(sum, load(sum) + d);
      }
      square[r] = d * scale;
      store(dscores_ + at + r * WIDTH, square[r]);
    }
    transpose_square(square);
    store_square(dtransposed_ + transposed_at, square);
    load_square(dropped_weights + at, square);
    transpose_square(square);
    store_square(transposed_ + transposed_at, square);
  }

  /// out (D, queries) = values (D, keys) times weights, strip by strip.
  void weighted_sum(const float* values, const float* weights, float* out) const {
    const int row = s.row;
    const Left left{values, row, 1};
    int i = 0;
    for (; i + 2 * WIDTH <= row; i += 2 * WIDTH) {
      const std::ptrdiff_t apart = start(i + WIDTH) - start(i);
      multiply_two(two_, left, {0, i + WIDTH, WIDTH, weights + start(i), apart}, {out + i, row});
    }
    if (i < row)
      multiply_columns<1, false>(one_, row, left, {weights + start(i), WIDTH}, {out + i, row});
  }

  /// out (D, keys) = values (D, queries) times what is transposed, strip by strip.
  void transposed_weighted_sum(const float* values, const float* transposed, float* out) const {
    const int row = s.row;
    int j = 0;
    for (; j + 2 * WIDTH <= row; j += 2 * WIDTH) {
      const float* strip = transposed + transposed_start(j);
      const std::ptrdiff_t apart =
          transposed_start(j + WIDTH) - transposed_start(j) - WIDTH * WIDTH;
      multiply_two(two_, {values + j, row, 1}, {WIDTH, row - j - WIDTH, 0, strip, apart},
                   {out + j, row});
    }
    if (j < row)
      multiply_columns<1, false>(one_, WIDTH, {values + j, row, 1},
                                 {transposed + transposed_start(j), WIDTH}, {out + j, row});
  }

  /// The number of a pair for dropout.
  std::uint32_t dropout_index(int head, int i, int j) const {
    return static_cast<std::uint32_t>((head * s.T + j) * s.T + i);
  }

  /// A head's weights as they count: where some rest, a copy without those.
  const float* with_dropout(int head, const float* weights, const Dropout& dropout) {
    if (!dropout.active()) return weights;
    for (int i = 0; i < s.row; i += WIDTH)
      for (int j = 0; j < i + WIDTH; j++) {
        const std::ptrdiff_t at = start(i) + j * WIDTH;
        store(dropped_ + at, load(weights + at) * dropout.factors(dropout_index(head, i, j)));
      }
    return dropped_;
  }
};

}  // namespace fused
