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
      : s(shape), one_(shape.D, block_rows(1)), two_(shape.D, block_rows(2)),
        scale_(1 / std::sqrt(static_cast<float>(shape.D))), level_(reach_size(shape)),
        highest_(shape.row), dscores_(size()), turned_(size()), dturned_(size()) {
    if (shape.dropout > 0) dropped_ = Floats(size());
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
      float* own = weights + h * size();
      // All scores first: a strip's weights wait for the highest of its scores.
      for (int i = 0; i < row; i += WIDTH)
        store(highest_ + i, score(i, q, k, biases, own + start(i)));
      for (int i = 0; i < row; i += WIDTH)
        store(shares + h * row + i, 1.0f / weigh(i, load(highest_ + i), own + start(i)));
      listen(v, used(h, own, dropout), out);
      for (int d = 0; d < s.D; d++)
        for (int i = 0; i < row; i += WIDTH)
          store(out + d * row + i, load(out + d * row + i) * load(shares + h * row + i));
    }
  }

  /// Who looked at whom among the first `count` positions: weights (H, size) with shares (H, T) to
  /// out (H, count queries, count keys).
  void tell(const float* weights, const float* shares, int count, float* out) const {
    for (int h = 0; h < s.H; h++, weights += size(), shares += s.row)
      for (int i = 0; i < count; i++, out += count) {
        const int lane = i % WIDTH;
        const float* strip = weights + start(i - lane) + lane;
        for (int j = 0; j <= i; j++) out[j] = strip[j * WIDTH] * shares[i];
        std::fill(out + i + 1, out + count, 0.0f);
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
      const float* own = weights + h * size();
      const float* counted = used(h, own, dropout);
      for (int i = 0; i < row; i += WIDTH) {
        const Vec along = share_out(i, load(shares + h * row + i), heard + head, dout);
        for (int j = 0; j <= i; j += WIDTH)
          square_backward(h, i, j, k + next, dout, along, own, counted, dropout, gathered);
      }
      listen(k, dscores_, dqkv + head);
      answer(qkv + head, dturned_, dqkv + head + next);
      answer(dout, turned_, dqkv + head + 2 * next);
    }
  }

 private:
  const Shape& s;
  Blocks one_, two_;         // the rows of a head, beside one column or two
  float scale_;
  Floats level_, highest_;   // distance biases of a model that has none; scores of a head (T,)
  Floats dscores_, dropped_; // of a head: gradients of its scores; its weights that count
  Floats turned_, dturned_;  // weights and gradients of scores with queries and keys exchanged

  /// Where the strip of queries from `i` on begins.
  static std::ptrdiff_t start(int i) { return static_cast<std::ptrdiff_t>(i) * (i + WIDTH) / 2; }

  /// Where the strip of keys from `j` on begins: its queries from j on, (queries, WIDTH).
  std::ptrdiff_t turned_start(int j) const {
    return static_cast<std::ptrdiff_t>(j) * s.row - static_cast<std::ptrdiff_t>(j) * (j - WIDTH) / 2;
  }

  /// Scores of the queries from `i` on, in powers of two; returns each query's highest.
  Vec score(int i, const float* q, const float* k, const float* biases, float* strip) const {
    const int row = s.row, D = s.D;
    const float unit = scale_ * LOG2_E;
    const Ints lanes = lane_numbers();
    Vec most = all(-1e30f);
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
    return most;
  }

  /// Scores of the queries from `i` on to weights, but for their sums, which are returned.
  Vec weigh(int i, Vec most, float* strip) const {
    const Ints lanes = lane_numbers();
    Vec total{};
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

  /// WIDTH keys from `j` on, WIDTH queries from `i` on: the gradients of their scores to dscores_,
  /// and what `answer` needs.
  ///
  /// Distance biases are gathered in WIDTH rows: key j adds its queries to row j mod WIDTH, shifted
  /// by whole vectors, so that no vector is stored across the one stored before. Row k thus holds
  /// distance n at place n + k; `fold` adds the rows up.
  INLINE void square_backward(int head, int i, int j, const float* v, const float* dout, Vec along,
                              const float* weights, const float* counted, const Dropout& dropout,
                              float* gathered) {
    const int row = s.row;
    const float scale = scale_;
    const std::ptrdiff_t at = start(i) + j * WIDTH;
    const std::ptrdiff_t turned_at = turned_start(j) + (i - j) * WIDTH;
    Vec looks[WIDTH][1] = {}, square[WIDTH];
    accumulate(s.D, Left{v + j, 1, row}, {dout + i, row}, looks);
#pragma GCC unroll 16
    for (int r = 0; r < WIDTH; r++) {
      if (dropout.active()) looks[r][0] *= dropout.factors(place(head, i, j + r));
      const Vec d = load(weights + at + r * WIDTH) * (looks[r][0] - along);
      if (gathered) {
        float* sum = gathered + r * row + i - j;
        store(sum, load(sum) + d);
      }
      square[r] = d * scale;
      store(dscores_ + at + r * WIDTH, square[r]);
    }
    transpose_square(square);
    store_square(dturned_ + turned_at, square);
    load_square(counted + at, square);
    transpose_square(square);
    store_square(turned_ + turned_at, square);
  }

  /// out (D, queries) = values (D, keys) times weights, strip by strip.
  void listen(const float* values, const float* weights, float* out) const {
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

  /// out (D, keys) = values (D, queries) times what is turned, strip by strip.
  void answer(const float* values, const float* turned, float* out) const {
    const int row = s.row;
    int j = 0;
    for (; j + 2 * WIDTH <= row; j += 2 * WIDTH) {
      const float* strip = turned + turned_start(j);
      const std::ptrdiff_t apart = turned_start(j + WIDTH) - turned_start(j) - WIDTH * WIDTH;
      multiply_two(two_, {values + j, row, 1}, {WIDTH, row - j - WIDTH, 0, strip, apart},
                   {out + j, row});
    }
    if (j < row)
      multiply_columns<1, false>(one_, WIDTH, {values + j, row, 1},
                                 {turned + turned_start(j), WIDTH}, {out + j, row});
  }

  /// The number of a pair for dropout.
  std::uint32_t place(int head, int i, int j) const {
    return static_cast<std::uint32_t>((head * s.T + j) * s.T + i);
  }

  /// A head's weights as they count: where some rest, a copy without those.
  const float* used(int head, const float* weights, const Dropout& dropout) {
    if (!dropout.active()) return weights;
    for (int i = 0; i < s.row; i += WIDTH)
      for (int j = 0; j < i + WIDTH; j++) {
        const std::ptrdiff_t at = start(i) + j * WIDTH;
        store(dropped_ + at, load(weights + at) * dropout.factors(place(head, i, j)));
      }
    return dropped_;
  }
};

}  // namespace fused
