// The books as they would be: what decisions put, laid over what the books say, so that a row of a file is judged with the rows above it in their place.
// Guarantees: reads like the books do – by key, by index, from the end –, and writes nothing anywhere.   Begin with Overlay, then apply().
#pragma once
#include <map>

#include "books/decision.h"
#include "books/memory.h"
#include "books/reader.h"

namespace kwota::imports {

class Overlay final : public books::Reader {
 public:
  /// `under` outlives it.
  explicit Overlay(const books::Reader& under) : under_(under) {}
  void apply(const books::Changes& changes);

  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override;
  Money balance(std::string_view ledger_account) const override { return under_.balance(ledger_account) + over_.balance(ledger_account); }
  std::vector<books::Leg> legs(std::string_view entry) const override;
  // Of what is counted over whole tables nothing is asked while a file is judged.
  std::vector<books::HeldVersion> cards_by_key_version() const override { return under_.cards_by_key_version(); }
  std::vector<books::HeldVersion> meters_by_key_version() const override { return under_.meters_by_key_version(); }
  std::vector<books::MeterPoint> meter_points() const override { return under_.meter_points(); }
  std::vector<books::LastContact> last_contacts() const override { return under_.last_contacts(); }

 private:
  bool is_over(const books::Table& table, const std::vector<books::Value>& key) const;

  const books::Reader& under_;
  books::Memory over_;
  std::map<const books::Table*, std::size_t> hidden_;  ///< rows of the books that a newer one lies over, by table; a table that is not here has none at all
};

}  // namespace kwota::imports
