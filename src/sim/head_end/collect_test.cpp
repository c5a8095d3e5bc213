// A reading by plan on a line that others need too: it gives way between two questions, wherever it stands, and loses nothing by it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/head_end/test_town.h"
#include "work/head_end/head_end.h"

namespace kwota::sim {
namespace {

/// Li's meter on a line, to be read every night; it is half past midnight.
struct Night {
  Night() {
    field::test::read(*world, logs, "li-has-an-account.setup");
    for (const auto* line : {"operator qian is technician", "meter Home is on a link", "qian has meters read by plan night daily at 00:30",
                             "time passes until 2026-11-21 00:31"})
      field::test::say(*world, line);
    number = (*world->meter("Home"))->number;
  }
  head_end::Contact contact(bool gives_way_at_all = true) {
    asked = 0;
    head_end::HeadEnd office{{.books = *world->books, .vault = *world->vault, .schemes = *world->schemes, .clock = world->clock(), .random = world->random, .open = line(), .moved = {}}};
    if (gives_way_at_all) office.when_wanted([this](const books::MeterLink&) { return asked >= wanted_after; });
    return office.contact(number);
  }
  head_end::OpenLine line() {
    return [this](const books::MeterLink&) -> Result<head_end::Exchange> {
      return head_end::Exchange{[this](const dialogue::LineFrame& command) -> Result<dialogue::LineFrame> {
        ++asked;
        auto question = dlt645::Exchange::begin(command).value();
        auto answer = question.receive((*world->meter("Home"))->meter->receive_line(question.sends()));
        if (!answer) return error(Fault::wire, "meter_silent", "The meter does not answer.");
        return *answer;
      }};
    };
  }
  std::vector<books::MeterReading> rows() {
    return world->books->read([&](const books::Reader& books) -> Result<std::vector<books::MeterReading>> { return books.newest<books::MeterReading>(99, number); }).value();
  }

  std::unique_ptr<field::World> world = std::move(field::World::make(logs)).value();
  MeterNumber number;
  int asked = 0, wanted_after = 1'000'000;
};

TEST(Collecting, what_the_meter_has_is_read_without_a_session_and_what_it_has_not_is_absent) {
  Night night;
  const auto contact = night.contact();
  EXPECT_FALSE(contact.trouble) << contact.trouble->code;
  ASSERT_TRUE(contact.reading);
  EXPECT_FALSE(contact.word) << "no sale is due: nobody proves anything to anybody";
  const auto& row = *contact.reading;
  EXPECT_EQ(row.state, books::ReadingStatus::read);
  EXPECT_EQ(row.plan, "night");
  EXPECT_EQ(row.remaining, Money::minor(100'00));
  EXPECT_EQ(row.energy, Energy{});
  EXPECT_TRUE(row.status.word(3) && row.status.word(7));
  EXPECT_FALSE(row.settlement_energy) << "no month has ended yet";
  EXPECT_FALSE(row.export_energy);
  EXPECT_EQ(night.rows().size(), 1U);
}

TEST(Collecting, it_gives_way_before_any_of_its_questions_and_is_due_as_before) {
  Night night;
  auto next_night = [&night, day = 1]() mutable { field::test::say(*night.world, fmt::format("time passes until 2026-12-{:02} 00:31", day++)); };
  next_night();
  night.contact();  // the first reading of a meter asks for more than the later ones
  next_night();
  night.contact();
  const int questions = night.asked;
  ASSERT_GT(questions, 4);
  for (int at = 0; at < questions; ++at) {
    const auto before = night.rows();
    next_night();
    night.wanted_after = at;
    const auto contact = night.contact();
    EXPECT_TRUE(contact.gave_way) << at;
    EXPECT_FALSE(contact.trouble);
    EXPECT_EQ(night.asked, at) << "nothing more was asked";
    EXPECT_EQ(night.rows().size(), before.size()) << "no try was used up";
    const auto again = night.contact(false);
    ASSERT_TRUE(again.reading) << at;
    EXPECT_EQ(again.reading->state, books::ReadingStatus::read);
    EXPECT_EQ(again.reading->tries, 1);
  }
}

TEST(Collecting, a_command_never_gives_way) {
  Night night;
  night.wanted_after = 0;
  field::test::say(*night.world, "wang sells 50.00 to li over the link as second");
  const auto contact = night.contact();
  EXPECT_EQ(contact.settled, 1U);
  EXPECT_TRUE(contact.gave_way) << "the reading behind it does";
  EXPECT_TRUE(night.rows().empty());
}

}  // namespace
}  // namespace kwota::sim
