#include "work/handheld_office/handheld_office.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "base/ids_text.h"
#include "seal/cipher/ecdsa.h"
#include "work/handheld_office/pump_evidence.h"
#include "work/teller/key_policy.h"

namespace kwota::handheld_office {
namespace {

using books::HandOver;
using books::HandOverStatus;
using books::PumpRecord;
using books::PumpRecordKind;
using books::WateringPaid;
using handheld::Kind;
using waterings::Brought;
using waterings::HeadSeen;

constexpr std::size_t taken_at_once = 200, judged_at_once = 40;  // of one decision, so that tills do not wait [K]

constexpr auto action = "handheld_import";

books::Actor actor(const Context& context) { return {context.who.name, action, context.station}; }

/// What is in one meter's file, in the order in which it was read.
struct MeterFile {
  MeterNumber meter;
  handheld::Store store;
};

Error file_wrong(const char* code, const char* what, MeterNumber meter) { return error(Fault::forged, code, what, {{"meter", to_text(meter)}}); }

/// Its bytes are those that the device has signed for.
Result<MeterFile> checked_file(const handheld::HandedFile& named, const HandedIn& handed) {
  const auto found = handed.files.find(handheld::store_name(named.meter));
  if (found == handed.files.end())
    return file_wrong("hand_over_file_missing", "A meter's file is missing that the handheld has signed for; copy the whole folder again. Nothing was taken in.", named.meter);
  const bool same = found->second.size() == named.bytes && seal::sha256(found->second) == named.sha256;
  if (!same)
    return file_wrong("hand_over_file_differs", "A meter's file is not the one that the handheld has signed for: it was cut or changed. Nothing was taken in; copy it again.", named.meter);
  TRY(store, handheld::read_store(found->second));
  if (!store.torn.empty() || handheld::count(store.entries) != named.counts)
    return file_wrong("hand_over_file_differs", "A meter's file is not the one that the handheld has signed for: it was cut or changed. Nothing was taken in; copy it again.", named.meter);
  return MeterFile{named.meter, std::move(store)};
}

/// What the office will sign for: as many entries of each kind as the device has signed for itself. All but the moment, until it is signed.
std::string receipt_to_be(const handheld::Manifest& manifest, const seal::Digest& digest) {
  handheld::Receipt receipt{.device = manifest.device, .manifest = digest, .utility = {}, .taken_in = {}, .at = {}};
  for (const auto& file : manifest.files)
    for (std::size_t kind = 0; kind < file.counts.size(); ++kind) receipt.taken_in[kind] += file.counts[kind];
  return handheld::encode(receipt);
}

std::int64_t bcd_number(ByteView bytes) {
  std::int64_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number * 100 + (bytes[i] >> 4) * 10 + (bytes[i] & 15);
  return number;
}

template <class Record>
std::optional<pump::Image<Record>> image_of(const Bytes& bytes) {
  if (bytes.size() != Record::size) return std::nullopt;
  pump::Image<Record> image{};
  std::ranges::copy(bytes, image.begin());
  return image;
}

/// Nothing: its check sum is wrong, whoever made it so.
std::optional<Brought> brought_by(MeterNumber meter, const handheld::Entry& entry) {
  Brought out;
  out.meter = meter;
  out.image = books::Hex(to_hex(entry.bytes));
  if (entry.kind == Kind::usage) {
    const auto image = image_of<pump::UsageRecord>(entry.bytes);
    const auto record = image ? pump::decode_usage(*image) : std::nullopt;
    if (!record) return std::nullopt;
    out.number = record->number;
  } else {
    const auto image = image_of<pump::HungRecord>(entry.bytes);
    const auto record = image ? pump::decode_hung(*image) : std::nullopt;
    if (!record) return std::nullopt;
    out.kind = PumpRecordKind::hung;
    out.number = record->number;
    out.terminal = to_hex(record->terminal);
  }
  out.crc = entry.bytes[entry.bytes.size() - 2] | entry.bytes.back() << 8;
  return out;
}

/// The newest that a file says of the pump itself; nothing: it was not asked.
class HeadOf {
 public:
  explicit HeadOf(MeterNumber meter) { head_.meter = meter; }
  void take(const handheld::Entry& entry) {
    if (entry.kind == Kind::head) head(entry);
    if (entry.kind == Kind::black_list_delivered && entry.bytes.size() >= 2) edition(entry.bytes[0] << 8 | entry.bytes[1], entry.at);
    if (entry.kind == Kind::usage) newest_ = std::max(newest_, bcd_number(ByteView{entry.bytes}.first(4)));
    if (entry.kind == Kind::directory) {
      wanted_ = bcd_number(ByteView{entry.bytes}.subspan(4, 4));
      asked_ = entry.at;
    }
  }
  /// `known`: newest number that the books have already.
  std::optional<HeadSeen> seen(std::int64_t known) {
    if (asked_ && std::max(newest_, known) >= wanted_) head_.records_read = asked_;
    return there_ || head_.records_read ? std::optional(head_) : std::nullopt;
  }

