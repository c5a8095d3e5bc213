#include "carry/handheld/device_store.h"

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"

namespace kwota::handheld {
namespace {

constexpr const char *key_file = "device.key", *public_file = "device.pub", *office_file = "office.pub", *manifest_file = "manifest.json",
                     *manifest_signature = "manifest.sig", *orders_file = "orders.taken";

std::string text_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find_first_of("\r\n")); }

std::string seen_name(MeterNumber meter) { return to_text(meter) + ".seen"; }
std::string torn_name(MeterNumber meter) { return to_text(meter) + ".torn"; }

Bytes file_of(const std::vector<Entry>& entries) {
  Bytes all;
  for (const Entry& entry : entries) append(all, encode(entry));
  return all;
}

Error refused(std::string_view code, std::string_view what, Details details = {}) {
  return error(Fault::refused, std::string(code), std::string(what), std::move(details));
}

Error not_of_this_content(std::string meter) {
  return refused("receipt_not_of_this_content", "The receipt is not for what this handheld holds now: hand it over once more. Nothing was cleared.", {{"meter", std::move(meter)}});
}

Result<seal::SigningKey> key_in(Files& files) {
  TRY(there, files.read(key_file));
  if (there) {
    auto key = seal::SigningKey::from_private_key(SecretBytes{std::move(*there)});
    if (key) return std::move(*key);
    return error(Fault::ours, "device_key_damaged", "The handheld's own key cannot be read: nothing that it signs would be believed. Begin a new folder, and have the office certify it.");
  }
  auto key = seal::SigningKey::generate();
  MUST(files.replace(key_file, key.private_key().view()));
  MUST(files.replace(public_file, view_of(to_hex(key.public_key()) + "\n")));
  return key;
}

/// Its refusal says of which meter, and what whoever holds the handheld can do.
Result<Store> read_named(ByteView bytes, MeterNumber meter) {
  auto store = read_store(bytes);
  if (store.ok()) return store;
  Error why = store.error();
  why.details["meter"] = to_text(meter);
  const auto at = why.details.find("at");
  if (cause_of(why) != Cause::store_damaged || at == why.details.end()) return why;
  return error(Fault::refused, "meter_file_damaged",
               "The file of meter " + to_text(meter) + " was changed or damaged at byte " + at->second + ". Nothing of it is used: kwota-handheld --put-apart " + to_text(meter) +
                   " keeps it beside, and the meter is read anew; it still has its records.",
               std::move(why.details));
}

/// As the server's folder has it (root_public_key.der), or as text.
Result<Bytes> office_key_in(ByteView bytes) {
  constexpr std::uint8_t sequence = 0x30;
  const bool der = bytes.size() > 1 && bytes[0] == sequence && bytes[1] == bytes.size() - 2;
  auto key = der ? Result<Bytes>{to_bytes(bytes)} : from_hex(trimmed(text_of(bytes)));
  if (key && seal::is_public_key(*key)) return key;
  return error(Fault::request, "bad_office_key", "This is not the public key of an office: take root_public_key.der of its server's folder. Nothing was done.");
}

}  // namespace

DeviceStore::DeviceStore(Files& files, seal::SigningKey key) : files_(&files), key_(std::move(key)), device_(device_of(key_.public_key())) {}

Result<DeviceStore> DeviceStore::open(Files& files) {
  TRY(key, key_in(files));
  return DeviceStore{files, std::move(key)};
}

Result<std::vector<MeterNumber>> DeviceStore::meters() const {
  TRY(names, files_->names());
  std::vector<MeterNumber> found;
  for (const auto& name : names)
    if (const auto meter = meter_of_name(name)) found.push_back(*meter);
  std::ranges::sort(found);
  return found;
}

Result<std::vector<Entry>> DeviceStore::entries(MeterNumber meter) {
  const auto name = store_name(meter);
  TRY(bytes, files_->read(name));
  if (!bytes) return std::vector<Entry>{};
  TRY(store, read_named(*bytes, meter));
  if (!store.torn.empty()) {
    MUST(files_->append(torn_name(meter), store.torn));
    MUST(files_->cut(name, store.whole));
  }
  return std::move(store.entries);
}

Result<std::vector<Entry>> DeviceStore::seen(MeterNumber meter) {
  TRY(bytes, files_->read(seen_name(meter)));
  if (!bytes) return std::vector<Entry>{};
  TRY(store, read_store(*bytes));
  return std::move(store.entries);
}

Result<std::vector<Entry>> DeviceStore::ever_read(MeterNumber meter) {
  TRY(all, seen(meter));
  TRY(kept, entries(meter));
  all.insert(all.end(), kept.begin(), kept.end());
  return all;
}

/// What was cleared the office has signed for.
Result<Known> DeviceStore::known(MeterNumber meter) {
  TRY(cleared, seen(meter));
  TRY(kept, entries(meter));
  Known known{cleared};
  known.office_has_all();
  for (const Entry& entry : kept) known.add(entry);
  return known;
}

Result<void> DeviceStore::append(MeterNumber meter, const std::vector<Entry>& entries) { return files_->append(store_name(meter), file_of(entries)); }

Result<std::vector<Bytes>> DeviceStore::hung_elsewhere(MeterNumber here) {
  std::vector<Bytes> records;
  TRY(all, meters());
  for (const MeterNumber meter : all) {
    if (meter == here) continue;
    TRY(there, known(meter));
    for (const auto& [number, record] : there.hung()) {
      const auto image = pump::encode(record);
      if (record.state == pump::HungState::hung && !there.is_settled(number) && image) records.push_back(to_bytes(*image));
    }
  }
  TRY(given, orders());
  if (given)
    for (auto& record : hung_for(*given, here))
      if (std::ranges::find(records, record) == records.end()) records.push_back(std::move(record));
  return records;
}

