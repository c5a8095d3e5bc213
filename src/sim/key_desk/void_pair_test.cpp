// Somebody has a mother card, her control card and both PINs, and the books as they were before the pair was declared void. His program
// is his own: he speaks to the cards by their commands, and nothing that our programs check beforehand binds him.
#include <gtest/gtest.h>

#include "base/ids_text.h"
#include "carry/cards/key_cards/control_card.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using key_cards::Date4;
using key_cards::Issues;

constexpr std::uint32_t allowed = 3;
constexpr std::size_t thiefs_mother = 1, thiefs_control = 2;

/// A county pair whose control card may issue `allowed` cards until the end of the year.
const Pair& few() {
  static const Pair pair = [] {
    auto control = control_of(with(county_order(), county_pair), KeyCardKind::county, county);
    control.issues = allowed;
    control.valid_to = last_day;
    return Pair{county_cards().mother, issued(control, &province_cards())};
  }();
  return pair;
}

/// The cards in the thief's readers; the chips go on counting from one attempt to the next.
struct Thief {
  KeyDesk desk{{blank(serial_number(90)), few().mother, few().control}};

  std::uint16_t says(std::size_t card, const iso7816::Command& command) { return desk.ask(card, command)->sw.value; }
  Bytes receives(std::size_t card, const iso7816::Command& command) { return desk.ask(card, command)->data; }
  void begin_again() {
    desk.put_down_again();
    for (const auto card : {thiefs_mother, thiefs_control}) says(card, cards::select(key_cards::application_id));
    says(thiefs_mother, cards::verify_pin(key_cards::key_id::pin, pin));
    says(thiefs_control, cards::verify_pin(key_cards::key_id::pin, control_pin));
  }
  std::uint16_t control_answers(const Date4& day, Bytes* answer = nullptr) {
    key_cards::Challenge8 challenge{};
    std::ranges::copy(receives(thiefs_mother, cards::get_challenge(8)), challenge.begin());
    const auto response = desk.ask(thiefs_control, key_cards::answer_mother(challenge, day));
    if (answer != nullptr) *answer = response->data;
    return response->sw.value;
  }
  std::uint16_t opens(const Date4& day = today) {
    begin_again();
    Bytes answer;
    if (const auto response = control_answers(day, &answer); response != 0x9000) return response;
    return says(thiefs_mother, cards::external_authenticate(key_cards::key_id::pairing, answer));
  }
  std::uint16_t exports_to(const CardSerial& target) {
    return says(thiefs_mother, key_cards::export_key({.key = {seal::Purpose::credit, 1}, .target = target, .record_header = Bytes(5)}));
  }
  Issues count() {
    return run_dialogue(desk, [](std::size_t card) -> key_cards::Dialogue<Issues> {
      co_await cards::transmit_to(card, cards::select(key_cards::application_id));
      co_return co_await key_cards::read_issues(card);
    }(thiefs_control)).value();
  }
};

std::string issue_by_program(KeyDesk& desk, std::uint8_t number) {
  const auto made = run_dialogue(desk, key_cards::issue_key_card(county_issue(KeyCardKind::user_mother, serial_number(number))));
  return made.ok() ? "issued" : made.error().code;
}

TEST(VoidPair, on_a_copy_of_the_books_from_before_it_issues_what_its_chip_has_left_and_not_one_card_more) {
  auto mother = few().mother, control = few().control;
  for (std::uint8_t number = 91; number < 91 + allowed + 2; ++number) {
    KeyDesk desk{{blank(serial_number(number)), mother, control}};
    EXPECT_EQ(issue_by_program(desk, number), number < 91 + allowed ? "issued" : "control_card_used_up") << int{number};
    if (number >= 91 + allowed) EXPECT_EQ(desk.state(), blank(serial_number(number)));
    mother = desk.state(1);
    control = desk.state(2);
  }
}

TEST(VoidPair, by_its_commands_alone_it_opens_as_often_as_it_was_allowed_to_and_each_time_for_one_card) {
  Thief thief;
  for (std::uint32_t time = 0; time < allowed; ++time) {
    ASSERT_EQ(thief.opens(), 0x9000);
    EXPECT_EQ(thief.exports_to(serial_number(95)), 0x9000);
    EXPECT_EQ(thief.exports_to(serial_number(95)), 0x9000) << "every key of that card";
    EXPECT_EQ(thief.exports_to(serial_number(96)), 0x6901) << "a second card wants the control card again";
    EXPECT_EQ(thief.says(thiefs_mother, key_cards::deliver_key(static_cast<std::uint8_t>(seal::Purpose::maintenance), 1, serial_number(96).bytes)), 0x6901);
  }
  EXPECT_EQ(thief.opens(), 0x9402);
  EXPECT_EQ(thief.exports_to(serial_number(95)), 0x6982);
  EXPECT_EQ(thief.count().left, 0u);
}

