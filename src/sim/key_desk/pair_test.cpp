// Mother cards and their control cards: who opens them, and who does not.
#include <gtest/gtest.h>

#include "base/ids_text.h"
#include "carry/cards/all.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using key_cards::PairOrder;

PairOrder county_pair_order() {
  return {.mother = county, .control = county_pair, .kind = KeyCardKind::county, .mother_pin = pin, .control_pin = control_pin,
          .today = today};
}
KeyDesk pair_on_desk(const CardState& mother, const CardState& control) { return KeyDesk{{blank(serial_number(60)), mother, control}}; }

std::string opened(KeyDesk& desk, const PairOrder& order) {
  const auto pair = run_dialogue(desk, key_cards::open_pair(order));
  return pair.ok() ? "open" : pair.error().code;
}

/// What the mother answers to somebody who wants the credit key for a card of his own.
std::uint16_t asks_for_credit(KeyDesk& desk) {
  const key_cards::KeyExport order{.key = {seal::Purpose::credit, 1}, .factors = {}, .target = serial_number(60),
                                   .record_header = Bytes(5)};
  return desk.ask(1, key_cards::export_key(order))->sw.value;
}

TEST(Pair, a_mother_card_opens_with_its_control_card_and_both_pins_and_closes_again) {
  auto desk = pair_on_desk(county_cards().mother, county_cards().control);
  EXPECT_EQ(opened(desk, county_pair_order()), "open");
  EXPECT_EQ(asks_for_credit(desk), 0x9000);
  ASSERT_TRUE(run_dialogue(desk, key_cards::close_pair()).ok());
  EXPECT_EQ(asks_for_credit(desk), 0x6A88) << "in the root it knows no key";
  ASSERT_TRUE(run_dialogue(desk, key_cards::expect_key_card(1, county, KeyCardKind::county)).ok());
  EXPECT_EQ(asks_for_credit(desk), 0x6982);
}

TEST(Pair, the_right_pin_alone_opens_nothing) {
  auto desk = pair_on_desk(county_cards().mother, county_cards().control);
  ASSERT_TRUE(run_dialogue(desk, key_cards::expect_key_card(1, county, KeyCardKind::county)).ok());
  ASSERT_TRUE(run_dialogue(desk, key_cards::give_pin(1, "mother", pin)).ok());
  EXPECT_EQ(asks_for_credit(desk), 0x6982);
}

TEST(Pair, a_copied_mother_card_without_its_control_card_gives_nothing) {
  auto copy = decode_card(encode_card(county_cards().mother)).value();
  auto desk = pair_on_desk(copy, province_cards().control);
  auto order = county_pair_order();
  order.control = province_pair;
  EXPECT_EQ(opened(desk, order), "key_card_wrong_pair");
  EXPECT_EQ(asks_for_credit(desk), 0x6982);
  copy.serial = serial_number(61);
  auto other = pair_on_desk(copy, county_cards().control);
  auto as_it_says = county_pair_order();
  as_it_says.mother = copy.serial;
  EXPECT_EQ(opened(other, as_it_says), "key_card_copied") << "a copy on a card of another number betrays itself";
}

TEST(Pair, a_control_card_that_claims_to_be_the_right_one_fails_at_the_mothers_question) {
  // The control card of the province pair, its parameters rewritten by somebody who knows how the file is built.
  auto forged = province_cards().control;
  for (auto& file : forged.mf.directories[0].files)
    if (file.sfi() == key_cards::sfi::parameters) {
      auto parameters = *key_cards::decode_parameters(file.content);
      parameters.pair = county;
      file.content = encode(parameters);
    }
  auto desk = pair_on_desk(county_cards().mother, forged);
  auto order = county_pair_order();
  order.control = province_pair;
  EXPECT_EQ(opened(desk, order), "key_card_wrong_pair");
  EXPECT_EQ(asks_for_credit(desk), 0x6982);
}

TEST(Pair, three_wrong_pins_lock_the_card_and_the_key_office_unblocks_it) {
  auto desk = pair_on_desk(county_cards().mother, county_cards().control);
  auto order = county_pair_order();
  order.mother_pin = to_bytes(view_of("000000"));
  for (const auto* tries : {"2", "1", "0"}) {
    const auto refused = run_dialogue(desk, key_cards::open_pair(order));
    EXPECT_EQ(refused.error().code, "key_card_pin_wrong");
    EXPECT_EQ(refused.error().details.at("tries"), tries);
    EXPECT_EQ(refused.error().details.at("card"), "mother");
  }
  EXPECT_EQ(opened(desk, order), "key_card_pin_locked");
  EXPECT_EQ(opened(desk, county_pair_order()), "key_card_pin_locked") << "also for the right PIN";

  KeyDesk office{{desk.state(1)}};
  const key_cards::CardCare care{.serial = county, .above = above(KeyCardKind::province)};
  ASSERT_TRUE(run_dialogue(office, key_cards::unblock_key_card(care, to_bytes(view_of("111222")))).ok());
  auto again = pair_on_desk(office.state(), county_cards().control);
  auto with_new_pin = county_pair_order();
  with_new_pin.mother_pin = to_bytes(view_of("111222"));
  EXPECT_EQ(opened(again, with_new_pin), "open");
}

