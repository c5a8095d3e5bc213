#include "carry/lines/dlt645.h"


#include <algorithm>

#include "base/core/bcd.h"
#include "base/ids_text.h"
#include "carry/dlt645/key_link.h"
#include "carry/lines/dlt645_in_words.h"
#include "carry/remote_vending/events.h"
#include "carry/remote_vending/freezes.h"
#include "carry/remote_vending/parameters.h"
#include "carry/remote_vending/prices.h"
#include "carry/remote_vending/reading.h"
#include "carry/remote_vending/recharge.h"
#include "models/all.h"

namespace kwota::lines {
namespace {

using devices::Quantity;
using dialogue::ok;
using dlt645::Edition;
using dlt645::ItemAnswer;

constexpr std::uint32_t first_status_word = 0x04000501, purchase_count = 0x03330201;
constexpr dlt645::Identifier date_and_time{Edition::y2007, 0x0400010C};

/// N1 of function 1C (DL/T 645-2007).
constexpr std::uint8_t code_of(devices::RelayOrder order) {
  switch (order) {
    case devices::RelayOrder::trip: return 0x1A;
    case devices::RelayOrder::permit: return 0x1B;
    case devices::RelayOrder::close: return 0x1C;
    case devices::RelayOrder::alarm: return 0x2A;
    case devices::RelayOrder::end_alarm: return 0x2B;
    case devices::RelayOrder::protect: return 0x3A;
    case devices::RelayOrder::unprotect: break;
  }
  return 0x3B;
}

/// ss mm hh DD MM YY, each two digits.
std::array<std::uint8_t, 6> groups_of(const LocalTime& at) {
  const std::array<unsigned, 6> values{at.second, at.minute, at.hour, at.date.day, at.date.month, static_cast<unsigned>(at.date.year % 100)};
  std::array<std::uint8_t, 6> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = static_cast<std::uint8_t>(values[i] / 10 << 4 | values[i] % 10);
  return groups;
}

/// The command's number in the books as eight BCD digits [K]: the meter keeps it in its own record, and the books name from it
/// who asked and who approved.
dlt645::OperatorCode operator_code(std::int64_t command) {
  constexpr std::int64_t numbers = 100'000'000;
  dlt645::OperatorCode code{};
  put_bcd(code, static_cast<std::uint64_t>(command % numbers));
  std::ranges::reverse(code);  // lowest byte first, as every number on the line
  return code;
}

dlt645::Address address_of(const Meter& meter) {
  return dlt645::Address::parse(meter.address.empty() ? to_text(meter.number) : meter.address).value();
}

dlt645::Station station_of(const Meter& meter) {
  return {.address = address_of(meter), .meter = meter.number, .by = operator_code(meter.command), .key_version = meter.key_version,
          .enciphers = models::model_of(meter.model).wants_cipher};
}

dlt645::Random1 random1(Random& random) {
  dlt645::Random1 bytes{};
  random.fill(bytes);
  return bytes;
}

/// A register of 0.01 kWh.
Energy energy_of(std::int64_t hundredths) { return Energy::wh(hundredths * 10); }

struct EnergyAt {
  dlt645::Identifier item;
  std::optional<Energy> Reading::* value;
};
constexpr EnergyAt energies[] = {
    {{Edition::y2007, 0x00010000}, &Reading::energy},
    {{Edition::y2007, 0x00020000}, &Reading::exported},
    {{Edition::y2007, 0x00010001}, &Reading::settled},
    {{Edition::y1997, 0x9010}, &Reading::energy},
};
constexpr std::uint32_t rate_registers[] = {0x00010100, 0x00010200, 0x00010300, 0x00010400};
struct MoneyAt {
  std::uint32_t item;
  std::optional<Money> Reading::* value;
};
constexpr MoneyAt moneys[] = {{0x00900200, &Reading::remaining}, {0x00900201, &Reading::overdraft}};

void note_state(Reading& reading, const ItemAnswer& received) {
  const auto n = received.identifier - first_status_word;
  if (n >= dlt645::status_word_count) return;
  static_assert(dlt645::status_word_count == status_words_most);
  if (const auto word = number_of(received)) reading.states.words[n] = static_cast<std::uint16_t>(*word);
}

void note_value(Reading& reading, dlt645::Identifier item, std::int64_t value) {
  if (const auto* at = std::ranges::find(energies, item, &EnergyAt::item); at != std::end(energies)) reading.*at->value = energy_of(value);
  if (item.edition == Edition::y1997) return;
  if (const auto* at = std::ranges::find(rate_registers, item.value); at != std::end(rate_registers))
    reading.rates[static_cast<std::size_t>(at - rate_registers)] = energy_of(value);
  if (const auto* at = std::ranges::find(moneys, item.value, &MoneyAt::item); at != std::end(moneys)) reading.*at->value = Money::minor(value);
  if (item.value == purchase_count) reading.purchases = value;
}

/// What an item of the network is called there, of which phase: its third byte.
std::optional<Measured> measured_in(dlt645::Identifier item, std::int64_t value) {
  const auto what = parse_word<Measure>(dlt645::find_item(item)->name);
  if (item.edition != Edition::y2007 || !what) return std::nullopt;
  const auto phase = *what == Measure::frequency ? 0U : item.value >> 8 & 0xFF;
  return phase < words_of(Phase{}).size() ? std::optional(Measured{*what, static_cast<Phase>(phase), value}) : std::nullopt;
}

bool counts_events(const models::Model& model, dlt645::Identifier item) {
  const auto questions = dlt645::questions_of(model, Quantity::event_counts);
  return std::ranges::any_of(questions, [&](const dlt645::Question& question) {
    return question.edition == item.edition && std::ranges::find(question.items, item.value) != question.items.end();
  });
}

Reading reading_of(const models::Model& model, std::span<const ItemAnswer> received) {
  Reading reading;
  for (const auto& one : received) {
    note_state(reading, one);
    if (one.state == ItemAnswer::State::absent) reading.absent.push_back(one.item().text());
    const auto value = number_of(one);
    if (!value) continue;
    note_value(reading, one.item(), *value);
    if (const auto measured = measured_in(one.item(), *value)) reading.network.all.push_back(*measured);
    if (counts_events(model, one.item())) reading.counts.emplace_back(dlt645::find_item(one.item())->name, *value);
  }
  return reading;
}

/// The kinds whose counter has risen since the newest record that is known.
std::vector<dlt645::NewRecords> new_records(const models::Model& model, const Reading& counted, const RecordsKnown& known) {
  std::vector<dlt645::NewRecords> out;
  for (const auto& records : dlt645::records_of(model)) {
    const auto before = known.find(dlt645::kind_of(records));
    const auto count = std::ranges::find(counted.counts, dlt645::kind_of(records), &std::pair<std::string, std::int64_t>::first);
    if (before == known.end() || count == counted.counts.end()) continue;
    if (count->second > before->second) out.push_back({records, before->second, count->second});
  }
  return out;
}

Frozen frozen_of(const dlt645::Frozen& received) {
  Frozen out{.day = received.day, .energy = energy_of(received.energy)};
  for (std::size_t n = 0; n < out.rates.size(); ++n)
    if (received.rates[n]) out.rates[n] = energy_of(*received.rates[n]);
  return out;
}

/// What both editions have: values, a clock, freezes and events, asked for by the items that the model has.
class Readings : public Driver {
 public:
  explicit Readings(std::string_view protocol) : protocol_(protocol) {}
  std::string_view protocol() const override { return protocol_; }
  /// Both editions have one frame: functions and identifiers are told apart by the control byte.
  Result<boost::json::object> frame_in_words(ByteView bytes) const override { return decode_dlt645(bytes); }

