// A farmer's card of the county over the hill at this office's counter. Its keys are another county's, so that each one tried on it would cost it a try; its
// number may be that of a card of ours, because nothing but the county on it tells the two apart.
#include "seal/cipher/card_crypto.h"
#include "sim/pump/farmers_card.h"
#include "sim/purse_counter/purse_counter.h"

namespace kwota::sim {
namespace {

class OverTheHill : public PurseCounter {
 protected:
  static constexpr std::uint32_t their_county = 0x33010300;
  static constexpr CardSerial their_chip{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x77, 0x07}};

  /// Blank cards come from one supplier; every other key is a county's own.
  static seal::Key their_root(seal::Purpose purpose) {
    const auto ours = seal::test_root(purpose);
    return purpose == seal::Purpose::card_transport ? ours : seal::diversify(ours, {'O', 'V', 'E', 'R', 'H', 'I', 'L', 'L'});
  }
  /// Made and loaded there, under this number.
  std::unique_ptr<CardOs> their_card(const CardSerial& number, Money money) {
    auto made = std::make_unique<CardOs>(card_in_memory(blank_card(their_chip, seal::test_root(seal::Purpose::card_transport).view()), random));
    cards::PurseIssue issue;
    issue.chip = their_chip;
    put_be32(issue.application.issuer.data(), their_county);
    std::ranges::copy(number.bytes, issue.application.serial.begin() + 2);
    issue.application.valid_from = {0x20, 0x26, 0x11, 0x20}, issue.application.valid_to = {0x20, 0x36, 0x11, 0x20};
    issue.areas = {.count = 1, .areas = {33'010'301, 0, 0, 0}, .price_class = 1};
    issue.pin = to_bytes(view_of("105017"));
    EXPECT_EQ(make_farmers_card(*made, issue, money, their_vault)->outcome, dialogue::Outcome::done);
    made->reset();
    const auto there = dialogue::run(cards::recognise(cards::all(), made->atr(), their_county), {.device = [&](const iso7816::Command& command) { return made->exchange(command); }, .vault = {}, .journal = {}});
    EXPECT_EQ(there->condition, cards::CardCondition::ours) << "there it is one of theirs";
    return made;
  }
  /// What somebody at the window reads who wanted this of the card that lies there.
  template <class Decide>
  Error refusal(Decide decide) {
    const auto found = look();
    const auto context = as("li");
    const auto done = office->read([&](const books::Reader& reader) { return decide(reader, found.for_shop(), context); });
    EXPECT_FALSE(done.ok());
    return done.ok() ? Error{} : done.error();
  }
  std::size_t sales() {
    return office->read([](const books::Reader& reader) -> Result<std::size_t> { return reader.all<books::Sale>().size(); }).value();
  }
  Money prepaid() {
    return office->read([](const books::Reader& reader) -> Result<Money> { return -reader.balance("prepaid/purse"); }).value();
  }

  seal::SoftwareVault their_vault = seal::SoftwareVault::with_roots(their_root);
};

TEST_F(OverTheHill, a_farmers_card_of_another_county_is_refused_by_name_and_nothing_is_booked) {
  issue("200.00");
  card = their_card(*purse_row().card, yuan(88));
  const auto as_it_came = card->state();
  const auto booked_before = sales();
  const auto found = look();
  EXPECT_EQ(found.condition(), "other_county");
  EXPECT_FALSE(found.trouble) << found.trouble->what;
  EXPECT_FALSE(found.seen) << "its number is our farmer's, and it is not his";
  EXPECT_FALSE(found.contents) << "no key of ours was held against it";
  EXPECT_TRUE(found.settled.empty());
  const auto says_whose = [](const Error& refused) {
    EXPECT_EQ(refused.code, "card_other_county") << refused.what;
    EXPECT_EQ(refused.details.contains("county") ? refused.details.at("county") : "", "33010300") << "where its holder must go";
  };
  says_whose(refusal([&](const auto& reader, const auto& there, const auto& context) { return purse::quote_load(reader, {account, "50.00", there}, context); }));
  says_whose(refusal([&](const auto& reader, const auto& there, const auto& context) {
    return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "10.00", .reason = "wrong", .seen = there, .approval = 0}, context);
  }));
  says_whose(refusal([&](const auto& reader, const auto& there, const auto& context) { return purse::order_closing(reader, {claim(), account, there, 0}, context); }));
  says_whose(refusal([&](const auto& reader, const auto& there, const auto& context) {
    return purse::release(reader, {.claim = claim(), .account = account, .amount = "0", .reason = "pump burnt", .seen = there, .lock = {}, .locked = {}, .approval = 0}, context);
  }));
  auto on = on_reader();
  const auto looked = look();
  EXPECT_FALSE(desk().settle_grey(on, looked, as("li")).ok());
  EXPECT_EQ(desk().clear(on, looked, as("li")).error().code, "card_other_county") << "nor is it made a blank one";
  EXPECT_EQ(sales(), booked_before);
  EXPECT_EQ(prepaid(), yuan(200));
  EXPECT_EQ(purse_row().balance, yuan(200));
  EXPECT_EQ(card->state(), as_it_came) << "not a byte of it, and not a try of any of its keys";
  books_stand();
}

TEST_F(OverTheHill, laid_there_after_the_booking_it_gets_nothing_and_loses_no_try_and_the_money_goes_back) {
  issue("200.00");
  const auto farmer = account;
  auto theirs = their_card(*purse_row().card, yuan(88));
  const auto as_it_came = theirs->state();
  const auto load = book("50.00");
  card.swap(theirs);
  const auto not_loaded = carry(*load.order);
  EXPECT_EQ(not_loaded.condition.state, SaleStatus::reversed);
  ASSERT_TRUE(not_loaded.written.cause);
  EXPECT_EQ(not_loaded.written.cause->code, "card_other_county");
  EXPECT_EQ(prepaid(), yuan(200));
  card.swap(theirs);
  auto own = std::move(card);
  farmer_with_blank_card(5);
  const auto first_load = book("60.00");
  auto blank = std::exchange(card, std::move(theirs));
  const auto not_made = carry(*first_load.order);
  EXPECT_EQ(not_made.condition.state, SaleStatus::reversed);
  ASSERT_TRUE(not_made.written.cause);
  EXPECT_EQ(not_made.written.cause->code, "card_not_blank");
  EXPECT_EQ(card->state(), as_it_came) << "the supplier's key, which it has no more, was not tried on it";
  EXPECT_EQ(prepaid(), yuan(200));
  card = std::move(blank);
  issue("60.00");
  account = farmer;
  card = std::move(own);
  EXPECT_EQ(look().seen->balance, yuan(200)) << "his own card is good as before";
  EXPECT_EQ(purse_row().balance, yuan(200));
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
