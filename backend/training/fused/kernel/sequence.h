// The model on one sequence of characters: its loss, and the gradients of every weight.
//
// The counterpart of micro_gpt.py, read side by side with it. One sequence at a time keeps all
// activations in the processor's cache; gradients of a whole part of a batch add up in one.
#pragma once

#include <vector>

#include "attention.h"
#include "layers.h"
#include "tables.h"

namespace fused {

/// Everything one thread needs to work on sequences. Owns the activations; the gradients go where
/// the caller says.
class Sequence {
 public:
  Sequence(const Shape& shape, const Parameters& parameters, const Tables& tables)
      : s(shape), parameters_(parameters), tables_(tables), attention_(shape),
        embedded_(s.row * s.wide), transposed_(s.row * s.wide), stream_normed_(shape),
        branch_(channels()), stream_(channels()), gradient_(channels()), dbranch_(channels()),
        dnormed_(channels()), dqkv_(3 * channels()), dactivated_(4 * channels()),
        logits_(static_cast<std::size_t>(padded(s.V)) * s.row) {
    for (int layer = 0; layer < s.L; layer++) blocks_.emplace_back(shape, attention_.size());
  }

  /// Sum over the T characters of -ln p(target), in nats. No dropout, no gradients.
  double loss(const std::int64_t* ids, const std::int64_t* targets) {
    seed_ = nullptr;
    forward(ids);
    return cross_entropy(targets, 0);
  }

  /// Logits of the character after each of T, (V, T) in rows of `shape.row`. No dropout.
  const float* logits(const std::int64_t* ids) {
    seed_ = nullptr;
    forward(ids);
    return logits_;
  }

  /// Attention weights of the sequence that was last read: of its first `count` characters,
  /// (L, H, count queries, count keys).
  void attention(int count, float* out) const {
    for (const Block& block : blocks_) {
      attention_.unpack(block.attention, block.normalizers, count, out);
      out += static_cast<std::ptrdiff_t>(s.H) * count * count;
    }
  }

  /// The same as `loss`, adding gradients of `share` times it to `gradients`, which have the
  /// accumulation layout of parameters.h. Dropout draws from (*seed, number).
  double accumulate(const std::int64_t* ids, const std::int64_t* targets, float share,
                    float* gradients, const std::uint64_t* seed, std::uint64_t number) {
    gradients_ = gradients;
    seed_ = seed;
    number_ = number;
    forward(ids);
    const double total = cross_entropy(targets, share);
    backward(ids);
    return total;
  }

 private:
  /// What a norm keeps, and its output.
  struct Normed {
    Floats normal, spread, out;
    explicit Normed(const Shape& s)
        : normal(s.norm == NO_NORM ? 0 : s.wide * s.row), spread(s.row), out(s.wide * s.row) {}
    NormMemory memory() { return {normal, spread}; }
  };

  /// What a block keeps for the backward pass.
  struct Block {
    Normed norm1, norm2;
    Floats qkv, attention, normalizers, attended, preactivation, activated;
    Block(const Shape& s, std::size_t head_weights)
        : norm1(s), norm2(s), qkv(3 * s.wide * s.row), attention(s.H * head_weights),
          normalizers(s.H * s.row), attended(s.wide * s.row), preactivation(s.F * s.row),
          activated(s.F * s.row) {}
  };

  const Shape& s;
  const Parameters& parameters_;
  const Tables& tables_;
  Attention attention_;
  Floats embedded_, transposed_;  // (T, wide): characters' embeddings; whatever is being transposed
  Normed stream_normed_;  // of the stream as a whole
  Floats branch_, stream_, gradient_, dbranch_, dnormed_, dqkv_, dactivated_, logits_;
  std::vector<Block> blocks_;
  float* gradients_ = nullptr;
  const std::uint64_t* seed_ = nullptr;
  std::uint64_t number_ = 0;

  std::size_t channels() const { return static_cast<std::size_t>(s.wide) * s.row; }

