// A handheld on its rounds through a season: it proves itself at each well's infrared window, reads what is new, brings what the office wants to be brought,
// and hands over. Its battery may be out at any frame; what it has stored is there.   Begin with SeasonRound::visit(), then hand_over().
#pragma once
#include "carry/handheld/visit.h"
#include "meter/dlt645/pump_line.h"
#include "sim/season/farm.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::sim {

class SeasonRound {
 public:
  explicit SeasonRound(Farm& farm) : farm_(farm) {}
  /// Everything, as far as the battery lasts.
  void visit(SeasonWell& well, bool trouble);
  /// Imported, judged, signed for; the store is cleared, and the next orders are taken along. Errors: of the office.
  Result<void> hand_over();

 private:
  Result<void> work(SeasonWell& well, bool trouble);
  Result<handheld_office::HandedIn> folder();

  Farm& farm_;
  seal::Key county_ = seal::test_root(seal::Purpose::meter_identity);
  std::map<MeterNumber, std::unique_ptr<meter_line::PumpLine>> lines_;
  std::uint8_t dice_ = 0;
};

}  // namespace kwota::sim