TEST(VoidPair, the_control_card_has_no_other_command_that_answers_its_mother) {
  Thief thief;
  thief.begin_again();
  key_cards::Challenge8 challenge{1, 2, 3, 4, 5, 6, 7, 8};
  std::size_t answered = 0;
  for (int id = 0; id < 256; ++id) {
    for (const std::uint8_t way : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{2}})
      answered += thief.says(thiefs_control, {.cla = 0x00, .ins = 0x88, .p1 = way, .p2 = static_cast<std::uint8_t>(id), .data = to_bytes(challenge), .le = 0x08}) == 0x9000;
    answered += thief.says(thiefs_control, key_cards::deliver_key(static_cast<std::uint8_t>(id), 1, serial_number(95).bytes)) == 0x9000;
    answered += thief.says(thiefs_control, {.cla = 0x80, .ins = 0x1C, .p1 = static_cast<std::uint8_t>(id), .p2 = 1, .data = Bytes(23), .le = 0x00}) == 0x9000;
  }
  EXPECT_EQ(answered, 0u);
  EXPECT_EQ(thief.count().left, allowed);
}

TEST(VoidPair, without_its_pin_it_does_not_answer_and_does_not_count) {
  Thief thief;
  thief.desk.put_down_again();
  thief.says(thiefs_control, cards::select(key_cards::application_id));
  EXPECT_EQ(thief.control_answers(today), 0x6982);
  EXPECT_EQ(thief.count().left, allowed);
}

TEST(VoidPair, the_newest_day_that_it_was_told_stays_and_behind_its_last_day_it_is_silent) {
  Thief thief;
  const Date4 later{0x20, 0x26, 0x12, 0x05}, next_year{0x20, 0x27, 0x01, 0x01};
  EXPECT_EQ(thief.opens(next_year), 0x6985);
  EXPECT_EQ(thief.count(), (Issues{allowed, today, last_day, 1})) << "a refused day is not kept: a wrong clock spoils no card";
  ASSERT_EQ(thief.opens(later), 0x9000);
  EXPECT_EQ(thief.opens(today), 0x6985);
  EXPECT_EQ(thief.opens(later), 0x9000) << "he says the same day again; only the count binds him";
  EXPECT_EQ(thief.count(), (Issues{allowed - 2, later, last_day, 1}));
}

TEST(VoidPair, a_refill_needs_the_offices_seal_for_this_card_and_counts_once) {
  Thief thief;
  ASSERT_EQ(thief.opens(), 0x9000);
  const Issues more{.left = 40, .newest_day = today, .last_day = last_day, .refills = 2};
  for (int guess = 0; guess < 3; ++guess) EXPECT_EQ(thief.says(thiefs_control, key_cards::refill_issues(more, Bytes(4, static_cast<std::uint8_t>(guess)))), 0x6988);
  // What seals the control card's files is held by the card above it; of that pair the thief has nothing. His own mother gives another key.
  EXPECT_EQ(thief.says(thiefs_mother, key_cards::deliver_key(static_cast<std::uint8_t>(seal::Purpose::maintenance), 1, county_pair.bytes)), 0x9000);
  Bytes message = key_cards::issues_message(more);
  for (const auto& command : {key_cards::mac_of_transaction(message), key_cards::mac_with_start({}, message)}) {
    const auto mac = thief.receives(thiefs_mother, command);
    EXPECT_EQ(thief.says(thiefs_control, key_cards::refill_issues(more, mac.empty() ? Bytes(4) : mac)), 0x6988);
  }
  EXPECT_EQ(thief.count().left, allowed - 1);

  KeyDesk office{{thief.desk.state(thiefs_control)}};
  const key_cards::CardCare care{.serial = county_pair, .above = above(KeyCardKind::province)};
  const auto refilled = run_dialogue(office, key_cards::give_issues(care, 5, last_day, today));
  ASSERT_TRUE(refilled.ok()) << refilled.error().what;
  EXPECT_EQ(*refilled, (Issues{allowed - 1 + 5, today, last_day, 2}));
  const auto order = office.commands[office.commands.size() - 2];
  EXPECT_EQ(office.ask(0, order)->sw.value, 0x6985) << "the same order again";
}

TEST(VoidPair, a_pair_that_issues_another_pair_gives_it_nothing_that_opens) {
  // The stolen county pair writes a control card for a mother of its own; the first refill is the office's, and without it nothing opens.
  const auto order = control_of(county_issue(KeyCardKind::user_mother, serial_number(90)), KeyCardKind::user_mother, user_mother);
  KeyDesk thief{{blank(serial_number(90)), few().mother, few().control}};
  auto parties = thief.parties();
  parties.vault = [](const seal::Request& request) -> Result<Bytes> {
    if (std::holds_alternative<seal::TransactionCode>(request)) return Bytes(4);  // he has no office
    return vault().perform(request);
  };
  EXPECT_EQ(dialogue::run(key_cards::issue_key_card(order), parties).error().code, "key_card_order_refused");
}

}  // namespace
}  // namespace kwota::sim::test
