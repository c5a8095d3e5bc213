#include "carry/cards/key_cards/key_card.h"

#include <algorithm>
#include <cassert>

namespace kwota::key_cards {

namespace {

constexpr std::uint8_t layout = 0x01;

struct KindRow {
  KeyCardKind kind;
  const cards::Product* product;
  std::optional<KeyCardKind> issuer;
};

constexpr std::array rows{
    KindRow{KeyCardKind::officer, &officer_card, std::nullopt},
    KindRow{KeyCardKind::master_control, &master_control_card, std::nullopt},
    KindRow{KeyCardKind::province, &province_card, KeyCardKind::master_control},
    KindRow{KeyCardKind::county, &county_card, KeyCardKind::province},
    KindRow{KeyCardKind::control, &control_card, std::nullopt},
    KindRow{KeyCardKind::user_mother, &user_mother_card, KeyCardKind::county},
    KindRow{KeyCardKind::psam, &psam_card, KeyCardKind::county},
    KindRow{KeyCardKind::isam, &isam_card, KeyCardKind::county},
    KindRow{KeyCardKind::key_restore, &key_restore_card, KeyCardKind::county},
    KindRow{KeyCardKind::key_modify, &key_modify_card, KeyCardKind::county},
    KindRow{KeyCardKind::load_sam, &load_sam_card, KeyCardKind::county},
    KindRow{KeyCardKind::clear, &clear_card, KeyCardKind::county},
    KindRow{KeyCardKind::handheld_psam, &handheld_psam_card, KeyCardKind::county},
    KindRow{KeyCardKind::pump_psam, &pump_psam_card, KeyCardKind::county},
};
static_assert(rows.size() == key_card_kinds.size());

const KindRow& row_of(KeyCardKind kind) { return rows[static_cast<std::size_t>(kind) - 1]; }

bool is_kind(std::uint8_t byte) { return byte >= 1 && byte <= rows.size(); }

bool opens_with(const KindRow& row, const CardKey& wanted) {
  return std::ranges::any_of(row.product->application.keys, [&](const CardKey& entry) {
    return entry.purpose == wanted.purpose && entry.key.type == wanted.key.type;
  });
}

}  // namespace

std::string_view name_of(KeyCardKind kind) { return row_of(kind).product->name; }

std::optional<KeyCardKind> parse_kind(std::string_view name) {
  const auto found = std::ranges::find_if(rows, [&](const KindRow& row) { return row.product->name == name; });
  if (found == rows.end()) return std::nullopt;
  return found->kind;
}

const cards::Product& product_of(KeyCardKind kind) { return *row_of(kind).product; }
std::optional<KeyCardKind> issuer_of(KeyCardKind kind) { return row_of(kind).issuer; }
bool has_control_card(KeyCardKind kind) { return opens_with(row_of(kind), table::pairing()); }
bool is_terminal(KeyCardKind kind) { return find_file(product_of(kind).application, sfi::terminal_number) != nullptr; }
bool is_for_meters(KeyCardKind kind) { return find_file(product_of(kind).application, user_card::sfi::instruction) != nullptr; }
bool has_pin(KeyCardKind kind) { return !product_of(kind).application.pins.empty(); }

Bytes encode(const Parameters& parameters) {
  Bytes bytes{'K', 'W', layout, static_cast<std::uint8_t>(parameters.kind), parameters.version};
  Bytes code(4);
  put_be32(code.data(), parameters.code);
  append(bytes, code);
  append(bytes, parameters.pair.bytes);
  append(bytes, parameters.issuer.bytes);
  append(bytes, parameters.issued);
  append(bytes, parameters.valid_to);
  bytes.push_back(static_cast<std::uint8_t>(parameters.paired_kind));
  bytes.push_back(parameters.own_version);
  assert(bytes.size() <= parameter_bytes);
  bytes.resize(parameter_bytes);
  return bytes;
}

std::optional<Parameters> decode_parameters(ByteView bytes) {
  if (bytes.size() != parameter_bytes || bytes[0] != 'K' || bytes[1] != 'W' || bytes[2] != layout) return std::nullopt;
  constexpr std::size_t code_at = 5, pair_at = 9, issuer_at = 17, issued_at = 25, valid_at = 29, paired_kind_at = 33,
                        own_version_at = 34;
  if (!is_kind(bytes[3]) || !is_kind(bytes[paired_kind_at])) return std::nullopt;
  Parameters parameters{.kind = static_cast<KeyCardKind>(bytes[3]), .version = bytes[4], .code = get_be32(bytes.data() + code_at),
                        .paired_kind = static_cast<KeyCardKind>(bytes[paired_kind_at]), .own_version = bytes[own_version_at]};
  std::ranges::copy(bytes.subspan(pair_at, serial_bytes), parameters.pair.bytes.begin());
  std::ranges::copy(bytes.subspan(issuer_at, serial_bytes), parameters.issuer.bytes.begin());
  std::ranges::copy(bytes.subspan(issued_at, parameters.issued.size()), parameters.issued.begin());
  std::ranges::copy(bytes.subspan(valid_at, parameters.valid_to.size()), parameters.valid_to.begin());
  return parameters;
}

Bytes card_information(const CardSerial& serial, const Parameters& parameters) {
  Bytes bytes{0x00, 0x00};
  append(bytes, serial.bytes);
  append(bytes, Bytes{parameters.version, static_cast<std::uint8_t>(parameters.kind), 0x00, 0x00});
  return bytes;
}

seal::Factor region_factor(std::uint32_t code) {
  seal::Factor factor{};
  put_be32(factor.data(), code);
  put_be32(factor.data() + 4, code);
  return factor;
}

}  // namespace kwota::key_cards