TEST(Pair, an_unblocking_for_another_card_is_refused) {
  KeyDesk office{{county_cards().mother}};
  const key_cards::CardCare wrong{.serial = county, .above = above(KeyCardKind::master_control)};
  EXPECT_EQ(run_dialogue(office, key_cards::unblock_key_card(wrong, to_bytes(view_of("111222")))).error().code, "key_card_order_refused");
}

TEST(Pair, a_voided_card_is_refused_before_a_pin_is_asked) {
  auto desk = pair_on_desk(county_cards().mother, county_cards().control);
  auto order = county_pair_order();
  order.voided = {county_pair};
  EXPECT_EQ(opened(desk, order), "key_card_void");
  EXPECT_EQ(desk.state(1), county_cards().mother);
}

TEST(Pair, an_expired_pair_is_refused) {
  auto order = county_order();
  order.valid_to = {0x20, 0x26, 0x12, 0x31};
  auto desk = pair_on_desk(issued(order, &province_cards()), county_cards().control);
  auto open_order = county_pair_order();
  EXPECT_EQ(opened(desk, open_order), "open");
  open_order.today = {0x20, 0x27, 0x01, 0x01};
  EXPECT_EQ(opened(desk, open_order), "key_card_expired");
}

TEST(Pair, on_a_day_before_one_that_it_was_told_a_control_card_opens_nothing) {
  auto desk = pair_on_desk(county_cards().mother, county_cards().control);
  auto order = county_pair_order();
  ASSERT_EQ(opened(desk, order), "open");
  const auto mother = desk.state(1);
  order.today = {0x20, 0x20, 0x01, 0x01};
  const auto refused = run_dialogue(desk, key_cards::open_pair(order));
  ASSERT_FALSE(refused.ok()) << "whoever sets the clock back lengthens no validity";
  EXPECT_EQ(refused.error().code, "control_card_day");
  EXPECT_EQ(refused.error().details.at("newest").size(), 8u);
  EXPECT_EQ(desk.state(1), mother) << "and nothing was asked of the mother";
  EXPECT_EQ(opened(desk, county_pair_order()), "open");
}

TEST(Pair, the_wrong_kind_of_card_is_named) {
  auto desk = pair_on_desk(province_cards().mother, county_cards().control);
  auto order = county_pair_order();
  order.mother = province;
  EXPECT_EQ(opened(desk, order), "key_card_wrong_kind");
  auto empty = pair_on_desk(blank(county), county_cards().control);
  EXPECT_EQ(opened(empty, county_pair_order()), "key_card_expected");
}

TEST(Counter, a_key_card_that_is_laid_on_a_counters_reader_is_named_and_not_taken_for_a_blank_one) {
  for (const auto& state : {psam_card(), county_cards().mother, county_cards().control}) {
    KeyDesk desk{{state}};
    const auto seen = run_dialogue(desk, cards::recognise(cards::all(), desk.cards[0]->atr(), county_code));
    ASSERT_TRUE(seen.ok());
    EXPECT_EQ(seen->condition, cards::CardCondition::key_card);
    EXPECT_EQ(cards::must_be_ours(*seen).error().code, "card_is_key_card");
    EXPECT_EQ(desk.state(), state);
  }
}

TEST(Region, a_province_card_issues_no_county_card_of_another_province) {
  auto order = county_order();
  order.code = 0x51010000;
  auto desk = desk_for(order, province_cards());
  const auto refused = run_dialogue(desk, key_cards::issue_key_card(order));
  EXPECT_EQ(refused.error().code, "key_card_other_region");
  EXPECT_EQ(refused.error().details.at("code"), "33000000");
  EXPECT_EQ(desk.state(), blank(county)) << "nothing was written";
}

TEST(Region, a_county_card_of_another_province_gives_this_county_nothing) {
  auto order = county_issue(KeyCardKind::psam, psam);
  order.code = 0x51010000;
  auto desk = desk_for(order, county_cards());
  EXPECT_EQ(run_dialogue(desk, key_cards::issue_key_card(order)).error().code, "key_card_other_region");
}