 private:
  void edition(std::int64_t number, Instant at) {
    if (number == head_.edition && head_.edition_since) return;
    head_.edition = number;
    head_.edition_since = at;
  }
  void head(const handheld::Entry& entry) {
    const auto image = image_of<pump::Head>(entry.bytes);
    const auto record = image ? pump::decode_head(*image) : std::nullopt;
    if (!record) return;
    there_ = true;
    head_.read = entry.at;
    head_.clock = local_of(record->clock);
    head_.hung = record->hung;
    head_.price_set = record->price_set;
    head_.key_version = record->key_version;
    head_.energy = record->energy;
    head_.fault_energy = record->fault_energy;
    head_.water = record->water.litres();
    edition(record->black_list, entry.at);
  }
  HeadSeen head_;
  bool there_ = false;
  std::int64_t newest_ = 0, wanted_ = 0;
  std::optional<Instant> asked_;
};

/// One watering with all records that any well has told of it.
struct Evidence {
  waterings::Case one;
  std::string terminal;
};

Evidence evidence_of(const books::Reader& books, MeterNumber meter, std::int64_t number) {
  Evidence out{{meter, number, {}}, {}};
  std::vector<PumpRecord> records = books.select<PumpRecord>(meter, PumpRecordKind::usage, number);
  const auto places = books.select(books::WellMeter::of_meter, meter);
  for (const auto& place : places)
    if (!place.terminal.empty()) out.terminal = place.terminal;
  if (!out.terminal.empty())
    for (auto& record : books.select(PumpRecord::of_terminal, out.terminal, number)) records.push_back(std::move(record));
  else
    for (auto& record : books.select<PumpRecord>(meter, PumpRecordKind::hung, number)) records.push_back(std::move(record));
  for (const auto& record : records)
    if (auto recorded = recorded_by(record, meter)) out.one.records.push_back(std::move(*recorded));
  return out;
}

using Waterings = std::vector<std::pair<MeterNumber, std::int64_t>>;

std::uint32_t area_in(const std::string& digits) { return static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 10)); }

/// Where a card is good.
template <class Row>
std::vector<std::uint32_t> areas_of(const Row& row) {
  std::set<std::uint32_t> areas;
  for (const auto& digits : {row.area_1, row.area_2, row.area_3, row.area_4})
    if (!digits.empty()) areas.insert(area_in(digits));
  return {areas.begin(), areas.end()};
}

bool was_cleared_elsewhere(const books::Watering& row) {
  if (row.gmac.empty() || row.paid == WateringPaid::nowhere) return false;
  return row.paid != WateringPaid::at_well || row.tac.empty();  // its own well has not heard that it has paid
}

/// Its well has said already that it knows.
bool is_acknowledged(const books::Reader& books, const books::Watering& row) {
  return std::ranges::any_of(books.select<PumpRecord>(row.meter, PumpRecordKind::hung, row.number), [](const PumpRecord& record) {
    const auto bytes = from_hex(record.image);
    const auto image = bytes.ok() ? image_of<pump::HungRecord>(*bytes) : std::nullopt;
    const auto hung = image ? pump::decode_hung(*image) : std::nullopt;
    return hung && hung->state != pump::HungState::hung;
  });
}

void add_order(const books::Reader& books, const books::Watering& row, handheld::Orders& orders) {
  if (was_cleared_elsewhere(row) && !is_acknowledged(books, row)) orders.released.push_back({row.meter, static_cast<std::uint32_t>(row.number)});
  if (row.state != books::WateringStatus::hung || row.gmac.empty()) return;
  const auto records = books.select<PumpRecord>(row.meter, PumpRecordKind::hung, row.number);
  const auto bytes = records.empty() ? Result<Bytes>(Bytes{}) : from_hex(records.back().image);
  if (!bytes.ok() || bytes->size() != pump::HungRecord::size) return;
  auto& hung = orders.hung.emplace_back();
  std::ranges::copy(*bytes, hung.record.begin());
  if (const auto purse = books.find<books::Purse>(row.account, row.purse)) hung.areas = areas_of(*purse);
}

