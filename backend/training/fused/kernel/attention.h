// Causal attention of one sequence: from queries, keys and values to what was heard, and back.
//
// Queries are taken in strips of WIDTH, one a lane, keys in squares of WIDTH keys by WIDTH queries,
// so that a square is scored, weighed and transposed in registers. A strip's weights lie key after
// key, (keys, WIDTH), the strips one behind the other; squares that lie wholly in the future have
// no place. Weights are kept as powers before they are divided by their sums: each query's share,
// one over the sum, is put to what it hears instead, which is shorter.
#pragma once

#include "dropout.h"
#include "memory.h"
#include "products.h"
#include "shape.h"

namespace fused {

/// Floats of one head's packed distance biases: zeros stand where a query would come first.
inline int reach_size(const Shape& s) { return WIDTH + s.row; }

/// The heads of one block after another. Owns scratch memory only.
class Attention {
 public:
  explicit Attention(const Shape& shape)
      : s(shape), heads_(shape.D, block_rows(1)), scale_(1 / std::sqrt(float(shape.D))),
        level_(reach_size(shape)), strip_(WIDTH * shape.row), turned_(size()), dturned_(size()) {
    if (shape.dropout > 0) dropped_ = Floats(WIDTH * shape.row);
  }

  /// Floats of one head's attention weights.
  std::size_t size() const { return static_cast<std::size_t>(s.row) * (s.row + WIDTH) / 2; }

  /// qkv (3C, T) to heard (C, T), leaving weights (H, size) and the queries' shares (H, T).
  ///
  /// reach: packed distance biases (H, reach_size) in powers of two, or null.
  void forward(const float* qkv, const float* reach, const Dropout& dropout, float* weights,
               float* shares, float* heard) {
    const int row = s.row;
    for (int h = 0; h < s.H; h++) {
      const float* q = qkv + h * s.D * row;
      const float* k = q + s.C * row;
      const float* v = k + s.C * row;
      const float* biases = reach ? reach + h * reach_size(s) : static_cast<float*>(level_);
      float* out = heard + h * s.D * row;
      for (int i = 0; i < row; i += WIDTH) {
        float* strip = weights + h * size() + start(i);
        const Vec share = 1.0f / look(i, q, k, biases, strip);
        store(shares + h * row + i, share);
        if (dropout.active()) {
          drop(h, i, dropout, strip);
          strip = dropped_;
        }
        multiply_columns<1, false>(heads_, i + WIDTH, Left{v, row, 1}, {strip, WIDTH},
                                   {out + i, row});
        for (int d = 0; d < s.D; d++) store(out + d * row + i, load(out + d * row + i) * share);
      }
    }
  }

  /// From dheard, which is overwritten, to dqkv, and to the gathered gradient of the distance
  /// biases (or null).
  void backward(const float* qkv, const float* weights, const float* shares, const float* heard,
                float* dheard, const Dropout& dropout, float* dqkv, float* ddistance) {
    const int row = s.row;
    for (int h = 0; h < s.H; h++) {
      const std::ptrdiff_t head = h * s.D * row, next = s.C * row;
      const float* k = qkv + head + next;
      float* dout = dheard + head;
      float* gathered = ddistance ? ddistance + h * WIDTH * row : nullptr;
      for (int i = 0; i < row; i += WIDTH) {
        const Vec along = share_out(i, load(shares + h * row + i), heard + head, dout);
        const float* strip = weights + h * size() + start(i);
        if (dropout.active()) drop(h, i, dropout, strip);
        for (int j = 0; j <= i; j += WIDTH)
          square_backward(h, i, j, k + next, dout, along, strip, dropout, gathered);
        multiply_columns<1, false>(heads_, i + WIDTH, Left{k, row, 1}, {strip_, WIDTH},
                                   {dqkv + head + i, row});
      }
      for (int j = 0; j < row; j += WIDTH) {
        answer(j, qkv + head, dturned_, dqkv + head + next);
        answer(j, dout, turned_, dqkv + head + 2 * next);
      }
    }
  }

 private:
  const Shape& s;
  Blocks heads_;
  float scale_;
  Floats level_;            // distance biases of a model that has none
  Floats strip_, dropped_;  // (keys, WIDTH): gradients of a strip's scores; its weights that count
  Floats turned_, dturned_; // of a head, queries and keys exchanged: weights, gradients of scores

  /// Where the strip of queries from `i` on begins.
  static std::ptrdiff_t start(int i) { return static_cast<std::ptrdiff_t>(i) * (i + WIDTH) / 2; }

