// The acceptance list of a southern-grid test bench (meters.md 14), one test for each of its lines. Decoder: carry/dlt645; steps
// and missed settlements: supply_test; the states row by row: meter/core/states_test; power cut at every byte: break_test and
// remote_vending_test.
#include "models/ddsy1352.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/meter/line_world.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::test {
namespace {

using dlt645::Frame;
using dlt645::Outcome;
using meter::Refusal;
using meter_line::test::Line;
using LineWorld = meter_line::test::World;
namespace function = dlt645::function;
namespace security = dlt645::security;
namespace serr = dlt645::serr;

/// The desk of the works, or of a test bench: it has the keys that the meter has, and says every frame itself.
class Desk : public LineWorld {
 public:
  explicit Desk(Keys keys, const meter::Model& of = meter_line::test::model)
      : LineWorld(1, dlt645::read_data_max, keys, of),
        keys_(
            esam::keys_of(meter_line::test::number, esam::test_county_keys(keys == Keys::factory ? esam::factory_version : 1))) {
    log_in();
  }
  std::uint16_t init(std::int64_t minor, std::uint32_t count = 0) {
    dlt645::Wallet wallet{.amount = Money::minor(minor), .count = SequenceNumber{count}};
    wallet.amount_mac = mac(dlt645::mac_of_remaining(wallet.amount));
    wallet.count_mac = mac(dlt645::mac_of_count(wallet.count));
    return say(security::init_wallet, encode(wallet));
  }
  std::uint16_t credit(bool opens, std::int64_t minor, std::uint32_t count, CustomerNumber who = meter_line::test::customer) {
    dlt645::Credit credit{.amount = Money::minor(minor), .count = SequenceNumber{count}, .customer = who};
    credit.amount_mac = mac(dlt645::mac_of_credit(credit.amount, credit.count));
    credit.customer_mac = mac(dlt645::mac_of_customer(credit.customer));
    return say(opens ? security::open_account : security::recharge, encode(credit));
  }
  std::string read(std::uint32_t item) {
    const auto answer = ask(address(), function::read, meter_line::test::wire(item));
    if (!answer || answer->control.error()) return "refused";
    const auto* row = dlt645::find_item({dlt645::Edition::y2007, item});
    return dlt645::read_value(*row, ByteView{answer->data}.subspan(4))->text();
  }
  bool status(std::uint8_t word, unsigned bit) {
    const auto answer = ask(address(), function::read, meter_line::test::wire(0x04000500U + word));
    return ((answer->data[4] | answer->data[5] << 8) >> bit & 1) != 0;
  }
  Money balance() const { return meter->state().ledger.balance.whole(); }