/// A pump refuses it by its date; the list is short.
bool is_expired(const books::Reader& books, const CardSerial& card, const Context& context) {
  const auto row = books.find<books::Card>(card);
  return row && !row->valid_to.empty() && row->valid_to < context.today();
}

/// Whose cards each meter at a well takes.
std::vector<handheld::WellArea> wells_of(const books::Reader& books) {
  std::map<MeterNumber, std::uint32_t> areas;
  for (const auto& place : books.all<books::WellMeter>()) {
    const auto well = place.to ? std::nullopt : books.find<books::Well>(place.well);
    if (well && !well->area_number.empty()) areas[place.meter] = area_in(well->area_number);
  }
  std::vector<handheld::WellArea> out;
  for (const auto& [meter, area] : areas) out.push_back({meter, area});
  return out;
}

}  // namespace

std::string device_number(ByteView public_key) { return handheld::device_of(public_key); }

struct HandheldOffice::Taken {
  HandOver counts;
  std::vector<Brought> batch;
  std::vector<waterings::Reported> told;
};

/// Each of the kinds that are kept as they come.
Result<void> HandheldOffice::take_told(Taken& taken, const Context& context) {
  if (taken.told.empty()) return Done{};
  TRY(done, books_.run(actor(context), [&](const books::Reader& books) { return waterings::take_in(books, taken.counts.number, std::span<const waterings::Reported>(taken.told), context); }));
  static_cast<void>(done);
  taken.told.clear();
  return Done{};
}

Result<void> HandheldOffice::take_batch(Taken& taken, const Context& context) {
  if (taken.batch.empty()) return Done{};
  TRY(done, books_.run(actor(context), [&](const books::Reader& books) { return waterings::take_in(books, taken.counts.number, std::span<const Brought>(taken.batch), context); }));
  taken.counts.fresh += done.fresh;
  taken.counts.known += done.known;
  taken.batch.clear();
  return Done{};
}

Result<HandOver> HandheldOffice::import(const HandedIn& handed, const Context& context) {
  TRY(manifest, handheld::parse_manifest(handed.manifest));
  TRY(signature, handheld::parse_signature(handed.signature));
  const auto digest = handheld::digest_of(handed.manifest);
  waterings::Manifest named{.device = manifest.device, .hash = books::Hex(to_hex(digest)), .made = manifest.made_at, .meters = static_cast<std::int64_t>(manifest.files.size())};
  for (const auto& file : manifest.files)
    for (const auto count : file.counts) named.entries += static_cast<std::int64_t>(count);
  TRY(key, books_.read([&](const books::Reader& books) -> Result<std::string> {
    const auto device = books.find<books::Handheld>(manifest.device);
    return device ? static_cast<const std::string&>(device->public_key) : std::string{};
  }));
  if (!key.empty() && !seal::signed_by(key, digest, signature))
    return error(Fault::forged, "handheld_signature_wrong", "This hand-over was not signed by the handheld that it names. Nothing was taken in; call the manager.", {{"device", manifest.device}});
  std::vector<MeterFile> files;
  for (const auto& file : manifest.files) {
    TRY(checked, checked_file(file, handed));
    files.push_back(std::move(checked));
  }
  TRY(row, books_.run(actor(context), [&](const books::Reader& books) { return waterings::begin(books, named, context); }));
  if (row.state != HandOverStatus::taking_in) return row;
  Taken taken{{}, {}, {}};
  taken.counts.number = row.number;
  taken.counts.receipt = receipt_to_be(manifest, digest);
  std::vector<HeadSeen> heads;
  for (const auto& file : files) {
    HeadOf head(file.meter);
    for (const auto& entry : file.store.entries) {
      head.take(entry);
      if (auto told = told_by(file.meter, entry)) taken.told.push_back(std::move(*told));
      if (entry.kind != Kind::usage && entry.kind != Kind::hung) continue;
      ++(entry.kind == Kind::usage ? taken.counts.usage : taken.counts.hung);
      auto one = brought_by(file.meter, entry);
      if (!one) ++taken.counts.unreadable;
      else taken.batch.push_back(std::move(*one));
      if (taken.batch.size() >= taken_at_once) MUST(take_batch(taken, context));
    }
    MUST(take_batch(taken, context));
    MUST(take_told(taken, context));
    TRY(known, books_.read([&](const books::Reader& books) -> Result<std::int64_t> {
      const auto last = books.last<PumpRecord>(file.meter, PumpRecordKind::usage);
      return last ? last->number : 0;
    }));
    if (auto seen = head.seen(known)) heads.push_back(*seen);
  }
  return books_.run(actor(context), [&](const books::Reader& books) { return waterings::stored(books, taken.counts, heads, context); });
}

