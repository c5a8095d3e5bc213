// An opened mother card and PSAM that are sent anything at all: no key of theirs comes out in the clear, the transaction counter never
// goes back, and what they store can be read again. Input: commands, each with one length byte before it.
#include <algorithm>
#include <cstdlib>

#include "base/random.h"
#include "carry/iso7816/key_usage.h"
#include "sim/card_os/card_os.h"

namespace {

using namespace kwota;
using iso7816::MotherRole;
using iso7816::SamKind;

const Bytes secret = hex("5A0F1E2D3C4B5A69788796A5B4C3D2E1");

sim::KeyRecord key(std::uint8_t id, std::uint8_t type, std::uint8_t usage, std::uint8_t version) {
  return {.id = id, .type = type, .usage = {usage}, .change = {version}, .x = 0xFF, .y = 0xFF, .value = secret};
}

sim::ElementaryFile file(std::uint8_t id, std::uint16_t bytes) {
  sim::ElementaryFile made{.id = id, .size = bytes, .read = iso7816::always, .write = iso7816::never};
  made.content.resize(bytes);
  return made;
}

/// The PIN state is what everything asks for; the input gives the PIN itself, or not.
sim::CardState key_card() {
  constexpr std::uint8_t in_pin_state = 1;
  auto card = sim::blank_card(CardSerial{{0x20, 0x26, 0x11, 0x20, 0, 0, 0, 7}}, secret);
  sim::Directory application{.id = 0xDF02, .space = 4096, .create = iso7816::never, .erase = iso7816::never};
  application.key_file = sim::KeyFile{.size = 2048, .add = iso7816::always, .keys = {}};
  auto& keys = application.key_file->keys;
  keys.push_back(key(0x00, 0xF9, 0xF0, 0xF0));
  keys.push_back(key(0x00, 0xF6, 0xF0, 0xF0));
  keys.push_back({.id = 1, .type = 0x3A, .usage = iso7816::always, .change = iso7816::never, .x = 1, .y = 0xFF, .value = hex("313131313131")});
  for (const auto role : {MotherRole::masters_targets, MotherRole::seals_files, MotherRole::passed_on})
    keys.push_back(key(static_cast<std::uint8_t>(role), 0xF3, iso7816::PassingRule{role, 0, in_pin_state}.byte(), 1));
  for (const auto kind : {SamKind::purchase, SamKind::mac_and_encrypt, SamKind::credit, SamKind::return_data, SamKind::load})
    keys.push_back(key(iso7816::sam_usage(kind, 1), 0xE0, 0xF0, 1));
  application.files = {file(0x16, 6), file(0x18, 4), file(0x19, 16)};
  application.files.push_back({.id = 0x1A, .kind = iso7816::FileKind::fixed_record, .size = 0x2008, .read = iso7816::always, .write = iso7816::never});
  card.mf.directories.push_back(std::move(application));
  return card;
}

std::uint32_t counter(const sim::CardOs& card) { return get_be32(card.state().mf.directories.at(0).files.at(1).content.data()); }

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView input{data, size};
  SeededRandom random{7};
  auto card = sim::card_in_memory(key_card(), random);
  require(card.execute(hex("00A4000002DF02")).ok());
  while (!input.empty()) {
    const std::size_t length = std::min<std::size_t>(input[0], input.size() - 1);
    const auto before = counter(card);
    const auto answer = card.execute(input.subspan(1, length));
    input = input.subspan(1 + length);
    require(answer.ok() && answer->sw.value >= 0x6100);
    require(std::search(answer->data.begin(), answer->data.end(), secret.begin(), secret.begin() + 8) == answer->data.end());
    require(counter(card) >= before);
  }
  require(sim::decode_card(sim::encode_card(card.state())).value() == card.state());
  return 0;
}