 private:
  void log_in() {
    dlt645::Authentication request;
    random.fill(request.random1);
    const auto cipher = seal::answer_challenge(*keys_.find(seal::Purpose::meter_identity), request.random1);
    std::copy_n(cipher.begin(), request.cipher.size(), request.cipher.begin());
    request.factor = meter_keys::factor_of(meter_line::test::number);
    const auto answer = ask(address(), function::security, dlt645::security_request(security::authenticate, {}, encode(request)));
    session_ = dlt645::decode_session(ByteView{answer->data}.subspan(4)).value();
  }
  dlt645::Mac mac(ByteView message) const {
    return seal::line_mac(*keys_.find(seal::Purpose::meter_parameter), session_.random2, message);
  }
  /// 0 or the error word.
  std::uint16_t say(dlt645::Identifier what, const Bytes& body) {
    const auto answer = ask(address(), function::security, dlt645::security_request(what, {1, 2, 3, 4}, body));
    if (!answer) return 0xFFFF;
    return answer->control.error() ? static_cast<std::uint16_t>(answer->data[0] | answer->data[1] << 8) : std::uint16_t{0};
  }
  esam::KeySet keys_;
  dlt645::Session session_;
};

constexpr auto factory = LineWorld::Keys::factory;
constexpr auto utility = LineWorld::Keys::utility;

// ---- wallet init

TEST(AcceptanceWallet, init_is_refused_under_formal_keys) {
  Desk desk{utility};
  EXPECT_EQ(desk.init(500'00), serr::other);
  EXPECT_EQ(desk.balance(), Money{});
}

TEST(AcceptanceWallet, init_is_refused_when_the_count_is_not_zero) {
  Desk desk{factory};
  EXPECT_EQ(desk.init(500'00, 1), serr::count);
  EXPECT_EQ(desk.balance(), Money{});
}

TEST(AcceptanceWallet, init_with_0_leaves_nothing_of_a_former_life_but_its_record) {
  Desk desk{factory};
  desk.meter->order(meter::Order::protect);
  desk.meter->consume(Energy::kwh(7));
  const auto cleared = desk.read(0x03300100);
  ASSERT_EQ(desk.init(0), 0);
  EXPECT_EQ(desk.read(0x00900200), "0.00");
  EXPECT_EQ(desk.read(0x03330201), "0");
  EXPECT_TRUE(desk.status(3, 14)) << "local account not opened";
  EXPECT_TRUE(desk.status(3, 15)) << "remote account not opened";
  EXPECT_FALSE(desk.status(3, 12)) << "power-protect off";
  EXPECT_EQ(desk.read(0x0400040E), "000000000000");
  EXPECT_EQ(cleared, "0");
  EXPECT_EQ(desk.read(0x03300100), "1");
  const auto record = desk.read(0x03300101);
  EXPECT_EQ(record.size(), 2 * 106U);
  EXPECT_EQ(record.substr(0, 28), "0000122011260102030400070000") << "time, operator, 7.00 kWh before";
  EXPECT_EQ(desk.read(0x0333FF01), "refused");
}

TEST(AcceptanceWallet, init_with_500_makes_the_balance_500_and_a_purchase_record) {
  Desk desk{factory};
  ASSERT_EQ(desk.init(500'00), 0);
  EXPECT_EQ(desk.read(0x00900200), "500.00");
  EXPECT_EQ(desk.read(0x0333FF01),
            "0012201126"
            "0000"
            "00000500"
            "00000000"
            "00000500"
            "00000500");
}

TEST(AcceptanceWallet, an_amount_above_the_hoarding_limit_is_accepted_by_init) {
  Desk desk{factory};
  EXPECT_EQ(desk.init(100'000'00), 0);
  EXPECT_EQ(desk.balance(), Money::minor(100'000'00));
}

// ---- remote opening

TEST(AcceptanceOpening, it_is_refused_under_test_keys) {
  Desk desk{factory};
  EXPECT_EQ(desk.credit(true, 10'00, 1), serr::other);
  EXPECT_TRUE(desk.status(3, 14));
}

TEST(AcceptanceOpening, it_is_refused_with_a_count_above_1) {
  Desk desk{utility};
  EXPECT_EQ(desk.credit(true, 10'00, 2), serr::count);
  EXPECT_TRUE(desk.status(3, 14));
}

TEST(AcceptanceOpening, count_0_opens_and_adds_no_money_and_no_record) {
  Desk desk{utility};
  EXPECT_EQ(desk.credit(true, 0, 0), 0);
  EXPECT_FALSE(desk.status(3, 14) || desk.status(3, 15));
  EXPECT_EQ(desk.balance(), Money{});
  EXPECT_EQ(desk.read(0x0333FF01), "refused");
}

TEST(AcceptanceOpening, count_1_opens_adds_the_money_and_a_record) {
  Desk desk{utility};
  EXPECT_EQ(desk.credit(true, 20'00, 1), 0);
  EXPECT_EQ(desk.balance(), Money::minor(20'00));
  EXPECT_EQ(desk.read(0x03330301), "20.00");
  EXPECT_EQ(desk.read(0x03330201), "1");
}

TEST(AcceptanceOpening, opening_again_with_another_customer_is_refused) {
  Desk desk{utility};
  EXPECT_EQ(desk.credit(true, 0, 0), 0);
  EXPECT_EQ(desk.credit(true, 0, 0, CustomerNumber::from(880'002)), serr::customer);
  EXPECT_EQ(desk.read(0x0400040E), "000000880001");
}

TEST(AcceptanceOpening, a_recharge_before_the_opening_is_refused) {
  Desk desk{utility};
  EXPECT_EQ(desk.credit(false, 10'00, 1), serr::other);
  EXPECT_EQ(desk.balance(), Money{});
}

// ---- purchase by card

class AcceptanceCard : public ::testing::Test {
 protected:
  std::uint32_t abnormal() const { return world.meter->core().history().count(meter::EventKind::abnormal_card); }
  std::optional<meter::Purchase> record() const { return world.meter->core().history().purchase(1); }

  World world{models::ddsy1352};
  Card card{first_card, world.random};
};

TEST_F(AcceptanceCard, not_opened_is_refused) {
  card.write(instruction(CardType::purchase), Money::minor(10'00), 1);
  EXPECT_EQ(world.visit(card), Refusal::not_opened);
}

TEST_F(AcceptanceCard, another_customers_or_meters_number_is_refused_and_counts_as_an_abnormal_insertion) {
  world.open_account(card, Money::minor(50'00));
  auto says = instruction(CardType::purchase);
  says.customer = CustomerNumber::from(880'002);
  card.write(says, Money::minor(10'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::wrong_customer);
  EXPECT_EQ(abnormal(), 1U);
  says = instruction(CardType::purchase);
  says.meter = MeterNumber::from(4'123'456'780);
  card.write(says, Money::minor(10'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::wrong_meter);
  EXPECT_EQ(abnormal(), 2U);
  EXPECT_EQ(world.meter->core().history().event(meter::EventKind::abnormal_card, 1)->subject, first_card.bytes);
}

TEST_F(AcceptanceCard, count_plus_2_is_refused) {
  world.open_account(card, Money::minor(50'00));
  card.write(instruction(CardType::purchase), Money::minor(10'00), 3);
  EXPECT_EQ(world.visit(card), Refusal::count_ahead);
  EXPECT_EQ(world.ledger().credited, Money::minor(50'00));
}

TEST_F(AcceptanceCard, the_same_count_leaves_balance_and_last_record_as_they_were) {
  world.open_account(card, Money::minor(50'00));
  const auto before = record();
  card.write(instruction(CardType::purchase), Money::minor(10'00), 1);
  world.visit(card);
  EXPECT_EQ(world.ledger().credited, Money::minor(50'00));
  EXPECT_EQ(record(), before);
}

TEST_F(AcceptanceCard, above_the_hoarding_limit_is_refused) {
  world.open_account(card, Money::minor(50'00));
  card.write(instruction(CardType::purchase), Money::minor(9'999'99), 2);
  EXPECT_EQ(world.visit(card), Refusal::over_limit);
  EXPECT_EQ(world.ledger().credited, Money::minor(50'00));
}

TEST_F(AcceptanceCard, count_plus_1_makes_balance_count_and_all_six_items_of_the_record_right) {
  world.open_account(card, Money::minor(50'00));
  world.burn(Energy::kwh(20));
  card.write(instruction(CardType::purchase), Money::minor(30'00), 2);
  ASSERT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(world.ledger().balance, meter::ExactMoney::of(Money::minor(70'00)));
  EXPECT_EQ(world.ledger().count, SequenceNumber{2});
  const auto now = world.meter->core().clock();
  EXPECT_EQ(record(), (meter::Purchase{now, SequenceNumber{2}, Money::minor(30'00), Money::minor(40'00), Money::minor(70'00),
                                       Money::minor(80'00)}));
}

TEST_F(AcceptanceCard, after_3B_the_balance_rules_act_at_once) {
  world.open_account(card, Money::minor(50'00));
  world.meter->core().order(meter::Order::protect);
  world.burn(Energy::kwh(110));
  EXPECT_TRUE(world.meter->view().relay_closed);
  world.meter->core().order(meter::Order::end_protect);
  EXPECT_EQ(world.meter->view().trip, meter::Trip::exhausted);
}

// ---- a sale over the line

TEST(AcceptanceSale, time_out_before_the_commit_is_not_done_and_the_next_try_is) {
  const auto world = meter_line::test::opened_world();
  auto parties = world->parties();
  const auto answer = parties.line;
  int asked = 0;
  parties.line = [&](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
    if (++asked >= 4) return error(Fault::wire, "meter_silent", "no answer");
    return answer(frame);
  };
  const auto delivered = dialogue::run(dlt645::recharge(world->order(2, 50'00)), parties).value();
  EXPECT_NE(delivered.outcome, Outcome::done);
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  EXPECT_EQ(world->credited(), Money::minor(60'00));
}

TEST(AcceptanceSale, time_out_after_the_commit_is_settled_by_the_count_and_brings_no_second_money) {
  const auto world = meter_line::test::opened_world();
  auto parties = world->parties();
  const auto answer = parties.line;
  bool lost = false;
  parties.line = [&](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
    const auto before = world->credited();
    const auto received = answer(frame);
    if (std::exchange(lost, lost || world->credited() != before) || world->credited() == before) return received;
    return error(Fault::wire, "meter_silent", "no answer");
  };
  const auto delivered = dialogue::run(dlt645::recharge(world->order(2, 50'00)), parties).value();
  EXPECT_TRUE(lost);
  EXPECT_EQ(delivered.outcome, Outcome::done) << delivered.evidence;
  EXPECT_EQ(world->credited(), Money::minor(60'00));
}

TEST(AcceptanceSale, a_repeated_count_a_skipped_count_too_much_and_a_wrong_customer_have_their_own_bits) {
  Desk desk{utility};
  ASSERT_EQ(desk.credit(true, 10'00, 1), 0);
  EXPECT_EQ(desk.credit(false, 10'00, 1), serr::repeated);
  EXPECT_EQ(desk.credit(false, 10'00, 3), serr::count);
  EXPECT_EQ(desk.credit(false, 99'999'99, 2), serr::hoarding);
  EXPECT_EQ(desk.credit(false, 10'00, 2, CustomerNumber::from(880'002)), serr::customer);
  EXPECT_EQ(desk.balance(), Money::minor(10'00));
}

TEST(AcceptanceSale, an_expired_session_is_refused) {
  Desk desk{utility};
  ASSERT_EQ(desk.credit(true, 10'00, 1), 0);
  desk.pass(5 * 60);
  EXPECT_EQ(desk.credit(false, 10'00, 2), serr::identity);
}

}  // namespace
}  // namespace kwota::sim::test