Result<void> HandheldOffice::settle_batch(std::span<const std::pair<MeterNumber, std::int64_t>> batch, std::int64_t hand_over, const Context& context) {
  struct Asked {
    std::vector<Evidence> all;
    teller::KeyPolicy policy;
  };
  TRY(asked, books_.read([&](const books::Reader& books) -> Result<Asked> {
    Asked out;
    for (const auto& [meter, number] : batch) out.all.push_back(evidence_of(books, meter, number));
    out.policy = teller::key_policy(books, context.today());
    return out;
  }));
  ProofDesk desk(vault_, asked.policy.known);
  std::vector<waterings::Case> cases;
  for (auto& one : asked.all) {
    MUST(desk.judge(one.one, one.terminal));
    cases.push_back(std::move(one.one));
  }
  auto done = books_.run(actor(context), [&](const books::Reader& books) { return waterings::settle(books, cases, hand_over, context); });
  if (!done) return done.error();
  return Done{};
}

Result<HandOver> HandheldOffice::clean(std::int64_t number, const Context& context) {
  TRY(waterings, books_.read([&](const books::Reader& books) -> Result<Waterings> {
    const auto numbers = waterings::waterings_of(books, number);
    return Waterings{numbers.begin(), numbers.end()};
  }));
  for (std::size_t from = 0; from < waterings.size(); from += judged_at_once)
    MUST(settle_batch(std::span(waterings).subspan(from, std::min(judged_at_once, waterings.size() - from)), number, context));
  return books_.run(actor(context), [&](const books::Reader& books) { return waterings::close_cleaning(books, number, context); });
}

Result<Signed> HandheldOffice::signed_paper(std::string text) {
  TRY(signature, vault_.sign_root(handheld::digest_of(text)));
  return Signed{std::move(text), handheld::signature_text(signature)};
}

Result<Signed> HandheldOffice::receipt(std::int64_t number, const Context& context) {
  struct Known {
    HandOver row;
    std::string utility;
  };
  TRY(known, books_.read([&](const books::Reader& books) -> Result<Known> {
    const auto row = books.find<HandOver>(number);
    if (!row) return error(Fault::request, "unknown_hand_over", "There is no such hand-over.", {{"number", fmt::format("{}", number)}});
    return Known{*row, books.only<books::Utility>().value_or(books::Utility{}).name};
  }));
  if (known.row.state == HandOverStatus::receipted) return Signed{known.row.receipt, static_cast<const std::string&>(known.row.receipt_signature) + "\n"};
  if (known.row.state != HandOverStatus::cleaned) {  // refused with its reason, and nothing is signed for nothing
    auto refused = books_.run(actor(context), [&](const books::Reader& books) { return waterings::receipted(books, number, {}, {}, context); });
    if (!refused) return refused.error();
  }
  TRY(receipt, handheld::parse_receipt(known.row.receipt));
  receipt.utility = known.utility;
  receipt.at = context.now;
  TRY(paper, signed_paper(handheld::encode(receipt)));
  const books::Hex signature(paper.signature.substr(0, paper.signature.size() - 1));
  TRY(row, books_.run(actor(context), [&](const books::Reader& books) { return waterings::receipted(books, number, paper.text, signature, context); }));
  return Signed{row.receipt, static_cast<const std::string&>(row.receipt_signature) + "\n"};
}

Result<Signed> HandheldOffice::orders(const std::string& device, const Context& context) {
  TRY(orders, books_.read([&](const books::Reader& books) -> Result<handheld::Orders> {
    if (!books.find<books::Handheld>(device))
      return error(Fault::refused, "unknown_handheld", "No two persons have said yes to this handheld; enter its key in the office first. Nothing was taken in.", {{"device", device}});
    handheld::Orders out{.device = device, .at = context.now, .edition = 0, .cards = {}, .wells = {}, .released = {}, .hung = {}};
    for (const auto& listed : books.all<books::BlackListed>()) {
      out.edition = static_cast<std::uint16_t>(listed.edition);
      if (!is_expired(books, listed.card, context)) out.cards.push_back({listed.card, areas_of(listed)});
    }
    out.wells = wells_of(books);
    for (const auto& row : books.all<books::Watering>()) add_order(books, row, out);
    return out;
  }));
  return signed_paper(handheld::encode(orders));
}

}  // namespace kwota::handheld_office
