#include "seal/purse_card/files.h"

#include "base/core/luhn.h"
#include "seal/fields/fields.h"

namespace kwota::purse_card {
namespace {

// The tables, in the order of the bytes.

constexpr fields::Field application_fields[] = {
    KWOTA_FIELD(digits, ApplicationFile, issuer, 8),
    KWOTA_FIELD(binary, ApplicationFile, application_type, 1),
    KWOTA_FIELD(binary, ApplicationFile, application_version, 1),
    KWOTA_FIELD(digits, ApplicationFile, serial, 10),
    KWOTA_FIELD(digits, ApplicationFile, valid_from, 4),
    KWOTA_FIELD(digits, ApplicationFile, valid_to, 4),
    KWOTA_FIELD(raw, ApplicationFile, fci, 2),
};
constexpr fields::Field holder_fields[] = {
    KWOTA_FIELD(binary, HolderFile, card_type, 1), KWOTA_FIELD(binary, HolderFile, staff, 1),         KWOTA_FIELD(raw, HolderFile, name, 20),
    KWOTA_FIELD(raw, HolderFile, identity, 16),    KWOTA_FIELD(binary, HolderFile, identity_type, 1),
};
constexpr std::uint8_t areas_head[] = {AreasRecord::number, AreasRecord::size - 3, 0x00};
constexpr fields::Field area(std::size_t index) {
  return fields::field(fields::Form::high_bcd, offsetof(AreasRecord, areas) + index * sizeof(std::uint32_t), sizeof(std::uint32_t), 4);
}
static_assert(AreasRecord::areas_max == 4);
constexpr fields::Field areas_fields[] = {
    KWOTA_FIELD(binary, AreasRecord, count, 1), area(0), area(1), area(2), area(3), KWOTA_FIELD(binary, AreasRecord, price_class, 1),
};
constexpr fields::Field log_fields[] = {
    KWOTA_FIELD(binary, LogRecord, sequence, 2), KWOTA_FIELD(binary, LogRecord, overdraft, 3), KWOTA_FIELD(binary, LogRecord, amount, 4),
    KWOTA_FIELD(binary, LogRecord, type, 1),     KWOTA_FIELD(raw, LogRecord, terminal, 6),     KWOTA_FIELD(digits, LogRecord, moment, 7),
};
constexpr fields::Field proof_fields[] = {
    KWOTA_FIELD(binary, LockProof, state, 1),    KWOTA_FIELD(binary, LockProof, type, 1),   KWOTA_FIELD(binary, LockProof, purse, 1),
    KWOTA_FIELD(binary, LockProof, balance, 4),  KWOTA_FIELD(binary, LockProof, sequence, 2), KWOTA_FIELD(raw, LockProof, terminal, 6),
    KWOTA_FIELD(digits, LockProof, moment, 7),   KWOTA_FIELD(raw, LockProof, x, 4),         KWOTA_FIELD(raw, LockProof, y, 4),
};

// What digits and the width of a field do not say.

bool is_type(TransactionType type) { return transaction_type(static_cast<std::uint8_t>(type)).has_value(); }

bool in_range(const ApplicationFile&) { return true; }
bool in_range(const HolderFile& file) { return file.card_type >= CardType::farmer && file.card_type <= CardType::test; }
bool in_range(const AreasRecord& record) {
  for (std::size_t i = 0; i < record.areas.size(); ++i)
    if ((i < record.count) != (record.areas[i] != 0)) return false;
  return record.count <= AreasRecord::areas_max;
}
bool in_range(const LogRecord& record) { return is_type(record.type); }
bool in_range(const LockProof& proof) {
  const bool state = proof.state == LockState::free || proof.state == LockState::grey || proof.state == LockState::tac_pending;
  return state && is_type(proof.type) && (proof.purse == PurseKind::passbook || proof.purse == PurseKind::purse);
}

template <class File>
std::optional<Image<File>> written(std::span<const fields::Field> table, const File& file, ByteView head = {}) {
  Image<File> image{};
  for (std::size_t i = 0; i < head.size(); ++i) image[i] = head[i];
  const bool good = fields::write(table, &file, MutableBytes{image}.subspan(head.size())) && in_range(file);
  return good ? std::optional{image} : std::nullopt;
}

template <class File>
std::optional<File> taken(std::span<const fields::Field> table, ByteView bytes, ByteView head = {}) {
  std::optional<File> file{File{}};
  bool good = bytes.size() == File::size;
  for (std::size_t i = 0; good && i < head.size(); ++i) good = bytes[i] == head[i];
  if (!good || !fields::read(table, bytes.subspan(head.size()), &*file) || !in_range(*file)) file.reset();
  return file;
}

}  // namespace

std::optional<Image<ApplicationFile>> encode(const ApplicationFile& file) { return written(application_fields, file); }
std::optional<Image<HolderFile>> encode(const HolderFile& file) { return written(holder_fields, file); }
std::optional<Image<AreasRecord>> encode(const AreasRecord& record) { return written(areas_fields, record, areas_head); }
std::optional<Image<LogRecord>> encode(const LogRecord& record) { return written(log_fields, record); }
std::optional<Image<LockProof>> encode(const LockProof& proof) { return written(proof_fields, proof); }

std::optional<ApplicationFile> decode_application(ByteView bytes) { return taken<ApplicationFile>(application_fields, bytes); }
std::optional<HolderFile> decode_holder(ByteView bytes) { return taken<HolderFile>(holder_fields, bytes); }
std::optional<AreasRecord> decode_areas(ByteView bytes) { return taken<AreasRecord>(areas_fields, bytes, areas_head); }
std::optional<LogRecord> decode_log_record(ByteView bytes) { return taken<LogRecord>(log_fields, bytes); }
std::optional<LockProof> decode_lock_proof(ByteView bytes) { return taken<LockProof>(proof_fields, bytes); }

std::optional<TransactionType> transaction_type(std::uint8_t number) {
  const auto type = static_cast<TransactionType>(number);
  switch (type) {
    case TransactionType::passbook_load:
    case TransactionType::purse_load:
    case TransactionType::unload:
    case TransactionType::cash:
    case TransactionType::passbook_purchase:
    case TransactionType::purse_purchase:
    case TransactionType::overdraft:
    case TransactionType::composite_purchase:
    case TransactionType::passbook_grey_lock:
    case TransactionType::purse_grey_lock:
    case TransactionType::passbook_grey_debit:
    case TransactionType::purse_grey_debit:
    case TransactionType::passbook_release:
    case TransactionType::purse_release: return type;
  }
  return std::nullopt;
}

std::optional<SerialNumber> serial_number(std::uint32_t county, std::uint32_t year, std::uint32_t running) {
  const auto sixteen = card_digits(county, year, running);
  SerialNumber number{};
  if (!sixteen || !put_bcd(MutableBytes{number}.last(8), *sixteen)) return std::nullopt;
  return number;
}

bool check_digit_fits(const SerialNumber& number) {
  const auto digits_of_it = get_bcd(ByteView{number}.last(8));
  return digits_of_it && luhn_fits(*digits_of_it);
}

}  // namespace kwota::purse_card
