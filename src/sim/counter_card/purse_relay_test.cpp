// Somebody stands between reader and card: what he lays there passes on what he likes, keeps back what he likes, and answers for the card what it has said before – or what
// needs no key. Nothing is paid back or owed for that.
#include <gtest/gtest.h>

#include <map>

#include "sim/counter_card/purse_desk.h"

namespace kwota::sim::test {
namespace {

using cards::Outcome;
using cards::PurseMoveKind;
using cards::PurseWritten;

constexpr std::uint8_t credit = 0x52, unload_debit = 0x54, balance_asked = 0x5C, prove_asked = 0x5A, initialize = 0x50, verify = 0x20;

/// The relay in a farmer's hand.
struct Relay {
  Desk& desk;
  std::uint8_t keeps_back = 0;               ///< the order that the card does not hear yet
  std::map<std::uint8_t, Bytes> answers_for; ///< to this instruction, once the order is kept back: in place of the card
  std::optional<iso7816::Command> kept = {};
  std::optional<iso7816::Response> first_initialize = {};
  bool replays = false;                      ///< what the card answered to its first INITIALIZE, again

  dialogue::Parties parties() {
    auto out = desk.parties();
    out.device = [this](const iso7816::Command& command) -> Result<iso7816::Response> { return pass(command); };
    return out;
  }
  Result<iso7816::Response> pass(const iso7816::Command& command) {
    if (command.ins == keeps_back && !kept) {
      kept = command;
      return error(Fault::card, "card_removed", "silence");
    }
    if (const auto lie = answers_for.find(command.ins); kept && lie != answers_for.end()) return iso7816::Response{lie->second, {0x9000}};
    if (replays && command.ins == initialize && first_initialize) return *first_initialize;
    auto answer = desk.card->exchange(command);
    if (command.ins == initialize && answer.ok() && !first_initialize) first_initialize = *answer;
    return answer;
  }
  /// When nobody looks any more the card hears what was kept from it.
  void deliver() {
    if (kept) static_cast<void>(desk.card->exchange(*kept));
  }
};

Bytes as_balance(std::int64_t fen) {
  Bytes bytes;
  append_be32(bytes, static_cast<std::uint32_t>(fen));
  return bytes;
}

TEST(Relay, who_keeps_a_load_from_his_card_and_says_the_old_balance_gets_nothing_back) {
  Desk desk{loaded_purse()};
  put_down(desk);
  Relay relay{.desk = desk, .keeps_back = credit, .answers_for = {{balance_asked, as_balance(10'000)}, {verify, {}}, {initialize, Bytes(16)}}};
  const auto verdict = dialogue::run(purses().load(purse_order(2, 5'000)), relay.parties());
  relay.deliver();
  ASSERT_EQ(money_on(desk), Money::minor(15'000)) << "the card takes it when nobody looks any more";
  EXPECT_EQ(verdict->outcome, Outcome::in_doubt) << "a balance under no seal pays nothing back";
}

TEST(Relay, a_card_that_says_under_its_seal_that_it_did_nothing_cannot_do_it_any_more) {
  Desk desk{loaded_purse()};
  put_down(desk);
  Relay relay{.desk = desk, .keeps_back = credit, .answers_for = {}};
  const auto verdict = dialogue::run(purses().load(purse_order(2, 5'000)), relay.parties());
  EXPECT_EQ(verdict->outcome, Outcome::not_done);
  relay.deliver();
  EXPECT_EQ(money_on(desk), Money::minor(10'000)) << "what was sealed for it is worth nothing from the question on";
}

TEST(Relay, who_keeps_an_unload_from_his_card_and_says_the_new_balance_is_owed_nothing) {
  Desk desk{loaded_purse()};
  put_down(desk);
  Relay relay{.desk = desk, .keeps_back = unload_debit, .answers_for = {{balance_asked, as_balance(7'000)}}};
  const auto verdict = dialogue::run(purses().unload(purse_order(2, 3'000)), relay.parties());
  EXPECT_EQ(money_on(desk), Money::minor(10'000));
  EXPECT_EQ(verdict->outcome, Outcome::not_done) << "only what the card has proved to be off is owed";
}

TEST(Relay, a_proof_that_is_none_and_a_balance_under_no_seal_are_no_unload) {
  Desk desk{loaded_purse()};
  put_down(desk);
  auto parties = desk.parties();
  parties.device = [&desk](const iso7816::Command& command) -> Result<iso7816::Response> {
    if (command.ins == unload_debit) return iso7816::Response{Bytes(4), {0x9000}};
    if (command.ins == balance_asked) return iso7816::Response{as_balance(7'000), {0x9000}};
    return desk.card->exchange(command);
  };
  EXPECT_EQ(dialogue::run(purses().unload(purse_order(2, 3'000)), std::move(parties))->outcome, Outcome::not_done);
  EXPECT_EQ(money_on(desk), Money::minor(10'000));
}

TEST(Relay, what_the_card_said_of_its_counter_once_is_no_answer_later) {
  Desk desk{loaded_purse()};
  cards::PurseDoubt doubt;
  doubt.order = purse_order(2, 5'000);
  doubt.order.challenge = {1, 2, 3, 4, 5, 6};
  doubt.balance_before = Money::minor(10'000);
  put_down(desk);
  Relay relay{.desk = desk, .answers_for = {}};
  ASSERT_EQ(dialogue::run(purses().settle_purse(doubt), relay.parties())->outcome, Outcome::not_done) << "so it was, and somebody has written it down";
  put_down(desk);
  ASSERT_EQ(run_dialogue(desk, purses().load(purse_order(2, 5'000)))->outcome, Outcome::done);
  put_down(desk);
  relay.replays = true;
  relay.kept.emplace();
  relay.answers_for = {};
  auto parties = relay.parties();
  parties.device = [&relay](const iso7816::Command& command) -> Result<iso7816::Response> {
    if (command.ins == prove_asked) return iso7816::Response{{}, {0x9406}};
    return relay.pass(command);
  };
  doubt.order.challenge = {6, 5, 4, 3, 2, 1};
  EXPECT_EQ(dialogue::run(purses().settle_purse(doubt), std::move(parties))->outcome, Outcome::in_doubt) << "or it would be written once more, or paid back";
}

}  // namespace
}  // namespace kwota::sim::test