TEST(Region, two_counties_have_different_keys_of_every_purpose) {
  auto other = county_order();
  other.serial = serial_number(62);
  other.code = 0x33010300;
  const Pair other_county = issued_pair(other, serial_number(63), &province_cards());
  const auto key_values = [](const CardState& state) {
    std::map<int, Bytes> values;
    for (const auto& key : state.mf.directories[0].key_file->keys)
      if (key.plain_type() == 0x33) values[key.id] = key.value;
    return values;
  };
  const auto ours = key_values(county_cards().mother), theirs = key_values(other_county.mother);
  ASSERT_EQ(ours.size(), key_cards::table::tree_purposes.size());
  for (const auto& [purpose, value] : ours) EXPECT_NE(theirs.at(purpose), value) << purpose;
}

TEST(Version, a_version_that_the_mother_does_not_hold_is_named) {
  auto order = county_issue(KeyCardKind::psam, psam);
  order.version = 9;
  auto desk = desk_for(order, county_cards());
  auto parties = desk.parties();
  auto nine = [] {
    seal::SoftwareVault::Roots roots;
    roots.emplace(seal::KeyRef{seal::Purpose::card_transport, 1}, seal::test_root(seal::Purpose::card_transport));
    roots.emplace(seal::KeyRef{seal::Purpose::issue_transport, 9}, seal::test_root(seal::Purpose::issue_transport));
    return seal::SoftwareVault{std::move(roots)};
  }();
  parties.vault = [&](const seal::Request& request) { return nine.perform(request); };
  const auto refused = dialogue::run(key_cards::issue_key_card(order), parties);
  EXPECT_EQ(refused.error().code, "key_card_version");
  EXPECT_EQ(refused.error().details.at("version"), "9");
}

TEST(Quota, a_mother_card_gives_each_key_as_often_as_it_was_allowed_to) {
  auto order = county_issue(KeyCardKind::user_mother, user_mother);
  order.quota = 2;
  const auto mother = issued(order, &county_cards());
  auto desk = pair_on_desk(mother, user_mother_cards().control);
  ASSERT_EQ(opened(desk, {.mother = user_mother, .control = user_mother_pair, .kind = KeyCardKind::user_mother, .mother_pin = pin,
                          .control_pin = control_pin, .today = today}),
            "open");
  const key_cards::KeyExport credit{.key = {seal::Purpose::credit, 1}, .factors = {serial_number(60).bytes}, .target = serial_number(60),
                                    .record_header = Bytes(5)};
  EXPECT_EQ(desk.ask(1, key_cards::export_key(credit))->sw.value, 0x9000);
  EXPECT_EQ(desk.ask(1, key_cards::export_key(credit))->sw.value, 0x9000);
  EXPECT_EQ(desk.ask(1, key_cards::export_key(credit))->sw.value, 0x9402);
}

TEST(Quota, a_card_that_she_may_not_finish_names_the_key_and_another_pair_finishes_it_by_the_same_order) {
  auto narrow = county_order();
  narrow.quota = 4;  // a PSAM wants some keys more than once
  Pair at_hand{issued(narrow, &province_cards()), county_cards().control};
  auto order = county_issue(KeyCardKind::psam, serial_number(61));
  CardState left{};
  std::string code;
  std::string purpose;
  for (std::uint8_t made = 0; made < 9 && code.empty(); ++made) {
    order.serial = serial_number(static_cast<std::uint8_t>(61 + made));
    auto desk = desk_for(order, at_hand);
    const auto done = run_dialogue(desk, key_cards::issue_key_card(order));
    at_hand = {desk.state(key_cards::place::mother), desk.state(key_cards::place::control)};
    left = desk.state();
    if (done.ok()) continue;
    EXPECT_GT(made, 0u) << "she may make one at least";
    code = done.error().code, purpose = done.error().details.contains("purpose") ? done.error().details.at("purpose") : "";
  }
  EXPECT_EQ(code, "key_card_quota");
  EXPECT_FALSE(purpose.empty());
  KeyDesk again{{left, county_cards().mother, county_cards().control}};
  const auto made = run_dialogue(again, key_cards::issue_key_card(order));
  ASSERT_TRUE(made.ok()) << made.error().what;
  again.put_down_again();
  EXPECT_EQ(run_dialogue(again, key_cards::look_at(key_cards::place::target, order.serial))->condition, key_cards::KeyCardState::whole);
}

const key_cards::TreeFactors factors{utility_factor, province_code};

key_cards::ComponentOrder component_order(const CardSerial& serial, const std::string& component = "5A0F1E2D3C4B5A69788796A5B4C3D2E1") {
  return {.serial = serial, .pin = pin, .component = SecretBytes{hex(component)}, .factors = factors, .issued = today};
}

