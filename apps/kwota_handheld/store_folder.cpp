#include "kwota_handheld/store_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/ids_text.h"

namespace kwota::app {
namespace {

using handheld::Entry;

constexpr const char *key_file = "device.key", *public_file = "device.pub", *office_file = "office.pub",
                     *manifest_file = "manifest.json", *orders_file = "orders.json", *signature_suffix = ".sig";

Error failed(const fs::path& file, int reason) {
  return error(Fault::ours, "store_failed",
               "The handheld's folder could not be read or written at " + file.string() + ": " + std::strerror(reason) + ".",
               {{"file", file.string()}, {"reason", std::strerror(reason)}});
}

/// A descriptor that is closed with its scope.
class File {
 public:
  File(const fs::path& path, int flags) : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool good() const { return descriptor_ >= 0; }
  Error why() const { return failed(path_, errno); }
  int release() { return std::exchange(descriptor_, -1); }

  Result<void> write(ByteView bytes) {
    while (good() && !bytes.empty()) {
      const auto done = ::write(descriptor_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return why();
      bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return good() ? Result<void>{} : Result<void>{why()};
  }
  Result<void> to_disk() { return good() && ::fsync(descriptor_) == 0 ? Result<void>{} : Result<void>{why()}; }
  Result<void> cut(std::size_t size) {
    return good() && ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0 ? Result<void>{} : Result<void>{why()};
  }

 private:
  fs::path path_;
  int descriptor_;
};

/// The names in a folder are on the disk.
Result<void> settle(const fs::path& folder) { return File{folder, O_RDONLY | O_DIRECTORY}.to_disk(); }

Result<void> add_to(const fs::path& path, ByteView bytes) {
  const bool fresh = !fs::exists(path);
  File file{path, O_WRONLY | O_APPEND | O_CREAT};
  MUST(file.write(bytes));
  MUST(file.to_disk());
  return fresh ? settle(path.parent_path()) : Result<void>{};
}

/// Whole or not at all.
Result<void> replace(const fs::path& path, ByteView bytes) {
  const fs::path fresh = path.string() + ".new";
  File file{fresh, O_WRONLY | O_TRUNC | O_CREAT};
  MUST(file.write(bytes));
  MUST(file.to_disk());
  if (::rename(fresh.c_str(), path.c_str()) != 0) return failed(path, errno);
  return settle(path.parent_path());
}

Result<Bytes> content_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) return failed(path, errno);
  return Bytes{std::istreambuf_iterator<char>{in}, {}};
}

std::string text_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return text;
}

fs::path signature_of(const fs::path& paper) {
  fs::path beside = paper;
  return beside.replace_extension(signature_suffix);
}

std::string seen_name(MeterNumber meter) { return to_text(meter) + ".seen"; }
std::string torn_name(MeterNumber meter) { return to_text(meter) + ".torn"; }

Bytes file_of(const std::vector<Entry>& entries) {
  Bytes all;
  for (const Entry& entry : entries) append(all, encode(entry));
  return all;
}

Result<seal::SigningKey> key_in(const fs::path& folder) {
  if (fs::exists(folder / key_file)) {
    TRY(der, content_of(folder / key_file));
    SecretBytes secret{std::move(der)};
    auto key = seal::SigningKey::from_private_key(secret);
    if (!key) return failed(folder / key_file, EINVAL);
    return std::move(*key);
  }
  auto key = seal::SigningKey::generate();
  MUST(replace(folder / key_file, key.private_key().view()));
  MUST(replace(folder / public_file, view_of(to_hex(key.public_key()) + "\n")));
  return key;
}

/// Its refusal says of which meter, and what whoever holds the handheld can do.
Result<handheld::Store> read_named(ByteView bytes, MeterNumber meter) {
  auto store = handheld::read_store(bytes);
  if (store.ok()) return store;
  Error why = store.error();
  why.details["meter"] = to_text(meter);
  const auto at = why.details.find("at");
  if (why.code != "store_damaged" || at == why.details.end()) return why;
  return error(Fault::refused, "meter_file_damaged",
               "The file of meter " + to_text(meter) + " was changed or damaged at byte " + at->second + ". Nothing of it is used: kwota-handheld --put-apart " + to_text(meter) +
                   " keeps it beside, and the meter is read anew; it still has its records.",
               std::move(why.details));
}

Error refused(std::string_view code, std::string_view what, Details details = {}) {
  return error(Fault::refused, std::string(code), std::string(what), std::move(details));
}

}  // namespace

