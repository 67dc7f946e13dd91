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

/// A trainer, or null with a sentence in `complaint` (`room` bytes).
Trainer* fused_create(const fused::Config* config, const std::int64_t* places,
                      const std::int64_t* counts, int given, const fused::Vectors* vectors,
                      const fused::Group* groups, int group_count, char* complaint,
                      std::size_t room) {
  try {
    return new Trainer(*config, places, counts, given, *vectors, groups, group_count);
  } catch (const std::exception& problem) {
    std::snprintf(complaint, room, "%s", problem.what());
    return nullptr;
  }
}

void fused_destroy(Trainer* trainer) { delete trainer; }

void fused_begin(Trainer* trainer) { trainer->begin(); }

/// Adds to *loss; spans: start and end of both halves' windows. Returns whether all ids are known;
/// otherwise nothing was done.
bool fused_learn(Trainer* trainer, const std::int64_t* inputs, const std::int64_t* targets,
                 std::int64_t batch, const std::int64_t* spans, std::uint64_t seed, bool together,
                 double* loss) {
  const std::int64_t count = batch * trainer->characters();
  if (!known(*trainer, inputs, count) || !known(*trainer, targets, count)) return false;
  const fused::Span halves[2] = {{spans[0], spans[1]}, {spans[2], spans[3]}};
  *loss += trainer->learn(inputs, targets, batch, halves, seed, together);
  return true;
}

double fused_gather(Trainer* trainer, bool together) { return trainer->gather(together); }

void fused_step(Trainer* trainer, double length, const fused::Recipe* recipe, bool together) {
  trainer->step(length, *recipe, together);
}

bool fused_judge(Trainer* trainer, const std::int64_t* windows, std::int64_t count, double* losses,
                 bool together) {
  if (!known(*trainer, windows, count * (trainer->characters() + 1))) return false;
  trainer->judge(windows, count, losses, together);
  return true;
}

bool fused_read(Trainer* trainer, const std::int64_t* ids, std::int64_t count, float* logits,
                float* looks) {
  if (count < 1 || count > trainer->characters() || !known(*trainer, ids, count)) return false;
  trainer->read(ids, static_cast<int>(count), logits, looks);
  return true;
}

}  // extern "C"