  Dialogue<std::optional<LocalTime>> read_clock(Meter meter) const override {
    const auto ways = dlt645::questions_of(models::model_of(meter.model), Quantity::clock);
    const std::vector<dlt645::Question> all(ways.begin(), ways.end());
    co_return co_await dlt645::read_clock(address_of(meter), all);
  }

  Dialogue<Reading> read(Meter meter, std::vector<Quantity> quantities) const override {
    const auto& model = models::model_of(meter.model);
    std::vector<dlt645::Question> questions;
    for (const auto quantity : quantities)
      for (const auto& question : dlt645::questions_of(model, quantity)) questions.push_back(question);
    const auto received = co_await dlt645::read_items(address_of(meter), questions);
    co_return reading_of(model, received);
  }

  Dialogue<Done> read_freezes(Meter meter, DaysWanted days, std::vector<Frozen>& received) const override {
    std::vector<dlt645::Frozen> reported;
    const dlt645::FreezesWanted wanted{days.after, days.to};
    const auto read = co_await dialogue::attempt(
        dlt645::read_freezes(address_of(meter), dlt645::freezes_of(models::model_of(meter.model)), wanted, reported));
    for (const auto& one : reported) received.push_back(frozen_of(one));
    co_return co_await ok(read);
  }

  Dialogue<Done> read_events(Meter meter, Reading counted, RecordsKnown known, std::vector<Recorded>& received) const override {
    std::vector<dlt645::Recorded> reported;
    const auto wanted = new_records(models::model_of(meter.model), counted, known);
    const auto read = co_await dialogue::attempt(dlt645::read_records(address_of(meter), wanted, reported));
    for (auto& one : reported)
      received.push_back({.kind = std::move(one.kind), .number = one.number, .began = one.began, .ended = one.ended, .noted = std::move(one.noted)});
    co_return co_await ok(read);
  }

