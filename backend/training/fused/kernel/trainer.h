// One training step over the fixed parts of a batch, each with gradients of its own.
//
// Owns the parts and the order of summation, which never depend on the number of threads: the bits
// are the same whether one thread does all parts in turn or each has a thread of its own.
#pragma once

#include <array>
#include <memory>

#include "optimizer.h"
#include "sequence.h"
#include "team.h"

namespace fused {

#if !defined(FUSED_PARTS)
#define FUSED_PARTS 4
#endif
/// Parts of a batch, and so the most threads that can share it (measured, see docs/decisions.md).
constexpr int PARTS = FUSED_PARTS;

class Trainer {
 public:
  Trainer(const Config& config, const std::int64_t* offsets, const std::int64_t* counts, int given,
          const Vectors& vectors, const Group* groups, int group_count)
      : shape_(config), parameters_(shape_, offsets, counts, given),
        tables_(shape_, parameters_, vectors.values), vectors_(vectors) {
    if (static_cast<std::size_t>(vectors.total) != parameters_.total)
      throw std::invalid_argument(std::to_string(vectors.total) + " numbers were given, the model" +
                                  " has " + std::to_string(parameters_.total));
    for (const Group* group = groups; group < groups + group_count; group++) {
      largest_rows_ = std::max(largest_rows_, std::min(group->rows, group->columns));
      largest_columns_ = std::max(largest_columns_, std::max(group->rows, group->columns));
      for (int i = 0; i < group->count; i++) {
        const std::int64_t size = static_cast<std::int64_t>(group->rows) * group->columns;
        matrices_.push_back({group->start + i * size, 1, group->rows, group->columns});
      }
    }
    for (Floats& part : gradients_) part = Floats(parameters_.accumulated);
    add_workspace();
  }

  /// Use so many threads from now on, from 1 to PARTS; fewer where the system grants no more
  /// threads or memory.
  void use(int threads) {
    threads = std::min(std::max(threads, 1), PARTS);
    try {
      while (static_cast<int>(workspaces_.size()) < threads) add_workspace();
    } catch (const std::bad_alloc&) {
      // Fewer work, then.
    }
    team_.grow(std::min(threads, static_cast<int>(workspaces_.size())));
    threads_ = std::min(threads, std::min(team_.size(), static_cast<int>(workspaces_.size())));
  }

  int threads() const { return threads_; }

  /// A new step begins: no gradients yet, weights as they are now.
  void begin() {
    const FlushDenormals flushed;
    tables_.refresh();
    for (Floats& part : gradients_) part.clear();
  }

  /// Add the gradients of some sequences of each part; returns their share of the batch's mean
  /// loss.
  double accumulate(const std::int64_t* inputs, const std::int64_t* targets, std::int64_t batch,
                    const Span (&spans)[PARTS], std::uint64_t seed) {
    const FlushDenormals flushed;
    const double count = static_cast<double>(batch) * shape_.T;
    const float share = static_cast<float>(1 / count);
    double losses[PARTS];
    team_.share(PARTS, threads_, [&](int part, int thread) {
      Sequence& sequence = workspaces_[thread]->sequence;
      double total = 0;
      for (std::int64_t b = spans[part].start; b < spans[part].end; b++)
        total += sequence.accumulate(inputs + b * shape_.T, targets + b * shape_.T, share,
                                     gradients_[part], &seed, static_cast<std::uint64_t>(b));
      losses[part] = total;
    });
    return sum_of(losses) / count;
  }

  /// The mean loss of each window of T + 1 characters, in nats.
  void evaluate(const std::int64_t* windows, std::int64_t count, double* losses) {
    const FlushDenormals flushed;
    tables_.refresh();
    team_.share(PARTS, threads_, [&](int part, int thread) {
      for (std::int64_t i = part * count / PARTS; i < (part + 1) * count / PARTS; i++) {
        const std::int64_t* window = windows + i * (shape_.T + 1);
        losses[i] = workspaces_[thread]->sequence.loss(window, window + 1) / shape_.T;
      }
    });
  }

