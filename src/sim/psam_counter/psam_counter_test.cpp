// A whole counter that sells with a PSAM: the books, the real teller, a customer's card and his meter; in the second slot the PSAM
// in place of the vault. What happens is said in the words of the field logs.
#include <gtest/gtest.h>

#include "carry/cards/all.h"
#include "carry/cards/psam/psam_vault.h"
#include "sim/field/test_script.h"
#include "sim/field/world/law.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

namespace fs = std::filesystem;
const fs::path logs = fs::path(KWOTA_SOURCE_DIR) / "tests" / "field";

/// The counter's PSAM, with the keys that the cards of the field logs have.
CardState psam_with_the_towns_keys() {
  auto state = psam_card();
  auto& keys = state.mf.directories[0].key_file->keys;
  for (const auto& entry : key_cards::psam_card.application.keys)
    for (auto& key : keys)
      if (entry.key.type == iso7816::KeyType::sam && key.plain_type() == KeyRecord::sam_type && key.id == entry.key.rule)
        key.value = to_bytes(field::county_key(entry.purpose, 1).view());
  return state;
}

struct Town {
  std::unique_ptr<field::World> world = std::move(field::World::make(logs)).value();
  CardOs chip;
  bool psam_there = true;
  psam::PsamVault vault{[this](const iso7816::Command& command) -> Result<iso7816::Response> {
                          if (!psam_there) return dialogue::gone(dialogue::Party::device);
                          return chip.exchange(command);
                        },
                        serial_of(test::psam), terminal, []() -> Result<SecretBytes> { return SecretBytes{pin}; }, *world->vault};

