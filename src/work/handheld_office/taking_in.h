// A hand-over on its way into the books, batch by batch over all of its files: what the device has signed is checked before (handheld_office.h).
// Guarantees: broken off anywhere, the same hand-over goes on; a batch is prepared while the one before it is written.
// Begin with take() for each file, then stored().
#pragma once
#include "collect/waterings/take_in.h"
#include "seal/handheld_store/store_file.h"
#include "work/handheld_office/one_ahead.h"

namespace kwota::handheld_office {

using people::Context;

/// Who takes in what pumps have recorded.
books::Actor importer(const Context& context);

/// What is in one meter's file, in the order in which it was read.
struct MeterFile {
  MeterNumber meter;
  handheld::Store store;
};

/// The newest that a file says of the pump itself; nothing: it was not asked.
class HeadOf {
 public:
  explicit HeadOf(MeterNumber meter) { head_.meter = meter; }
  MeterNumber meter() const { return head_.meter; }
  void take(const handheld::Entry& entry);
  /// `known`: newest number that the books have of the meter's newest series; -1: none.
  std::optional<waterings::HeadSeen> seen(std::int64_t known);

 private:
  void edition(std::int64_t number, Instant at);
  void delivered(std::int64_t number, Instant at);
  void head(const handheld::Entry& entry);
  void directory(const handheld::Entry& entry);
  waterings::HeadSeen head_;
  bool there_ = false;
  std::int64_t newest_ = -1, wanted_ = 0;
  std::optional<Instant> asked_;
};

class TakingIn {
 public:
  TakingIn(store::Books& books, const Context& context, std::int64_t hand_over);
  /// Errors: those of the books and of the rights.
  Result<void> take(const MeterFile& file);
  /// Everything is in the books. `receipt`: what is to be signed for it.
  Result<books::HandOver> stored(std::string receipt);
  /// As the pumps stood, and what they were told; they tell nothing new, and there is no hand-over.
  Result<void> seen();

 private:
  Result<void> take(MeterNumber meter, const handheld::Entry& entry);
  Result<void> give_records();
  Result<void> give_told();
  Result<std::vector<waterings::HeadSeen>> heads_seen();

  store::Books& books_;
  const Context& context_;
  books::HandOver counts_;
  std::vector<waterings::Brought> records_;
  std::vector<waterings::Reported> told_;
  std::vector<HeadOf> heads_;
  Piece piece_;
  std::size_t taken_at_once_;
  OneAhead<waterings::BatchCount> ahead_;
};

}  // namespace kwota::handheld_office
