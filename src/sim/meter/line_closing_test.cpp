// The end of an account over the line: the head-end's dialogue and the meter, with every break. Law: what the meter held is given up once or
// not at all, "done" means that its sealed word says so, "not done" that it did not and never will by what was sent.
#include "carry/dialogue/breaks.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace {

using dlt645::Outcome;
namespace security = dlt645::security;

dlt645::CreditOrder closing_of(Line& world, std::uint32_t count = 2) {
  auto order = world.order(count, 0);
  order.closes = true;
  return order;
}

/// Whatever was heard, what the meter held is given up once, and a second attempt ends as done.
void expect_closed_once(Line& world, const std::optional<Outcome>& verdict) {
  const auto& ledger = world.meter->state().ledger;
  const bool closed = ledger.account == meter::Account::closed;
  if (verdict == Outcome::done) {
    EXPECT_TRUE(closed);
  }
  if (verdict == Outcome::not_done) {
    EXPECT_FALSE(closed);
    for (const auto& frame : std::vector{world.sent}) world.say(frame);
    EXPECT_EQ(ledger.account, meter::Account::open) << "what was still under way is worthless";
  }
  EXPECT_EQ(world.deliver(closing_of(world)).outcome, Outcome::done);
  EXPECT_EQ(ledger.account, meter::Account::closed);
  EXPECT_EQ(ledger.surrendered, Money::minor(10'00));
  EXPECT_FALSE(world.meter->relay_closed());
  EXPECT_EQ(meter::imbalance(ledger), meter::ExactMoney{});
}

TEST(RemoteClosing, the_line_is_cut_at_every_question) {
  struct Scene {
    std::unique_ptr<Line> world = opened_world();
    dialogue::Parties parties() const { return world->parties(); }
  };
  const auto questions = dialogue::for_each_break(
      [] { return Scene{}; }, [](Scene& scene) { return dlt645::recharge(closing_of(*scene.world)); },
      [](Scene& scene, const std::optional<dialogue::Break>& happened, const std::optional<Result<dlt645::Delivered>>& verdict) {
        SCOPED_TRACE(happened ? dialogue::to_text(*happened) : "unharmed");
        if (!happened) {
          EXPECT_EQ(verdict->value().outcome, Outcome::done) << verdict->value().evidence;
          EXPECT_EQ(scene.world->journal, std::vector<std::string>{"close_account_remotely"});
        }
        expect_closed_once(*scene.world, verdict ? std::optional{verdict->value().outcome} : std::nullopt);
      });
  EXPECT_GT(questions, 8U);
}

TEST(RemoteClosing, power_is_lost_at_every_byte_that_the_meter_writes) {
  for (std::size_t bytes = 1; bytes <= meter::Slots::record_size; bytes += bytes < 16 || bytes > meter::Slots::record_size - 16 ? 1 : 7) {
    const auto world = opened_world();
    world->account.lose_power_after(bytes);
    const auto delivered = world->deliver(closing_of(*world));
    SCOPED_TRACE(bytes);
    world->power_on();
    EXPECT_EQ(delivered.outcome, Outcome::in_doubt) << "a dark meter says nothing";
    expect_closed_once(*world, delivered.outcome);
  }
}

TEST(RemoteClosing, the_seal_of_a_void_closes_nothing_and_a_void_of_that_count_is_told_apart) {
  const auto world = opened_world();
  const auto honest = world->parties();
  auto parties = honest;
  parties.line = [&](const dialogue::LineFrame& command) {
    auto frame = dlt645::Exchange::begin(command)->request();
    if (dlt645::identifier_of(frame) != security::recharge) return honest.line(command);
    const auto sent = *dlt645::decode_credit(ByteView{frame.data}.subspan(8));
    const dlt645::Closing forged{.count = sent.count, .customer = sent.customer, .mac = sent.amount_mac};
    frame.data = dlt645::security_request(security::close_account, {1, 2, 3, 4}, encode(forged));
    return honest.line(dlt645::on_wire(frame));
  };
  EXPECT_EQ(reason_of(dialogue::run(dlt645::recharge(world->order(2, 0)), parties).value()), "MAC");
  EXPECT_EQ(world->meter->state().ledger.account, meter::Account::open);
  ASSERT_EQ(world->deliver(world->order(2, 0)).outcome, Outcome::done);
  EXPECT_EQ(cause_of(world->deliver(closing_of(*world))), "other_credit_has_this_number") << "it was voided, and did not close";
}

}  // namespace
}  // namespace kwota::meter_line::test