  const float* weight(const Parameter& p) const { return tables_.weight(p); }
  float* slot(const Parameter& p) { return p.rows ? gradients_ + p.slot : nullptr; }

  Dropout dropout_at(int layer, Site site) const {
    return seed_ ? Dropout(s.dropout, *seed_, number_, layer, site) : Dropout();
  }

  // ---- linear layers ---------------------------------------------------------------------------

  /// out (rows, T) = weight (rows, inputs) x (inputs, T); ADD: += instead.
  template <bool ADD = false>
  void linear(const Parameter& p, const float* x, float* out) const {
    multiply<ADD>(p.rows, s.columns, p.columns, Left{weight(p), p.columns, 1}, {x, s.row},
                    {out, s.row});
  }

  /// dx (inputs, T) = weight transposed times dout (rows, T)
  void linear_backward(const Parameter& p, const float* dout, float* dx) const {
    multiply<false>(p.columns, s.columns, p.rows, Left{weight(p), 1, p.columns}, {dout, s.row},
                    {dx, s.row});
  }

  /// Gather a weight's gradient: outer (rows, T) times narrow (C, T) transposed, summed over T.
  ///
  /// For a `matrix`, outer is the gradient of its output and narrow its input; for a `transposed`
  /// one, the other way round.
  void weight_gradient(const Parameter& p, int rows, const float* outer, const float* narrow) {
    transpose(narrow, s.row, s.wide, s.row, transposed_, s.wide);
    multiply<true>(rows, s.channel_columns, s.T, Left{outer, s.row, 1}, {transposed_, s.wide},
                   {slot(p), s.wide});
  }

  // ---- forward ---------------------------------------------------------------------------------

  void forward(const std::int64_t* ids) {
    embed(ids);
    for (int layer = 0; layer < s.L; layer++) block_forward(layer);
    if (s.stream_norm == LAST) norm_stream(stream_normed_.out);
    linear(parameters_.head, final_stream(), logits_);
  }

  void norm_stream(float* out) {
    norm_forward(s, stream_, weight(parameters_.stream_gain), weight(parameters_.stream_bias),
                 stream_normed_.memory(), out);
  }

  /// What the head reads.
  const float* final_stream() const { return s.stream_norm == LAST ? stream_normed_.out : stream_; }

  /// Characters to stream_ (C, T): embedding, smear, position.
  void embed(const std::int64_t* ids) {
    for (int t = 0; t < s.T; t++)
      std::memcpy(embedded_ + t * s.wide, tables_.tokens + ids[t] * s.wide, sizeof(float) * s.wide);
    for (int t = s.T - 1; t >= 0; t--)
      for (int c = 0; c < s.wide; c += WIDTH) {
        float* at = embedded_ + t * s.wide + c;
        Vec x = load(at);
        if (s.smear && t) x += load(at - s.wide) * load(tables_.smear + c);
        if (s.position == LEARNED) x += load(tables_.positions + t * s.wide + c);
        store(at, x);
      }
    transpose(embedded_, s.wide, s.row, s.wide, stream_, s.row);
    if (s.stream_norm == FIRST) norm_stream(stream_);
    const Dropout dropout = dropout_at(0, Site::embedding);
    if (dropout.active()) drop(s, dropout, stream_, stream_);
  }

  void block_forward(int layer) {
    const BlockParameters& p = parameters_.blocks[layer];
    Block& b = blocks_[layer];
    norm_forward(s, stream_, weight(p.norm1_gain), weight(p.norm1_bias), b.norm1.memory(),
                 b.norm1.out);
    linear(p.qkv, b.norm1.out, b.qkv);
    add_bias(weight(p.qkv_bias), b.qkv);
    if (s.position == ROTARY) rotate(b.qkv, 1);
    attention_.forward(b.qkv, tables_.distance_bias(layer), dropout_at(layer, Site::attention),
                       b.attention, b.normalizers, b.attended);
    add_branch(p.proj, p.proj_bias, b.attended, dropout_at(layer, Site::attention_branch));

    norm_forward(s, stream_, weight(p.norm2_gain), weight(p.norm2_bias), b.norm2.memory(),
                 b.norm2.out);
    linear(p.up, b.norm2.out, b.preactivation);
    activate(s, weight(p.up_bias), b.preactivation, b.activated);
    add_branch(p.down, p.down_bias, b.activated, dropout_at(layer, Site::mlp_branch));
  }

