#include "seal/purse_card/files.h"

#include <algorithm>

namespace kwota::purse_card {
namespace {

constexpr std::uint32_t three_bytes = 0xFF'FFFF;

/// Bytes one after another, in both directions. What does not fit makes the pass fail; nothing is said about where.
class Writer {
 public:
  static constexpr bool reads = false;
  explicit Writer(MutableBytes out) : out_(out) {}
  void raw(MutableBytes bytes) {
    if (bytes.size() > out_.size() - at_) return refuse();
    std::ranges::copy(bytes, out_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += bytes.size();
  }
  void binary(std::uint64_t& value, std::size_t bytes) {
    std::array<std::uint8_t, 8> all{};
    put_be64(all.data(), value);
    require(bytes == all.size() || value >> (8 * bytes) == 0);
    raw(MutableBytes{all}.last(bytes));
  }
  void require(bool holds) { failed_ = failed_ || !holds; }
  bool done() const { return !failed_ && at_ == out_.size(); }

 private:
  void refuse() { failed_ = true; }
  MutableBytes out_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

class Reader {
 public:
  static constexpr bool reads = true;
  explicit Reader(ByteView in) : in_(in) {}
  void raw(MutableBytes bytes) {
    if (bytes.size() > in_.size()) {
      failed_ = true;
      return;
    }
    std::ranges::copy(in_.first(bytes.size()), bytes.begin());
    in_ = in_.subspan(bytes.size());
  }
  void binary(std::uint64_t& value, std::size_t bytes) {
    std::array<std::uint8_t, 8> all{};
    raw(MutableBytes{all}.last(bytes));
    value = get_be64(all.data());
  }
  void require(bool holds) { failed_ = failed_ || !holds; }
  bool done() const { return !failed_ && in_.empty(); }

 private:
  ByteView in_;
  bool failed_ = false;
};

template <class Pass, class Number>
void binary(Pass& pass, Number& value, std::size_t bytes) {
  auto wide = static_cast<std::uint64_t>(value);
  pass.binary(wide, bytes);
  value = static_cast<Number>(wide);
}

template <class Pass>
void money(Pass& pass, Money& value) {
  pass.require(!value.is_negative() && value <= purse_max);
  auto wide = static_cast<std::uint64_t>(value.minor());
  pass.binary(wide, 4);
  value = Money::minor(static_cast<std::int64_t>(wide));
}

/// Digits as they stand on the card.
template <class Pass>
void digits(Pass& pass, MutableBytes bytes) {
  pass.raw(bytes);
  for (std::size_t at = 0; at < bytes.size(); ++at) pass.require(get_bcd(ByteView{bytes}.subspan(at, 1)).has_value());
}

template <class Pass>
void type(Pass& pass, TransactionType& value) {
  binary(pass, value, 1);
  pass.require(transaction_type(static_cast<std::uint8_t>(value)).has_value());
}

template <class Pass>
void area(Pass& pass, std::uint32_t& value) {
  std::array<std::uint8_t, 4> bytes{};
  if constexpr (!Pass::reads) pass.require(put_bcd(bytes, value));
  digits(pass, bytes);
  if constexpr (Pass::reads) value = static_cast<std::uint32_t>(get_bcd(bytes).value_or(0));
}

template <class Pass>
void layout(Pass& pass, ApplicationFile& file) {
  digits(pass, file.issuer);
  binary(pass, file.application_type, 1);
  binary(pass, file.application_version, 1);
  digits(pass, file.serial);
  digits(pass, file.valid_from);
  digits(pass, file.valid_to);
  pass.raw(file.fci);
}

template <class Pass>
void layout(Pass& pass, HolderFile& file) {
  binary(pass, file.card_type, 1);
  pass.require(file.card_type >= CardType::farmer && file.card_type <= CardType::test);
  binary(pass, file.staff, 1);
  pass.raw(file.name);
  pass.raw(file.identity);
  binary(pass, file.identity_type, 1);
}

template <class Pass>
void layout(Pass& pass, AreasRecord& record) {
  std::array<std::uint8_t, 3> head{AreasRecord::number, AreasRecord::size - 3, 0x00};
  const auto wanted = head;
  pass.raw(head);
  pass.require(head == wanted);
  binary(pass, record.count, 1);
  pass.require(record.count <= AreasRecord::areas_max);
  for (std::size_t i = 0; i < record.areas.size(); ++i) {
    area(pass, record.areas[i]);
    pass.require((i < record.count) == (record.areas[i] != 0));
  }
  binary(pass, record.price_class, 1);
}

template <class Pass>
void layout(Pass& pass, LogRecord& record) {
  binary(pass, record.sequence, 2);
  pass.require(record.overdraft <= three_bytes);
  binary(pass, record.overdraft, 3);
  money(pass, record.amount);
  type(pass, record.type);
  pass.raw(record.terminal);
  digits(pass, record.moment);
}

template <class Pass>
void layout(Pass& pass, LockProof& proof) {
  binary(pass, proof.state, 1);
  pass.require(proof.state == LockState::free || proof.state == LockState::grey || proof.state == LockState::tac_pending);
  type(pass, proof.type);
  binary(pass, proof.purse, 1);
  pass.require(proof.purse == PurseKind::passbook || proof.purse == PurseKind::purse);
  money(pass, proof.balance);
  binary(pass, proof.sequence, 2);
  pass.raw(proof.terminal);
  digits(pass, proof.moment);
  pass.raw(proof.x);
  pass.raw(proof.y);
}

template <class File>
std::optional<Image<File>> written(File file) {
  Image<File> image{};
  Writer writer{image};
  layout(writer, file);
  if (!writer.done()) return std::nullopt;
  return image;
}

template <class File>
std::optional<File> taken(ByteView bytes) {
  File file;
  Reader reader{bytes};
  layout(reader, file);
  if (!reader.done()) return std::nullopt;
  return file;
}

std::uint8_t luhn_digit(std::uint64_t digits_before) {
  std::uint32_t sum = 0;
  bool doubled = true;  // the digit beside the check digit
  for (; digits_before != 0; digits_before /= 10, doubled = !doubled) {
    auto digit = static_cast<std::uint32_t>(digits_before % 10) * (doubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return static_cast<std::uint8_t>((10 - sum % 10) % 10);
}

}  // namespace

std::optional<Image<ApplicationFile>> encode(const ApplicationFile& file) { return written(file); }
std::optional<Image<HolderFile>> encode(const HolderFile& file) { return written(file); }
std::optional<Image<AreasRecord>> encode(const AreasRecord& record) { return written(record); }
std::optional<Image<LogRecord>> encode(const LogRecord& record) { return written(record); }
std::optional<Image<LockProof>> encode(const LockProof& proof) { return written(proof); }

std::optional<ApplicationFile> decode_application(ByteView bytes) { return taken<ApplicationFile>(bytes); }
std::optional<HolderFile> decode_holder(ByteView bytes) { return taken<HolderFile>(bytes); }
std::optional<AreasRecord> decode_areas(ByteView bytes) { return taken<AreasRecord>(bytes); }
std::optional<LogRecord> decode_log_record(ByteView bytes) { return taken<LogRecord>(bytes); }
std::optional<LockProof> decode_lock_proof(ByteView bytes) { return taken<LockProof>(bytes); }

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
  constexpr std::uint64_t running_limit = 1'000'000'000;
  if (county >= 10'000 || year >= 100 || running >= running_limit) return std::nullopt;
  const std::uint64_t before = (std::uint64_t{county} * 100 + year) * running_limit + running;
  SerialNumber number{};
  if (!put_bcd(MutableBytes{number}.last(8), before * 10 + luhn_digit(before))) return std::nullopt;
  return number;
}

bool check_digit_fits(const SerialNumber& number) {
  const auto digits_of_it = get_bcd(ByteView{number}.last(8));
  return digits_of_it && luhn_digit(*digits_of_it / 10) == *digits_of_it % 10;
}

}  // namespace kwota::purse_card
