// A pump with its infrared port, a handheld before it, and the light between them, which takes its time and breaks at any byte. For tests.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "base/ids_text.h"
#include "carry/dialogue/breaks.h"
#include "carry/dlt645/exchange.h"
#include "carry/handheld/bringing.h"
#include "carry/handheld/reading.h"
#include "meter/dlt645/pump_line.h"
#include "meter/pump/test_well.h"
#include "sim/line/wire_time.h"

namespace kwota::sim::by_light {

using namespace std::chrono_literals;
using handheld::Entry;
using handheld::Kind;
using handheld::Known;
using meter::test::FarmersCard;
using meter::test::Well;
using seal::infrared::Block;

inline const seal::Key county = seal::Key::des(hex("0C6F64594386BDBFC4DEEBDD870A707C")),
                another_county = seal::Key::des(hex("00112233445566778899AABBCCDDEEFF"));

/// A well with its infrared port.
struct Pump {
  explicit Pump(std::uint64_t of_number = 130'500'000'017, const pump::TerminalNumber& terminal = {0x13, 0x01, 0x20, 0, 0, 0x01})
      : well(terminal), number(MeterNumber::from(of_number)) {}
  Well well;
  MeterNumber number;
  std::uint8_t dice = 0;
  meter_line::PumpLine line{*well.pump,
                            *dlt645::Address::parse(to_text(number)),
                            {seal::infrared::encipher_under(county, number),
                             [this] {
                               return Block{++dice, 7, 7, 7};
                             },
                             {}}};
  std::uint8_t day = 20;  ///< of November
  /// So many waterings that were paid.
  void waterings(std::uint32_t count, std::uint32_t first = 1) {
    pump::UsageRecord record{.card = FarmersCard{}.serial,
                             .start = {26, 11, day, 8, 0, 0},
                             .tac = {1, 2, 3, 4},
                             .cause = pump::Cause::swipe,
                             .price_set = 1};
    for (record.number = first; record.number < first + count; ++record.number)
      well.pump->store().usage().append(*pump::encode(record));
  }
  void set_number_of_module(std::uint32_t number_drawn_next) { well.module.number = number_drawn_next; }
};

/// What the light did in one visit.
struct Light {
  WireTime wire;
  WireTime::Time now{};
  std::size_t bytes = 0, exchanges = 0;
  std::size_t breaks_at =
      static_cast<std::size_t>(-1);  ///< after so many bytes in both directions nothing comes through any more
  std::function<Bytes(std::size_t exchange, const Bytes& answer)> becomes{};  ///< what arrives of an answer; none: what was sent
  std::function<std::size_t(std::size_t exchange)> arrives{};  ///< how often a question does; none: once
};

struct Handheld {
  explicit Handheld(const seal::Key& key = county) : keys(key) {}
  seal::Key keys;
  std::map<MeterNumber, Bytes> files;
  std::map<MeterNumber, std::size_t> at_office;  ///< so many entries, in the order in which they were read
  std::uint8_t dice = 100;
  std::optional<MeterNumber> here{};

  std::vector<Entry> entries(const Pump& pump) const {
    const auto found = files.find(pump.number);
    return found == files.end() ? std::vector<Entry>{} : handheld::read_store(found->second)->entries;
  }
  Known known(const Pump& pump) const {
    const auto all = entries(pump);
    const auto cleared = at_office.contains(pump.number) ? at_office.at(pump.number) : 0;
    Known out;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i == cleared) out.office_has_all();
      out.add(all[i]);
    }
    if (cleared == all.size()) out.office_has_all();
    return out;
  }
  /// The office has signed for what it has read there.
  void comes_home(const Pump& pump) { at_office[pump.number] = entries(pump).size(); }
  std::size_t count(const Pump& pump, Kind kind) const { return handheld::count(entries(pump))[static_cast<std::size_t>(kind)]; }

  handheld::Visit visit() {
    return {.random1 = Block{++dice, 1},
            .keys = [this](MeterNumber meter) { return seal::infrared::encipher_under(keys, meter); }};
  }
  dialogue::Parties parties(Pump& pump, Light& light) {
    return {.line = [&pump, &light](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
              Bytes asked(dlt645::wake_up_bytes, 0xFE);
              append(asked, frame.bytes);
              return through(pump, light, asked, frame);
            },
            .journal = [this, &pump](const dialogue::JournalNote& note) -> Result<void> {
              for (const Entry& entry : handheld::entries_of(note, Instant::from_ms(1))) append(files[pump.number], encode(entry));
              return {};
            }};
  }
  template <class Work>
  auto at(Pump& pump, Light& light, Work work) {
    auto session = dialogue::run(handheld::prove(visit()), parties(pump, light));
    using Outcome = decltype(dialogue::run(work(std::declval<handheld::Session>(), Known{}), parties(pump, light)));
    if (!session.ok()) return Outcome{session.error()};
    return Outcome{dialogue::run(work(*session, known(pump)), parties(pump, light))};
  }
  template <class Work>
  auto at(Pump& pump, Work work) {
    Light light;
    return at(pump, light, work);
  }

 private:
  /// Bytes go one by one; whichever is lost ends the conversation.
  static Result<dialogue::LineFrame> through(Pump& pump, Light& light, const Bytes& asked, const dialogue::LineFrame& frame) {
    const auto silent = error(Fault::wire, "meter_silent", "The meter does not answer.", {});
    if (light.bytes + asked.size() > light.breaks_at) return light.bytes = light.breaks_at, silent;
    light.bytes += asked.size();
    light.now = light.wire.send(light.now, 1'200, asked.size());
    Bytes answer;
    for (std::size_t times = light.arrives ? light.arrives(light.exchanges) : 1; times > 0; --times) answer = pump.line.receive_infrared(asked);
    if (light.becomes) answer = light.becomes(light.exchanges, answer);
    pump.line.silence();
    auto exchange = *dlt645::Exchange::begin(frame);
    ++light.exchanges;
    if (light.bytes + answer.size() > light.breaks_at) return light.bytes = light.breaks_at, silent;
    light.bytes += answer.size();
    light.now = light.wire.send(light.now, 1'200, answer.size());
    const auto received = exchange.receive(answer);
    return received ? Result<dialogue::LineFrame>{*received} : Result<dialogue::LineFrame>{silent};
  }
};

inline dialogue::Dialogue<handheld::Reading> a_visit(handheld::Session session, Known known) {
  co_await handheld::read_head(session, known);
  co_return co_await handheld::read_usage(session, known);
}
inline dialogue::Dialogue<handheld::Reading> everything(handheld::Session session, Known known) {
  co_await handheld::read_head(session, known);
  handheld::Reading all = co_await handheld::read_usage(session, known);
  for (auto* part : {handheld::read_hung, handheld::read_months, handheld::read_parameters, handheld::read_faults}) {
    const auto reading = co_await part(session, known);
    all.kept += reading.kept;
  }
  co_return all;
}

/// Every number once, in its order.
inline void has_each_once(const Handheld& device, const Pump& pump, std::uint32_t first, std::uint32_t last) {
  std::uint32_t next = first;
  for (const Entry& entry : device.entries(pump)) {
    if (entry.kind != Kind::usage) continue;
    ASSERT_EQ(handheld::usage_in(entry.bytes)->number, next);
    ++next;
  }
  EXPECT_EQ(next, last + 1);
}

}  // namespace kwota::sim::by_light
