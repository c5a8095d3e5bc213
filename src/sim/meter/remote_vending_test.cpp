// Money over the line: the head-end's dialogues and the meter, with every break. Law: a sale is in the meter once or not at all,
// "done" means that it is there, "not done" that it is not and never will be by what was sent.
#include <rapidcheck.h>

#include "carry/dialogue/breaks.h"
#include "models/dds1352.h"
#include "models/ddsy1352.h"
#include "models/ddzy1352y.h"
#include "sim/meter/line_world.h"
#include "sim/meter/names.h"

namespace kwota::meter_line::test {
namespace {

using dlt645::Outcome;
namespace serr = dlt645::serr;
namespace function = dlt645::function;
namespace security = dlt645::security;

TEST(RemoteVending, an_account_is_opened_and_recharged_and_the_meter_is_read_back) {
  Line world;
  EXPECT_EQ(cause_of(world.deliver(world.order(1, 50'00))), "meter_not_opened");
  EXPECT_EQ(world.deliver(world.order(0, 0, true)).outcome, Outcome::done);
  EXPECT_EQ(world.meter->state().ledger.customer, customer);
  const auto delivered = world.deliver(world.order(1, 50'00));
  EXPECT_EQ(delivered.outcome, Outcome::done) << delivered.evidence;
  EXPECT_EQ(delivered.after->count, SequenceNumber{1});
  EXPECT_EQ(delivered.after->remaining, Money::minor(50'00));
  EXPECT_EQ(world.journal.back(), "recharge_remotely");
  EXPECT_EQ(world.credited(), Money::minor(50'00));
}

TEST(RemoteVending, a_meter_whose_balance_lies_at_the_server_takes_no_credit_and_says_so) {
  Line world{1, dlt645::read_data_max, World::Keys::utility, models::ddzy1352y};
  for (const auto& order : {world.order(0, 0, true), world.order(1, 50'00)}) EXPECT_EQ(cause_of(world.deliver(order)), "meter_keeps_no_credit");
}

TEST(RemoteVending, the_same_sale_again_is_done_and_brings_no_second_money) {
  const auto world = opened_world();
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  EXPECT_EQ(world->journal.size(), 1U) << "asked first, it was there: nothing was sent";
  EXPECT_EQ(world->credited(), Money::minor(60'00));
  const auto other = world->deliver(world->order(2, 51'00));
  EXPECT_EQ(other.outcome, Outcome::not_done);
  EXPECT_EQ(cause_of(other), "other_credit_has_this_number");
}

TEST(RemoteVending, void_tool_cards_are_told_page_by_page_and_a_page_of_another_session_is_believed_by_nobody) {
  const auto world = opened_world();
  std::vector<user_card::VoidFile> pages(2);
  pages[0].number = 8, pages[0].count = 8;
  for (std::uint8_t i = 0; i < 8; ++i) pages[0].cards[i] = {{0x0A, i}};
  pages[1].number = 9, pages[1].count = 1, pages[1].cards[0] = {{0x0B}};
  ASSERT_TRUE(dialogue::run(dlt645::bring_void_list(world->station(), pages, world->random1()), world->parties()).ok());
  EXPECT_EQ(world->meter->state().key_info & 0xFF, 9U) << "its word tells how far the list goes";
  const auto page = world->sent.back();
  world->authenticate();
  const auto answer = dlt645::decode(world->say(page));
  ASSERT_TRUE(answer && answer->frame.control.error());
  EXPECT_EQ(dlt645::security_error_bits(static_cast<std::uint16_t>(answer->frame.data[0] | answer->frame.data[1] << 8)), std::vector<std::string_view>{"MAC"});
}

TEST(RemoteVending, counts_that_lead_nowhere_another_customer_and_too_much_money_are_refused) {
  const auto world = opened_world();
  EXPECT_EQ(cause_of(world->deliver(world->order(3, 50'00))), "count_does_not_fit");
  auto stranger = world->order(2, 50'00);
  stranger.customer = CustomerNumber::from(880'002);
  EXPECT_EQ(reason_of(world->deliver(stranger)), "customer number");
  EXPECT_EQ(reason_of(world->deliver(world->order(2, 99'999'99))), "hoarding limit");
  EXPECT_EQ(cause_of(world->deliver(world->order(2, 0x1'0000'0000))), "amount_does_not_fit");
  EXPECT_EQ(world->credited(), Money::minor(10'00));
}

TEST(RemoteVending, a_refusal_is_told_with_the_meters_own_reason_and_only_silence_is_a_lost_answer) {
  const auto world = opened_world();
  const auto too_much = world->deliver(world->order(2, 99'999'99));
  EXPECT_EQ(too_much.evidence, "the meter refused (hoarding limit) and was asked how it stands; the meter has the count before");
  EXPECT_EQ(too_much.cause->what, "The meter refused (hoarding limit); nothing was changed in it.");
  const auto gap = world->deliver(world->order(5, 50'00));
  EXPECT_NE(gap.cause->what.find("count is 1, which does not lead to 5"), std::string::npos) << gap.cause->what;
}

TEST(RemoteVending, opening_without_a_credit_tells_the_customer_and_says_who_the_meter_has) {
  Line fresh;
  EXPECT_EQ(fresh.deliver(fresh.order(0, 0, true)).outcome, Outcome::done);
  EXPECT_EQ(cause_of(fresh.deliver(fresh.order(0, 50'00, true))), "count_does_not_fit") << "money wants a count of its own";
  const auto world = opened_world();
  const auto again = world->deliver(world->order(0, 0, true));
  EXPECT_EQ(again.outcome, Outcome::done) << again.evidence;
  auto stranger = world->order(0, 0, true);
  stranger.customer = CustomerNumber::from(880'002);
  EXPECT_EQ(reason_of(world->deliver(stranger)), "customer number");
  EXPECT_EQ(world->credited(), Money::minor(10'00));
}

TEST(RemoteVending, a_meter_is_found_in_the_edition_that_it_speaks) {
  Line modern;
  const auto found = dialogue::run(dlt645::find_meter(dlt645::Address::any()), modern.parties()).value();
  EXPECT_EQ(found.edition, dlt645::Edition::y2007);
  EXPECT_EQ(found.address, modern.address()) << "the real one";
  Line old{1, dlt645::read_data_max, World::Keys::utility, models::dds1352};
  for (const auto& address : {dlt645::Address::any(), old.address()}) {
    const auto answered = dialogue::run(dlt645::find_meter(address), old.parties());
    ASSERT_TRUE(answered.ok()) << answered.error().code;
    EXPECT_EQ(answered->edition, dlt645::Edition::y1997);
    EXPECT_EQ(answered->address, old.address());
  }
  const auto nobody = dialogue::run(dlt645::find_meter(dlt645::Address::parse("999999999990").value()), old.parties());
  EXPECT_EQ(nobody.error().code, "meter_silent");
  const auto reported = dialogue::run(dlt645::read_values_of(old.address(), {dlt645::Edition::y1997, 0xB61F}), old.parties());
  EXPECT_TRUE(reported.ok() ? reported->front().name == "voltage" : reported.error().code == "meter_refused");
}

TEST(RemoteVending, a_meter_of_1997_that_is_silent_to_orders_is_named_and_any_other_silence_stays_one) {
  Line old{1, dlt645::read_data_max, World::Keys::utility, models::dds1352};
  const auto silence = dialogue::run(dlt645::authenticate(old.station(), old.random1()), old.parties()).error();
  ASSERT_EQ(silence.code, "meter_silent");
  for (const auto& address : {dlt645::Address::any(), old.address()}) {
    const auto why = dialogue::run(dlt645::why_silent(address, silence), old.parties()).error();
    EXPECT_EQ(why.code, "edition_without_orders");
    EXPECT_EQ(why.details.at("meter"), old.address().text());
    EXPECT_EQ(why.again, Again::never);
  }
  EXPECT_EQ(dialogue::run(dlt645::why_silent(dlt645::Address::parse("999999999990").value(), silence), old.parties()).error().code, "meter_silent");
  Line modern;
  EXPECT_EQ(dialogue::run(dlt645::why_silent(modern.address(), silence), modern.parties()).error().code, "meter_silent") << "it lost an answer, no more";
}

TEST(RemoteVending, what_a_meter_wrote_down_of_an_order_names_who_gave_it_and_why_it_opened) {
  const auto world = opened_world();
  auto station = world->station();
  station.by = {0x42, 0, 0, 0};
  for (const auto order : std::array<std::uint8_t, 2>{0x1C, 0x1A}) {
    const dlt645::RelayOrder relay{.order = order, .valid_until = {0, 0, 0x13, 0x20, 0x11, 0x26}};
    ASSERT_TRUE(dialogue::run(dlt645::switch_relay(station, relay, world->random1()), world->parties()).ok());
  }
  const auto told = [&](std::uint32_t item) { return dlt645::text_of(dialogue::run(dlt645::read_values_of(world->address(), {dlt645::Edition::y2007, item}), world->parties()).value()); };
  EXPECT_EQ(told(0x1D000201), "00000042") << "as it was sent";
  EXPECT_EQ(told(0x1D000501), "remote");
  ASSERT_TRUE(dialogue::run(dlt645::write_item(station, {dlt645::Edition::y2007, 0x04001416}, "23:00", world->random1()), world->parties()).ok());
  EXPECT_NE(told(0x03300001).find("item 04001416, operator 00000042"), std::string::npos) << told(0x03300001);
}

TEST(RemoteVending, words_in_records_are_those_of_the_meter) {
  const auto word = [](std::uint32_t record, std::string_view part, std::uint8_t number) {
    for (const auto& one : dlt645::find_item({dlt645::Edition::y2007, record})->parts)
      if (one.name == part && number < one.shape.words.size()) return one.shape.words[number];
    return std::string_view{};
  };
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(meter::Refusal::keys_refused); ++i)
    EXPECT_EQ(word(0x03301401, "reason", i), sim::name_of(static_cast<meter::Refusal>(i)));
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(meter::LoadCause::prohibited_load); ++i)
    EXPECT_EQ(word(0x03380001, "reason", i), sim::name_of(static_cast<meter::LoadCause>(i)));
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(meter::Trip::held); ++i)
    EXPECT_EQ(dlt645::find_item({dlt645::Edition::y2007, 0x1D000501})->words[i], sim::name_of(static_cast<meter::Trip>(i)));
}

TEST(RemoteVending, a_block_of_a_meter_is_read_value_by_value) {
  Line line;
  const auto reported = dialogue::run(dlt645::read_values_of(line.address(), {dlt645::Edition::y2007, 0x040005FF}), line.parties()).value();
  ASSERT_EQ(reported.size(), dlt645::status_word_count);
  EXPECT_EQ(reported[2].name, "status_word_3");
  EXPECT_EQ(reported[2].value.if_a<dlt645::StatusWord>()->state_of("local_account"), "not opened");
  EXPECT_EQ(dialogue::run(dlt645::read_values_of(line.address(), {dlt645::Edition::y2007, 0x0201FF00}), line.parties())->front().name, "voltage");
}

TEST(RemoteVending, a_head_end_with_other_keys_gets_no_session) {
  const auto world = opened_world();
  auto order = world->order(2, 50'00);
  order.station.meter = MeterNumber::from(4'123'456'780);
  EXPECT_EQ(reason_of(world->deliver(order)), "identity");
  order = world->order(2, 50'00);
  order.station.key_version = 7;
  EXPECT_EQ(cause_of(world->deliver(order)), "key_missing");
}

TEST(RemoteVending, a_session_ends_by_time_by_power_and_by_word) {
  const auto world = opened_world();
  const auto status = dlt645::security_request(security::status, {}, Bytes{});
  const auto serr_of = [&] {
    const auto answer = world->ask(world->address(), function::security, status);
    return answer && answer->control.error() ? answer->data[0] | answer->data[1] << 8 : 0;
  };
  world->authenticate();
  EXPECT_EQ(serr_of(), 0);
  world->pass(5 * 60);
  EXPECT_EQ(serr_of(), serr::identity);
  world->authenticate();
  world->power_on();
  EXPECT_EQ(serr_of(), serr::identity);
  world->authenticate();
  EXPECT_TRUE(world->ask(world->address(), function::security, dlt645::security_request(security::end, {}, Bytes{})));
  EXPECT_EQ(serr_of(), serr::identity);
}

/// A session of somebody who has the key: a MAC over its random number fitted.
void begin_proven(Line& world) {
  const auto session = world.authenticate();
  const auto key = seal::diversify(seal::test_root(seal::Purpose::meter_parameter), meter_keys::factor_of(number));
  const dlt645::Validity validity{.minutes = 5,
                                  .mac = seal::line_mac(key, session.random2, dlt645::mac_of_validity(5))};
  const auto answer =
      world.ask(world.address(), function::security, dlt645::security_request(security::validity, {}, encode(validity)));
  ASSERT_TRUE(answer && !answer->control.error());
}

TEST(RemoteVending, a_stranger_with_recorded_frames_suspends_nobody_and_only_slows_himself) {
  const auto world = opened_world();
  ASSERT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  const auto recorded = world->sent;
  unsigned unanswered = 0;
  for (unsigned i = 0; i < 100; ++i)
    for (const auto& frame : recorded) unanswered += world->say(frame).empty();
  EXPECT_GT(unanswered, 90u) << "after a few tries nobody listens for a while";
  EXPECT_EQ(world->server->settings().mac_failures, Attempts{});
  world->pass(Server::longest_pause);
  EXPECT_EQ(world->deliver(world->order(3, 50'00)).outcome, Outcome::done) << "a minute later, not tomorrow";
}

TEST(RemoteVending, three_wrong_macs_end_the_session_and_fifteen_of_somebody_with_the_key_suspend_the_meter_for_a_day) {
  const auto world = opened_world();
  auto credit = dlt645::Credit{.amount = Money::minor(1'000'00), .count = SequenceNumber{2}, .customer = customer};
  const auto forged = dlt645::security_request(security::recharge, {}, encode(credit));
  const auto say = [&] { return world->ask(world->address(), function::security, forged); };
  for (unsigned failures = 0; failures < models::ddsy1352.failures_a_day;) {
    begin_proven(*world);
    for (unsigned wrong = 0; wrong < Server::session_failures_max; ++wrong) EXPECT_EQ(say()->data[0], serr::mac);
    EXPECT_FALSE(world->server->authenticated());
    failures += Server::session_failures_max;
    EXPECT_EQ(world->server->settings().mac_failures.count, failures);
    world->power_on();  // whoever cuts the power gains no try
  }
  EXPECT_EQ(reason_of(world->deliver(world->order(2, 50'00))), "suspended");
  EXPECT_EQ(world->credited(), Money::minor(10'00));
  world->pass(meter::seconds_a_day);
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  EXPECT_EQ(world->server->settings().mac_failures, Attempts{});
  world->authenticate();
  for (unsigned i = 0; i < Server::session_failures_max; ++i) say();
  EXPECT_FALSE(world->server->authenticated());
}

TEST(RemoteVending, a_late_refusal_of_something_else_does_not_call_a_sale_undone) {
  const auto world = opened_world();
  const auto honest = world->parties();
  auto parties = honest;
  parties.line = [&](const dialogue::LineFrame& command) {
    auto answer = honest.line(command);
    const auto asked = dlt645::Exchange::begin(command)->request();
    if (dlt645::identifier_of(asked) != security::recharge) return answer;
    const auto late = dlt645::encode({world->address(), asked.control.refusal(), {serr::identity, 0}}, 0);
    return Result<dialogue::LineFrame>{dialogue::LineFrame{late}};
  };
  const auto delivered = dialogue::run(dlt645::recharge(world->order(2, 50'00)), parties).value();
  EXPECT_EQ(delivered.outcome, Outcome::done) << delivered.evidence;
  EXPECT_EQ(world->credited(), Money::minor(60'00));
}

TEST(RemoteVending, a_recorded_recharge_is_worth_nothing_later) {
  const auto world = opened_world();
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  const auto recorded = world->sent;
  for (const auto& frame : recorded) world->say(frame);
  world->authenticate();
  for (const auto& frame : recorded) world->say(frame);
  EXPECT_EQ(world->credited(), Money::minor(60'00));
  EXPECT_EQ(world->deliver(world->order(3, 5'00)).outcome, Outcome::done);
}

TEST(RemoteVending, no_bit_of_a_recharge_can_be_changed_on_its_way) {
  EXPECT_TRUE(rc::check([] {
    const auto world = opened_world(*rc::gen::arbitrary<std::uint16_t>());
    const auto honest = world->parties();
    const auto bit = *rc::gen::inRange<std::size_t>(8 * 8, 30 * 8);
    auto parties = honest;
    parties.line = [&](const dialogue::LineFrame& command) {
      auto frame = dlt645::Exchange::begin(command)->request();
      if (dlt645::identifier_of(frame) == security::recharge)
        frame.data[bit / 8] = static_cast<std::uint8_t>(frame.data[bit / 8] ^ (1U << bit % 8));
      return honest.line(dlt645::on_wire(frame));
    };
    const auto delivered = dialogue::run(dlt645::recharge(world->order(2, 50'00)), parties).value();
    RC_ASSERT(delivered.outcome == Outcome::not_done);
    RC_ASSERT(world->credited() == Money::minor(10'00));
  }));
}

/// Whatever was heard, a second attempt brings the sale to its end, once.
void expect_once(Line& world, const std::optional<Outcome>& verdict) {
  const bool applied = world.credited() == Money::minor(60'00);
  EXPECT_TRUE(applied || world.credited() == Money::minor(10'00));
  if (verdict == Outcome::done) {
    EXPECT_TRUE(applied);
  }
  if (verdict == Outcome::not_done) {
    EXPECT_FALSE(applied);
    for (const auto& frame : std::vector{world.sent}) world.say(frame);
    EXPECT_EQ(world.credited(), Money::minor(10'00)) << "what was still under way is worthless";
  }
  EXPECT_EQ(world.deliver(world.order(2, 50'00)).outcome, Outcome::done);
  EXPECT_EQ(world.credited(), Money::minor(60'00));
  EXPECT_EQ(meter::imbalance(world.meter->state().ledger), meter::ExactMoney{});
}

TEST(RemoteVending, the_line_is_cut_at_every_question) {
  struct Scene {
    std::unique_ptr<Line> world = opened_world();
    dialogue::Parties parties() const { return world->parties(); }
  };
  const auto questions = dialogue::for_each_break(
      [] { return Scene{}; }, [](Scene& scene) { return dlt645::recharge(scene.world->order(2, 50'00)); },
      [](Scene& scene, const std::optional<dialogue::Break>& happened, const std::optional<Result<dlt645::Delivered>>& verdict) {
        SCOPED_TRACE(happened ? dialogue::to_text(*happened) : "unharmed");
        if (!happened) {
          EXPECT_EQ(verdict->value().outcome, Outcome::done);
        }
        expect_once(*scene.world, verdict ? std::optional{verdict->value().outcome} : std::nullopt);
      });
  EXPECT_GT(questions, 8U);
}

TEST(RemoteVending, one_answer_is_lost_and_the_next_ones_come) {
  for (std::size_t lost = 0;; ++lost) {
    const auto world = opened_world();
    const auto honest = world->parties();
    auto parties = honest;
    std::size_t asked = 0;
    parties.line = [&](const dialogue::LineFrame& command) {
      auto answer = honest.line(command);
      if (asked++ == lost) return Result<dialogue::LineFrame>{error(Fault::wire, "meter_silent", "lost")};
      return answer;
    };
    const auto delivered = dialogue::run(dlt645::recharge(world->order(2, 50'00)), parties).value();
    SCOPED_TRACE(lost);
    if (lost > 0) {
      EXPECT_EQ(delivered.outcome, Outcome::done) << delivered.evidence;
    }
    expect_once(*world, delivered.outcome);
    if (asked <= lost) break;
  }
}

TEST(RemoteVending, power_is_lost_at_every_byte_that_the_meter_writes) {
  for (std::size_t bytes = 1; bytes <= meter::Slots::record_size;
       bytes += bytes < 16 || bytes > meter::Slots::record_size - 16 ? 1 : 7) {
    const auto world = opened_world();
    world->account.lose_power_after(bytes);
    const auto delivered = world->deliver(world->order(2, 50'00));
    SCOPED_TRACE(bytes);
    world->power_on();
    EXPECT_EQ(delivered.outcome, Outcome::in_doubt) << "a dark meter says nothing";
    expect_once(*world, delivered.outcome);
  }
}

/// A line as bad as can be: requests lost, doubled, late, answers lost, power cut at any byte, sessions expired.
TEST(RemoteVending, sales_over_a_bad_line_are_each_applied_once) {
  EXPECT_TRUE(rc::check([] {
    const auto world = opened_world(*rc::gen::arbitrary<std::uint16_t>());
    const auto honest = world->parties();
    auto parties = honest;
    parties.line = [&](const dialogue::LineFrame& command) {
      const auto silent = Result<dialogue::LineFrame>{error(Fault::wire, "meter_silent", "lost")};
      switch (*rc::gen::inRange(0, 12)) {
        case 0: return silent;
        case 1: (void)honest.line(command); return silent;
        case 2: (void)honest.line(command); break;
        case 3:
          world->say(world->sent.empty() ? Bytes{} : world->sent[*rc::gen::inRange<std::size_t>(0, world->sent.size())]);
          break;
        case 4: world->account.lose_power_after(*rc::gen::inRange<std::size_t>(1, 600)); break;
        case 5: world->power_on(); break;
        case 6: world->pass(400); break;
        default: break;
      }
      return honest.line(command);
    };
    Money sold = Money::minor(10'00);
    for (std::uint32_t n = 2; n < 5; ++n) {
      const auto amount = Money::minor(*rc::gen::inRange(1, 10'000));
      for (int tries = 0;; ++tries) {
        const auto before = world->credited();
        auto& line = tries < 20 ? parties : honest;
        const auto delivered = dialogue::run(dlt645::recharge(world->order(n, amount.minor())), line).value();
        if (world->dark()) world->power_on();
        RC_ASSERT(world->credited() == before || world->credited() == sold + amount);
        if (world->server->settings().mac_failures.count >= models::ddsy1352.failures_a_day) world->pass(meter::seconds_a_day);
        if (delivered.outcome == Outcome::done) break;
        if (tries >= 20) world->pass(Server::longest_pause);  // the line has made a stranger of him: he is slowed, and comes back later
        RC_ASSERT(tries < 30);
      }
      sold += amount;
      RC_ASSERT(world->credited() == sold);
    }
    RC_ASSERT(meter::imbalance(world->meter->state().ledger) == meter::ExactMoney{});
  }));
}

TEST(RemoteRelay, orders_with_the_utilitys_seal_switch_and_passwords_do_not) {
  const auto world = opened_world();
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, Outcome::done);
  const auto order = [&](std::uint8_t what) {
    dlt645::RelayOrder relay{.order = what, .valid_until = {0, 0, 0x13, 0x20, 0x11, 0x26}};
    return dialogue::run(dlt645::switch_relay(world->station(), relay, world->random1()), world->parties());
  };
  EXPECT_TRUE(order(0x1A)->open);
  EXPECT_FALSE(world->meter->relay_closed());
  EXPECT_FALSE(order(0x1C)->open);
  EXPECT_TRUE(order(0x3A)->protected_);
  EXPECT_EQ(order(0x1A).error().details.at("reason"), "other") << "power-protect is on";
  EXPECT_FALSE(order(0x3B)->protected_);
  EXPECT_EQ(order(0x77).error().code, "meter_refused");
  world->pass(2 * 3600);
  EXPECT_EQ(order(0x1A).error().code, "meter_refused") << "the order is too old";
  Bytes by_password{0x02, 0, 0, 0, 0, 0, 0, 0, 0x1A, 0, 0, 0, 0x23, 0x20, 0x11, 0x26};
  EXPECT_TRUE(world->ask(world->address(), function::control, by_password)->control.error());
  EXPECT_TRUE(world->meter->relay_closed());
}

TEST(RemoteParameters, limits_are_written_under_the_seal_and_stay_in_their_order) {
  const auto world = opened_world();
  const Identifier alarm1{dlt645::Edition::y2007, 0x04001001};
  const auto write = [&](const char* data, bool forged) {
    const auto session = world->authenticate();
    const auto value = hex(data);
    auto mac = world->parties()
                   .vault(seal::LineMac{.key = {seal::Purpose::meter_parameter, 1},
                                        .serial = {{0, 0, 0x00, 0x41, 0x23, 0x45, 0x67, 0x89}},
                                        .challenge = session.random2,
                                        .message = dlt645::mac_of_write(alarm1, value)})
                   .value();
    if (forged) mac[0] ^= 1;
    Bytes body = wire(alarm1.value);
    append(body, Bytes{dlt645::permission::sealed, 0, 0, 0, 1, 2, 3, 4});
    append(body, value);
    append(body, mac);
    return world->ask(world->address(), function::write, body);
  };
  EXPECT_TRUE(write("00300000", true)->control.error());
  EXPECT_EQ(world->meter->state().limits.alarm1, Money::minor(20'00));
  EXPECT_FALSE(write("00300000", false)->control.error());
  EXPECT_EQ(world->meter->state().limits.alarm1, Money::minor(30'00));
  EXPECT_TRUE(write("00050000", false)->control.error()) << "alarm 1 below alarm 2";
}

TEST(RemoteParameters, a_value_is_written_and_read_back_in_one_conversation) {
  const auto world = opened_world();
  const auto set = [&](std::uint32_t item, const char* value) {
    const Identifier identifier{dlt645::Edition::y2007, item};
    return dialogue::run(dlt645::write_item(world->station(), identifier, value, world->random1()), world->parties());
  };
  EXPECT_EQ(set(0x04001003, "25.50")->text(), "25.50");
  EXPECT_EQ(world->meter->state().limits.overdraft, Money::minor(25'50));
  EXPECT_EQ(set(0x0400010C, "2027-11-28 13:59:30")->text(), "2027-11-28 13:59:30");
  EXPECT_EQ(set(0x04001003, "25.505").error().code, "value_does_not_fit");
  EXPECT_EQ(set(0x00900200, "1000.00").error().code, "meter_refused") << "nobody writes money";
  EXPECT_EQ(set(0x0400FF01, "1").error().code, "unknown_item");
}

TEST(RemoteParameters, new_prices_wait_in_the_spare_set_until_their_minute) {
  const auto world = opened_world();
  const auto set = [&](std::uint32_t item, const char* value) {
    const Identifier identifier{dlt645::Edition::y2007, item};
    return dialogue::run(dlt645::write_item(world->station(), identifier, value, world->random1()), world->parties());
  };
  const auto& tariffs = world->meter->state().tariffs;
  EXPECT_EQ(set(0x04000108, "2026-11-20 13:00").error().code, "meter_refused") << "a set without a price gives energy away";
  ASSERT_TRUE(set(0x04050201, "0.5000").ok());
  ASSERT_TRUE(set(0x04060201, "100.00").ok());
  ASSERT_TRUE(set(0x04060202, "90.00").ok());
  ASSERT_TRUE(set(0x04060302, "0.3000").ok());
  EXPECT_EQ(set(0x04000108, "2026-11-20 13:00").error().code, "meter_refused") << "steps that do not rise";
  ASSERT_TRUE(set(0x04060202, "200.00").ok());
  EXPECT_EQ(set(0x04000108, "2026-11-20 11:59").error().code, "meter_refused") << "a minute that is past";
  EXPECT_EQ(set(0x04000108, "2026-11-20 13:00")->text(), "2026-11-20 13:00");
  EXPECT_EQ(set(0x04050101, "0.1000").error().code, "meter_refused") << "nobody writes the prices in use";
  world->pass(59 * 60);
  EXPECT_EQ(meter::price_at(tariffs.current, 1, Energy{}), MeterPrice{});
  world->power_on();
  world->pass(60);
  EXPECT_EQ(meter::price_at(world->meter->state().tariffs.current, 1, Energy{}), MeterPrice::e4(5000));
  EXPECT_EQ(meter::price_at(world->meter->state().tariffs.current, 1, Energy::kwh(150)), MeterPrice::e4(8000));
}

TEST(RemoteParameters, a_price_that_is_written_after_the_switch_was_planned_calls_it_off) {
  const auto world = opened_world();
  const auto set = [&](std::uint32_t item, const char* value) {
    const Identifier identifier{dlt645::Edition::y2007, item};
    return dialogue::run(dlt645::write_item(world->station(), identifier, value, world->random1()), world->parties()).ok();
  };
  ASSERT_TRUE(set(0x04050201, "0.5000") && set(0x04000109, "2026-11-20 13:00") && set(0x04050201, "0.6000"));
  world->pass(2 * 3600);
  EXPECT_EQ(meter::price_at(world->meter->state().tariffs.current, 1, Energy{}), MeterPrice{}) << "half a set is never in use";
}

}  // namespace
}  // namespace kwota::meter_line::test
