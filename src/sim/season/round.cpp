#include "sim/season/round.h"

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"
#include "carry/handheld/bringing.h"
#include "carry/handheld/reading.h"
#include "sim/pump/window_keys.h"

namespace kwota::sim {
namespace {

using handheld::Entry;
using handheld::Kind;
using handheld::Known;
using handheld::Session;
using Random8 = seal::infrared::Block;

constexpr std::int64_t frames_of_a_visit = 24;

dialogue::Dialogue<Done> read_all(Session session, Known known) {
  co_await handheld::read_head(session, known);
  co_await handheld::read_usage(session, known);
  for (auto* part : {handheld::read_hung, handheld::read_months, handheld::read_parameters, handheld::read_faults}) co_await part(session, known);
  co_return Done{};
}

dialogue::Dialogue<Done> bring_all(Session session, Known known, handheld::Orders orders) {
  co_await handheld::bring_black_list(session, known, orders.edition, handheld::listed_at(orders, session.meter));
  co_await handheld::bring_released(session, known, orders.released);
  co_await handheld::bring_hung(session, known, handheld::hung_for(orders, session.meter));
  co_return Done{};
}

}  // namespace

Known SeasonRound::known(MeterNumber meter) const {
  std::vector<Entry> all;
  if (const auto before = seen_.find(meter); before != seen_.end()) all = before->second;
  if (const auto now = read_.find(meter); now != read_.end()) all.insert(all.end(), now->second.begin(), now->second.end());
  return Known{all};
}

void SeasonRound::visit(SeasonWell& well, bool trouble) {
  well.advance_to(farm_.clock.now());
  if (!well.pump.powered()) return;
  ++farm_.report.visits;
  const auto done = work(well, trouble);
  if (!done.ok() && done.error().code == "battery_out") ++farm_.report.batteries_out;
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
    if (++sent > frames) return error(Fault::ours, "battery_out", "The handheld's battery is out.");
    Bytes asked(dlt645::wake_up_bytes, 0xFE);
    append(asked, frame.bytes);
    const Bytes answer = line->receive_infrared(asked);
    line->silence();
    auto exchange = *dlt645::Exchange::begin(frame);
    const auto received = exchange.receive(answer);
    return received ? Result<dialogue::LineFrame>{*received} : Result<dialogue::LineFrame>{error(Fault::wire, "meter_silent", "The meter does not answer.")};
  };
  parties.journal = [&](const dialogue::JournalNote& note) -> Result<void> {
    farm_.clock.advance(Duration::seconds(1));
    TRY(entries, handheld::entries_of(note, farm_.clock.now()));
    for (auto& entry : entries) read_[meter].push_back(std::move(entry));
    return Done{};
  };
  const handheld::Visit here{.random1 = Random8{++dice_, 1}, .keys = [this](MeterNumber of) { return seal::infrared::encipher_under(county_, of); }};
  TRY(session, dialogue::run(handheld::prove(here), parties));
  MUST(dialogue::run(read_all(session, known(meter)), parties));
  MUST(dialogue::run(handheld::acknowledge(session, known(meter)), parties));
  if (!orders_ || orders_->edition < well.pump.pump().store().black_list().edition) return Done{};
  MUST(dialogue::run(bring_all(session, known(meter), *orders_), parties));
  return Done{};
}

handheld_office::HandedIn SeasonRound::folder() {
  handheld_office::HandedIn out;
  handheld::Manifest manifest{.device = handheld::device_of(farm_.handheld.public_key()), .made_at = farm_.clock.now(), .files = {}};
  for (const auto& [meter, entries] : read_) {
    Bytes file;
    for (const auto& entry : entries) append(file, handheld::encode(entry));
    manifest.files.push_back(handheld::handed_file(meter, file, handheld::read_store(file).value()));
    out.files[handheld::store_name(meter)] = std::move(file);
  }
  out.manifest = handheld::encode(manifest);
  out.signature = handheld::signature_text(farm_.handheld.sign(handheld::digest_of(out.manifest)));
  return out;
}

Result<void> SeasonRound::hand_over() {
  if (read_.empty()) return Done{};
  handheld_office::HandheldOffice office(*farm_.books, farm_.vault);
  const auto handed = folder();
  TRY(row, office.import(handed, farm_.as("li")));
  MUST(office.clean(row.number, farm_.as("li")));
  TRY(paper, office.receipt(row.number, farm_.as("li")));
  TRY(receipt, handheld::parse_receipt(paper.text));
  if (receipt.manifest != handheld::digest_of(handed.manifest)) farm_.report.broken.push_back("the receipt is not for what was handed over");
  for (auto& [meter, entries] : read_) {
    auto& seen = seen_[meter];
    seen.insert(seen.end(), entries.begin(), entries.end());
    seen = handheld::remembered(seen);
  }
  read_.clear();
  TRY(orders, office.orders(handheld::device_of(farm_.handheld.public_key()), farm_.as("li")));
  TRY(parsed, handheld::parse_orders(orders.text));
  orders_ = std::move(parsed);
  return Done{};
}

}  // namespace kwota::sim