 private:
  std::string_view protocol_;
};

/// The second edition has a security module: everything that is sealed.
class Edition2007 final : public Readings {
 public:
  Edition2007() : Readings(models::dlt645_meters::edition_2007) {}

  Dialogue<Statement> read_statement(Meter meter, Random& random) const override {
    const auto station = station_of(meter);
    const auto session = co_await dlt645::authenticate(station, random1(random));
    const auto word = co_await dlt645::read_statement(station, session);
    const Statement statement{word.returned, word.registers, word.returned_image, word.register_image};
    co_return statement;
  }

  Dialogue<Done> why_silent(Meter meter, Error silence) const override {
    co_return co_await dlt645::why_silent(station_of(meter).address, std::move(silence));
  }

  bool is_about_keys(const Error& error) const override {
    return error.again == Again::with_other_keys;
  }

  Dialogue<Delivered> credit(Meter meter, CreditOrder order, Random& random) const override {
    dlt645::CreditOrder credit;
    credit.station = station_of(meter);
    credit.opens = order.opens;
    credit.closes = order.closes;
    credit.customer = order.customer;
    credit.amount = order.amount;
    credit.count = order.count;
    credit = dlt645::with_randoms(credit, random);
    const auto delivered = co_await dlt645::recharge(credit);
    const Delivered out{delivered.outcome, delivered.evidence, delivered.cause};
    co_return out;
  }

  Dialogue<Bytes> key_command(Meter meter, Bytes command) const override {
    const auto question = co_await ok(dlt645::key_question(address_of(meter), command));
    const auto answer = co_await dialogue::to_line(question);
    co_return co_await ok(dlt645::key_answer_of(meter.number, command, answer));
  }

  Dialogue<PricesHeld> write_prices(Meter meter, PriceOrder order, Random& random) const override {
    dlt645::PriceOrder prices;
    prices.station = station_of(meter);
    prices.set = order.set;
    prices.at = order.at;
    prices.now = order.now;
    prices.random1 = random1(random);
    const auto held = co_await dlt645::write_prices(prices);
    const PricesHeld out{held.was_there, held.from};
    co_return out;
  }

