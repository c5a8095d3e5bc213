// Keys come over a meter's line (function 03 of DL/T 645, 07 03 01 FF) as they come over the key link, and nothing less is safe there.
#include "sim/meter/test_site.h"

namespace kwota::sim {
namespace {

using namespace key_site;

TEST(MeterKeysOverTheLine, over_its_line_a_meter_gets_gives_up_and_forgets_them_the_same_way) {
  Site site;
  site.by_line = true;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::update, 2).outcome, Outcome::done);
  ASSERT_EQ(site.change(Work::forget).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0x01020000u);
  ASSERT_EQ(site.change(Work::restore).outcome, Outcome::done);
  EXPECT_EQ(site.key_info(), 0u);
  for (const auto& frame : site.frames) {
    EXPECT_EQ(dlt645::identifier_of(frame), dlt645::security::key_link);
    EXPECT_LE(frame.data.size(), 200u);
  }
}

TEST(MeterKeysOverTheLine, whoever_guesses_on_its_line_is_slowed_and_keeps_nobody_else_out) {
  Site site;
  ASSERT_EQ(site.change(Work::download, 1).outcome, Outcome::done);
  site.by_line = true;
  Bytes guess{meter_keys::cla, meter_keys::ins::authenticate, 0, 0, 24};
  guess.resize(guess.size() + 24);
  for (int tries = 0; tries < 3; ++tries) EXPECT_EQ(to_hex(site.over_the_line(guess).value()), "6982");
  unsigned unanswered = 0;
  for (int tries = 0; tries < 100; ++tries) unanswered += site.over_the_line(guess).value().empty();
  EXPECT_EQ(unanswered, 100u) << "for a moment nobody listens there";
  site.meter->advance(Duration::minutes(1));
  EXPECT_EQ(site.change(Work::update, 2).outcome, Outcome::done) << "and a minute later the office is heard";
}

TEST(MeterKeysOverTheLine, a_late_answer_of_the_line_is_not_taken_for_the_answer_to_another_command) {
  Site site;
  const Bytes first{meter_keys::cla, meter_keys::ins::certificate, 0, 0, 0};
  const Bytes second{meter_keys::cla, meter_keys::ins::certificate, 0, 128, 0};
  const auto question = dlt645::key_question(site.address(), first).value();
  const auto late = site.meter->receive_line(dlt645::Exchange::begin(question)->sends());
  auto asked = dlt645::Exchange::begin(dlt645::key_question(site.address(), second).value()).value();
  EXPECT_FALSE(asked.receive(late).has_value());
  EXPECT_EQ(asked.passed_over(), 1u);
  EXPECT_TRUE(asked.receive(site.meter->receive_line(asked.sends())).has_value());
}

TEST(MeterKeysOverTheLine, cut_at_every_frame_the_meter_has_the_old_set_or_the_new_one) { cut_at_every_step(false, true); }

}  // namespace
}  // namespace kwota::sim
