// The harness on a toy purse: it must find the trade's oldest bug.
#include "carry/dialogue/breaks.h"

#include <gtest/gtest.h>

namespace kwota::dialogue {
namespace {

struct Purse {
  int balance = 0;
  bool journalled = false;

  Parties parties() {
    return {.device = [this](const iso7816::Command& command) -> Result<iso7816::Response> {
              if (command.ins == 0xD6) balance = command.data.at(0);
              return iso7816::Response{{static_cast<std::uint8_t>(balance)}, {0x9000}};
            },
            .vault = [](const seal::Request&) -> Result<Bytes> { return hex("00112233"); },
            .journal = [this](const JournalNote&) -> Result<void> {
              journalled = true;
              return {};
            }};
  }
};

enum class Verdict { done, not_done, in_doubt };

iso7816::Command write_ten() { return {.ins = 0xD6, .data = {10}}; }

/// What the trade got wrong for decades: no answer is taken for "not done".
Dialogue<Verdict> naive_load() {
  co_await to_vault(seal::LineMac{});
  const auto answer = co_await attempt(to_device(write_ten()));
  co_return answer.ok() ? Verdict::done : Verdict::not_done;
}

Dialogue<Verdict> careful_load() {
  co_await to_vault(seal::LineMac{});
  co_await to_journal(JournalNote{"load 10"});
  const auto answer = co_await attempt(to_device(write_ten()));
  co_return answer.ok() ? Verdict::done : Verdict::in_doubt;
}

bool contradicts(const Purse& purse, const std::optional<Result<Verdict>>& verdict) {
  if (!verdict || !verdict->ok()) return purse.balance != 0 && !purse.journalled;
  if (**verdict == Verdict::done) return purse.balance != 10;
  if (**verdict == Verdict::not_done) return purse.balance != 0;
  return false;
}

TEST(Breaks, the_naive_load_is_caught_when_its_answer_is_lost) {
  std::vector<std::string> caught;
  for_each_break([] { return Purse{}; }, [](Purse&) { return naive_load(); },
                 [&](const Purse& purse, const std::optional<Break>& where, const std::optional<Result<Verdict>>& verdict) {
                   if (contradicts(purse, verdict)) caught.push_back(to_text(*where));
                 });
  EXPECT_EQ(caught, (std::vector<std::string>{"question 1 to the device, cut after",
                                              "question 1 to the device, program killed after"}));
}

TEST(Breaks, the_careful_load_passes_every_cut_and_the_questions_are_counted) {
  int rounds = 0;
  const auto questions = for_each_break(
      [] { return Purse{}; }, [](Purse&) { return careful_load(); },
      [&](const Purse& purse, const std::optional<Break>& where, const std::optional<Result<Verdict>>& verdict) {
        ++rounds;
        EXPECT_FALSE(contradicts(purse, verdict)) << (where ? to_text(*where) : "unharmed");
      });
  EXPECT_EQ(questions, 3u);
  EXPECT_EQ(rounds, 10) << "three questions cut in three ways, and the unharmed run";
}

TEST(Breaks, a_party_that_was_cut_stays_silent) {
  Purse purse;
  const auto twice = []() -> Dialogue<int> {
    const auto first = co_await attempt(to_device(write_ten()));
    const auto second = co_await attempt(to_device(write_ten()));
    co_return (first.ok() ? 1 : 0) + (second.ok() ? 2 : 0);
  };
  const auto broken = run_with_cut(twice(), purse.parties(), 0, Cut::before);
  EXPECT_EQ(**broken.verdict, 0);
  EXPECT_EQ(purse.balance, 0);
}

}  // namespace
}  // namespace kwota::dialogue