StoreFolder::StoreFolder(fs::path folder, int lock, seal::SigningKey key)
    : folder_(std::move(folder)), lock_(lock), key_(std::move(key)), device_(handheld::device_of(key_.public_key())) {}

StoreFolder::~StoreFolder() { ::close(lock_); }

Result<std::unique_ptr<StoreFolder>> StoreFolder::open(const fs::path& folder) {
  std::error_code unmade;
  fs::create_directories(folder, unmade);
  File lock{folder / "lock", O_RDWR | O_CREAT};
  if (!lock.good()) return lock.why();
  const int held = lock.release();
  if (::flock(held, LOCK_EX | LOCK_NB) != 0) {
    ::close(held);
    return refused("store_in_use", "Another kwota-handheld works in this folder: end it first.", {{"folder", folder.string()}});
  }
  auto key = key_in(folder);
  if (!key.ok()) {
    ::close(held);
    return key.error();
  }
  return std::unique_ptr<StoreFolder>{new StoreFolder(folder, held, std::move(key).value())};
}

Result<Bytes> StoreFolder::read_file(const fs::path& name) const { return content_of(folder_ / name); }
Result<void> StoreFolder::write_file(const fs::path& name, ByteView bytes) const { return replace(folder_ / name, bytes); }

Result<std::vector<MeterNumber>> StoreFolder::meters() const {
  std::vector<MeterNumber> found;
  std::error_code unread;
  for (const auto& file : fs::directory_iterator{folder_, unread})
    if (const auto meter = handheld::meter_of_name(file.path().filename().string())) found.push_back(*meter);
  if (unread) return failed(folder_, unread.value());
  std::ranges::sort(found);
  return found;
}

Result<std::vector<Entry>> StoreFolder::entries(MeterNumber meter) {
  const fs::path path = folder_ / handheld::store_name(meter);
  if (!fs::exists(path)) return std::vector<Entry>{};
  TRY(bytes, content_of(path));
  TRY(store, read_named(bytes, meter));
  if (!store.torn.empty()) {
    MUST(add_to(folder_ / torn_name(meter), store.torn));
    File file{path, O_WRONLY};
    MUST(file.cut(store.whole));
    MUST(file.to_disk());
  }
  return std::move(store.entries);
}

Result<std::vector<Entry>> StoreFolder::ever_read(MeterNumber meter) {
  std::vector<Entry> all;
  if (fs::exists(folder_ / seen_name(meter))) {
    TRY(bytes, read_file(seen_name(meter)));
    TRY(seen, handheld::read_store(bytes));
    all = std::move(seen.entries);
  }
  TRY(kept, entries(meter));
  all.insert(all.end(), kept.begin(), kept.end());
  return all;
}

Result<handheld::Known> StoreFolder::known(MeterNumber meter) {
  TRY(all, ever_read(meter));
  return handheld::Known{all};
}

Result<void> StoreFolder::append(MeterNumber meter, const std::vector<Entry>& entries) {
  return add_to(folder_ / handheld::store_name(meter), file_of(entries));
}

Result<void> StoreFolder::put_apart(MeterNumber meter, Instant now) {
  const fs::path path = folder_ / handheld::store_name(meter);
  if (!fs::exists(path))
    return refused("nothing_stored", "Of this meter nothing is stored: nothing was put apart.", {{"meter", to_text(meter)}});
  const fs::path apart = folder_ / (to_text(meter) + "." + std::to_string(now.ms()) + ".damaged");
  if (::rename(path.c_str(), apart.c_str()) != 0) return failed(path, errno);
  return settle(folder_);
}

// ---- handing over

Result<handheld::HandedFile> StoreFolder::present(MeterNumber meter) {
  MUST(entries(meter));  // what was cut is put apart
  TRY(bytes, read_file(handheld::store_name(meter)));
  TRY(store, handheld::read_store(bytes));
  return handheld::handed_file(meter, bytes, store);
}

Result<handheld::Manifest> StoreFolder::hand_over(Instant now) {
  handheld::Manifest manifest{.device = device_, .made_at = now, .files = {}};
  TRY(all, meters());
  for (const MeterNumber meter : all) {
    TRY(file, present(meter));
    manifest.files.push_back(file);
  }
  const std::string text = encode(manifest);
  // A signature without its manifest says nothing, and one of the manifest before does not fit this one.
  MUST(write_file(signature_of(manifest_file), view_of(handheld::signature_text(key_.sign(handheld::digest_of(text))))));
  MUST(write_file(manifest_file, view_of(text)));
  return manifest;
}

