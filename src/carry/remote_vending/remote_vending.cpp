#include "carry/remote_vending/remote_vending.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/remote_vending/asking.h"
#include "carry/remote_vending/sealed.h"

namespace kwota::dlt645 {

using dialogue::attempt;
using dialogue::ok;
using dialogue::to_vault;

namespace {

std::array<std::uint8_t, 8> factor_of(MeterNumber meter) {
  std::array<std::uint8_t, 8> factor{};
  put_bcd(MutableBytes{factor}.subspan(2), meter.value());
  return factor;
}

seal::Request identity_proof(const Station& station, const Random1& random1) {
  return seal::Authenticate{
      .key = {seal::Purpose::meter_identity, station.key_version}, .serial = {factor_of(station.meter)}, .challenge = random1};
}

seal::Request line_mac(const Station& station, const Session& session, seal::Purpose purpose, Bytes message, Bytes claimed) {
  return seal::LineMac{.key = {purpose, station.key_version},
                       .serial = {factor_of(station.meter)},
                       .challenge = session.random2,
                       .message = std::move(message),
                       .claimed = std::move(claimed)};
}

Error not_genuine() {
  return error(Fault::forged, "answer_not_genuine",
               "The seal of the meter's answer does not fit: somebody else may have answered. Nothing was believed.").trying(Again::if_believed);
}

Error unknown_item(Identifier identifier) {
  return error(Fault::request, "unknown_item", "The table of items has no single value of this name; nothing was asked.",
               {{"item", identifier.text()}}).trying(Again::never);
}

}  // namespace

Dialogue<Mac> sealed(Station station, Session session, seal::Purpose purpose, Bytes message, Bytes claimed) {
  const auto made = co_await to_vault(line_mac(station, session, purpose, std::move(message), std::move(claimed)));
  Mac mac{};
  if (made.size() != mac.size())
    co_return error(Fault::ours, Cause::vault_refused, "The vault gave no seal of four bytes.", {{"reason", "no MAC of four bytes"}});
  std::ranges::copy(made, mac.begin());
  co_return mac;
}

Frame security_frame(const Station& station, Identifier identifier, Bytes body) {
  return request(station.address, function::security, security_request(identifier, station.by, body));
}

// ---- reading

namespace {

/// To meters of 1997 all nines are "any one", and AA is nobody.
Frame question_of_1997(Address address) {
  const Identifier total_register{Edition::y1997, 0x9010};
  return request(address == Address::any() ? Address::broadcast() : address, function::read_1997, wire(total_register));
}

}  // namespace

Dialogue<FoundMeter> find_meter(Address address) {
  constexpr int rounds = 2;  // an answer may be lost
  const Identifier register_2007{Edition::y2007, 0x00010000};
  const std::array questions{request(address, function::read, wire(register_2007)), question_of_1997(address)};
  std::optional<Error> silence;
  for (int i = 0; i < rounds; ++i)
    for (const auto& question : questions) {
      const auto received = co_await attempt(ask(question));
      if (received.ok()) co_return FoundMeter{question.control.function() == function::read ? Edition::y2007 : Edition::y1997, received->address};
      if (received.error().fault != Fault::wire) co_return received.error();
      silence = received.error();
    }
  co_return *silence;
}

Dialogue<Done> why_silent(Address address, Error silence) {
  if (cause_of(silence) != Cause::meter_silent) co_return silence;
  const auto received = co_await attempt(ask(question_of_1997(address)));
  if (!received.ok()) co_return silence;
  co_return error(Fault::meter, "edition_without_orders",
                  "The meter speaks the edition of 1997, which has no credit, orders or sealed values on its line: it was told nothing. It can be read.",
                  {{"meter", received->address.text()}})
      .trying(Again::never);
}

Dialogue<Address> read_address() {
  const auto frame = co_await ask_again(request(Address::any(), function::read_address, Bytes{}));
  Address address;
  if (frame.data.size() != address.bytes.size())
    co_return error(Fault::wire, "bad_frame", "The answer holds no address.", {{"reason", "length"}});
  std::ranges::copy(frame.data, address.bytes.begin());
  co_return address;
}

namespace {

/// Function 01 of the 1997 edition. What a meter of that time tells fits into one frame.
Dialogue<Bytes> read_bytes_1997(Address address, Identifier identifier) {
  const auto frame = co_await ask_again(request(address, function::read_1997, wire(identifier)));
  if (frame.control.more() || frame.data.size() < identifier.bytes())
    co_return error(Fault::wire, "bad_frame", "The parts of the answer do not follow one another.", {{"reason", "sequence"}});
  co_return to_bytes(ByteView{frame.data}.subspan(identifier.bytes()));
}

}  // namespace

Dialogue<Bytes> read_bytes(Address address, Identifier identifier) {
  if (identifier.edition == Edition::y1997) co_return co_await read_bytes_1997(address, identifier);
  auto frame = co_await ask_again(request(address, function::read, wire(identifier)));
  Bytes value = body_of(frame);
  for (std::uint8_t number = 1; frame.control.more(); ++number) {
    Bytes asked = wire(identifier);
    asked.push_back(number);
    frame = co_await ask_again(request(address, function::read_on, asked));
    if (frame.data.size() < identifier_bytes + 1 || frame.data.back() != number || number == 0xFF)
      co_return error(Fault::wire, "bad_frame", "The parts of the answer do not follow one another.", {{"reason", "sequence"}});
    frame.data.pop_back();
    append(value, body_of(frame));
  }
  co_return value;
}

Dialogue<std::vector<ReportedValue>> read_values_of(Address address, Identifier identifier) {
  const auto bytes = co_await read_bytes(address, identifier);
  co_return co_await ok(read_values(identifier, bytes));
}

// ---- sessions

Dialogue<Session> authenticate(Station station, Random1 random1) {
  const auto cipher = co_await to_vault(identity_proof(station, random1));
  Authentication proof;
  if (cipher.size() != proof.cipher.size())
    co_return error(Fault::ours, Cause::vault_refused, "The vault gave no proof of eight bytes.", {{"reason", "no proof"}});
  std::ranges::copy(cipher, proof.cipher.begin());
  proof.random1 = random1;
  proof.factor = factor_of(station.meter);
  const auto frame = co_await ask_ok(security_frame(station, security::authenticate, encode(proof)));
  const auto session = decode_session(body_of(frame));
  if (!session) co_return error(Fault::wire, "bad_frame", "The answer opens no session.", {{"reason", "length"}});
  co_return *session;
}

Dialogue<Account> ask_account(Station station, Session session) {
  const auto frame = co_await ask_again(security_frame(station, security::status, Bytes{}));
  const auto account = decode_account(body_of(frame));
  if (!account) co_return error(Fault::wire, "bad_frame", "The answer is no state of an account.", {{"reason", "length"}});
  const auto remaining = co_await sealed(station, session, seal::Purpose::meter_parameter, mac_of_remaining(account->remaining), to_bytes(account->remaining_mac));
  const auto count = co_await sealed(station, session, seal::Purpose::meter_parameter, mac_of_count(account->count), to_bytes(account->count_mac));
  if (!equal_secret(remaining, account->remaining_mac) || !equal_secret(count, account->count_mac)) co_return not_genuine();
  co_return *account;
}

namespace {

Dialogue<Bytes> read_file(Station station, Session session, std::uint16_t file, std::size_t size) {
  FileMark mark;
  mark.file = file;
  mark.length = static_cast<std::uint16_t>(size);
  const auto frame = co_await ask_again(security_frame(station, security::read_file, encode(mark)));
  auto part = decode_file_part(body_of(frame));
  if (!part || part->mark != mark) co_return error(Fault::wire, "bad_frame", "The answer is no such file.", {{"reason", "length"}});
  const auto mac = co_await sealed(station, session, seal::Purpose::meter_parameter, mac_of_file(mark, part->data), to_bytes(part->mac));
  if (!equal_secret(mac, part->mac)) co_return not_genuine();
  co_return std::move(part->data);
}

Error other_meter(MeterNumber wanted, MeterNumber answered) {
  return error(Fault::meter, "other_meter_answers", "Another meter answers on this line than the books have there. Nothing was believed.",
               {{"wanted", to_text(wanted)}, {"answered", to_text(answered)}}).trying(Again::after_a_person);
}

}  // namespace

Dialogue<StatusReport> read_statement(Station station, Session session) {
  constexpr int tries = 3;
  namespace sfi = user_card::sfi;
  for (int i = 0; i < tries; ++i) {
    StatusReport word;
    word.register_image = co_await read_file(station, session, sfi::register_copy, user_card::RegisterFile::size);
    word.returned_image = co_await read_file(station, session, sfi::returned, user_card::ReturnedFile::size);
    const auto returned = user_card::decode_returned(word.returned_image);
    const auto registers = user_card::decode_registers(word.register_image);
    if (!returned || !registers)
      co_return error(Fault::meter, "bad_statement", "The meter sealed a statement that is none. Nothing was believed.");
    if (returned->meter != station.meter) co_return other_meter(station.meter, returned->meter);
    word.returned = *returned;
    word.registers = *registers;
    if (returned->count == registers->last_count) co_return word;  // else a card brought credit between the two
  }
  co_return error(Fault::meter, "meter_busy", "The meter took credit each time it was asked. Ask it again.");
}

// ---- parameters

namespace {

/// Level, no password, operator.
Bytes head_of(const Station& station, bool enciphered) {
  Bytes head{enciphered ? permission::enciphered : permission::sealed, 0, 0, 0};
  append(head, station.by);
  return head;
}

/// Cipher and seal of it.
Dialogue<Bytes> closed(Station station, Session session, seal::EncipheredCommand command) {
  command.key.version = station.key_version;
  command.serial = {factor_of(station.meter)};
  command.challenge = session.random2;
  const seal::Request asked{std::move(command)};
  auto made = co_await to_vault(asked);
  if (made.size() <= sizeof(Mac))
    co_return error(Fault::ours, Cause::vault_refused, "The vault gave no cipher and seal.", {{"reason", "no cipher"}});
  co_return made;
}

/// A value as it travels to this meter, with its seal.
Dialogue<Bytes> closed_value(Station station, Session session, Identifier identifier, Bytes value, bool enciphered) {
  if (enciphered) {
    seal::EncipheredCommand command;
    command.key.purpose = seal::Purpose::meter_parameter;
    command.header = write_command;
    command.named = wire(identifier);
    command.data = std::move(value);
    co_return co_await closed(station, session, std::move(command));
  }
  const auto mac = co_await sealed(station, session, seal::Purpose::meter_parameter, mac_of_write(identifier, value));
  append(value, mac);
  co_return value;
}

/// An order as it travels to this meter, with its seal.
Dialogue<Bytes> closed_order(Station station, Session session, RelayOrder order) {
  if (station.enciphers) {
    seal::EncipheredCommand command;
    command.key.purpose = seal::Purpose::meter_control;
    command.header = order_command;
    command.data = order.bytes();
    co_return co_await closed(station, session, std::move(command));
  }
  const auto mac = co_await sealed(station, session, seal::Purpose::meter_control, mac_of_order(order));
  Bytes data = order.bytes();
  append(data, mac);
  co_return data;
}

}  // namespace

Dialogue<Done> write_in(Station station, Session session, Identifier identifier, Bytes value) {
  const bool enciphered = station.enciphers && !is_first_class(identifier);
  const auto what = co_await closed_value(station, session, identifier, std::move(value), enciphered);
  Bytes data = wire(identifier);
  append(data, head_of(station, enciphered));
  append(data, what);
  // To write the same value again is harmless.
  co_await ask_again(request(station.address, function::write, std::move(data)));
  co_return Done{};
}

Dialogue<Value> write_item(Station station, Identifier identifier, std::string text, Random1 random1) {
  const auto* item = find_item(identifier);
  if (item == nullptr || is_block(identifier)) co_return unknown_item(identifier);
  const auto value = co_await ok(write_value(*item, text));
  const auto session = co_await authenticate(station, random1);
  co_await write_in(station, session, identifier, value);
  const auto now = co_await read_bytes(station.address, identifier);
  if (!item->runs() && now != value)
    co_return error(Fault::meter, "not_written", "The meter agreed and says another value; look at it before you go on.",
                    {{"item", std::string{item->name}}}).trying(Again::never);
  co_return co_await ok(read_value(*item, now));
}

// ---- tool cards that are good no more

Dialogue<Done> bring_void_list(Station station, std::vector<user_card::VoidFile> pages, Random1 random1) {
  const auto session = co_await authenticate(station, random1);
  for (const auto& page : pages) {
    const auto image = *user_card::encode(page);
    Bytes what = to_bytes(image);
    const auto mac = co_await sealed(station, session, seal::Purpose::meter_parameter, mac_of_write(security::void_cards, what));
    append(what, mac);
    co_await ask_again(security_frame(station, security::void_cards, std::move(what)));
  }
  co_return Done{};
}

// ---- the relay

namespace {

bool carried_out(std::uint8_t order, const Relay& relay) {
  switch (order) {
    case 0x1A: return relay.open;
    case 0x1C: return !relay.open;
    case 0x3A: return relay.protected_;
    case 0x3B: return !relay.protected_;
    default: return true;  // 1B permits; whether somebody closes is his affair
  }
}

}  // namespace

Dialogue<RunState> read_run_state(Address address) {
  const Identifier status{Edition::y2007, 0x04000503};
  const auto bytes = co_await read_bytes(address, status);
  const auto value = read_value(*find_item(status), bytes);
  const auto* word = value.ok() ? value->if_a<StatusWord>() : nullptr;
  const auto state = word == nullptr ? std::nullopt : word->run_state();
  if (!state) co_return error(Fault::wire, "bad_frame", "The answer is no status word.", {{"reason", "length"}});
  co_return *state;
}

Dialogue<Relay> switch_relay(Station station, RelayOrder order, Random1 random1) {
  const auto session = co_await authenticate(station, random1);
  const auto what = co_await closed_order(station, session, order);
  Bytes data = head_of(station, station.enciphers);
  append(data, what);
  // To repeat an order is harmless, and the status is what counts.
  co_await ask_again(request(station.address, function::control, std::move(data)));
  const auto state = co_await read_run_state(station.address);
  const Relay relay{state.relay_open, state.ordered_open, state.power_protected};
  if (!carried_out(order.order, relay))
    co_return error(Fault::meter, "order_not_carried_out",
                    "The meter took the order, and its status says otherwise. Look at the contactor.",
                    {{"order", fmt::format("{:02X}", order.order)}}).trying(Again::never);
  co_return relay;
}

}  // namespace kwota::dlt645