TEST(Officer, a_component_is_written_read_back_and_given_for_the_pin_alone) {
  const auto serial = serial_number(70);
  const auto order = component_order(serial);
  KeyDesk desk{{blank(serial)}};
  ASSERT_TRUE(run_dialogue(desk, key_cards::issue_officer_card(order)).ok());
  ASSERT_EQ(desk.notes.size(), 1u) << "the journal holds it before the card is changed";
  EXPECT_EQ(desk.notes.front().details.at("card"), to_text(serial));
  desk.put_down_again();
  const auto back = run_dialogue(desk, key_cards::read_component(serial, pin));
  ASSERT_TRUE(back.ok()) << back.error().what;
  EXPECT_TRUE(equal(back->view(), order.component.view()));
  desk.put_down_again();
  EXPECT_EQ(run_dialogue(desk, key_cards::read_component(serial, control_pin)).error().code, "key_card_pin_wrong");
  ASSERT_TRUE(run_dialogue(desk, key_cards::look_at(0, serial)).ok());
  EXPECT_EQ(desk.ask(0, cards::read_binary(key_cards::sfi::component, 16))->sw.value, 0x6982);
  EXPECT_EQ(run_dialogue(desk, key_cards::issue_officer_card(order)).error().code, "card_not_blank");
  EXPECT_EQ(desk.notes.size(), 1u);
}

TEST(Officer, his_card_brings_the_factors_of_the_tree_unless_it_is_older_than_they) {
  const auto serial = serial_number(72);
  for (const auto& written : {factors, key_cards::TreeFactors{}}) {
    KeyDesk desk{{blank(serial)}};
    auto order = component_order(serial);
    order.factors = written;
    ASSERT_TRUE(run_dialogue(desk, key_cards::issue_officer_card(order)).ok());
    desk.put_down_again();
    const auto back = run_dialogue(desk, key_cards::read_factors(serial, pin));
    ASSERT_EQ(back.ok(), written == factors);
    if (back.ok())
      EXPECT_EQ(*back, factors);
    else
      EXPECT_EQ(back.error().code, "no_factors_on_card");
  }
}

TEST(Officer, three_wrong_pins_lock_his_card_for_good_and_each_says_how_many_are_left) {
  const auto serial = serial_number(73);
  KeyDesk desk{{blank(serial)}};
  ASSERT_TRUE(run_dialogue(desk, key_cards::issue_officer_card(component_order(serial))).ok());
  for (const auto* left : {"2", "1", "0"}) {
    desk.put_down_again();
    const auto wrong = run_dialogue(desk, key_cards::read_component(serial, control_pin));
    EXPECT_EQ(wrong.error().code, "key_card_pin_wrong");
    EXPECT_EQ(wrong.error().details.at("tries"), left);
  }
  desk.put_down_again();
  EXPECT_EQ(run_dialogue(desk, key_cards::read_component(serial, pin)).error().code, "officer_card_locked") << "nor with the right one";
  EXPECT_EQ(run_dialogue(desk, key_cards::read_component(serial, Bytes{})).error().code, "bad_pin");
}

TEST(Officer, torn_at_every_step_his_card_gives_the_component_or_says_that_it_is_half_written_and_another_order_finishes_it) {
  const auto serial = serial_number(71);
  const auto order = component_order(serial);
  dialogue::for_each_break(
      [&] { return KeyDesk{{blank(serial)}}; }, [&](KeyDesk&) { return key_cards::issue_officer_card(order); },
      [&](KeyDesk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<Done>>& verdict) {
        const auto where = happened ? to_text(*happened) : "unharmed";
        desk.put_down_again();
        const auto seen = run_dialogue(desk, key_cards::look_at(0, serial));
        ASSERT_TRUE(seen.ok());
        const bool whole = seen->condition == key_cards::KeyCardState::whole;
        if (verdict && verdict->ok()) {
          ASSERT_TRUE(whole) << where;
        }
        const auto given = run_dialogue(desk, key_cards::read_component(serial, pin));
        ASSERT_EQ(given.ok(), whole) << where;
        if (whole) {
          EXPECT_TRUE(equal(given->view(), order.component.view())) << where;
          return;
        }
        EXPECT_EQ(given.error().code, seen->condition == key_cards::KeyCardState::none ? "key_card_expected" : "key_card_half_written");
        const auto other = component_order(serial, "E1D2C3B4A5968778695A4B3C2D1E0F5A");
        const auto again = run_dialogue(desk, key_cards::issue_officer_card(other));
        ASSERT_TRUE(again.ok()) << where << ": " << again.error().what;
        desk.put_down_again();
        EXPECT_TRUE(equal(run_dialogue(desk, key_cards::read_component(serial, pin))->view(), other.component.view())) << where;
      });
}

}  // namespace
}  // namespace kwota::sim::test
