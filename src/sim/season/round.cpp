#include "sim/season/round.h"

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"
#include "carry/handheld/usual_visit.h"
#include "sim/pump/window_keys.h"

namespace kwota::sim {
namespace {

using Random8 = seal::infrared::Block;

constexpr std::int64_t frames_of_a_visit = 24;

/// The well's own: no clock is wrong in a season.
LocalTime time_at(SeasonWell& well) {
  const auto at = meter::pump_moment(well.pump.pump().clock());
  return {{2000 + at.year, at.month, at.day}, at.hour, at.minute, at.second};
}

}  // namespace

void SeasonRound::visit(SeasonWell& well, bool trouble) {
  well.advance_to(farm_.clock.now());
  if (!well.pump.powered()) return;
  ++farm_.report.visits;
  const auto done = work(well, trouble);
  if (!done.ok() && cause_of(done.error()) == Cause::battery_out) ++farm_.report.batteries_out;
  else if (!done.ok()) farm_.report.broken.push_back("handheld at " + well.number + ": " + done.error().code + ": " + done.error().what);
}

Result<void> SeasonRound::work(SeasonWell& well, bool trouble) {
  const auto meter = well.site.number;
  auto& line = lines_[meter];
  if (!line)
    line = std::make_unique<meter_line::PumpLine>(well.pump.pump(), *dlt645::Address::parse(to_text(meter)),
                                                  window_of(well.pump.pump(), meter, well.pump.slot(), [this] { return Random8{++dice_, 7}; }));
  const auto frames = trouble && farm_.dice.one_in(10) ? farm_.dice.between(0, frames_of_a_visit) : frames_of_a_visit * 100;
  std::int64_t sent = 0;
  dialogue::Parties parties;
  parties.line = [&](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
    if (++sent > frames) return error(Fault::ours, Cause::battery_out, "The handheld's battery is out.");
    Bytes asked(dlt645::wake_up_bytes, 0xFE);
    append(asked, frame.bytes);
    const Bytes answer = line->receive_infrared(asked);
    line->silence();
    auto exchange = *dlt645::Exchange::begin(frame);
    const auto received = exchange.receive(answer);
    return received ? Result<dialogue::LineFrame>{*received} : Result<dialogue::LineFrame>{error(Fault::wire, Cause::meter_silent, "The meter does not answer.")};
  };
  parties.journal = [&](const dialogue::JournalNote& note) -> Result<void> {
    farm_.clock.advance(Duration::seconds(1));
    return farm_.crew.append(meter, handheld::entries_of(note, farm_.clock.now()));
  };
  const handheld::Visit here{.random1 = Random8{++dice_, 1}, .keys = [this](MeterNumber of) { return seal::infrared::encipher_under(county_, of); }};
  TRY(session, dialogue::run(handheld::prove(here), parties));
  TRY(orders, farm_.crew.orders());
  TRY(hung, farm_.crew.hung_elsewhere(meter));
  MUST(dialogue::run(handheld::usual_visit(session, [&] { return farm_.crew.known(meter); }, {std::move(orders), std::move(hung)}, [&] { return time_at(well); }), parties));
  return Done{};
}

/// As it is copied.
Result<handheld_office::HandedIn> SeasonRound::folder() {
  MUST(farm_.crew.hand_over(farm_.clock.now()));
  return handheld_office::handed_in_of(farm_.crew_files.content);
}

Result<void> SeasonRound::hand_over() {
  TRY(meters, farm_.crew.meters());
  if (meters.empty()) return Done{};
  handheld_office::HandheldOffice office(*farm_.books, farm_.vault);
  TRY(handed, folder());
  TRY(row, office.import(handed, farm_.as("li")));
  MUST(office.clean(row.number, farm_.as("li")));
  TRY(receipt, office.receipt(row.number, farm_.as("li")));
  MUST(farm_.crew.clear(receipt));
  TRY(orders, office.orders(farm_.crew.device(), farm_.as("li")));
  MUST(farm_.crew.take_orders(orders));
  return Done{};
}

}  // namespace kwota::sim
