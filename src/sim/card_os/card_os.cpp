#include "sim/card_os/card_os.h"

#include <algorithm>
#include <cassert>

#include "base/cause.h"
#include "sim/card_os/dispatch.h"

namespace kwota::sim {
namespace {

Error card_removed() {
  return error(Fault::card, Cause::card_removed, "The card was taken away or lost its power. Put it back: what it holds decides.");
}

}  // namespace

Result<CardOs> CardOs::open(std::shared_ptr<Storage> storage, Random& random) {
  TRY(image, CardMemory(storage).load());
  TRY(card, decode_card(image));
  return CardOs(std::move(storage), std::move(card), random);
}

Bytes CardOs::historical_bytes() const {
  Bytes bytes = to_bytes(view_of("KW"));
  append(bytes, card_.serial.bytes);
  return bytes;
}

Bytes CardOs::atr() const {
  const auto historical = historical_bytes();
  Bytes atr{0x3B, static_cast<std::uint8_t>(0x80 | historical.size()), 0x80, 0x01};
  append(atr, historical);
  std::uint8_t check = 0;
  for (const auto byte : ByteView(atr).subspan(1)) check ^= byte;
  atr.push_back(check);
  return atr;
}

Result<void> CardOs::power_on() {
  TRY(image, CardMemory(storage_).load());
  TRY(card, decode_card(image));
  card_ = std::move(card);
  powered_ = true;
  reset();
  return Done{};
}

void CardOs::power_off() {
  powered_ = false;
  session_ = {};
}

void CardOs::reset() { session_ = {}; }

Result<iso7816::Response> CardOs::execute(ByteView command) {
  if (!powered_) return card_removed();
  const auto decoded = iso7816::decode_command(command);
  if (!decoded.ok()) {
    session_.challenge.clear();
    session_.trade.reset();
    return refuse(0x6700);
  }
  return exchange(*decoded);
}

Result<iso7816::Response> CardOs::exchange(const iso7816::Command& command) {
  if (!powered_) return card_removed();
  CardState next = card_;
  const Session before = session_;
  Context context{.card = next, .session = session_, .challenge = std::exchange(session_.challenge, {}), .trade = std::exchange(session_.trade, std::nullopt),
                  .random = *random_};
  auto response = dispatch(context, command);
  if (next == card_) return response;
  if (const auto stored = CardMemory(storage_).commit(encode_card(next)); !stored.ok()) {
    if (cause_of(stored.error()) == Cause::power_lost) {
      power_off();
      return card_removed();
    }
    session_ = before;
    session_.challenge.clear();
    session_.trade.reset();
    return refuse(0x6581);
  }
  card_ = std::move(next);
  return response;
}

Result<void> store_card(std::shared_ptr<Storage> storage, const CardState& card) {
  return CardMemory(std::move(storage)).commit(encode_card(card));
}

CardOs card_in_memory(const CardState& card, Random& random) {
  const auto storage = std::make_shared<MemoryStorage>(CardMemory::storage_bytes);
  const auto stored = store_card(storage, card);
  assert(stored.ok());
  auto made = CardOs::open(storage, random);
  const auto powered = made->power_on();
  assert(powered.ok());
  return std::move(made).value();
}

Result<CardOs> create_card_file(const std::filesystem::path& path, const CardState& card, Random& random) {
  TRY(file, FileStorage::open(path, CardMemory::storage_bytes));
  const std::shared_ptr<Storage> storage = std::move(file);
  MUST(store_card(storage, card));
  return CardOs::open(storage, random);
}

Result<CardOs> open_card_file(const std::filesystem::path& path, Random& random) {
  TRY(file, FileStorage::open(path, CardMemory::storage_bytes));
  return CardOs::open(std::shared_ptr<Storage>(std::move(file)), random);
}

}  // namespace kwota::sim