  /// Add a residual branch to the stream; without residuals it takes the stream's place.
  void add_branch(const Parameter& p, const Parameter& bias, const float* x,
                  const Dropout& dropout) {
    if (s.residual && !s.bias && !dropout.active()) return linear<true>(p, x, stream_);
    linear(p, x, branch_);
    add_to_stream(s, s.residual ? static_cast<float*>(stream_) : nullptr, branch_, weight(bias),
                  dropout, stream_);
  }

  void add_bias(const float* bias, float* qkv) const {
    if (!bias) return;
    for (int c = 0; c < 3 * s.C; c++)
      for (int t = 0; t < s.row; t += WIDTH) {
        float* at = qkv + c * s.row + t;
        store(at, load(at) + bias[c]);
      }
  }

  /// Turn the channel pairs of queries and keys by their position's angle; direction -1: back.
  void rotate(float* qkv, float direction) const {
    const int half = s.D / 2;
    for (int head = 0; head < 2 * s.H; head++)
      for (int pair = 0; pair < half; pair++)
        for (int t = 0; t < s.row; t += WIDTH) {
          float* first = qkv + (head * s.D + pair) * s.row + t;
          float* second = first + half * s.row;
          const Vec cosine = load(tables_.cosines + pair * s.row + t);
          const Vec sine = load(tables_.sines + pair * s.row + t) * direction;
          const Vec a = load(first), b = load(second);
          store(first, a * cosine - b * sine);
          store(second, a * sine + b * cosine);
        }
  }

  /// Sum of -ln p(target); logits become the gradient of `share` times it.
  double cross_entropy(const std::int64_t* targets, float share) {
    const int row = s.row, T = s.T, end = s.V * row;
    float* const logits = logits_;
    double total = 0;
    columns_of(row, [&](int t, auto side) {
      constexpr int N = decltype(side)::value;
      Vec most[N], sums[N] = {};
      for (int j = 0; j < N; j++) most[j] = load(logits + t + j * WIDTH);
      for (int at = t + row; at < end; at += row)
        for (int j = 0; j < N; j++) most[j] = maximum(load(logits + at + j * WIDTH), most[j]);
      const int known = std::min(N * WIDTH, T - t);
      for (int i = 0; i < known; i++)
        total += most[i / WIDTH][i % WIDTH] - logits[targets[t + i] * row + t + i];
      for (int j = 0; j < N; j++) most[j] *= LOG2_E;
      for (int at = t; at < end; at += row)
        for (int j = 0; j < N; j++) {
          const Vec power = power_of_two(load(logits + at + j * WIDTH) * LOG2_E - most[j]);
          store(logits + at + j * WIDTH, power);
          sums[j] += power;
        }
      for (int j = 0; j < N; j++) {
        double product = 1;  // of at most 16 sums of at most V: one logarithm for all
        for (int i = j * WIDTH; i < std::min((j + 1) * WIDTH, known); i++)
          product *= sums[j][i % WIDTH];
        total += std::log(product);
        sums[j] = (lane_numbers() < known - j * WIDTH ? all(share) : Vec{}) / sums[j];
      }
      if (share == 0) return;
      for (int at = t; at < end; at += row)
        for (int j = 0; j < N; j++)
          store(logits + at + j * WIDTH, load(logits + at + j * WIDTH) * sums[j]);
      for (int i = 0; i < known; i++) logits[targets[t + i] * row + t + i] -= share;
    });
    return total;
  }

  // ---- backward --------------------------------------------------------------------------------

