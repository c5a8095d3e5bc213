// A simulated meter on its line beside its card slot: the customer buys by card today and over the line tomorrow.
#include "carry/remote_vending/recharge.h"
#include "models/ddsy1352.h"
#include "models/dtsy1352.h"
#include "seal/vault/software_vault.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::test {
namespace {

using dlt645::Outcome;

/// The head-end, over the meter's own bytes.
class HeadEnd {
 public:
  explicit HeadEnd(World& world) : world_(world) {}

  dlt645::Delivered recharge(std::uint32_t count, std::int64_t minor, bool opens = false) {
    auto order = dlt645::with_randoms({.station = {.address = address(), .meter = meter_number},
                                       .opens = opens,
                                       .customer = customer,
                                       .amount = Money::minor(minor),
                                       .count = SequenceNumber{count}},
                                      world_.random);
    return dialogue::run(dlt645::recharge(order), parties()).value();
  }
  std::string read(std::uint32_t identifier) {
    const auto values = dialogue::run(dlt645::read_values_of(address(), {dlt645::Edition::y2007, identifier}), parties());
    return values.ok() ? values->front().value.text() : values.error().code;
  }

 private:
  static dlt645::Address address() { return dlt645::Address::parse("004123456789").value(); }
  dialogue::Parties parties() {
    return {.line = [this](const dialogue::LineFrame& command) -> Result<dialogue::LineFrame> {
              auto exchange = dlt645::Exchange::begin(command).value();
              if (const auto answer = exchange.receive(world_.meter->receive_line(exchange.sends()))) return *answer;
              return error(Fault::wire, "meter_silent", "no answer");
            },
            .vault = [this](const seal::Request& request) { return vault_.perform(request); },
            .journal = [](const dialogue::JournalNote&) { return Result<void>{}; }};
  }
  World& world_;
  seal::SoftwareVault vault_ = seal::SoftwareVault::with_test_keys();
};

TEST(CardAndLine, the_same_sale_on_both_ways_is_applied_once_whichever_comes_first) {
  World world{models::ddsy1352};
  HeadEnd office{world};
  Card card{first_card, world.random};
  world.open_account(card, Money::minor(50'00));
  EXPECT_EQ(office.recharge(2, 30'00).outcome, Outcome::done);
  card.write(instruction(CardType::purchase), Money::minor(30'00), 2);
  EXPECT_EQ(world.visit(card), meter::Refusal::none) << "the card brings nothing new, and takes the meter's word home";
  EXPECT_EQ(card.registers()->last_count, SequenceNumber{2});
  card.write(instruction(CardType::purchase), Money::minor(20'00), 3);
  EXPECT_EQ(world.visit(card), meter::Refusal::none);
  EXPECT_EQ(office.recharge(3, 20'00).outcome, Outcome::done) << "it was there already";
  EXPECT_EQ(world.ledger().credited, Money::minor(100'00));
  EXPECT_EQ(office.read(0x00900200), "100.00");
  EXPECT_EQ(office.read(0x03330201), "3");
}

TEST(CardAndLine, a_dark_meter_is_silent_and_what_was_said_before_counts_after) {
  World world{models::dtsy1352};
  HeadEnd office{world};
  EXPECT_EQ(office.recharge(1, 500'00, true).outcome, Outcome::done);
  world.meter->cut_power(false);
  EXPECT_EQ(office.recharge(2, 10'00).outcome, Outcome::not_done) << "nothing was sent";
  ASSERT_TRUE(world.meter->restore_power().ok());
  EXPECT_EQ(office.recharge(2, 10'00).outcome, Outcome::done);
  EXPECT_EQ(office.read(0x00900200), "510.00");
}

TEST(CardAndLine, what_flows_is_read_phase_by_phase) {
  World world{models::dtsy1352};
  HeadEnd office{world};
  EXPECT_EQ(office.recharge(1, 500'00, true).outcome, Outcome::done);
  world.meter->press_key(Duration::seconds(3));
  world.meter->set_load(Power::watts(6'600));
  EXPECT_EQ(office.read(0x02010300), "220.0");
  EXPECT_EQ(office.read(0x02020100), "10.000");
  EXPECT_EQ(office.read(0x02030000), "6.6000");
  EXPECT_EQ(office.read(0x04000B04), "meter_refused");
}

TEST(CardAndLine, reading_a_meter_whose_clock_stood_still_does_not_move_its_clock) {
  World world{models::ddsy1352};
  HeadEnd office{world};
  world.meter->cut_power();
  ASSERT_TRUE(world.meter->restore_power(Duration::days(60)).ok());
  EXPECT_EQ(office.read(0x04000501), "8000 clock fault") << "clock fault";
  world.meter->advance(Duration::minutes(1));
  EXPECT_EQ(office.read(0x04000102), "12:01:00");
  EXPECT_EQ(office.read(0x04000501), "8000 clock fault") << "it goes on, and nobody has set it";
}

TEST(CardAndLine, a_clock_that_the_line_set_goes_on_from_there) {
  World world{models::ddsy1352};
  SimulatedMeter::Setup from_the_factory{.model = &models::ddsy1352, .number = meter_number};
  world.meter =
      SimulatedMeter::open(std::move(from_the_factory), std::make_shared<MemoryStorage>(MeterMemory::bytes), world.random, noon)
          .value();
  const auto set = dlt645::encode({dlt645::Address::parse("004123456789").value(),
                                   {dlt645::function::write},
                                   hex("0C010004 02000000 00000000 00301303281127")});
  EXPECT_FALSE(world.meter->receive_line(set).empty());
  world.meter->advance(Duration::minutes(5));
  EXPECT_EQ(world.meter->view().clock, "2027-11-28 13:35");
}

}  // namespace
}  // namespace kwota::sim::test