  Dialogue<std::vector<devices::ParameterHeld>> settle_parameters(Meter meter, devices::Settings set, Random& random) const override {
    dlt645::ParameterOrder order;
    order.station = station_of(meter);
    order.model = meter.model;
    order.set = set;
    order.random1 = random1(random);
    co_return co_await dlt645::settle_parameters(order);
  }

  Dialogue<std::optional<LocalTime>> set_clock(Meter meter, LocalTime now, Random& random) const override {
    const auto shown = co_await dlt645::write_item(station_of(meter), date_and_time, format_local(now), random1(random));
    const auto* moment = shown.if_a<dlt645::Moment>();
    co_return moment != nullptr ? std::optional{moment->at} : std::nullopt;
  }

  Dialogue<RelayState> switch_relay(Meter meter, RelayOrder order, Random& random) const override {
    const dlt645::RelayOrder sent{.order = code_of(order.what), .valid_until = groups_of(order.valid_until)};
    const auto relay = co_await dlt645::switch_relay(station_of(meter), sent, random1(random));
    const RelayState state{relay.open, relay.protected_};
    co_return state;
  }

  Dialogue<Done> bring_void_list(Meter meter, std::vector<user_card::VoidFile> pages, Random& random) const override {
    co_return co_await dlt645::bring_void_list(station_of(meter), pages, random1(random));
  }

  /// On its wires it tells them to whoever asks: nothing is proved before.
  Dialogue<PumpState> read_pump(Meter meter, handheld::Known known) const override {
    const handheld::Session session{.address = address_of(meter), .meter = meter.number};
    const auto head = co_await handheld::read_head(session, known);
    PumpState state{.energy = head.energy, .black_list = head.black_list, .wants_acknowledged = head.hung > 0};
    for (auto* part : {handheld::read_usage, handheld::read_hung, handheld::read_months, handheld::read_parameters, handheld::read_faults}) {
      const auto reading = co_await part(session, known);
      state.wants_acknowledged |= reading.unmarked;
    }
    co_return state;
  }

  Dialogue<handheld::Visited> tell_pump(Meter meter, handheld::Known stored, handheld::ToBring what, PumpKeys keys) const override {
    const auto session = co_await prove(meter, keys);
    const std::function<Result<handheld::Known>()> known = [&stored]() -> Result<handheld::Known> { return stored; };
    co_return co_await handheld::bring(session, known, what);
  }

  Dialogue<handheld::ClockSetting> set_pump_clock(Meter meter, std::function<LocalTime()> now, bool confirmed, PumpKeys keys) const override {
    const auto session = co_await prove(meter, keys);
    co_return co_await handheld::set_clock(session, now, confirmed);
  }

  Dialogue<bool> set_pump_settlement(Meter meter, unsigned day, unsigned hour, PumpKeys keys) const override {
    const auto session = co_await prove(meter, keys);
    co_return co_await handheld::set_settlement(session, day, hour);
  }

  Dialogue<bool> lock_pump_out(Meter meter, bool locked, PumpKeys keys) const override {
    const auto session = co_await prove(meter, keys);
    co_return co_await handheld::lock_out(session, locked);
  }

 private:
  /// To the meter that is meant: another one has other keys, and cannot prove itself.
  static Dialogue<handheld::Session> prove(Meter meter, PumpKeys keys) {
    handheld::Visit visit{.address = address_of(meter), .by = operator_code(meter.command), .random1 = random1(*keys.random)};
    visit.keys = [encipher = keys.encipher](MeterNumber) { return encipher; };
    return handheld::prove(std::move(visit));
  }
};

const Edition2007 edition_2007;
const Readings edition_1997{models::dlt645_meters::edition_1997};  // nothing is sealed in it

}  // namespace

const Driver& dlt645_2007 = edition_2007;
const Driver& dlt645_1997 = edition_1997;

}  // namespace kwota::lines