  void backward(const std::int64_t* ids) {
    weight_gradient(parameters_.head, s.V, logits_, final_stream());
    linear_backward(parameters_.head, logits_, gradient_);
    if (s.stream_norm == LAST) norm_stream_backward();
    for (int layer = s.L - 1; layer >= 0; layer--) block_backward(layer);
    embed_backward(ids);
  }

  void norm_stream_backward() {
    norm_backward(s, gradient_, weight(parameters_.stream_gain), stream_normed_.memory(),
                  slot(parameters_.stream_gain), slot(parameters_.stream_bias), gradient_, false);
  }

  /// gradient_ of a block's output to that of its input.
  void block_backward(int layer) {
    const BlockParameters& p = parameters_.blocks[layer];
    Block& b = blocks_[layer];
    const float* dbranch = dropout_backward(dropout_at(layer, Site::mlp_branch));
    if (s.bias) bias_backward(s, s.C, dbranch, slot(p.down_bias));
    weight_gradient(p.down, s.F, b.activated, dbranch);
    linear_backward(p.down, dbranch, dactivated_);
    activate_backward(s, b.preactivation, b.activated, dactivated_);
    if (s.bias) bias_backward(s, s.F, dactivated_, slot(p.up_bias));
    weight_gradient(p.up, s.F, dactivated_, b.norm2.out);
    linear_backward(p.up, dactivated_, dnormed_);
    norm_backward(s, dnormed_, weight(p.norm2_gain), b.norm2.memory(), slot(p.norm2_gain),
                  slot(p.norm2_bias), gradient_, s.residual);

    dbranch = dropout_backward(dropout_at(layer, Site::attention_branch));
    if (s.bias) bias_backward(s, s.C, dbranch, slot(p.proj_bias));
    weight_gradient(p.proj, s.C, dbranch, b.attended);
    linear_backward(p.proj, dbranch, dnormed_);
    attention_.backward(b.qkv, b.attention, b.normalizers, b.attended, dnormed_,
                        dropout_at(layer, Site::attention), dqkv_, slot(p.distance));
    if (s.position == ROTARY) rotate(dqkv_, -1);
    if (s.bias) bias_backward(s, 3 * s.C, dqkv_, slot(p.qkv_bias));
    weight_gradient(p.qkv, 3 * s.C, dqkv_, b.norm1.out);
    linear_backward(p.qkv, dqkv_, dnormed_);
    norm_backward(s, dnormed_, weight(p.norm1_gain), b.norm1.memory(), slot(p.norm1_gain),
                  slot(p.norm1_bias), gradient_, s.residual);
  }

  /// The gradient of a residual branch before its dropout, from that of the stream.
  const float* dropout_backward(const Dropout& dropout) {
    if (!dropout.active()) return gradient_;
    drop(s, dropout, gradient_, dbranch_);
    return dbranch_;
  }

  void embed_backward(const std::int64_t* ids) {
    const Dropout dropout = dropout_at(0, Site::embedding);
    if (dropout.active()) drop(s, dropout, gradient_, gradient_);
    if (s.stream_norm == FIRST) norm_stream_backward();
    transpose(gradient_, s.row, s.wide, s.row, embedded_, s.wide);
    for (int c = 0; c < s.wide; c += WIDTH) {
      Vec smear{}, next{};
      Vec dsmear = s.smear ? load(slot(parameters_.smear) + c) : Vec{};
      if (s.smear) smear = load(tables_.smear + c);
      for (int t = s.T - 1; t >= 0; t--) {
        const Vec d = load(embedded_ + t * s.wide + c);
        float* token = slot(parameters_.tokens) + ids[t] * s.wide + c;
        store(token, load(token) + d + smear * next);
        if (s.position == LEARNED) {
          float* position = slot(parameters_.positions) + t * s.wide + c;
          store(position, load(position) + d);
        }
        if (s.smear && t) dsmear += d * load(tables_.tokens + ids[t - 1] * s.wide + c);
        next = d;
      }
      if (s.smear) store(slot(parameters_.smear) + c, dsmear);
    }
  }
};

}  // namespace fused
