// A pump's records in the books' values, and the question whether a card's proof in them is its own: everything that needs their bytes or the vault.
// Never: decides what follows (collect/waterings does).   Begin with to_judge(), evidence_of(), then ProofDesk::judge().
#pragma once
#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "collect/waterings/settle.h"
#include "collect/waterings/take_in.h"
#include "seal/handheld_store/store_file.h"
#include "seal/pump_records/records.h"
#include "seal/vault/vault.h"

namespace kwota::handheld_office {

/// Nothing: as many bytes as no such record has.
template <class Record>
std::optional<pump::Image<Record>> image_of(const Bytes& bytes) {
  if (bytes.size() != Record::size) return std::nullopt;
  pump::Image<Record> image{};
  std::ranges::copy(bytes, image.begin());
  return image;
}

/// Nothing: no such time.
std::optional<LocalTime> local_of(const pump::Moment& at);
LocalTime later_by(const LocalTime& at, std::int64_t seconds);

/// `meter`: of the well where the watering was; a record that another one has brought home tells of a debit there.
/// Nothing: not the bytes of such a record.
std::optional<waterings::Recorded> recorded_by(const books::PumpRecord& record, MeterNumber meter);

/// A month, a change, a fault of a card or a hung record that was brought, in the books' values. Nothing: no such entry, or not its bytes.
std::optional<waterings::Reported> told_by(MeterNumber meter, const handheld::Entry& entry);

/// A watering that a hand-over is about, and whose it is.
struct ToJudge {
  MeterNumber meter;
  std::int64_t number = 0;
  CardSerial card;
  bool of_others = false;  ///< only hand-overs that nobody has judged yet have told of it
};
/// With what came before in a hand-over that nobody has judged: this one may have had it too. Each once, pump by pump, and over some thousands a card's beside each other: its key is made once for them, and its purse is written once.
std::vector<ToJudge> to_judge(const books::Reader& books, std::int64_t hand_over);

/// One watering with all records that any well has told of it.
struct Evidence {
  waterings::Case one;
  std::vector<std::string> terminals;  ///< that were ever in the meter of its well, the newest last; none: nobody has said
};
std::vector<Evidence> evidence_of(const books::Reader& books, std::span<const ToJudge> waterings);

/// Asks the vault for what a card's code should be. Errors: those of a vault that cannot be asked.
class ProofDesk {
 public:
  /// `versions`: of keys that a card may have, the newest first.
  ProofDesk(seal::Vault& vault, std::vector<std::uint8_t> versions) : vault_(vault), versions_(std::move(versions)) {}
  /// Gives each record of the waterings its verdict, and the terminal that its proof is over. A usage record that was settled elsewhere is proven under the moment of the clearing.
  Result<void> judge(std::span<Evidence> all);

 private:
  /// Most are proven by the first moment under the newest key: for these the vault is asked once.
  Result<void> ask_together(std::span<Evidence> all);
  Result<void> judge_one(Evidence& evidence);
  Result<bool> fits(const waterings::Recorded& recorded, const Evidence& evidence, const std::string& terminal, const LocalTime& at);
  Result<void> find_proof(waterings::Recorded& recorded, const Evidence& evidence);
  seal::Vault& vault_;
  std::vector<std::uint8_t> versions_;
};

}  // namespace kwota::handheld_office
