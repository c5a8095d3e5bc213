#include "work/key_office/card_care.h"

#include <algorithm>

#include "base/ids_text.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "keys/office/tree.h"

namespace kwota::key_office {

std::int64_t issuing_version(const books::Reader& books, std::int64_t asked) {
  if (asked > 0) return asked;
  std::int64_t newest = 0;
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.vault == keys::office_vault && row.purpose == seal::name_of(seal::Purpose::seed) && row.state == books::KeyStatus::active)
      newest = std::max(newest, row.version);
  return newest > 0 ? newest : keys::newest_version(books, keys::office_vault, seal::Purpose::seed);
}

Result<key_cards::CardCare> care_of(const books::Reader& books, const std::string& serial) {
  MUST(keys::check_device(books, serial));
  TRY(device, keys::known_device(books, serial));
  const auto mother = device.kind == books::KeyDeviceKind::control ? books.find<books::KeyDevice>(device.pair) : std::nullopt;
  TRY(above, keys::factors_above(books.only<books::KeyFactors>(), device.kind, mother ? std::optional{mother->kind} : std::nullopt));
  TRY(parsed, parse_card_serial(serial));
  return key_cards::CardCare{parsed, above};
}

Result<std::vector<CardSerial>> voided_serials(const books::Reader& books) {
  std::vector<CardSerial> out;
  for (const auto& text : keys::void_list(books)) {
    TRY(serial, parse_card_serial(text));
    out.push_back(serial);
  }
  return out;
}

}  // namespace kwota::key_office
