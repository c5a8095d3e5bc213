// The kernel with a scripted device: no card, no reader.
#include "carry/dialogue/dialogue.h"

#include <gtest/gtest.h>

#include "carry/dialogue/parties.h"

namespace kwota::dialogue {
namespace {

iso7816::Command read_command() { return {.cla = 0x00, .ins = 0xB0, .le = 4}; }

/// A card that answers the same bytes to everything, unless it is silent; counts what it heard.
struct Toy {
  bool silent = false;
  int received = 0;
  std::vector<std::string> notes;

  Parties parties() {
    return {.device = [this](const iso7816::Command&) -> Result<iso7816::Response> {
              ++received;
              if (silent) return error(Fault::card, "card_removed", "gone");
              return iso7816::Response{hex("01020304"), {0x9000}};
            },
            .vault = [](const seal::Request&) -> Result<Bytes> { return hex("AABBCCDD"); },
            .journal = [this](const JournalNote& note) -> Result<void> {
              notes.push_back(note.what);
              return {};
            }};
  }
};

Dialogue<int> first_byte() {
  const auto response = co_await to_device(read_command());
  co_return response.data.at(0);
}

Dialogue<int> all_three() {
  const auto response = co_await to_device(read_command());
  const Bytes mac = co_await to_vault(seal::LineMac{});
  co_await to_journal(JournalNote{"about to write"});
  co_return static_cast<int>(response.data.size() + mac.size());
}

Dialogue<int> gives_up_with(std::string code) {
  if (!code.empty()) co_return error(Fault::card, code, "the dialogue said so");
  co_return 1;
}

TEST(Dialogue, asks_the_device_the_vault_and_the_journal_in_the_order_of_its_text) {
  auto dialogue = all_three();
  const Question* asked = dialogue.begin();
  ASSERT_EQ(party_of(*asked), Party::device);
  asked = dialogue.receive(Result<iso7816::Response>{iso7816::Response{hex("0102"), {0x9000}}});
  ASSERT_EQ(party_of(*asked), Party::vault);
  asked = dialogue.receive(Result<Bytes>{hex("0304")});
  ASSERT_EQ(std::get<JournalNote>(*asked).what, "about to write");
  ASSERT_EQ(dialogue.receive(Result<void>{}), nullptr);
  EXPECT_EQ(*dialogue.take(), 4);
}

Dialogue<Bytes> asks_a_line(Bytes question) {
  const LineFrame frame(question);
  const auto answer = co_await to_line(frame);
  co_return answer.bytes;
}

TEST(Dialogue, a_frame_is_asked_of_a_line_and_answered_by_a_frame_and_no_card_hears_of_it) {
  const auto frame = hex("68AA16");
  const Parties parties{.device = [](const iso7816::Command&) -> Result<iso7816::Response> {
                          ADD_FAILURE() << "a frame went to a card";
                          return error(Fault::card, "card_removed", "no card");
                        },
                        .line = [](const LineFrame& asked) -> Result<LineFrame> {
                          auto answer = asked;
                          answer.bytes.push_back(0x01);
                          return answer;
                        }};
  EXPECT_EQ(run(asks_a_line(frame), parties).value(), hex("68AA1601"));
  EXPECT_EQ(run(asks_a_line(frame), Parties{}).error().code, "link_failed") << "whoever has a card alone";
}

Dialogue<Bytes> asks_the_second_card() {
  const auto answer = co_await to_device(1, read_command());
  co_return answer.data;
}

TEST(Dialogue, with_one_reader_whoever_needs_a_second_card_is_told_to_put_it_down) {
  Toy toy;
  EXPECT_EQ(run(asks_the_second_card(), toy.parties()).error().code, "card_not_there");
  EXPECT_TRUE(toy.notes.empty());
}

TEST(Dialogue, ends_with_the_error_when_the_card_is_silent) {
  Toy toy{.silent = true};
  const auto result = run(all_three(), toy.parties());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "card_removed");
  EXPECT_TRUE(toy.notes.empty()) << "it must not go on to the journal";
}

Dialogue<int> three_deep(int depth) {
  if (depth == 0) co_return co_await first_byte();
  const int below = co_await three_deep(depth - 1);
  co_return below + 1;
}

TEST(Dialogue, a_nested_dialogue_gives_its_value_to_the_one_that_awaits_it) {
  Toy toy;
  EXPECT_EQ(*run(three_deep(3), toy.parties()), 4);
}

TEST(Dialogue, the_error_of_a_nested_dialogue_ends_all_that_await_it) {
  Toy toy{.silent = true};
  EXPECT_EQ(run(three_deep(3), toy.parties()).error().code, "card_removed");
  EXPECT_EQ(toy.received, 1);
}

Dialogue<std::string> looks_at_errors() {
  const auto silent = co_await attempt(to_device(read_command()));
  const auto nested = co_await attempt(three_deep(2));
  const auto last = co_await attempt(gives_up_with("too_late"));
  co_return silent.error().code + " " + nested.error().code + " " + last.error().code;
}

TEST(Dialogue, attempt_lets_it_look_at_an_error_and_go_on) {
  Toy toy{.silent = true};
  EXPECT_EQ(*run(looks_at_errors(), toy.parties()), "card_removed card_removed too_late");
  EXPECT_EQ(toy.received, 2);
}

Dialogue<int> checks(Result<int> plain) {
  const int value = co_await ok(std::move(plain));
  co_await ok(Result<void>{});
  co_return value * 2;
}

TEST(Dialogue, ok_unpacks_a_plain_result_or_ends_the_dialogue_with_its_error) {
  Toy toy;
  EXPECT_EQ(*run(checks(21), toy.parties()), 42);
  EXPECT_EQ(run(checks(error(Fault::request, "bad_amount", "no")), toy.parties()).error().code, "bad_amount");
}

Dialogue<int> nothing_to_ask(int value) { co_return value; }

Dialogue<int> long_chain(int links) {
  int sum = 0;
  for (int i = 0; i < links; ++i) sum += co_await nothing_to_ask(1);
  co_return sum;
}

TEST(Dialogue, a_million_nested_dialogues_that_ask_nothing_do_not_eat_the_stack) {
  Toy toy;
  EXPECT_EQ(*run(long_chain(1'000'000), toy.parties()), 1'000'000);
}

Dialogue<int> deep(int levels) {
  if (levels == 0) co_return 0;
  const int below = co_await deep(levels - 1);
  co_return below + 1;
}

TEST(Dialogue, ten_thousand_levels_start_and_end_without_recursion_of_resumes) {
  Toy toy;
  EXPECT_EQ(*run(deep(10'000), toy.parties()), 10'000);
}

/// Counts how many of them live.
struct Counted {
  explicit Counted(int& n) : live(&n) { ++*live; }
  Counted(const Counted& other) : live(other.live) { ++*live; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --*live; }
  int* live;
};

Dialogue<int> holds(Counted held, int levels) {
  const Counted local = held;
  if (levels > 0) co_return co_await holds(local, levels - 1);
  const auto response = co_await to_device(read_command());
  co_return static_cast<int>(response.data.size()) + *local.live;
}

TEST(Dialogue, a_dialogue_dropped_half_way_frees_everything_it_held) {
  int live = 0;
  {
    auto dialogue = holds(Counted{live}, 5);
    ASSERT_NE(dialogue.begin(), nullptr);
    EXPECT_GE(live, 12);
  }
  EXPECT_EQ(live, 0);
}

TEST(Dialogue, a_dialogue_that_ends_with_an_error_frees_everything_it_held) {
  int live = 0;
  Toy toy{.silent = true};
  EXPECT_FALSE(run(holds(Counted{live}, 5), toy.parties()).ok());
  EXPECT_EQ(live, 0);
}

TEST(Dialogue, a_dialogue_that_was_never_begun_frees_its_parameters) {
  int live = 0;
  { auto unused = holds(Counted{live}, 5); }
  EXPECT_EQ(live, 0);
}

TEST(Dialogue, may_be_moved_while_a_question_is_open) {
  auto dialogue = all_three();
  ASSERT_NE(dialogue.begin(), nullptr);
  Dialogue<int> moved = std::move(dialogue);
  ASSERT_NE(moved.receive(Result<iso7816::Response>{iso7816::Response{hex("01"), {0x9000}}}), nullptr);
  ASSERT_NE(moved.receive(Result<Bytes>{hex("02")}), nullptr);
  ASSERT_EQ(moved.receive(Result<void>{}), nullptr);
  EXPECT_EQ(*moved.take(), 2);
}

}  // namespace
}  // namespace kwota::dialogue
