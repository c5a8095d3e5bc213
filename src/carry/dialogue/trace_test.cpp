#include "carry/dialogue/trace.h"

#include <gtest/gtest.h>

#include "carry/dialogue/dialogue.h"

namespace kwota::dialogue {
namespace {

TEST(Trace, shows_what_is_written_but_not_the_mac) {
  const iso7816::Command update{.cla = 0x04, .ins = 0xD6, .p1 = 0x82, .data = hex("0000271000000001AB80F6DA")};
  EXPECT_EQ(masked(update), "04 D6 82 00 0C 0000271000000001 [mac 4]");
}

TEST(Trace, hides_keys_pins_and_what_proves_somebody) {
  EXPECT_EQ(masked({.cla = 0x84, .ins = 0xD4, .p1 = 1, .p2 = 3, .data = Bytes(28, 0xAB)}), "84 D4 01 03 1C [key 28]");
  EXPECT_EQ(masked({.ins = 0x20, .p2 = 1, .data = hex("303030303030")}), "00 20 00 01 06 [pin 6]");
  EXPECT_EQ(masked({.ins = 0x82, .p2 = 3, .data = Bytes(8, 0xCD)}), "00 82 00 03 08 [answer 8]");
  EXPECT_EQ(masked({.ins = 0x88, .p2 = 1, .data = Bytes(8, 0xCD), .le = 8}), "00 88 00 01 08 [challenge 8] 08");
}

TEST(Trace, hides_what_a_mac_is_made_from) {
  EXPECT_EQ(masked_answer({.ins = 0x84, .le = 4}, {hex("01020304"), {0x9000}}), "[challenge 4]");
  const iso7816::Command read{.cla = 0x04, .ins = 0xB0, .p1 = 0x82, .data = hex("D18F7A56"), .le = 8};
  EXPECT_EQ(masked(read), "04 B0 82 00 04 [random 4] 08");
  EXPECT_EQ(masked_answer(read, {hex("000027100000000111223344"), {0x9000}}), "0000271000000001 [mac 4]");
}

TEST(Trace, says_nothing_of_who_the_holder_is) {
  const iso7816::Command read{.ins = 0xB0, .p1 = 0x96, .le = 39};
  EXPECT_EQ(masked_answer(read, {Bytes(39, 0xB2), {0x9000}}), "[holder 39]");
  EXPECT_EQ(masked({.ins = 0xD6, .p1 = 0x96, .data = Bytes(39, 0xB2)}), "00 D6 96 00 27 [holder 39]");
}

Dialogue<Done> a_little_of_everything() {
  const iso7816::Command challenge{.ins = 0x84, .le = 4};
  co_await to_device(challenge);
  co_await to_vault(seal::LineMac{});
  const Details facts{{"amount", "10000"}, {"n", "7"}};
  co_await to_journal(JournalNote{"write_credit", facts});
  const iso7816::Command read{.ins = 0xB0, .p1 = 0x82, .le = 8};
  co_await to_device(read);
  co_return Done{};
}

TEST(Trace, tells_the_whole_conversation_line_by_line) {
  std::vector<std::string> lines;
  const Trace trace{[](const iso7816::Command& command) { return command.ins == 0x84 ? "GET CHALLENGE 4" : "READ purse"; },
                    [&](const std::string& line) { lines.push_back(line); }};
  const Parties parties{.device = [](const iso7816::Command& command) -> Result<iso7816::Response> {
                          if (command.ins == 0x84) return iso7816::Response{hex("DEADBEEF"), {0x9000}};
                          return error(Fault::card, "card_removed", "The card is gone.");
                        },
                        .vault = [](const seal::Request&) -> Result<Bytes> { return hex("CAFEBABE"); },
                        .journal = [](const JournalNote&) -> Result<void> { return {}; }};
  EXPECT_FALSE(run(a_little_of_everything(), trace.around(parties)).ok());
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0], "> 00 84 00 00 04                            GET CHALLENGE 4");
  EXPECT_EQ(lines[1].substr(0, 20), "< [challenge 4] 9000");
  EXPECT_EQ(lines[2], "  vault: MAC under credit version 1");
  EXPECT_EQ(lines[3], "  journal: write_credit amount=10000 n=7");
  EXPECT_EQ(lines[5], "  card_removed: The card is gone.");
  for (const auto& line : lines) {
    EXPECT_EQ(line.find("DEADBEEF"), std::string::npos) << line;
    EXPECT_EQ(line.find("CAFEBABE"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace kwota::dialogue