  /// Li has an account and his card; from now on the counter seals with the PSAM, whose next transaction is this one.
  explicit Town(std::uint32_t next_transaction = 0) : chip(psam_from(next_transaction)) {
    read("li-has-an-account.setup");
    world->teller = std::make_unique<teller::Teller>(*world->books, vault, world->random, cards::all());
  }
  CardOs psam_from(std::uint32_t next_transaction) { return card_in_memory(counting_from(next_transaction, psam_with_the_towns_keys()), world->random); }
  void read(const std::string& file) { field::test::read(*world, logs, file); }
  std::string say(const std::string& line) { return field::test::say(*world, line); }
  std::string journal_of(const std::string& label) {
    const auto receipt = world->sale(label);
    if (!receipt.ok()) return {};
    const auto details = world->books->read([&](const books::Reader& reader) -> Result<std::string> {
      std::string all;
      for (const auto& row : reader.select(books::JournalEntry::of_sale, *receipt)) all += std::string(word_of(row.what)) + " in " + row.chain + " " + row.details + "\n";
      return all;
    });
    return details.ok() ? *details : details.error().code;
  }
  void expect_the_law() {
    const auto difference = field::check_law(*world);
    ASSERT_TRUE(difference.ok());
    EXPECT_FALSE(difference->has_value()) << (*difference)->stated << " but " << (*difference)->seen;
  }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(PsamCounter, sells_and_the_journal_names_terminal_and_transaction_of_the_seal) {
  Town town;
  const auto sold = town.say("wang sells 50.00 to li as second");
  EXPECT_TRUE(contains(sold, "carried")) << sold;
  const auto journal = town.journal_of("second");
  EXPECT_TRUE(contains(journal, "sealing in vault/PSAM, terminal 000033010001")) << journal;
  EXPECT_TRUE(contains(journal, "\"terminal\":\"000033010001\"")) << journal;
  EXPECT_TRUE(contains(journal, "\"transaction\":\"")) << journal;
  const auto visit = town.say("card A visits meter Home");
  EXPECT_TRUE(contains(visit, "150.00")) << visit << ": the meter believes the PSAM's seal";
  town.expect_the_law();
}

TEST(PsamCounter, sells_over_a_line_switches_the_load_and_sets_parameters_there) {
  Town town;
  town.world->in_the_slot = &town.vault;
  for (const auto* line : {"operator qian is technician", "meter Home is on a link"}) EXPECT_FALSE(contains(town.say(line), "refused")) << line;
  EXPECT_TRUE(contains(town.say("wang sells 50.00 to li over the link as second"), "booked"));
  town.say("the head-end looks at its queue");
  EXPECT_TRUE(contains(town.say("sale second"), "applied"));
  EXPECT_TRUE(contains(town.say("meter Home"), "150.00"));
  const auto journal = town.journal_of("second");
  EXPECT_TRUE(contains(journal, "PSAM, terminal 000033010001")) << journal;
  town.say("qian orders trip at meter Home");
  town.say("qian wants of meter Home curfew_from 2300 curfew_to 0600");
  town.say("the head-end looks at its queue");
  EXPECT_TRUE(contains(town.say("meter Home"), "relay: open") || contains(town.say("meter Home"), "relay open")) << town.say("meter Home");
  EXPECT_TRUE(contains(town.say("parameters of meter Home"), "done")) << town.say("parameters of meter Home");
  town.psam_there = false;
  town.chip.reset();
  EXPECT_TRUE(contains(town.say("wang sells 10.00 to li over the link as third"), "booked")) << "it waits for the PSAM";
  town.say("the head-end looks at its queue");
  EXPECT_TRUE(contains(town.say("meter Home"), "150.00"));
  town.psam_there = true;
  town.say("10 minutes pass");
  town.say("the head-end looks at its queue");
  EXPECT_TRUE(contains(town.say("meter Home"), "160.00")) << "put back, it goes";
  town.expect_the_law();
}

TEST(PsamCounter, with_the_psam_pulled_nothing_is_sold_onto_the_card_and_put_back_it_goes_on) {
  Town town;
  ASSERT_TRUE(contains(town.say("wang sells 10.00 to li as second"), "carried"));
  ASSERT_TRUE(contains(town.say("card A visits meter Home"), "110.00"));
  ASSERT_FALSE(town.say("card A to reader T-01").empty());
  town.psam_there = false;
  town.chip.reset();
  const auto refused = town.say("wang sells 50.00 to li as third");
  EXPECT_TRUE(contains(refused, "vault_offline")) << refused;
  EXPECT_FALSE(contains(refused, "carried")) << refused;
  town.expect_the_law();
  town.psam_there = true;
  EXPECT_FALSE(town.say("card A to reader T-01").empty());
  const auto sold = town.say("wang sells 20.00 to li as fourth");
  EXPECT_TRUE(contains(sold, "carried")) << sold;
  EXPECT_TRUE(contains(town.say("card A visits meter Home"), "130.00"));
  town.expect_the_law();
}

/// A sale draws several numbers, for what it looks at and for what it writes; here they end before each of them.
TEST(PsamCounter, wherever_its_transaction_numbers_end_the_sale_goes_back_or_is_settled_by_the_next_psam_and_the_money_moves_once) {
  int gone_back = 0, settled_later = 0;
  bool was_enough = false;
  for (std::uint32_t left = 0; !was_enough; ++left) {
    SCOPED_TRACE(left);
    ASSERT_LT(left, 20u);
    Town town(UINT32_MAX - left);
    const auto sold = town.say("wang sells 50.00 to li as second");
    was_enough = contains(sold, "state carried");
    EXPECT_TRUE(was_enough || contains(sold, "cause psam_numbers_used_up")) << sold;
    EXPECT_TRUE(was_enough || contains(sold, "state reversed") || contains(sold, "state in_doubt")) << sold;
    town.expect_the_law();
    town.chip = town.psam_from(0);
    EXPECT_FALSE(town.say("card A to reader T-01").empty());
    const auto settled = town.say("sale second");
    const bool is_on_card = contains(settled, "state carried");
    EXPECT_TRUE(is_on_card || contains(settled, "state reversed")) << settled << ": nothing is in doubt any more";
    EXPECT_EQ(is_on_card, !contains(sold, "state reversed")) << "what went back stays back, and what was written counts";
    gone_back += is_on_card ? 0 : 1;
    settled_later += is_on_card && !was_enough ? 1 : 0;
    EXPECT_TRUE(contains(town.say("card A visits meter Home"), is_on_card ? "150.00" : "100.00"));
    EXPECT_FALSE(town.say("card A to reader T-01").empty());
    EXPECT_TRUE(contains(town.say("wang sells 20.00 to li as third"), "state carried")) << "another one goes on";
    EXPECT_TRUE(contains(town.say("card A visits meter Home"), is_on_card ? "170.00" : "120.00"));
    town.expect_the_law();
  }
  EXPECT_GT(gone_back, 0);
  EXPECT_GT(settled_later, 0) << "written with the last number, which left none for the proof";
}

}  // namespace
}  // namespace kwota::sim::test
