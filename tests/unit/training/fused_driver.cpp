// Exercises the compiled engine without Python, through its C interface: every switch of a model,
// whole steps, every number of threads, and what must be refused. Built with sanitizers by
// test_fused_native.py; any complaint of theirs ends it with an error. It also holds every number
// of threads to the bits of one.
//
// Usage: fused_driver THREADS...

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "interface.cpp"

namespace {

using Ids = std::vector<std::int64_t>;
using Random = std::mt19937;

int failures = 0;

void expect(bool holds, const char* what, int number) {
  if (holds) return;
  std::printf("configuration %d: %s\n", number, what);
  failures++;
}

constexpr int CONFIGURATIONS = 12;

/// Twelve models in which every switch has every value, and each position every norm; widths and
/// lengths that fill no vector.
fused::Config configuration(int i) {
  fused::Config c{};
  c.position = i % 4;
  c.norm = (i + i / 4) % 4;
  c.activation = i % 3;
  c.stream_norm = i / 2 % 2;
  c.weight_tying = i / 3 % 2;
  c.residual = i % 5 != 2;
  c.bias = i / 4 % 2;
  c.smear = i % 3 == 1;
  c.dropout = i % 2 ? 0.3f : 0.0f;
  c.n_layer = 1 + i % 3;
  c.n_head = 1 + i % 5;
  const int size = c.position == fused::ROTARY ? 2 + i / 2 * 2 : 4 + i;
  c.n_embd = c.n_head * size;
  c.block_size = 8 + 5 * i;
  c.vocab_size = 1 + 6 * i;
  // Large enough for the threads to share the optimizer's work.
  if (i == 3) c.n_head = 4, c.n_embd = 64;
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
  fused::Config config;
  std::vector<float> values, gradients, momentum, mean, square;
  std::vector<fused::Group> groups;
  Ids offsets, counts;
  fused::Vectors vectors{};
  Trainer* trainer = nullptr;

  Run(const fused::Config& given, bool muon, Random random)
      : config(given), counts(parameter_counts(given)) {
    std::int64_t total = 0;
    for (const std::int64_t count : counts) {
      offsets.push_back(total);
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
    vectors = {values.data(), gradients.data(), momentum.data(), mean.data(), square.data(), total,
               cut};
    std::vector<char> complaint(80);
    trainer = create(complaint);
  }
  ~Run() { fused_destroy(trainer); }
  Run(const Run&) = delete;

  Trainer* create(std::vector<char>& complaint) const {
    return fused_create(&config, offsets.data(), counts.data(), static_cast<int>(counts.size()),
                        &vectors, groups.data(), static_cast<int>(groups.size()), complaint.data(),
                        complaint.size());
  }

  bool accumulate(const Ids& inputs, const Ids& targets, double* loss) {
    const std::int64_t batch = static_cast<std::int64_t>(inputs.size()) / config.block_size;
    Ids spans;
    for (int part = 0; part < fused_parts(); part++) {
      spans.push_back(part * batch / fused_parts());
      spans.push_back((part + 1) * batch / fused_parts());
    }
    return fused_accumulate(trainer, inputs.data(), targets.data(), batch, spans.data(), 7, loss);
  }

  double step(const Ids& inputs, const Ids& targets) {
    double loss = 0;
    fused_begin(trainer);
    accumulate(inputs, targets, &loss);
    const fused::Recipe recipe{1, 0.01f, 0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.1f, 0.01f, 0.9f};
    fused_step(trainer, fused_reduce(trainer), &recipe);
    return loss;
  }
};

Ids draw(Random& random, std::int64_t count, int vocabulary) {
  Ids ids;
  for (std::int64_t i = 0; i < count; i++)
    ids.push_back(std::uniform_int_distribution<int>(0, vocabulary - 1)(random));
  return ids;
}

/// Steps, evaluation and reading with these threads, as one row of numbers.
std::vector<double> told(const fused::Config& config, bool muon, int threads, Random random) {
  const std::int64_t length = config.block_size;
  const std::int64_t batch = 1 + static_cast<std::int64_t>(random() % 6);
  const Ids inputs = draw(random, batch * length, config.vocab_size);
  const Ids targets = draw(random, batch * length, config.vocab_size);
  const Ids windows = draw(random, 5 * (length + 1), config.vocab_size);
  Run run(config, muon, random);
  std::vector<double> row;
  // Fewer come where the system grants no more; the numbers are the same all the same.
  if (fused_use(run.trainer, threads) < 1) row.push_back(-1);
  for (int step = 0; step < 2; step++) row.push_back(run.step(inputs, targets));
  row.insert(row.end(), run.values.begin(), run.values.end());
  row.insert(row.end(), run.gradients.begin(), run.gradients.end());
  std::vector<double> losses(5);
  if (!fused_evaluate(run.trainer, windows.data(), 5, losses.data())) row.push_back(-1);
  row.insert(row.end(), losses.begin(), losses.end());
  for (const std::int64_t count : {std::int64_t{1}, length / 2, length}) {
    std::vector<float> logits(config.vocab_size);
    std::vector<float> attention(config.n_layer * config.n_head * count * count);
    const Ids text(windows.begin(), windows.begin() + count);
    const bool both = fused_read(run.trainer, text.data(), count, logits.data(), attention.data());
    std::vector<float> alone(config.vocab_size);
    const bool one = fused_read(run.trainer, text.data(), count, alone.data(), nullptr);
    const bool none = fused_read(run.trainer, text.data(), count, nullptr, attention.data());
    if (!both || !one || !none || alone != logits) row.push_back(-1);
    row.insert(row.end(), logits.begin(), logits.end());
    row.insert(row.end(), attention.begin(), attention.end());
  }
  return row;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && !std::memcmp(a.data(), b.data(), a.size() * sizeof(double));
}

/// Ids that no model knows, and texts that do not fit; nothing may be done with them.
void refusals(const fused::Config& config, int number, Random random) {
  Run run(config, false, random);
  const std::int64_t length = config.block_size, beyond = config.vocab_size;
  const Ids good = draw(random, 2 * length, config.vocab_size);
  const std::vector<float> values = run.values;
  fused_begin(run.trainer);
  double loss = 0;
  for (const std::int64_t unknown : {beyond, std::int64_t{-1}, INT64_MIN, INT64_MAX})
    for (const std::int64_t at : {std::int64_t{0}, length, 2 * length - 1}) {
      Ids bad = good;
      bad[at] = unknown;
      expect(!run.accumulate(bad, good, &loss), "unknown inputs were taken", number);
      expect(!run.accumulate(good, bad, &loss), "unknown targets were taken", number);
      Ids window(good.begin(), good.begin() + length + 1);
      window[at % (length + 1)] = unknown;
      expect(!fused_evaluate(run.trainer, window.data(), 1, &loss), "it was evaluated", number);
      std::vector<float> logits(config.vocab_size);
      expect(!fused_read(run.trainer, window.data() + (at == length), length, logits.data(),
                         nullptr),
             "unknown ids were read", number);
    }
  expect(!fused_read(run.trainer, good.data(), 0, nullptr, nullptr), "nothing was read", number);
  expect(!fused_read(run.trainer, good.data(), length + 1, nullptr, nullptr),
         "more than fits was read", number);
  expect(loss == 0 && fused_reduce(run.trainer) == 0 && run.values == values,
         "what was refused left traces", number);
}

/// Models of another shape than the numbers that come with them.
void strangers(const fused::Config& config, int number, Random random) {
  Run run(config, false, random);
  const auto refused = [&](const char* why, std::size_t room) {
    std::vector<char> complaint(room, '?');
    Trainer* trainer = run.create(complaint);
    fused_destroy(trainer);
    const std::string wanted = std::string(why).substr(0, room - 1);
    expect(!trainer && wanted == std::string(complaint.data()).substr(0, wanted.size()),
           "a stranger was let in, or for another reason", number);
  };
  run.vectors.total++;
  refused((std::to_string(run.vectors.total) + " numbers were given").c_str(), 80);
  run.vectors.total--;
  run.counts.back()++;
  refused("parameter ", 80);
  refused("parameter ", 5);
  run.counts.back()--;
  run.offsets.push_back(0), run.counts.push_back(1);
  refused((std::to_string(run.counts.size()) + " parameters were given").c_str(), 80);
  run.counts.pop_back(), run.counts.pop_back();
  refused("parameter ", 80);
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 0; i < CONFIGURATIONS; i++) {
    const fused::Config config = configuration(i);
    const Random random(static_cast<unsigned>(i));
    const bool muon = i % 2 == 1;
    const std::vector<double> alone = told(config, muon, 1, random);
    for (int at = 1; at < count; at++) {
      const std::vector<double> shared = told(config, muon, std::atoi(arguments[at]), random);
      expect(same_bits(alone, shared), "threads disagree", i);
    }
    refusals(config, i, random);
    strangers(config, i, random);
  }
  if (failures) return 1;
  std::printf("%d configurations, %d floats a vector\n", CONFIGURATIONS, fused_width());
  return 0;
}