  /// Read `count` characters, from 1 to T: logits (V,) of the one after the last, and attention
  /// weights (L, H, count queries, count keys); either may be null.
  void read(const std::int64_t* ids, int count, float* logits, float* attention) {
    const FlushDenormals flushed;
    tables_.refresh();
    // What comes after them does not change what they mean.
    std::vector<std::int64_t> whole(ids, ids + count);
    whole.resize(static_cast<std::size_t>(shape_.T));
    Sequence& sequence = workspaces_[0]->sequence;
    const float* found = sequence.logits(whole.data()) + count - 1;
    for (int v = 0; logits && v < shape_.V; v++) logits[v] = found[v * shape_.row];
    if (attention) sequence.attention(count, attention);
  }

  /// The gradient of all that was accumulated since `begin` to the flat vector; returns its length.
  double reduce() {
    const FlushDenormals flushed;
    const float* parts[PARTS];
    for (int part = 0; part < PARTS; part++) parts[part] = gradients_[part];
    team_.share(PARTS, threads_worthwhile(), [&](int part, int) {
      for (std::size_t i = part; i < parameters_.every.size(); i += PARTS)
        fold(parameters_.every[i], parts, vectors_.gradients);
    });
    double sums[PARTS];
    team_.share(PARTS, threads_worthwhile(), [&](int part, int) {
      sums[part] = squares(vectors_, cut(vectors_.total, part));
    });
    return std::sqrt(sum_of(sums));
  }

  /// Clip the reduced gradient, of this length, and change the weights by it.
  void step(double length, const Recipe& recipe) {
    const FlushDenormals flushed;
    clip(vectors_, recipe, length);
    team_.share(PARTS, threads_worthwhile(), [&](int part, int thread) {
      for (std::size_t i = part; i < matrices_.size(); i += PARTS) {
        const std::int64_t at = matrices_[i].start;
        workspaces_[thread]->muon.step(matrices_[i], recipe, vectors_.gradients + at,
                                       vectors_.momentum + at, vectors_.values + at);
      }
      adamw(vectors_, recipe, cut(vectors_.total - vectors_.cut, part));
    });
  }

  int characters() const { return shape_.T; }
  int vocabulary() const { return shape_.V; }

 private:
  /// What one thread needs.
  struct Workspace {
    Sequence sequence;
    Muon muon;
    Workspace(const Shape& shape, const Parameters& parameters, const Tables& tables, int rows,
              int columns)
        : sequence(shape, parameters, tables), muon(rows, columns) {}
  };

  Shape shape_;
  Parameters parameters_;
  Tables tables_;
  Vectors vectors_;
  std::array<Floats, PARTS> gradients_;  // of each part, in the layout of parameters.h
  std::vector<Group> matrices_;          // of Muon, one by one
  int largest_rows_ = 0, largest_columns_ = 0;
  std::vector<std::unique_ptr<Workspace>> workspaces_;
  int threads_ = 1;
  Team team_;

  void add_workspace() {
    workspaces_.push_back(std::make_unique<Workspace>(shape_, parameters_, tables_, largest_rows_,
                                                      largest_columns_));
  }

  /// Waking another thread costs as much as a few ten thousand numbers take.
  int threads_worthwhile() const { return vectors_.total > 40000 ? threads_ : 1; }

  /// One part of so many numbers, cut at whole vectors.
  static Span cut(std::int64_t count, int part) {
    const auto border = [&](int i) { return i * count / PARTS / WIDTH * WIDTH; };
    return {border(part), part == PARTS - 1 ? count : border(part + 1)};
  }

  static double sum_of(const double (&parts)[PARTS]) {
    double total = 0;
    for (const double part : parts) total += part;
    return total;
  }
};

}  // namespace fused
