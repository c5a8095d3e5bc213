#include "carry/lines/house_line.h"

#include <algorithm>
#include <boost/json.hpp>

namespace kwota::lines {
namespace {

using dialogue::attempt;
using dialogue::to_line;
using dialogue::to_vault;

using Challenge = std::array<std::uint8_t, 4>;
constexpr std::size_t mac_bytes = 4, report_bytes = 24;

seal::LineMac sealed(const Meter& meter, const Challenge& challenge, Bytes message, Bytes claimed = {}) {
  CardSerial factor;
  put_be64(factor.bytes.data(), meter.number.value());
  return {.key = {seal::Purpose::meter_parameter, meter.key_version}, .serial = factor, .challenge = challenge, .message = std::move(message), .claimed = std::move(claimed)};
}

Bytes letter(char which, ByteView rest) {
  Bytes frame(1, static_cast<std::uint8_t>(which));
  append(frame, rest);
  return frame;
}

/// `84 32 01 0C 14 amount4 number4`: an increase, as fee_control seals it (seal/recipes), and whether it opens the account.
Bytes increase(const CreditOrder& order) {
  Bytes message{0x84, 0x32, 0x01, 0x0C, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(order.opens ? 1 : 0)};
  put_be32(message.data() + 5, static_cast<std::uint32_t>(order.amount.minor()));
  put_be32(message.data() + 9, order.count.value());
  return message;
}

Challenge thrown(Random& random) {
  Challenge challenge{};
  random.fill(challenge);
  return challenge;
}

/// `meter8 number4 credited4 remaining4 last4`.
Statement report_in(ByteView image) {
  Statement report;
  report.returned.meter = MeterNumber::from(get_be64(image.data()));
  report.returned.count = report.registers.last_count = SequenceNumber{get_be32(image.data() + 8)};
  report.registers.credited = Money::minor(get_be32(image.data() + 12));
  report.returned.remaining = Money::minor(get_be32(image.data() + 16));
  report.registers.last_amount = Money::minor(get_be32(image.data() + 20));
  report.registers.last_applied = report.returned.count == SequenceNumber{} ? user_card::Applied::nothing : user_card::Applied::credit;
  constexpr std::int64_t exact = 100'000;
  report.registers.balance_e5 = report.returned.remaining.minor() * exact;
  report.registers.used_e5 = (report.registers.credited - report.returned.remaining).minor() * exact;
  report.registers.states = user_card::state::account_open;
  report.returned_image = to_bytes(image);
  return report;
}

Dialogue<Statement> ask_report(Meter meter, Challenge challenge) {
  const dialogue::LineFrame question{letter('S', challenge)};
  const auto answer = co_await to_line(question);
  const ByteView received{answer.bytes};
  if (received.size() != 1 + report_bytes + mac_bytes || received[0] != 's')
    co_return error(Fault::wire, "bad_frame", "What came back is no report.", {{"reason", "length"}});
  const Bytes claimed = to_bytes(received.last(mac_bytes));
  const auto request = sealed(meter, challenge, to_bytes(received.subspan(1, report_bytes)), claimed);
  const Bytes expected = co_await to_vault(request);
  if (!equal_secret(claimed, expected)) co_return error(Fault::forged, "answer_not_genuine", "The seal of the meter's answer does not fit. Nothing was believed.");
  co_return report_in(received.subspan(1, report_bytes));
}

class HouseLine final : public Driver {
 public:
  std::string_view protocol() const override { return "house-line"; }

  /// For `kwota frame decode`: the letter and what stands behind it.
  Result<boost::json::object> frame_in_words(ByteView bytes) const override {
    if (bytes.empty()) return error(Fault::wire, "bad_frame", "There is no letter.", {{"reason", "length"}});
    return boost::json::object{{"letter", std::string(1, static_cast<char>(bytes[0]))}, {"bytes", to_hex(bytes.subspan(1))}};
  }

  Dialogue<Statement> read_statement(Meter meter, Random& random) const override { return ask_report(std::move(meter), thrown(random)); }

  /// Believes the meter's sealed report alone.
  Dialogue<Delivered> credit(Meter meter, CreditOrder order, Random& random) const override {
    return bring(std::move(meter), std::move(order), thrown(random), thrown(random));
  }

  /// The prices of this meter are printed on it.
  Dialogue<PricesHeld> write_prices(Meter, PriceOrder order, Random&) const override {
    PricesHeld held;
    held.was_there = true;
    held.from = order.now;
    co_return held;
  }

 private:
  static Dialogue<Delivered> bring(Meter meter, CreditOrder order, Challenge challenge, Challenge after) {
    const Bytes message = increase(order);
    const auto request = sealed(meter, challenge, message);
    const Bytes mac = co_await to_vault(request);
    Bytes rest = to_bytes(challenge);
    append(rest, message);
    append(rest, mac);
    const dialogue::LineFrame frame{letter('C', rest)};
    const auto answer = co_await attempt(to_line(frame));
    const auto report = co_await attempt(ask_report(meter, after));
    Delivered delivered;
    delivered.evidence = "the meter's report after the order";
    if (!report.ok()) {
      delivered.cause = report.error();
      co_return delivered;
    }
    const bool taken = report->returned.count == order.count && (order.opens || report->registers.last_amount == order.amount);
    delivered.outcome = taken ? dialogue::Outcome::done : dialogue::Outcome::not_done;
    if (!taken) delivered.cause = answer.ok() ? error(Fault::meter, "meter_refused", "The meter did not take it.", {{"reason", "other"}}) : answer.error();
    co_return delivered;
  }
};

const HouseLine driver;

}  // namespace

const Driver& house_line = driver;

}  // namespace kwota::lines