  /// Where the strip of keys from `j` on begins: its queries from j on, (queries, WIDTH).
  std::ptrdiff_t turned_start(int j) const {
    return static_cast<std::ptrdiff_t>(j) * s.row - static_cast<std::ptrdiff_t>(j) * (j - WIDTH) / 2;
  }

  /// Weights of the queries from `i` on, but for their sums, which are returned.
  Vec look(int i, const float* q, const float* k, const float* biases, float* strip) const {
    const int row = s.row, D = s.D;
    const float unit = scale_ * LOG2_E;
    const Ints lanes = lane_numbers();
    Vec most = all(-1e30f), total{};
    for (int j = 0; j <= i; j += WIDTH) {
      Vec scores[WIDTH][1] = {};
      accumulate(D, Left{k + j, 1, row}, {q + i, row}, scores);
#pragma GCC unroll 16
      for (int r = 0; r < WIDTH; r++) {
        Vec score = scores[r][0] * unit + load(biases + WIDTH + i - j - r);
        if (j == i) score = lanes < r ? all(-1e30f) : score;
        store(strip + (j + r) * WIDTH, score);
        most = maximum(score, most);
      }
    }
    for (int j = 0; j < i; j++, strip += WIDTH) {
      const Vec weight = power_of_two(load(strip) - most);
      store(strip, weight);
      total += weight;
    }
    for (int j = 0; j < WIDTH; j++, strip += WIDTH) {
      Vec weight = power_of_two(load(strip) - most);
      weight = lanes < j ? Vec{} : weight;
      store(strip, weight);
      total += weight;
    }
    return total;
  }

  /// The queries from `i` on put their share to the gradient of what they heard; returns how much
  /// of it falls on what they heard as a whole.
  Vec share_out(int i, Vec share, const float* heard, float* dout) const {
    Vec along{};
    for (int at = i; at < s.D * s.row; at += s.row) {
      const Vec d = load(dout + at) * share;
      store(dout + at, d);
      along += d * load(heard + at);
    }
    return along;
  }

  /// WIDTH keys from `j` on, WIDTH queries from `i` on: the gradients of their scores to strip_,
  /// and what `answer` needs.
  ///
  /// Distance biases are gathered in WIDTH rows: key j adds its queries to row j mod WIDTH, shifted
  /// by whole vectors, so that no vector is stored across the one stored before. Row k thus holds
  /// distance n at place n + k; `fold` adds the rows up.
  INLINE void square_backward(int head, int i, int j, const float* v, const float* dout, Vec along,
                              const float* strip, const Dropout& dropout, float* gathered) {
    const int row = s.row;
    const float scale = scale_;
    Vec looks[WIDTH][1] = {}, square[WIDTH];
    accumulate(s.D, Left{v + j, 1, row}, {dout + i, row}, looks);
#pragma GCC unroll 16
    for (int r = 0; r < WIDTH; r++) {
      if (dropout.active()) looks[r][0] *= dropout.factors(place(head, i, j + r));
      const Vec d = load(strip + (j + r) * WIDTH) * (looks[r][0] - along);
      if (gathered) {
        float* at = gathered + r * row + i - j;
        store(at, load(at) + d);
      }
      square[r] = d * scale;
      store(strip_ + (j + r) * WIDTH, square[r]);
    }
    const std::ptrdiff_t to = turned_start(j) + (i - j) * WIDTH;
    transpose_square(square);
    store_square(dturned_ + to, square);
    load_square((dropout.active() ? static_cast<const float*>(dropped_) : strip) + j * WIDTH,
                square);
    transpose_square(square);
    store_square(turned_ + to, square);
  }

  /// out (D, keys from j on) = values (D, T) times what is turned, (queries, keys).
  void answer(int j, const float* values, const float* turned, float* out) const {
    multiply_columns<1, false>(heads_, s.T - j, Left{values + j, s.row, 1},
                               {turned + turned_start(j), WIDTH}, {out + j, s.row});
  }

  /// The number of a pair for dropout.
  std::uint32_t place(int head, int i, int j) const {
    return static_cast<std::uint32_t>((head * s.T + j) * s.T + i);
  }

  /// The strip's weights, with those that rest, to dropped_.
  void drop(int head, int i, const Dropout& dropout, const float* strip) {
    for (int j = 0; j < i + WIDTH; j++)
      store(dropped_ + j * WIDTH,
            load(strip + j * WIDTH) * dropout.factors(place(head, i, j)));
  }
};

}  // namespace fused
