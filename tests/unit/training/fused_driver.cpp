// Exercises the compiled engine without Python: random configurations, whole steps, both threads.
// Built with sanitizers by test_fused_native.py; any complaint of theirs ends it with an error. It
// also holds one thread and two to the same bits.
//
// Usage: fused_driver SEED COUNT

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

#include "trainer.h"

namespace {

using Random = std::mt19937;

int pick(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

fused::Config configuration(Random& random) {
  fused::Config c{};
  c.n_head = pick(random, 1, 8);
  c.position = pick(random, 0, 3);
  const int size = pick(random, 1, 9) * (c.position == fused::ROTARY ? 2 : 1);
  c.n_embd = c.n_head * size;
  c.n_layer = pick(random, 1, 3);
  c.block_size = pick(random, 8, 70);
  c.vocab_size = pick(random, 1, 70);
  c.norm = pick(random, 0, 3);
  c.stream_norm = pick(random, 0, 1);
  c.activation = pick(random, 0, 2);
  c.weight_tying = pick(random, 0, 1);
  c.residual = pick(random, 0, 1);
  c.bias = pick(random, 0, 1);
  c.smear = pick(random, 0, 1);
  c.dropout = pick(random, 0, 1) ? 0.3f : 0.0f;
  return c;
}

/// Sizes of all parameters, in the order of parameters.py's parameter_table.
std::vector<std::int64_t> parameter_counts(const fused::Config& c) {
  const std::int64_t C = c.n_embd;
  std::vector<std::int64_t> counts{c.vocab_size * C};
  const auto norm = [&] {
    if (c.norm == fused::LAYERNORM || c.norm == fused::RMSNORM) counts.push_back(C);
    if (c.norm == fused::LAYERNORM) counts.push_back(C);
  };
  const auto linear = [&](std::int64_t rows, std::int64_t columns) {
    counts.push_back(rows * columns);
    if (c.bias) counts.push_back(rows);
  };
  if (c.smear) counts.push_back(C);
  if (c.position == fused::LEARNED) counts.push_back(c.block_size * C);
  if (c.stream_norm == fused::FIRST) norm();
  for (int layer = 0; layer < c.n_layer; layer++) {
    norm();
    linear(3 * C, C);
    if (c.position == fused::RELATIVE) counts.push_back(c.n_head * c.block_size);
    linear(C, C);
    norm();
    linear(4 * C, C);
    linear(C, 4 * C);
  }
  if (c.stream_norm == fused::LAST) norm();
  if (!c.weight_tying) counts.push_back(c.vocab_size * C);
  return counts;
}

/// A trainer with memory of its own; each array is exactly as long as it must be.
struct Run {
  std::vector<float> values, gradients, momentum, mean, square;
  std::vector<fused::Group> groups;
  std::unique_ptr<fused::Trainer> trainer;

  Run(const fused::Config& config, bool muon, Random random) {
    const std::vector<std::int64_t> counts = parameter_counts(config);
    std::vector<std::int64_t> places;
    std::int64_t total = 0;
    for (const std::int64_t count : counts) {
      places.push_back(total);
      total += count;
    }
    // Muon's matrices come first; here the embedding plays them.
    const std::int64_t cut = muon ? counts[0] : 0;
    if (muon) groups.push_back({0, 1, config.vocab_size, config.n_embd});
    std::normal_distribution<float> normal(0, 0.2f);
    for (std::int64_t i = 0; i < total; i++) values.push_back(normal(random));
    gradients.resize(total);
    momentum.resize(cut);
    mean.resize(total - cut);
    square.resize(total - cut);
    const fused::Vectors vectors{values.data(), gradients.data(), momentum.data(), mean.data(),
                                 square.data(), total, cut};
    trainer = std::make_unique<fused::Trainer>(config, places.data(), counts.data(),
                                               static_cast<int>(counts.size()), vectors,
                                               groups.data(), static_cast<int>(groups.size()));
  }

  double step(const std::vector<std::int64_t>& inputs, const std::vector<std::int64_t>& targets,
              std::int64_t batch, bool together) {
    const std::int64_t half = (batch + 1) / 2;
    const fused::Span spans[2] = {{0, half}, {half, batch}};
    trainer->begin();
    const double loss =
        trainer->learn(inputs.data(), targets.data(), batch, spans, 7, together);
    const double length = trainer->gather(together);
    const fused::Recipe recipe{1, 0.01f, 0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.1f, 0.01f, 0.9f};
    trainer->step(length, recipe, together);
    return loss;
  }
};

bool same_bits(const fused::Config& config, bool muon, Random& random) {
  const std::int64_t batch = pick(random, 1, 5);
  std::vector<std::int64_t> inputs, targets;
  for (std::int64_t i = 0; i < batch * config.block_size; i++) {
    inputs.push_back(pick(random, 0, config.vocab_size - 1));
    targets.push_back(pick(random, 0, config.vocab_size - 1));
  }
  Run alone(config, muon, random), together(config, muon, random);
  for (int step = 0; step < 2; step++)
    if (alone.step(inputs, targets, batch, false) != together.step(inputs, targets, batch, true))
      return false;
  if (alone.values != together.values || alone.gradients != together.gradients) return false;
  if (batch == 1) return true;  // too little for a window and its target
  double first = 0, second = 0;
  alone.trainer->judge(inputs.data(), 1, &first, false);
  together.trainer->judge(inputs.data(), 1, &second, true);
  return first == second;
}

}  // namespace

int main(int, char** arguments) {
  Random random(static_cast<unsigned>(std::atoi(arguments[1])));
  const int count = std::atoi(arguments[2]);
  for (int i = 0; i < count; i++) {
    fused::Config config = configuration(random);
    // One that is large enough for both threads to share the optimizer's work.
    if (i == 0) config.n_head = 4, config.n_embd = 64;
    if (!same_bits(config, i % 2 == 0, random)) {
      std::printf("configuration %d: one thread and two disagree\n", i);
      return 1;
    }
  }
  std::printf("%d configurations, %d floats a vector\n", count, fused::WIDTH);
  return 0;
}
