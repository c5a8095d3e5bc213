// The pump of a well on a line that breaks wherever it may: what is for the pump comes there whole, once, and the office knows it – at the next contact, if not at
// this one. And where there is nothing for it, it is only read.
#include <gtest/gtest.h>

#include "base/ids_text.h"
#include "carry/dlt645/exchange.h"
#include "meter/dlt645/pump_line.h"
#include "sim/field/test_script.h"
#include "sim/head_end/test_town.h"
#include "sim/pump/window_keys.h"
#include "work/head_end/head_end.h"

namespace kwota::sim {
namespace {

enum class Loses : std::uint8_t { question, answer };

/// A stranger hangs at the west well. Liu hung at the east one, whose line has told of it; Wu's card is blocked.
struct Wells {
  Wells() {
    field::test::read(*world, logs, "two-wells.setup");
    for (const auto* line : {"operator qian is technician", "well West is on a link", "well East is on a link", "card A is held to well East", "1000 seconds pass", "well East loses its power",
                             "well East has its power back", "qian orders a reading of well East", "the head-end looks at its queue", "customer wu is \"Wu\"",
                             "wang enters that wu wants to water in area 11010001", "zhao grants it to wu as account orchard", "blank card B", "card B to reader T-01",
                             "wang loads 20.00 onto the card of orchard as second -> applied", "zhao blocks the purse of orchard because \"lost\"",
                             "well West has 1 strangers hanging", "10 minutes pass"})
      field::test::say(*world, line);
    west = *world->well("West");
  }
  head_end::OpenLine line() {
    return [this](const books::MeterLink&) -> Result<head_end::Exchange> {
      auto wires = std::make_shared<meter_line::PumpLine>(west->pump->pump(), *dlt645::Address::parse(to_text(west->site.number)),
                                                          window_of(west->pump->pump(), west->site.number, west->pump->slot(), world->random));
      asked = proofs = 0;
      return head_end::Exchange{[this, wires](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
        const auto silent = error(Fault::wire, "meter_silent", "The meter does not answer.");
        auto question = dlt645::Exchange::begin(frame).value();
        ++asked;
        if (lost_at != 0 && (asked > lost_at || (asked == lost_at && loses == Loses::question))) return silent;
        const auto sent = question.sends();
        const auto control = dlt645::decode(sent);
        if (control && control->frame.control.byte == dlt645::function::security) ++proofs;
        const auto answer = question.receive(wires->receive(sent));
        if (!answer || asked == lost_at) return silent;
        return *answer;
      }};
    };
  }
  /// A reading was ordered, or waits still.
  head_end::Contact contact(int lost = 0, Loses what = Loses::question) {
    lost_at = lost, loses = what;
    head_end::HeadEnd office{{.books = *world->books, .vault = *world->vault, .schemes = *world->schemes, .clock = world->clock(), .random = world->random, .open = line(), .moved = {}}};
    return office.contact(west->site.number);
  }
  head_end::Contact ordered(int lost = 0, Loses what = Loses::question) {
    field::test::say(*world, "qian orders a reading of well West");
    return contact(lost, what);
  }
  std::string newest_command() {
    return world->books->read([&](const books::Reader& books) -> Result<std::string> {
      return std::string(word_of(books.last(books::MeterCommand::of_kind, west->site.number, books::CommandKind::read)->state));
    }).value();
  }
  /// The pump has it all, and the books say the same.
  void has_all() {
    auto& store = west->pump->pump().store();
    EXPECT_EQ(store.black_list().edition, 1);
    EXPECT_EQ(store.black_list().count, 1u);
    EXPECT_EQ(west->pump->view().hung_unread, 0u);
    int brought = 0;
    for (std::size_t i = 0; i < meter::PumpStore::released_kept; ++i) brought += store.released(i) ? 1 : 0;
    EXPECT_EQ(brought, 1);
    const auto noted = world->books->read([&](const books::Reader& books) -> Result<std::pair<std::int64_t, std::size_t>> {
      return std::pair{books.find<books::WellHead>(west->site.number)->edition, books.select<books::HungBrought>(west->site.number).size()};
    }).value();
    EXPECT_EQ(noted, std::pair(std::int64_t{1}, std::size_t{1}));
  }

  std::unique_ptr<field::World> world = std::move(field::World::make(logs)).value();
  field::FieldWell* west = nullptr;
  int asked = 0, proofs = 0, lost_at = 0;
  Loses loses = Loses::question;
};

TEST(PumpOnALine, is_told_what_a_handheld_would_bring_and_after_that_it_is_only_read) {
  Wells wells;
  EXPECT_FALSE(wells.ordered().trouble);
  EXPECT_EQ(wells.newest_command(), "done");
  EXPECT_EQ(wells.proofs, 2);
  wells.has_all();
  const int questions = wells.asked;
  EXPECT_FALSE(wells.ordered().trouble) << "that its list was changed comes home, and is acknowledged";
  EXPECT_FALSE(wells.ordered().trouble);
  EXPECT_EQ(wells.proofs, 0) << "nothing is for it: nobody proves anything";
  EXPECT_LT(wells.asked, questions);
  wells.has_all();
}

TEST(PumpOnALine, whatever_is_lost_on_the_line_the_next_contact_makes_good) {
  Wells whole;
  whole.ordered();
  const int questions = whole.asked;
  ASSERT_GT(questions, 15);
  for (int at = 1; at <= questions; ++at)
    for (const auto loses : {Loses::question, Loses::answer}) {
      SCOPED_TRACE(testing::Message() << (loses == Loses::question ? "question " : "answer ") << at);
      Wells wells;
      wells.ordered(at, loses);
      EXPECT_EQ(wells.newest_command(), "queued");
      const auto edition = wells.west->pump->pump().store().black_list().edition;
      EXPECT_TRUE(edition == 0 || wells.west->pump->pump().store().black_list().count == 1) << "a list is in force whole, or not at all";
      field::test::say(*wells.world, "1 minutes pass");
      EXPECT_FALSE(wells.contact().trouble);
      EXPECT_EQ(wells.newest_command(), "done");
      wells.has_all();
      wells.ordered();
      EXPECT_FALSE(wells.ordered().trouble);
      EXPECT_EQ(wells.proofs, 0) << "and it is told once";
    }
}

}  // namespace
}  // namespace kwota::sim
