#include "carry/lines/driver.h"

#include <boost/json.hpp>

namespace kwota::lines {
namespace {

Error not_in_protocol(const Driver& driver) {
  return error(Fault::request, "not_in_protocol", "This meter's protocol has no words for that; nothing was sent.",
               {{"protocol", std::string{driver.protocol()}}}).trying(Again::never);
}

}  // namespace

Result<boost::json::object> Driver::frame_in_words(ByteView) const { return not_in_protocol(*this); }
bool Driver::is_about_keys(const Error&) const { return false; }
Dialogue<Statement> Driver::read_statement(Meter, Random&) const { co_return not_in_protocol(*this); }
Dialogue<Done> Driver::why_silent(Meter, Error silence) const { co_return silence; }
Dialogue<Delivered> Driver::credit(Meter, CreditOrder, Random&) const {
  Delivered delivered;
  delivered.outcome = dialogue::Outcome::not_done;
  delivered.evidence = "nothing was sent: the protocol knows no credit";
  delivered.cause = not_in_protocol(*this);
  co_return delivered;
}
Dialogue<PricesHeld> Driver::write_prices(Meter, PriceOrder, Random&) const { co_return not_in_protocol(*this); }
Dialogue<std::vector<devices::ParameterHeld>> Driver::settle_parameters(Meter, devices::Settings, Random&) const { co_return not_in_protocol(*this); }
Dialogue<std::optional<LocalTime>> Driver::set_clock(Meter, LocalTime, Random&) const { co_return not_in_protocol(*this); }
Dialogue<RelayState> Driver::switch_relay(Meter, RelayOrder, Random&) const { co_return not_in_protocol(*this); }
Dialogue<Bytes> Driver::key_command(Meter, Bytes) const { co_return not_in_protocol(*this); }
Dialogue<Done> Driver::bring_void_list(Meter, std::vector<user_card::VoidFile>, Random&) const { co_return not_in_protocol(*this); }

Dialogue<std::optional<LocalTime>> Driver::read_clock(Meter) const { co_return std::optional<LocalTime>{}; }
Dialogue<Reading> Driver::read(Meter, std::vector<devices::Quantity>) const { co_return Reading{}; }
Dialogue<Done> Driver::read_freezes(Meter, DaysWanted, std::vector<Frozen>&) const { co_return Done{}; }
Dialogue<Done> Driver::read_events(Meter, Reading, RecordsKnown, std::vector<Recorded>&) const { co_return Done{}; }
Dialogue<PumpState> Driver::read_pump(Meter, handheld::Known) const { co_return not_in_protocol(*this); }
Dialogue<handheld::Visited> Driver::tell_pump(Meter, handheld::Known, handheld::ToBring, PumpKeys) const { co_return not_in_protocol(*this); }
Dialogue<handheld::ClockSetting> Driver::set_pump_clock(Meter, std::function<LocalTime()>, bool, PumpKeys) const { co_return not_in_protocol(*this); }
Dialogue<bool> Driver::set_pump_settlement(Meter, unsigned, unsigned, PumpKeys) const { co_return not_in_protocol(*this); }
Dialogue<bool> Driver::lock_pump_out(Meter, bool, PumpKeys) const { co_return not_in_protocol(*this); }

}  // namespace kwota::lines
