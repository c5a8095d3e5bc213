// A pump's records in the books' values, and the question whether a card's proof in them is its own: everything that needs their bytes or the vault.
// Never: decides what follows (collect/waterings does).   Begin with recorded_by(), then ProofDesk::judge().
#pragma once
#include "collect/waterings/judge.h"
#include "collect/waterings/take_in.h"
#include "seal/handheld_store/store_file.h"
#include "seal/pump_records/records.h"
#include "seal/vault/vault.h"

namespace kwota::handheld_office {

/// Nothing: no such time.
std::optional<LocalTime> local_of(const pump::Moment& at);
LocalTime later_by(const LocalTime& at, std::int64_t seconds);

/// `meter`: of the well where the watering was; a record that another one has brought home tells of a debit there.
/// Nothing: not the bytes of such a record.
std::optional<waterings::Recorded> recorded_by(const books::PumpRecord& record, MeterNumber meter);

/// A month, a change or a fault of a card in the books' values. Nothing: no such entry, or not its bytes.
std::optional<waterings::Reported> told_by(MeterNumber meter, const handheld::Entry& entry);

/// Asks the vault for what a card's code should be. Errors: those of a vault that cannot be asked.
class ProofDesk {
 public:
  /// `versions`: of keys that a card may have, the newest first.
  ProofDesk(seal::Vault& vault, std::vector<std::uint8_t> versions) : vault_(vault), versions_(std::move(versions)) {}
  /// Gives each record of the watering its verdict. A usage record that was settled elsewhere is proven under the moment of the clearing.
  Result<void> judge(waterings::Case& one, const std::string& terminal);

 private:
  Result<bool> fits(const waterings::Recorded& recorded, std::int64_t number, const std::string& terminal, const LocalTime& at);
  seal::Vault& vault_;
  std::vector<std::uint8_t> versions_;
};

}  // namespace kwota::handheld_office
