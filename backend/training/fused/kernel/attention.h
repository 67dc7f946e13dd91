// Causal attention of one sequence: from queries, keys and values to what was heard, and back.
//
// Scores are stored key by key, (T keys, T queries): the softmax of each query runs down a column,
// so WIDTH queries are done at once. Squares of WIDTH keys by WIDTH queries that lie wholly in the
// future are never touched.
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
      : s(shape), scale_(1 / std::sqrt(static_cast<float>(shape.D))), dlooks_(square()),
        turned_(square()), dturned_(square()), delta_(shape.row) {
    if (shape.dropout > 0) dropped_ = Floats(square());
  }

  /// Floats of one head's attention weights.
  std::size_t square() const { return static_cast<std::size_t>(s.row) * s.row; }

  /// qkv (3C, T) to heard (C, T), leaving the weights in looks (H, T keys, T queries).
  ///
  /// reach: packed distance biases (H, reach_size), or null.
  void forward(const float* qkv, const float* reach, const Dropout& dropout, float* looks,
               float* heard) {
    for (int h = 0; h < s.H; h++) {
      const float* q = qkv + h * s.D * s.row;
      const float* k = q + s.C * s.row;
      const float* v = k + s.C * s.row;
      float* weights = looks + h * square();
      score(q, k, weights);
      for (int i = 0; i < s.row; i += WIDTH)
        softmax(i, reach ? reach + h * reach_size(s) : nullptr, weights);
      const float* used = weights;
      if (dropout.active()) {
        drop_looks(h, dropout, weights, dropped_);
        used = dropped_;
      }
      listen(v, used, heard + h * s.D * s.row);
    }
  }

  /// From dheard to dqkv, and to the gathered gradient of the distance biases (or null).
  void backward(const float* qkv, const float* looks, const float* heard, const float* dheard,
                const Dropout& dropout, float* dqkv, float* ddistance) {
    for (int h = 0; h < s.H; h++) {
      const std::ptrdiff_t head = h * s.D * s.row, next = s.C * s.row;
      const float* weights = looks + h * square();
      const float* dout = dheard + head;
      score(dout, qkv + head + 2 * next, dlooks_);
      weigh(dout, heard + head);
      const float* used = weights;
      if (dropout.active()) {
        drop_looks(h, dropout, weights, dropped_);
        drop_looks(h, dropout, dlooks_, dlooks_);
        used = dropped_;
      }
      softmax_backward(weights, ddistance ? ddistance + h * WIDTH * s.row : nullptr);
      turn(used, turned_);
      turn(dlooks_, dturned_);
      listen(qkv + head + next, dlooks_, dqkv + head);
      answer(qkv + head, dturned_, dqkv + head + next);
      answer(dout, turned_, dqkv + head + 2 * next);
    }
  }

 private:
  const Shape& s;
  float scale_;
  Floats dlooks_, turned_, dturned_, delta_, dropped_;

  int keys_until(int query) const { return std::min(s.T, query + WIDTH); }

  /// out (keys, queries) = keys (D, T) transposed, times queries (D, T).
  void score(const float* queries, const float* keys, float* out) const {
    for (int j = 0; j < s.T; j += WIDTH)
      multiply<false>(std::min(WIDTH, s.T - j), (s.row - j) / WIDTH, s.D, {keys + j, 1, s.row},
                      {queries + j, s.row}, {out + j * s.row + j, s.row});
  }

  /// out (D, queries) = values (D, T) times weights (keys, queries).
  void listen(const float* values, const float* weights, float* out) const {
    for (int i = 0; i < s.row; i += WIDTH)
      multiply<false>(s.D, 1, keys_until(i), {values, s.row, 1}, {weights + i, s.row},
                      {out + i, s.row});
  }

  /// out (D, keys) = values (D, T) times weights turned round, (queries, keys).
  void answer(const float* values, const float* turned, float* out) const {
    for (int j = 0; j < s.row; j += WIDTH) {
      const int first = std::min(j, s.T);
      multiply<false>(s.D, 1, s.T - first, {values + first, s.row, 1},
                      {turned + first * s.row + j, s.row}, {out + j, s.row});
    }
  }

  /// Scores of WIDTH queries from `i` on to weights, in place.
  void softmax(int i, const float* reach, float* weights) const {
    const int keys = keys_until(i);
    const Ints query = lane_numbers() + i;
    Vec most = all(-1e30f), total{};
    for (int j = 0; j < keys; j++) {
      float* at = weights + j * s.row + i;
      Vec score = load(at) * scale_;
      if (reach) score += load(reach + WIDTH + i - j);
      if (j > i) score = query < j ? all(-1e30f) : score;
      store(at, score);
      most = maximum(score, most);
    }
    for (int j = 0; j < keys; j++) {
      float* at = weights + j * s.row + i;
      Vec weight = exponential(load(at) - most);
      if (j > i) weight = query < j ? Vec{} : weight;
      store(at, weight);
      total += weight;
    }
    const Vec share = 1.0f / total;
    for (int j = 0; j < keys; j++) {
      float* at = weights + j * s.row + i;
      store(at, load(at) * share);
    }
  }

  /// delta (T,): how much of each query's gradient falls on what it heard as a whole.
  void weigh(const float* dout, const float* heard) {
    for (int t = 0; t < s.row; t += WIDTH) {
      Vec along{};
      for (int d = 0; d < s.D; d++)
        along += load(dout + d * s.row + t) * load(heard + d * s.row + t);
      store(delta_ + t, along);
    }
  }

  /// The gradient of weights, in dlooks_, to that of q times k; the distance biases' on the way.
  ///
  /// Biases are gathered in WIDTH rows: key j adds its queries to row j mod WIDTH, shifted by whole
  /// vectors, so that no vector is stored across the one stored before. Row k thus holds distance
  /// n at place n + k; `fold` adds the rows up.
  void softmax_backward(const float* weights, float* ddistance) {
    for (int j = 0; j < s.T; j++) {
      const int first = j / WIDTH * WIDTH;
      float* gathered = ddistance ? ddistance + (j - first) * s.row : nullptr;
      for (int i = first; i < s.row; i += WIDTH) {
        float* at = dlooks_ + j * s.row + i;
        const Vec d = load(weights + j * s.row + i) * (load(at) - load(delta_ + i));
        if (gathered) store(gathered + i - first, load(gathered + i - first) + d);
        store(at, d * scale_);
      }
    }
  }

  void drop_looks(int head, const Dropout& dropout, const float* from, float* to) const {
    for (int j = 0; j < s.T; j++)
      for (int i = j / WIDTH * WIDTH; i < s.row; i += WIDTH) {
        const int place = (head * s.T + j) * s.T + i;
        const Vec factors = dropout.factors(static_cast<std::uint32_t>(place));
        store(to + j * s.row + i, load(from + j * s.row + i) * factors);
      }
  }

  /// (keys, queries) to (queries, keys), the touched squares only.
  void turn(const float* weights, float* out) const {
    for (int j = 0; j < s.row; j += WIDTH)
      transpose(weights + j * s.row + j, s.row, WIDTH, s.row - j, out + j * s.row + j, s.row);
  }
};

}  // namespace fused
