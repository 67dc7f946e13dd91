// The plain C functions that library.py calls. No exception leaves them.
//
// A trainer belongs to one caller at a time. Ids are checked here, because a wrong one would read
// or write memory of others.

#include <cstdio>
#include <exception>

#include "trainer.h"

using fused::Trainer;

namespace {

bool known(const Trainer& trainer, const std::int64_t* ids, std::int64_t count) {
  const auto vocabulary = static_cast<std::uint64_t>(trainer.vocabulary());
  bool good = true;
  for (std::int64_t i = 0; i < count; i++)
    good &= static_cast<std::uint64_t>(ids[i]) < vocabulary;
  return good;
}

}  // namespace

extern "C" {

/// Floats of a vector.
int fused_width() { return fused::WIDTH; }

/// Parts of a batch: `fused_accumulate` wants a span of each, and as many threads may share it.
int fused_parts() { return fused::PARTS; }

/// A trainer, or null with a sentence in `complaint` (`room` bytes).
Trainer* fused_create(const fused::Config* config, const std::int64_t* offsets,
                      const std::int64_t* counts, int given, const fused::Vectors* vectors,
                      const fused::Group* groups, int group_count, char* complaint,
                      std::size_t room) {
  try {
    return new Trainer(*config, offsets, counts, given, *vectors, groups, group_count);
  } catch (const std::exception& problem) {
    std::snprintf(complaint, room, "%s", problem.what());
    return nullptr;
  }
}

void fused_destroy(Trainer* trainer) { delete trainer; }

/// Use so many threads from now on; returns how many there really are.
int fused_use(Trainer* trainer, int threads) {
  trainer->use(threads);
  return trainer->threads();
}

void fused_begin(Trainer* trainer) { trainer->begin(); }

/// Adds to *loss; spans: start and end of each part's sequences. Returns whether all ids are known;
/// otherwise nothing was done.
bool fused_accumulate(Trainer* trainer, const std::int64_t* inputs, const std::int64_t* targets,
                      std::int64_t batch, const std::int64_t* spans, std::uint64_t seed,
                      double* loss) {
  const std::int64_t count = batch * trainer->characters();
  if (!known(*trainer, inputs, count) || !known(*trainer, targets, count)) return false;
  fused::Span parts[fused::PARTS];
  for (int part = 0; part < fused::PARTS; part++)
    parts[part] = {spans[2 * part], spans[2 * part + 1]};
  *loss += trainer->accumulate(inputs, targets, batch, parts, seed);
  return true;
}

/// Returns the length of the whole gradient.
double fused_reduce(Trainer* trainer) { return trainer->reduce(); }

void fused_step(Trainer* trainer, double length, const fused::Recipe* recipe) {
  trainer->step(length, *recipe);
}

/// Returns whether all ids are known; otherwise nothing was done.
bool fused_evaluate(Trainer* trainer, const std::int64_t* windows, std::int64_t count,
                    double* losses) {
  if (!known(*trainer, windows, count * (trainer->characters() + 1))) return false;
  trainer->evaluate(windows, count, losses);
  return true;
}

/// Returns whether there are 1 to T ids, all known; otherwise nothing was done.
bool fused_read(Trainer* trainer, const std::int64_t* ids, std::int64_t count, float* logits,
                float* attention) {
  if (count < 1 || count > trainer->characters() || !known(*trainer, ids, count)) return false;
  trainer->read(ids, static_cast<int>(count), logits, attention);
  return true;
}

}  // extern "C"
