#include "carry/cards/house_card.h"

#include <fmt/format.h>

#include <algorithm>

#include "carry/cards/common/structure.h"

namespace kwota::cards {
namespace {

using house_card::product;

/// `amount4 number4`, as the purse of every card that fee_control seals (seal/recipes).
Bytes purse_of(const Delivery& delivery) {
  const auto image = user_card::encode(user_card::PurseFile{delivery.amount, delivery.n});
  return image ? to_bytes(*image) : Bytes{};
}

/// `county4 meter8 customer8 key-version1 1`.
Bytes holder_of(const Delivery& delivery, const Holder& holder) {
  Bytes image(house_card::holder_bytes);
  put_be32(image.data(), holder.county);
  put_be64(image.data() + 4, delivery.meter.value());
  put_be64(image.data() + 12, delivery.customer.value());
  image[20] = delivery.keys.version;
  image[21] = 1;
  return image;
}

/// `meter8 number4 credited4 remaining4 last4`; zeros: the meter has not written.
std::optional<MeterReport> report_in(const Bytes& image) {
  if (std::ranges::all_of(image, [](std::uint8_t byte) { return byte == 0; })) return std::nullopt;
  MeterReport report;
  report.returned.meter = MeterNumber::from(get_be64(image.data()));
  report.returned.count = report.registers.last_count = SequenceNumber{get_be32(image.data() + 8)};
  report.registers.credited = Money::minor(get_be32(image.data() + 12));
  report.returned.remaining = Money::minor(get_be32(image.data() + 16));
  report.registers.last_amount = Money::minor(get_be32(image.data() + 20));
  report.registers.last_applied = user_card::Applied::credit;
  constexpr std::int64_t exact = 100'000;
  report.registers.balance_e5 = report.returned.remaining.minor() * exact;
  report.registers.used_e5 = (report.registers.credited - report.returned.remaining).minor() * exact;
  report.registers.states = user_card::state::account_open;
  report.returned_image = image;
  return report;
}

dialogue::JournalNote about_to_write(const Delivery& delivery) {
  return dialogue::JournalNote{"write_credit",
                               {{"sale", delivery.sale},
                                {"card", to_hex(delivery.keys.serial.bytes)},
                                {"n", fmt::format("{}", delivery.n.value())},
                                {"amount", fmt::format("{}", delivery.amount.minor())}}};
}

/// Journal, purse, and what the card itself proves to hold then.
Dialogue<Written> commit(Delivery delivery) {
  const Bytes image = purse_of(delivery);
  co_await to_journal(about_to_write(delivery));
  const auto sent = co_await attempt(write_file(delivery.keys, seal::Purpose::credit, house_card::purse, image));
  const auto stands = co_await attempt(read_file_with_mac(delivery.keys, house_card::purse, image.size(), delivery.nonces.purse));
  Written written;
  if (!stands.ok()) {
    written.evidence = "the card did not say what it holds";
    written.cause = stands.error();
    co_return written;
  }
  written.outcome = *stands == image ? Outcome::done : Outcome::not_done;
  written.evidence = "read back with MAC";
  if (written.outcome == Outcome::not_done) written.cause = sent.ok() ? read_back_differs(house_card::purse) : sent.error();
  co_return written;
}

/// Before the purse: nothing was sent, and only an earlier attempt may have reached the card.
Written not_begun(const Delivery& delivery, Error cause) {
  Written written;
  written.outcome = delivery.first_attempt ? Outcome::not_done : Outcome::in_doubt;
  written.evidence = "the command with the purse was not sent";
  written.cause = std::move(cause);
  return written;
}

Dialogue<Done> open_for_seller(CardKeys keys) {
  co_await transmit_ok(select(house_card::directory));
  co_await authenticate(keys, seal::Purpose::seller_authentication, key_id::seller);
  co_return Done{};
}

/// What was returned stands in the books: the meter takes credit when its report is gone.
iso7816::Command empty_report() {
  return {.cla = 0x00, .ins = 0xD6, .p1 = 0x80 | house_card::report, .p2 = 0x00, .data = Bytes(house_card::report_bytes)};
}

Dialogue<Done> prepare(Delivery delivery, Bytes report_stored) {
  co_await open_for_seller(delivery.keys);
  const Bytes report = co_await read_file(house_card::report, house_card::report_bytes);
  if (report != report_stored) co_return error(Fault::card, "returned_data_unknown", "The meter has written data that is not stored yet; read the card again.");
  co_await transmit_ok(empty_report());
  co_return Done{};
}

Dialogue<Done> make(CardKeys keys) {
  co_await make_card(&product, keys, Bytes{});
  co_await open_for_seller(keys);
  co_return Done{};
}

class HouseCards final : public Family {
 public:
  std::string_view name() const override { return product.name; }

  std::span<const Product* const> products() const override {
    static constexpr std::array all{&product};
    return all;
  }

  /// The holder file, written last, decides.
  Dialogue<std::optional<Recognition>> recognise(Glance& glance) const override {
    const bool is_there = co_await glance.has(house_card::directory);
    if (!is_there) co_return std::nullopt;
    const auto holder = co_await glance.file(house_card::holder, house_card::holder_bytes);
    Recognition seen;
    seen.serial = glance.serial();
    seen.family = this;
    seen.condition = CardCondition::half_personalised;
    if (!holder.sw.ok() || holder.data.size() != house_card::holder_bytes || holder.data.back() == 0) co_return seen;
    seen.product = &product;
    seen.county = get_be32(holder.data.data());
    seen.condition = seen.county == glance.county() ? CardCondition::ours : CardCondition::other_county;
    co_return seen;
  }

  Dialogue<Contents> read(Reading reading) const override {
    if (reading.proof == Proof::with_keys && !reading.versions.empty())
      reading.keys.version = co_await find_version(reading.keys.serial, reading.versions, reading.nonces.authentication);
    Contents contents;
    contents.serial = reading.keys.serial;
    contents.key_version = contents.credit_version = reading.keys.version;
    const Bytes purse = co_await read_file_with_mac(reading.keys, house_card::purse, user_card::PurseFile::size, reading.nonces.purse);
    if (const auto there = user_card::decode_purse(purse)) contents.credit = CreditOnCard{there->amount, there->count};
    const Bytes holder = co_await read_file(house_card::holder, house_card::holder_bytes);
    contents.meter = MeterNumber::from(get_be64(holder.data() + 4));
    contents.customer = CustomerNumber::from(get_be64(holder.data() + 12));
    contents.as_read = co_await read_file(house_card::report, house_card::report_bytes);
    contents.report = report_in(contents.as_read);
    co_return contents;
  }

  Dialogue<Written> write_credit(Delivery delivery, Contents on_card) const override {
    const auto prepared = co_await attempt(prepare(delivery, on_card.as_read));
    if (!prepared.ok()) co_return not_begun(delivery, prepared.error());
    co_return co_await commit(delivery);
  }

  Dialogue<Written> issue(Delivery delivery, Holder holder) const override {
    const auto made = co_await attempt(make(delivery.keys));
    if (!made.ok()) co_return not_begun(delivery, made.error());
    auto written = co_await commit(delivery);
    if (written.outcome != Outcome::done) co_return written;
    const Bytes image = holder_of(delivery, holder);
    const auto named = co_await attempt(write_and_compare(delivery.keys, house_card::holder, image));
    if (named.ok()) co_return written;
    written.outcome = Outcome::in_doubt;
    written.cause = named.error();
    co_return written;
  }
};

const HouseCards family_of_the_house;

}  // namespace

const Family& house_card_family = family_of_the_house;

}  // namespace kwota::cards
