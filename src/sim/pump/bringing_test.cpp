// What a handheld writes to a pump over light that loses frames, brings them twice and breaks at any byte: the pump has the old or the new thing whole, and the
// handheld never believes more than the pump has. The next visit makes it good, and the one after that has nothing to do.
#include <fmt/format.h>

#include "sim/pump/test_handheld.h"

namespace kwota::sim::by_light {
namespace {

using handheld::Session;

constexpr std::uint32_t number = 16;  // of the user who hangs
constexpr std::uint16_t edition = 312;
constexpr LocalTime quarter_past{{2026, 11, 20}, 12, 10, 0};

struct Place {
  Pump pump, other{130'500'000'025, {0x13, 0x01, 0x20, 0, 0, 0x25}};
  Handheld device;
  std::string set_to(meter::PumpParameter parameter) const { return std::to_string(pump.well.pump->parameters().of(parameter)); }
  /// Whoever hangs there has been read.
  void one_hangs_at(Pump& there) {
    FarmersCard card;
    there.well.swipe(card);
    there.well.run(100, 17);
    there.well.run(300);
    ASSERT_TRUE(device.at(there, everything).ok());
  }
  std::vector<Bytes> carried() const {
    std::vector<Bytes> records;
    for (const Entry& entry : device.entries(other))
      if (entry.kind == Kind::hung) records.push_back(entry.bytes);
    return records;
  }
};

std::vector<CardSerial> twenty_cards() {
  std::vector<CardSerial> cards(20, FarmersCard{}.serial);
  for (std::size_t i = 0; i < cards.size(); ++i) cards[i].bytes[7] = static_cast<std::uint8_t>(i / 10 << 4 | i % 10);
  return cards;
}

/// How many things it told the pump, as it believes.
dialogue::Dialogue<std::size_t> black_list(Session session, Known known, const Place*) { return handheld::bring_black_list(session, known, edition, twenty_cards()); }
dialogue::Dialogue<std::size_t> acknowledge(Session session, Known known, const Place*) { return handheld::acknowledge(session, known); }
dialogue::Dialogue<std::size_t> released(Session session, Known known, const Place* place) { return handheld::bring_released(session, known, {{place->pump.number, number}}); }
dialogue::Dialogue<std::size_t> hung(Session session, Known known, const Place* place) { return handheld::bring_hung(session, known, place->carried()); }
dialogue::Dialogue<std::size_t> clock(Session session, Known, const Place*) {
  const auto set = co_await handheld::set_clock(session, [] { return quarter_past; }, false);
  co_return set.written ? 1 : 0;
}
dialogue::Dialogue<std::size_t> settlement(Session session, Known, const Place*) {
  const bool written = co_await handheld::set_settlement(session, 25, 6);
  co_return written ? 1 : 0;
}

struct Writing {
  const char* name;
  dialogue::Dialogue<std::size_t> (*work)(Session, Known, const Place*);
  void (*before)(Place&);
  /// How it may stand at the pump, the old and the new: what comes in several frames stands as before until all of them are there.
  std::vector<std::string> states;
  std::string (*stands)(const Place&);
  /// As the handheld has it in its store.
  std::string (*believed)(const Place&);
};

std::string yes_or_no(bool is_so) { return is_so ? "yes" : "no"; }

const Writing writings[] = {
    {"black list", black_list,
     [](Place& place) {
       ASSERT_TRUE(place.pump.well.pump->extend_black_list(3, twenty_cards()));
     },
     {"3: 20", "312: 20"},
     [](const Place& place) {
       const auto list = place.pump.well.pump->store().black_list();
       return fmt::format("{}: {}", list.edition, list.count);
     },
     [](const Place& place) {
       if (place.device.count(place.pump, Kind::black_list_delivered) == 0) return std::string("3: 20");
       return fmt::format("312: {}", place.device.known(place.pump).delivered(edition)->size());
     }},
    {"clock", clock, [](Place&) {}, {"0", "10"}, [](const Place& place) { return std::to_string(meter::pump_moment(place.pump.well.pump->clock()).minute); },
     [](const Place& place) { return std::string(place.device.count(place.pump, Kind::clock_set) == 0 ? "0" : "10"); }},
    {"settlement day", settlement, [](Place&) {}, {"1 0", "25 6"},
     [](const Place& place) { return place.set_to(meter::PumpParameter::settlement_day) + " " + place.set_to(meter::PumpParameter::settlement_hour); },
     [](const Place& place) { return std::string(place.device.count(place.pump, Kind::settlement_set) == 0 ? "1 0" : "25 6"); }},
    {"what is stored", acknowledge, [](Place& place) { place.one_hangs_at(place.pump), place.device.comes_home(place.pump); }, {"1", "0"}, [](const Place& place) { return std::to_string(place.pump.well.pump->hung()); },
     [](const Place& place) { return std::string(place.device.known(place.pump).is_acknowledged(number) ? "0" : "1"); }},
    {"who is released", released, [](Place& place) { place.one_hangs_at(place.pump); }, {"no", "yes"},
     [](const Place& place) { return yes_or_no(place.pump.well.pump->store().hung(0).record.progress == pump::Progress::released); },
     [](const Place& place) { return yes_or_no(place.device.known(place.pump).is_released(number)); }},
    {"who hangs elsewhere", hung, [](Place& place) { place.one_hangs_at(place.other); }, {"no", "yes"},
     [](const Place& place) {
       const auto there = place.pump.well.pump->store().released(0);
       return yes_or_no(there && there->record.number == number);
     },
     [](const Place& place) { return yes_or_no(place.device.count(place.pump, Kind::hung_brought) == 1); }},
};

/// One visit that goes wrong as the light says, one that goes right, and one that finds nothing to do. Whether the first went right, and what it took.
struct Visited {
  bool went_right = false;
  std::size_t exchanges = 0;
};
Visited visited(const Writing& writing, Light broken, const std::string& how) {
  const std::string where = std::string(writing.name) + ", " + how;
  Place place;
  writing.before(place);
  const auto index = [&](const std::string& state) { return static_cast<std::size_t>(std::ranges::find(writing.states, state) - writing.states.begin()); };
  EXPECT_EQ(index(writing.stands(place)), 0u) << where << ": " << writing.stands(place);
  const auto work = [&](Session session, Known known) { return writing.work(session, known, &place); };

  const auto first = place.device.at(place.pump, broken, work);
  const std::size_t stands = index(writing.stands(place)), believed = index(writing.believed(place)), all = writing.states.size();
  EXPECT_LT(stands, all) << where << ": neither the old nor the new one, but " << writing.stands(place);
  EXPECT_LE(believed, stands) << where << ": it believes more than the pump has: " << writing.believed(place);
  if (first.ok()) { EXPECT_EQ(stands, all - 1) << where << ": it says that it is done"; }

  EXPECT_TRUE(place.device.at(place.pump, work).ok()) << where;
  EXPECT_EQ(writing.stands(place), writing.states.back()) << where;
  const auto third = place.device.at(place.pump, work);
  EXPECT_TRUE(third.ok() && *third == 0) << where << ": it knows, or has asked";
  EXPECT_EQ(writing.stands(place), writing.states.back()) << where;
  return {first.ok(), broken.exchanges};
}

TEST(Bringing, light_that_breaks_at_any_byte_leaves_the_old_or_the_new_whole_and_the_next_visit_makes_it_good) {
  for (const auto& writing : writings) {
    std::size_t cut = 0;
    while (cut < 5'000 && !visited(writing, Light{.wire = {}, .now = {}, .breaks_at = cut}, fmt::format("cut at {}", cut)).went_right) ++cut;
    EXPECT_GT(cut, 100u) << writing.name;
    EXPECT_LT(cut, 5'000u) << writing.name;
  }
}

TEST(Bringing, a_frame_that_is_lost_or_comes_twice_on_its_way_there_or_back_writes_nothing_twice_and_nothing_by_halves) {
  constexpr std::size_t opens = 1;  // the proof is good once: the visit begins anew
  for (const auto& writing : writings) {
    const std::size_t exchanges = visited(writing, Light{}, "unharmed").exchanges;
    ASSERT_GT(exchanges, 2u) << writing.name;
    for (std::size_t at = 0; at < exchanges; ++at) {
      const auto there = [at](std::size_t times) {
        Light light;
        light.arrives = [at, times](std::size_t exchange) { return exchange == at ? times : std::size_t{1}; };
        return light;
      };
      const auto back = [at](std::size_t times) {
        Light light;
        light.becomes = [at, times](std::size_t exchange, const Bytes& answer) {
          Bytes arrived;
          for (std::size_t i = 0; i < (exchange == at ? times : 1); ++i) append(arrived, answer);
          return arrived;
        };
        return light;
      };
      for (const auto& [light, how] : {std::pair{there(0), "question lost"}, std::pair{there(2), "question twice"}, std::pair{back(0), "answer lost"}, std::pair{back(2), "answer twice"}}) {
        const bool went_right = visited(writing, light, fmt::format("{} at {}", how, at)).went_right;
        if (at != opens) { EXPECT_TRUE(went_right) << writing.name << ", " << how << " at " << at << ": it asks again in the same visit"; }
      }
    }
  }
}

}  // namespace
}  // namespace kwota::sim::by_light
