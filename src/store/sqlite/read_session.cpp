#include "store/sqlite/read_session.h"

#include <limits>
#include <utility>

namespace kwota::store {
namespace {

/// Of a kind of which nothing is kept.
constexpr auto never = std::numeric_limits<std::uint64_t>::max();

}  // namespace

Result<void> ReadSession::begin() {
  open_ = true;
  return connection_->prepare("BEGIN").run();
}
Result<void> ReadSession::end() { return std::exchange(open_, false) ? connection_->prepare("COMMIT").run() : Result<void>(Done{}); }

bool ReadSession::from_held(FunctionRef<void(const books::Reader&)> look) {
  changes_.read_ended(ended_);
  changes_.read_begun(begun_);
  hold_what_stands();
  reader_.ask_nothing(true);
  bool is_held = true;
  try {
    look(reader_);
  } catch (const LookEnded&) {
    is_held = false;
  }
  reader_.ask_nothing(false);
  return is_held;
}

Result<void> ReadSession::begin_rows() {
  reader_.forget_failure();
  changes_.read_ended(ended_);
  MUST(begin());
  // The moment is that of the first step of anything: from here on nothing that is committed is seen.
  MUST(connection_->prepare("SELECT 1 FROM anchor LIMIT 0").run());
  changes_.read_begun(begun_);
  hold_what_stands();
  return Done{};
}

void ReadSession::hold_what_stands() {
  const auto tables = held_tables();
  seen_.resize(tables.size(), never);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const bool certain = ended_[i] == begun_[i];
    if (certain && ended_[i] == seen_[i]) continue;
    held_.forget(*tables[i]);
    held_.keep_answers(*tables[i], certain);
    seen_[i] = certain ? ended_[i] : never;
  }
}

}  // namespace kwota::store