Result<std::string> StoreFolder::by_the_office(const fs::path& file, std::string_view code) const {
  if (!fs::exists(folder_ / office_file))
    return refused("no_office_key", "This handheld does not know its office's key yet: give it once with --trust-office.");
  TRY(office, read_file(office_file));
  TRY(paper, content_of(file));
  TRY(beside, content_of(signature_of(file)));
  TRY(signature, handheld::parse_signature(text_of(beside)));
  const std::string text = text_of(paper);
  if (seal::signed_by(trimmed(text_of(office)), handheld::digest_of(text), signature)) return text;
  return error(Fault::forged, std::string(code),
               "The office's signature does not fit this file: take it once more from the office. Nothing was done.");
}

Result<handheld::Receipt> StoreFolder::clear(const fs::path& file) {
  TRY(text, by_the_office(file, "receipt_not_genuine"));
  TRY(receipt, handheld::parse_receipt(text));
  if (receipt.device != device_)
    return refused("receipt_of_another", "This receipt is for another handheld: nothing was cleared.",
                   {{"device", receipt.device}});
  if (!fs::exists(folder_ / manifest_file))
    return refused("nothing_handed_over", "Nothing was handed over since it was cleared last: nothing was cleared.");
  TRY(handed, read_file(manifest_file));
  TRY(manifest, handheld::parse_manifest(text_of(handed)));
  const auto differs = [](std::string meter) {
    return refused("receipt_not_of_this_content",
                   "The receipt is not for what this handheld holds now: hand it over once more. Nothing was cleared.",
                   {{"meter", std::move(meter)}});
  };
  handheld::Counts counts{};
  for (const auto& one : manifest.files)
    for (std::size_t kind = 0; kind < counts.size(); ++kind) counts[kind] += one.counts[kind];
  if (receipt.manifest != handheld::digest_of(text_of(handed)) || receipt.taken_in != counts) return differs("");
  TRY(all, meters());
  if (all.size() != manifest.files.size()) return differs("");
  for (const auto& one : manifest.files) {
    if (!fs::exists(folder_ / handheld::store_name(one.meter))) return differs(to_text(one.meter));
    TRY(there, present(one.meter));
    if (there != one) return differs(to_text(one.meter));
  }
  for (const MeterNumber meter : all) MUST(remember(meter));
  for (const char* paper : {manifest_file, "manifest.sig"}) fs::remove(folder_ / paper);
  MUST(settle(folder_));
  return receipt;
}

Result<void> StoreFolder::remember(MeterNumber meter) {
  TRY(all, ever_read(meter));
  MUST(write_file(seen_name(meter), file_of(handheld::remembered(all))));
  if (::unlink((folder_ / handheld::store_name(meter)).c_str()) != 0) return failed(folder_ / handheld::store_name(meter), errno);
  return {};
}

// ---- what the office gives

Result<void> StoreFolder::trust_office(const fs::path& file) {
  TRY(bytes, content_of(file));
  // As the server's folder has it (root_public_key.der), or as text.
  constexpr std::uint8_t sequence = 0x30;
  const bool der = !bytes.empty() && bytes[0] == sequence && bytes.size() > 1 && bytes[1] == bytes.size() - 2;
  TRY(key, der ? Result<Bytes>{bytes} : from_hex(trimmed(text_of(bytes))));
  if (fs::exists(folder_ / office_file)) {
    TRY(there, read_file(office_file));
    if (trimmed(text_of(there)) == to_hex(key)) return {};
    return refused("another_office", "This handheld believes another office already: only a new folder can be another office's.");
  }
  return write_file(office_file, view_of(to_hex(key) + "\n"));
}

Result<handheld::Orders> StoreFolder::genuine_orders(const fs::path& file) const {
  TRY(text, by_the_office(file, "orders_not_genuine"));
  TRY(given, handheld::parse_orders(text));
  if (given.device == device_) return given;
  return refused("orders_of_another", "These orders are for another handheld: take its own from the office.",
                 {{"device", given.device}});
}

Result<handheld::Orders> StoreFolder::take_orders(const fs::path& file) {
  TRY(given, genuine_orders(file));
  TRY(paper, content_of(file));
  TRY(beside, content_of(signature_of(file)));
  MUST(write_file(signature_of(orders_file), beside));
  MUST(write_file(orders_file, paper));
  return given;
}

/// Believed anew each time: whoever has the folder in his hands may have changed it.
Result<std::optional<handheld::Orders>> StoreFolder::orders() const {
  if (!fs::exists(folder_ / orders_file)) return std::optional<handheld::Orders>{};
  TRY(given, genuine_orders(folder_ / orders_file));
  return std::optional{std::move(given)};
}

}  // namespace kwota::app