Result<void> DeviceStore::put_apart(MeterNumber meter, Instant now) {
  const auto name = store_name(meter);
  TRY(there, files_->read(name));
  if (!there) return refused("nothing_stored", "Of this meter nothing is stored: nothing was put apart.", {{"meter", to_text(meter)}});
  // A sound one holds what perhaps nobody else has any more, and is handed over from here alone.
  if (read_store(*there).ok())
    return refused("file_is_sound", "The file of this meter is sound: nothing was put apart. Hand it over; the office's receipt clears it.", {{"meter", to_text(meter)}});
  return files_->rename(name, to_text(meter) + "." + std::to_string(now.ms()) + ".damaged");
}

// ---- handing over

/// Nothing: there is none.
Result<std::optional<HandedFile>> DeviceStore::present(MeterNumber meter) {
  MUST(entries(meter));  // what was cut is put apart
  TRY(bytes, files_->read(store_name(meter)));
  if (!bytes) return std::optional<HandedFile>{};
  TRY(store, read_store(*bytes));
  return std::optional{handed_file(meter, *bytes, store)};
}

Result<Manifest> DeviceStore::hand_over(Instant now) {
  Manifest manifest{.device = device_, .made_at = now, .files = {}};
  TRY(all, meters());
  for (const MeterNumber meter : all) {
    TRY(file, present(meter));
    if (file) manifest.files.push_back(*file);
  }
  const std::string text = encode(manifest);
  // A signature without its manifest says nothing, and one of the manifest before does not fit this one.
  MUST(files_->replace(manifest_signature, view_of(signature_text(key_.sign(digest_of(text))))));
  MUST(files_->replace(manifest_file, view_of(text)));
  return manifest;
}

Result<void> DeviceStore::by_the_office(const Signed& paper, std::string_view code) const {
  TRY(office, files_->read(office_file));
  if (!office) return refused("no_office_key", "This handheld does not know its office's key yet: give it once with --trust-office.");
  TRY(signature, parse_signature(paper.signature));
  if (seal::signed_by(trimmed(text_of(*office)), digest_of(paper.text), signature)) return {};
  return error(Fault::forged, std::string(code), "The office's signature does not fit this file: take it once more from the office. Nothing was done.");
}

Result<Receipt> DeviceStore::clear(const Signed& paper) {
  MUST(by_the_office(paper, "receipt_not_genuine"));
  TRY(receipt, parse_receipt(paper.text));
  if (receipt.device != device_) return refused("receipt_of_another", "This receipt is for another handheld: nothing was cleared.", {{"device", receipt.device}});
  TRY(handed, files_->read(manifest_file));
  if (!handed) return refused("nothing_handed_over", "Nothing was handed over since it was cleared last: nothing was cleared.");
  TRY(manifest, parse_manifest(text_of(*handed)));
  Counts counts{};
  for (const auto& one : manifest.files)
    for (std::size_t kind = 0; kind < counts.size(); ++kind) counts[kind] += one.counts[kind];
  if (receipt.manifest != digest_of(text_of(*handed)) || receipt.taken_in != counts) return not_of_this_content("");
  MUST(holds_what_was_handed_over(manifest));
  for (const auto& one : manifest.files) MUST(remember(one.meter));
  for (const char* name : {manifest_file, manifest_signature}) MUST(files_->remove(name));
  return receipt;
}

/// That and nothing else, byte by byte.
Result<void> DeviceStore::holds_what_was_handed_over(const Manifest& manifest) {
  TRY(all, meters());
  if (all.size() != manifest.files.size()) return not_of_this_content("");
  for (const auto& one : manifest.files) {
    TRY(there, present(one.meter));
    if (there != one) return not_of_this_content(to_text(one.meter));
  }
  return {};
}

Result<void> DeviceStore::remember(MeterNumber meter) {
  TRY(all, ever_read(meter));
  MUST(files_->replace(seen_name(meter), file_of(remembered(all))));
  return files_->remove(store_name(meter));
}

// ---- what the office gives

Result<void> DeviceStore::trust_office(ByteView bytes) {
  TRY(key, office_key_in(bytes));
  TRY(there, files_->read(office_file));
  if (!there) return files_->replace(office_file, view_of(to_hex(key) + "\n"));
  if (trimmed(text_of(*there)) == to_hex(key)) return {};
  return refused("another_office", "This handheld believes another office already: only a new folder can be another office's.");
}

Result<Orders> DeviceStore::genuine_orders(const Signed& paper) const {
  MUST(by_the_office(paper, "orders_not_genuine"));
  TRY(given, parse_orders(paper.text));
  if (given.device == device_) return given;
  return refused("orders_of_another", "These orders are for another handheld: take its own from the office.", {{"device", given.device}});
}

Result<Orders> DeviceStore::take_orders(const Signed& paper) {
  TRY(given, genuine_orders(paper));
  MUST(files_->replace(orders_file, view_of(first_line(paper.signature) + "\n" + paper.text)));
  return given;
}

/// Believed anew each time: whoever has the folder in his hands may have changed it.
Result<std::optional<Orders>> DeviceStore::orders() const {
  TRY(kept, files_->read(orders_file));
  if (!kept) return std::optional<Orders>{};
  const std::string both = text_of(*kept), signature = first_line(both);
  TRY(given, genuine_orders({both.substr(std::min(both.size(), signature.size() + 1)), signature}));
  return std::optional{std::move(given)};
}

}  // namespace kwota::handheld
