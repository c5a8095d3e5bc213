#include "meter/pump/store.h"

#include "seal/fields/fields.h"

namespace kwota::meter {
namespace {

constexpr fields::Field account_fields[] = {
    KWOTA_FIELD(raw, WellAccount, well, 4),
    KWOTA_FIELD(raw, WellAccount, terminal, 6),
    KWOTA_FIELD(binary, WellAccount, county, 2),
    KWOTA_FIELD(binary, WellAccount, area, 4),
    KWOTA_FIELD(raw, WellAccount, pin, 6),
    KWOTA_FIELD(binary, WellAccount, total, 6),
    KWOTA_FIELD(binary, WellAccount, fault_energy, 6),
    KWOTA_FIELD(binary, WellAccount, run_on, 6),
    KWOTA_FIELD(binary, WellAccount, water, 6),
    KWOTA_FIELD(binary, WellAccount, charged, 8),
    KWOTA_FIELD(binary, WellAccount, counted, 4),
    KWOTA_FIELD(binary, WellAccount, newest, 4),
    KWOTA_FIELD(binary, WellAccount, next_settlement, 4),
    KWOTA_FIELD(binary, WellAccount, changes_acknowledged, 4),
    KWOTA_FIELD(binary, WellAccount, faults_acknowledged, 4),
    KWOTA_FIELD(binary, WellAccount, other_module, 1),
};

PumpStore::AccountSlots::Image encode(const WellAccount& account) {
  PumpStore::AccountSlots::Image image{};
  fields::write(account_fields, &account, image);
  return image;
}

PumpStore::ReleasedSlots::Image encode(const Released& released) {
  PumpStore::ReleasedSlots::Image image{};
  pump::encode_into(MutableBytes{image}.first(pump::HungRecord::size), released.record);
  image.back() = released.acknowledged ? 1 : 0;
  return image;
}

std::optional<Released> decode_released(const PumpStore::ReleasedSlots::Image& image) {
  std::optional<Released> released{Released{.record = {}, .acknowledged = image.back() != 0}};
  if (!pump::decode_into(released->record, ByteView{image}.first(pump::HungRecord::size))) released.reset();
  return released;
}

PumpStore::BlackListSlots::Image encode(const PumpStore::BlackList& list) {
  PumpStore::BlackListSlots::Image image{};
  put_be16(image.data(), list.edition);
  put_be16(image.data() + 2, list.count);
  put_be16(image.data() + 4, list.first);
  return image;
}
std::optional<PumpStore::BlackList> decode_black_list(const PumpStore::BlackListSlots::Image& image) {
  return PumpStore::BlackList{get_be16(image.data()), get_be16(image.data() + 2), get_be16(image.data() + 4)};
}

constexpr std::size_t place_of_card(const PumpStore::BlackList& list, std::size_t index) {
  return PumpStore::black_cards_at + (list.first + index) * sizeof(CardSerial);
}

/// How ready a slot is to be given away; 0: not at all.
int readiness(const Watering& watering) {
  if (watering.is_none()) return 3;
  if (!watering.hangs()) return 2;
  return watering.acknowledged ? 1 : 0;
}

}  // namespace

PumpStore::PumpStore(Storage& storage)
    : storage_(storage),
      account_slots_(storage, account_at),
      parameter_slots_(storage, parameters_at),
      price_slots_(storage, prices_at),
      journal_slots_(storage, journal_at),
      black_list_slots_(storage, black_list_at),
      months_(storage, months_at),
      faults_(storage, faults_at),
      parameter_records_(storage, records_at),
      usage_(storage, usage_at),
      tools_used_(storage, tools_at) {}

void PumpStore::load() {
  prepared_ = {};
  black_list_ = black_list_slots_.load(&decode_black_list).value_or(BlackList{});
  months_.load();
  faults_.load();
  parameter_records_.load();
  usage_.load();
  tools_used_.load();
}

bool PumpStore::read(WellAccount& account) {
  AccountSlots::Image image{};
  if (!account_slots_.read(image)) return false;
  fields::read(account_fields, image, &account);
  return true;
}
bool PumpStore::save(const WellAccount& account) { return account_slots_.save(encode(account)); }
PumpParameters PumpStore::parameters() { return parameter_slots_.load(&decode_pump_parameters).value_or(PumpParameters{}); }
bool PumpStore::save(const PumpParameters& parameters) { return parameter_slots_.save(encode(parameters)); }
void PumpStore::read(Prices& prices) {
  PriceSlots::Image image{};
  prices = {};
  if (price_slots_.read(image)) decode(image, prices);
}
bool PumpStore::save(const Prices& prices) { return price_slots_.save(encode(prices)); }
Watering PumpStore::journal() {
  WateringSlots::Image image{};
  return journal_slots_.read(image) ? decode_watering(image) : Watering{};
}
bool PumpStore::save_journal(const Watering& watering) { return journal_slots_.save(encode(watering)); }

Watering PumpStore::hung(std::size_t index) {
  WateringSlots slot{storage_, hung_at + index * WateringSlots::storage_size};
  WateringSlots::Image image{};
  return slot.read(image) ? decode_watering(image) : Watering{};
}

bool PumpStore::save_hung(std::size_t index, const Watering& watering) {
  WateringSlots slot{storage_, hung_at + index * WateringSlots::storage_size};
  slot.find();
  return slot.save(encode(watering));
}

std::optional<pump::UsageRecord> PumpStore::used(std::uint32_t place) const {
  const auto image = usage_.numbered(place);
  return image ? pump::decode_usage(*image) : std::nullopt;
}

std::optional<std::size_t> PumpStore::free_hung() {
  std::optional<std::size_t> best;
  int best_readiness = 0;
  std::uint32_t oldest = 0;
  for (std::size_t index = 0; index < hung_kept; ++index) {
    const Watering watering = hung(index);
    const int ready = readiness(watering);
    if (ready == 0 || ready < best_readiness || (ready == best_readiness && watering.place >= oldest)) continue;
    best = index;
    best_readiness = ready;
    oldest = watering.place;
  }
  return best;
}

std::size_t PumpStore::hung_unread() {
  std::size_t count = 0;
  for (std::size_t index = 0; index < hung_kept; ++index) count += readiness(hung(index)) == 0 ? 1 : 0;
  return count;
}

std::optional<Released> PumpStore::released(std::size_t index) {
  ReleasedSlots slot{storage_, released_at + index * ReleasedSlots::storage_size};
  return slot.load(&decode_released);
}

bool PumpStore::save_released(std::size_t index, const Released& released) {
  ReleasedSlots slot{storage_, released_at + index * ReleasedSlots::storage_size};
  slot.find();
  return slot.save(encode(released));
}

bool PumpStore::stands_in(const BlackList& list, const CardSerial& card) const {
  CardSerial entry;
  for (std::size_t i = 0; i < list.count; ++i) {
    storage_.read(place_of_card(list, i), entry.bytes);
    if (entry == card) return true;
  }
  return false;
}

bool PumpStore::prepare_black_list(std::uint16_t edition, bool anew) {
  if (edition < black_list_.edition) return false;
  prepared_ = black_list_;
  if (anew && edition > black_list_.edition) {
    prepared_.count = 0;
    prepared_.first = static_cast<std::uint16_t>(black_list_max - prepared_.first);
  }
  prepared_.edition = edition;
  return true;
}

/// Behind the end of the list in force, or in the other half: what is written here stands in no list yet.
bool PumpStore::prepare(const CardSerial& card) {
  if (stands_in(prepared_, card)) return true;
  if (prepared_.count == black_list_max) return false;
  storage_.write(place_of_card(prepared_, prepared_.count++), card.bytes);
  return true;
}

bool PumpStore::enforce_black_list() {
  storage_.flush();
  if (!black_list_slots_.save(encode(prepared_))) return false;
  black_list_ = prepared_;
  prepared_ = {};
  return true;
}

}  // namespace kwota::meter
