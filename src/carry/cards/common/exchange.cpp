#include "carry/cards/common/exchange.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "carry/cards/common/application.h"
#include "carry/cards/common/names.h"

namespace kwota::cards {

namespace {

constexpr std::uint16_t more_data = 0x6100, right_length = 0x6C00, tries_left = 0x63C0, key_locked = 0x6983;

bool is(iso7816::StatusWord status, std::uint16_t family) { return (status.value & 0xFF00) == family; }
std::uint8_t low(iso7816::StatusWord status) { return static_cast<std::uint8_t>(status.value & 0xFF); }

iso7816::Command get_response(std::uint8_t length) { return {.cla = 0x00, .ins = 0xC0, .le = length}; }

}  // namespace

bool says_tries_left(iso7816::StatusWord status) { return (status.value & 0xFFF0) == tries_left; }

Result<void> check_length(const Bytes& bytes, std::size_t wanted) {
  if (bytes.size() == wanted) return {};
  return error(Fault::card, "card_answer_short",
               fmt::format("The card answered {} bytes instead of {}; put it down again.", bytes.size(), wanted),
               {{"got", fmt::format("{}", bytes.size())}, {"wanted", fmt::format("{}", wanted)}});
}

namespace {

template <std::size_t size>
Result<std::array<std::uint8_t, size>> exactly(const Bytes& bytes) {
  MUST(check_length(bytes, size));
  std::array<std::uint8_t, size> out{};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

Error not_genuine(const CardSerial& serial) {
  return error(Fault::forged, Cause::card_not_genuine, "The card cannot prove that it is ours; keep it and report it.",
               {{"serial", to_hex(serial.bytes)}});
}

/// `claimed`: only whether it is right is asked.
seal::LineMac line_mac(CardKeys keys, seal::Purpose purpose, const Challenge4& challenge, ByteView message, Bytes claimed = {}) {
  return {.key = keys.key(purpose), .serial = keys.serial, .challenge = challenge, .message = to_bytes(message), .claimed = std::move(claimed)};
}
seal::Authenticate authentication(CardKeys keys, seal::Purpose purpose, const Challenge8& challenge, Bytes claimed = {}) {
  return {.key = keys.key(purpose), .serial = keys.serial, .challenge = challenge, .claimed = std::move(claimed)};
}

}  // namespace

Nonces Nonces::from(Random& random) {
  Nonces nonces;
  random.fill(nonces.authentication);
  random.fill(nonces.purse_before);
  random.fill(nonces.purse);
  random.fill(nonces.returned);
  random.fill(nonces.registers);
  return nonces;
}

Error refusal(const iso7816::Command& command, iso7816::StatusWord status) {
  const auto text = fmt::format("{:04X}", status.value);
  return error(Fault::card, Cause::card_refused,
               fmt::format("The card refused {}: {} ({}).", name_of(command), iso7816::meaning(status), text),
               {{"command", name_of(command)}, {"status", text}, {"meaning", std::string{iso7816::meaning(status)}}});
}

Dialogue<iso7816::Response> transmit(iso7816::Command command) { return transmit_to(0, std::move(command)); }

Dialogue<iso7816::Response> transmit_to(std::size_t card, iso7816::Command command) {
  auto response = co_await to_device(card, command);
  if (is(response.sw, right_length)) {
    command.le = low(response.sw);
    response = co_await to_device(card, command);
  }
  while (is(response.sw, more_data)) {
    auto rest = co_await to_device(card, get_response(low(response.sw)));
    append(response.data, rest.data);
    response.sw = rest.sw;
  }
  co_return response;
}

Dialogue<Bytes> transmit_ok(iso7816::Command command) {
  auto response = co_await transmit(command);
  if (!response.sw.ok()) co_return refusal(command, response.sw);
  co_return std::move(response.data);
}

Dialogue<Challenge4> fresh_challenge() {
  const Bytes random = co_await transmit_ok(get_challenge(4));
  co_return co_await ok(exactly<4>(random));
}

Dialogue<Done> authenticate(CardKeys keys, seal::Purpose purpose, std::uint8_t key_id) {
  const Bytes random = co_await transmit_ok(get_challenge(8));
  const Challenge8 challenge = co_await ok(exactly<8>(random));
  const Bytes answer = co_await to_vault(authentication(keys, purpose, challenge));
  const auto command = external_authenticate(key_id, answer);
  const auto response = co_await transmit(command);
  if (response.sw.value == key_locked)
    co_return error(Fault::card, "card_key_locked", "A key of the card is locked after too many wrong tries; replace the card.",
                    {{"key", std::string{seal::name_of(purpose)}}});
  if (says_tries_left(response.sw)) {
    const auto tries = fmt::format("{}", response.sw.value & 0x0F);
    co_return error(Fault::card, Cause::card_key_differs, fmt::format("The card has another key than we; {} tries are left.", tries),
                    {{"key", std::string{seal::name_of(purpose)}}, {"tries", tries}});
  }
  if (!response.sw.ok()) co_return refusal(command, response.sw);
  co_return Done{};
}

Dialogue<Done> check_genuine(CardKeys keys, Challenge8 random) {
  const Bytes answer = co_await transmit_ok(internal_authenticate(key_id::card_authentication, random));
  const Bytes expected = co_await to_vault(authentication(keys, seal::Purpose::card_authentication, random, answer));
  if (!equal_secret(answer, expected)) co_return not_genuine(keys.serial);
  co_return Done{};
}

Dialogue<std::uint8_t> find_version(CardSerial serial, std::vector<std::uint8_t> versions, Challenge8 random) {
  const Bytes answer = co_await transmit_ok(internal_authenticate(key_id::card_authentication, random));
  for (const auto version : versions) {
    const CardKeys keys{serial, version};
    const auto expected = co_await attempt(to_vault(authentication(keys, seal::Purpose::card_authentication, random, answer)));
    if (expected.ok() && equal_secret(answer, *expected)) co_return version;
    if (!expected.ok() && cause_of(expected.error()) != Cause::key_missing) co_return expected.error();
  }
  co_return not_genuine(serial);
}

Dialogue<Bytes> read_file(std::uint8_t sfi, std::size_t bytes) { return read_file_of(0, sfi, bytes); }

Dialogue<Bytes> read_file_of(std::size_t card, std::uint8_t sfi, std::size_t bytes) {
  const auto command = read_binary(sfi, static_cast<std::uint8_t>(bytes));
  auto answer = co_await transmit_to(card, command);
  if (!answer.sw.ok()) co_return refusal(command, answer.sw);
  co_await ok(check_length(answer.data, bytes));
  co_return std::move(answer.data);
}

Dialogue<Bytes> read_file_with_mac(CardKeys keys, std::uint8_t sfi, std::size_t bytes, Challenge4 random) {
  const std::vector<std::uint8_t> only(1, keys.version);
  auto file = co_await read_file_under_any(keys.serial, only, sfi, bytes, random);
  co_return std::move(file.content);
}

Dialogue<ProvenFile> read_file_under_any(CardSerial serial, std::vector<std::uint8_t> versions, std::uint8_t sfi,
                                         std::size_t bytes, Challenge4 random) {
  auto content = co_await transmit_ok(read_binary_with_mac(sfi, static_cast<std::uint8_t>(bytes), random));
  constexpr std::size_t mac_bytes = std::tuple_size_v<Mac4>;
  co_await ok(check_length(content, bytes + mac_bytes));
  const Bytes mac = to_bytes(ByteView{content}.last(mac_bytes));
  content.resize(bytes);
  for (const auto version : versions) {
    const CardKeys keys{serial, version};
    const Bytes expected = co_await to_vault(line_mac(keys, seal::Purpose::credit, random, content, mac));
    if (!equal_secret(mac, expected)) continue;
    ProvenFile file;
    file.content = std::move(content);
    file.version = version;
    co_return file;
  }
  co_return error(Fault::forged, Cause::card_answer_forged, "What the card answered was changed on the way; use another reader.",
                  {{"file", std::string{file_name(sfi)}}});
}

Dialogue<iso7816::Command> sealed_update(CardKeys keys, seal::Purpose purpose, std::uint8_t sfi, Bytes content) {
  const Challenge4 challenge = co_await fresh_challenge();
  const Bytes mac = co_await to_vault(line_mac(keys, purpose, challenge, update_message(sfi, content)));
  co_return update_binary(sfi, content, mac);
}

Dialogue<Done> write_file(CardKeys keys, seal::Purpose purpose, std::uint8_t sfi, Bytes content) {
  const auto command = co_await sealed_update(keys, purpose, sfi, content);
  co_await transmit_ok(command);
  co_return Done{};
}

Error read_back_differs(std::uint8_t file) {
  return error(Fault::card, "card_read_back_differs",
               fmt::format("The card does not hold the {} that was written.", file_name(file)), {{"file", file_name(file)}});
}

Error cannot_hold(std::uint8_t file) {
  return error(Fault::request, "bad_credit_order", fmt::format("The {} file cannot hold these values.", file_name(file)),
               {{"file", file_name(file)}});
}

Dialogue<Done> write_and_compare(CardKeys keys, std::uint8_t sfi, Bytes image) {
  co_await write_file(keys, seal::Purpose::credit, sfi, image);
  const Bytes stands = co_await read_file(sfi, image.size());
  if (stands != image) co_return read_back_differs(sfi);
  co_return Done{};
}

}  // namespace kwota::cards
