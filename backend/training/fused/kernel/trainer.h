// One training step over two halves of a batch, each with its own activations and gradients.
//
// Owns the cut and the order of summation, which never depend on the number of threads: one thread
// does both halves in turn, two do one each, and the bits are the same.
#pragma once

#include "optimizer.h"
#include "pair.h"
#include "sequence.h"

namespace fused {

/// Windows `start` to `end` of a batch.
struct Span {
  std::int64_t start, end;
};

class Trainer {
 public:
  Trainer(const Config& config, const std::int64_t* places, const std::int64_t* counts, int given,
          const Vectors& vectors, const Group* groups, int group_count)
      : shape_(config), parameters_(shape_, places, counts, given),
        tables_(shape_, parameters_, vectors.values), vectors_(vectors),
        halves_{{shape_, parameters_, tables_}, {shape_, parameters_, tables_}} {
    if (static_cast<std::size_t>(vectors.total) != parameters_.total)
      throw std::invalid_argument(std::to_string(vectors.total) + " numbers were given, the model" +
                                  " has " + std::to_string(parameters_.total));
    int rows = 0, columns = 0;
    for (const Group* group = groups; group < groups + group_count; group++) {
      rows = std::max(rows, std::min(group->rows, group->columns));
      columns = std::max(columns, std::max(group->rows, group->columns));
      for (int i = 0; i < group->count; i++) {
        const std::int64_t size = static_cast<std::int64_t>(group->rows) * group->columns;
        matrices_.push_back({group->start + i * size, 1, group->rows, group->columns});
      }
    }
    muons_.emplace_back(rows, columns);
    muons_.emplace_back(rows, columns);
  }

  /// A new step begins: no gradients yet, weights as they are now.
  void begin() {
    const FlushDenormals flushed;
    tables_.refresh();
    for (Sequence& half : halves_) half.forget();
  }

  /// Learn from some windows of each half; returns their share of the batch's mean loss.
  double learn(const std::int64_t* inputs, const std::int64_t* targets, std::int64_t batch,
               const Span (&spans)[2], std::uint64_t seed, bool together) {
    const FlushDenormals flushed;
    const double count = static_cast<double>(batch) * shape_.T;
    const float share = static_cast<float>(1 / count);
    double losses[2] = {};
    pair_.both(together, [&](int half) {
      double total = 0;
      for (std::int64_t b = spans[half].start; b < spans[half].end; b++)
        total += halves_[half].learn(inputs + b * shape_.T, targets + b * shape_.T, share, &seed,
                                     static_cast<std::uint64_t>(b));
      losses[half] = total;
    });
    return (losses[0] + losses[1]) / count;
  }

  /// The mean loss of each window of T + 1 characters, in nats.
  void judge(const std::int64_t* windows, std::int64_t count, double* losses, bool together) {
    const FlushDenormals flushed;
    tables_.refresh();
    pair_.both(together, [&](int half) {
      const std::int64_t middle = (count + 1) / 2;
      for (std::int64_t i = half ? middle : 0; i < (half ? count : middle); i++) {
        const std::int64_t* window = windows + i * (shape_.T + 1);
        losses[i] = halves_[half].loss(window, window + 1) / shape_.T;
      }
    });
  }

  /// Read `count` characters, from 1 to T: logits (V,) of the one after the last, and who looked at
  /// whom, (L, H, count queries, count keys); either may be null.
  void read(const std::int64_t* ids, int count, float* logits, float* looks) {
    const FlushDenormals flushed;
    tables_.refresh();
    // What comes after them does not change what they mean.
    std::vector<std::int64_t> whole(ids, ids + count);
    whole.resize(static_cast<std::size_t>(shape_.T));
    const float* found = halves_[0].logits(whole.data()) + count - 1;
    for (int v = 0; logits && v < shape_.V; v++) logits[v] = found[v * shape_.row];
    if (looks) halves_[0].looks(count, looks);
  }

  /// The gradient of all that was learned since `begin` to the flat vector; returns its length.
  double gather(bool together) {
    const FlushDenormals flushed;
    double sums[2];
    pair_.both(worthwhile(together), [&](int half) {
      for (std::size_t i = half; i < parameters_.every.size(); i += 2)
        fold(parameters_.every[i], halves_[0].gathered(), halves_[1].gathered(),
             vectors_.gradients);
    });
    pair_.both(worthwhile(together), [&](int half) { sums[half] = squares(vectors_, half); });
    return std::sqrt(sums[0] + sums[1]);
  }

  /// Clip the gathered gradient, of this length, and change the weights by it.
  void step(double length, const Recipe& recipe, bool together) {
    const FlushDenormals flushed;
    clip(vectors_, recipe, length);
    pair_.both(worthwhile(together), [&](int half) {
      for (std::size_t i = half; i < matrices_.size(); i += 2) {
        const std::int64_t at = matrices_[i].start;
        muons_[half].move(matrices_[i], recipe, vectors_.gradients + at, vectors_.momentum + at,
                          vectors_.values + at);
      }
      adamw(vectors_, recipe, half);
    });
  }

  int characters() const { return shape_.T; }
  int vocabulary() const { return shape_.V; }

 private:
  Shape shape_;
  Parameters parameters_;
  Tables tables_;
  Vectors vectors_;
  Sequence halves_[2];
  std::vector<Group> matrices_;
  std::vector<Muon> muons_;
  Pair pair_;

  /// Waking the other thread costs as much as a few ten thousand numbers take.
  bool worthwhile(bool together) const { return together && vectors_.total > 40000; }
};

}  // namespace fused
