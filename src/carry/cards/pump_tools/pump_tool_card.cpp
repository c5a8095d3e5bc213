#include "carry/cards/pump_tools/pump_tool_card.h"

#include <algorithm>

#include "carry/cards/common/application.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/purse_card/purse_commands.h"

namespace kwota::cards {
namespace {

namespace row = pump::collect_row;

constexpr std::uint8_t maintenance_key = 0x01, order_file = 0x01, answer_file = 0x02, serial_file = 0x15;
constexpr std::size_t order_bytes = 250;
constexpr std::uint16_t no_record = 0x6A83;

constexpr iso7816::File under_maintenance(std::uint8_t sfi, iso7816::FileKind kind, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .kind = kind, .bytes = static_cast<std::uint16_t>(bytes), .read = iso7816::always, .write = iso7816::always,
          .write_protection = iso7816::Protection::mac, .write_key = maintenance_key, .read_mac_offered = true, .read_key = maintenance_key,
          .name = name};
}

constexpr std::array keys_of_the_card{
    application_keys[0],  // master
    application_keys[1],  // card authentication
    CardKey{{.id = maintenance_key, .type = iso7816::KeyType::line_protection, .usage = iso7816::always, .change = access::master, .tries = 15,
             .name = "maintenance"},
            seal::Purpose::maintenance},
};
constexpr std::array files_of_the_card{
    under_maintenance(order_file, iso7816::FileKind::transparent, order_bytes, "order to the pump"),
    under_maintenance(answer_file, iso7816::FileKind::fixed_record, row::head << 8 | row::size, "answer of the pump"),
    under_maintenance(serial_file, iso7816::FileKind::transparent, sizeof(CardSerial), "serial"),
};
constexpr std::array<std::uint8_t, 5> application_name{0x4B, 0x57, 0x4F, 0x54, 0x41};  // "KWOTA"

Dialogue<Done> put_serial(CardKeys keys) {
  const Bytes serial = to_bytes(keys.serial.bytes);
  const Bytes stands = co_await read_file(serial_file, serial.size());
  if (stands != serial) co_await write_file(keys, seal::Purpose::maintenance, serial_file, serial);
  co_return Done{};
}

/// `over`: the row that is written again; none: one more.
Dialogue<Done> put_empty_row(CardKeys keys, std::optional<std::uint8_t> over) {
  const Bytes empty(row::size, std::uint8_t{0});
  const Challenge4 challenge = co_await fresh_challenge();
  seal::LineMac request{.key = keys.key(seal::Purpose::maintenance), .serial = keys.serial, .challenge = challenge};
  request.message = record_message(answer_file, over, empty);
  const Bytes mac = co_await to_vault(request);
  co_await transmit_ok(write_record(answer_file, over, empty, mac));
  co_return Done{};
}

Dialogue<Done> refuse_unread_answer() {
  const auto head = co_await transmit(read_record(answer_file, row::head));
  const bool unread = head.sw.ok() && std::ranges::any_of(head.data, [](std::uint8_t byte) { return byte != 0; });
  if (unread)
    co_return error(Fault::card, "tool_answer_unread", "This card carries a pump's answer that nobody has taken in. Nothing was written. Take it in first.");
  co_return Done{};
}

Dialogue<Done> put_rows(CardKeys keys) {
  for (std::uint8_t number = 1; number <= row::head; ++number) {
    const auto there = co_await transmit(read_record(answer_file, number));
    if (there.sw.value == no_record) co_await put_empty_row(keys, std::nullopt);
    else if (!there.sw.ok()) co_return refusal(read_record(answer_file, number), there.sw);
  }
  co_return Done{};
}

}  // namespace

const Product pump_tool_card_product{
    .name = "pump_tool_card",
    .about = "Tool card of a pump crew: one order for pumps, and on a collect card what a pump answers.",
    .root = card_root,
    .application = {.id = application_id, .bytes = 3800, .keys = keys_of_the_card, .files = files_of_the_card, .name = application_name,
                    .shown_sfi = serial_file}};

Dialogue<Done> make_pump_tool_card(CardKeys keys) {
  const auto made = co_await attempt(make_card(&pump_tool_card_product, keys, Bytes{}));
  if (!made.ok()) co_return made.error();
  co_await put_serial(keys);
  co_return Done{};
}

Dialogue<std::vector<Bytes>> read_pump_answer() {
  co_await transmit_ok(select(application_id));
  std::vector<Bytes> rows;
  for (std::uint8_t number = 1; number <= row::head; ++number) {
    auto one = co_await transmit(read_record(answer_file, number));
    if (one.sw.value == no_record) co_return std::vector<Bytes>{};
    if (!one.sw.ok()) co_return refusal(read_record(answer_file, number), one.sw);
    rows.push_back(std::move(one.data));
  }
  co_return rows;
}

Dialogue<Done> empty_pump_answer(CardKeys keys) {
  co_await put_empty_row(keys, row::head);
  co_return Done{};
}

Dialogue<Done> write_pump_tool(PumpToolOrder order) {
  const auto there = co_await transmit(select(application_id));
  if (there.sw.ok()) co_await refuse_unread_answer();
  co_await make_pump_tool_card(order.keys);
  if (order.collects) co_await put_rows(order.keys);
  co_await write_file(order.keys, seal::Purpose::maintenance, order_file, order.frame);
  const Bytes stands = co_await read_file(order_file, order.frame.size());
  if (stands != order.frame) co_return read_back_differs(order_file);
  co_return Done{};
}

}  // namespace kwota::cards
