// The family of cards that tests/house added: a card of it is issued, carries two sales to a meter, and brings the meter's report home.
#include <gtest/gtest.h>

#include "../added_world.h"
#include "carry/cards/all.h"
#include "carry/cards/house_card.h"
#include "schemes/all.h"

namespace kwota::house {
namespace {

TEST(AddedCard, is_in_the_list_and_a_scheme_issues_it) {
  const auto* family = cards::all().find("house_card");
  ASSERT_NE(family, nullptr);
  EXPECT_EQ(cards::all().maker_of("house_card"), family);
  ASSERT_NE(schemes::table().find("house_products"), nullptr);
  EXPECT_EQ(schemes::table().find("house_products")->card_product, family->name());
}

/// The meter of this card: proves itself, takes what the purse brings when it is the next number, uses some of it, reports.
struct HouseMeter {
  MeterNumber number;
  Money credited{}, remaining{}, last{};
  std::uint32_t count = 0;

  void visit(field::World& world, field::FieldCard& card, Money used) {
    ASSERT_TRUE(card.os->power_on().ok());
    const auto ask = [&](const iso7816::Command& command) {
      const auto answer = card.os->exchange(command);
      EXPECT_TRUE(answer.ok() && answer->sw.ok()) << to_hex(iso7816::encode(command));
      return answer.ok() ? answer->data : Bytes{};
    };
    ask(cards::select(cards::house_card::directory));
    const auto random = ask(cards::get_challenge(8));
    ASSERT_EQ(random.size(), 8U);
    seal::Authenticate proof;
    proof.key = {seal::Purpose::meter_authentication, 1};
    proof.serial = card.serial;
    std::ranges::copy(random, proof.challenge.begin());
    ask(cards::external_authenticate(cards::key_id::meter, *world.vault->perform(proof)));
    const auto purse = user_card::decode_purse(ask(cards::read_binary(cards::house_card::purse, user_card::PurseFile::size)));
    ASSERT_TRUE(purse);
    if (purse->count.value() == count + 1) {
      count = purse->count.value();
      last = purse->amount;
      credited += last;
      remaining += last;
    }
    remaining -= used;
    Bytes report(cards::house_card::report_bytes);
    put_be64(report.data(), number.value());
    put_be32(report.data() + 8, count);
    put_be32(report.data() + 12, static_cast<std::uint32_t>(credited.minor()));
    put_be32(report.data() + 16, static_cast<std::uint32_t>(remaining.minor()));
    put_be32(report.data() + 20, static_cast<std::uint32_t>(last.minor()));
    iso7816::Command write;
    write.ins = 0xD6;
    write.p1 = 0x80 | cards::house_card::report;
    write.data = report;
    ask(write);
  }
};

TEST(AddedCard, carries_credit_to_its_meter_and_the_report_home_from_quote_to_statement) {
  Town town;
  town.say("blank card A");
  town.say("card A to reader T-01");
  const auto opened = town.open(false);
  EXPECT_TRUE(says(opened, "credit 100.00")) << opened;
  const auto& seen = town.world->windows.at("T-01").look->recognition;
  EXPECT_EQ(seen.family, &cards::house_card_family);
  EXPECT_EQ(seen.condition, cards::CardCondition::ours);

  HouseMeter meter{town.meter};
  town.say("card A to the wallet");
  meter.visit(*town.world, town.world->cards.at("A"), Money::minor(40'00));
  const auto home = town.say("card A to reader T-01");
  EXPECT_TRUE(says(home, "remaining 60.00") && says(home, "applied 100.00")) << home;
  EXPECT_TRUE(says(town.say("sale first shows"), "applied"));

  const auto sold = town.say("wang sells 50.00 to li as second");
  EXPECT_TRUE(says(sold, "n 2")) << sold;
  town.say("card A to the wallet");
  meter.visit(*town.world, town.world->cards.at("A"), Money{});
  EXPECT_EQ(meter.remaining, Money::minor(110'00));
  const auto again = town.say("card A to reader T-01");
  EXPECT_TRUE(says(again, "remaining 110.00") && says(again, "applied 150.00")) << again;
}

TEST(AddedCard, another_familys_card_is_not_taken_for_it) {
  Town town;
  town.say("blank card B");
  town.say("card B to reader T-01");
  town.say("wang opens account li for li at meter Home with plan flat paying 100.00 as first");
  EXPECT_NE(town.world->windows.at("T-01").look->recognition.family, &cards::house_card_family);
}

}  // namespace
}  // namespace kwota::house
