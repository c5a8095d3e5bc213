// The handheld's folder: a file a meter, its own key, what the office gave it, and what it hands over.
//   device.key, device.pub     its P-256 pair, made at the first start; the office certifies the public key
//   office.pub                 by which it believes receipts and orders, once it was told
//   <meter>.kwh, .seen, .torn  what it read; what it remembers of what was cleared; pieces that power cut; .damaged: put apart
//   manifest.json, .sig        what was handed over; orders.json, .sig: what it shall bring
// Guarantees: what append() took is on the disk when it returns; one program at a time works in a folder; nothing is cleared but
// what the office has signed for, byte by byte. Begin with StoreFolder::open().
#pragma once
#include <filesystem>
#include <memory>

#include "carry/handheld/known.h"
#include "seal/handheld_store/hand_over.h"

namespace kwota::app {

namespace fs = std::filesystem;

class StoreFolder {
 public:
  /// Makes what is missing. Errors `store_in_use`{folder}, `store_failed`{file, reason}.
  static Result<std::unique_ptr<StoreFolder>> open(const fs::path& folder);
  ~StoreFolder();
  StoreFolder(const StoreFolder&) = delete;
  StoreFolder& operator=(const StoreFolder&) = delete;

  const handheld::Device& device() const { return device_; }
  Bytes public_key() const { return key_.public_key(); }

  /// Meters of which something is kept, by their numbers.
  Result<std::vector<MeterNumber>> meters() const;
  /// What is kept, without what was cut; that is put apart first. Error `meter_file_damaged`{meter, at}.
  Result<std::vector<handheld::Entry>> entries(MeterNumber meter);
  /// The same with what is remembered of what was cleared.
  Result<handheld::Known> known(MeterNumber meter);
  Result<void> append(MeterNumber meter, const std::vector<handheld::Entry>& entries);

  /// A file that was damaged: the meter is read anew, and somebody may look at what there was. Error `nothing_stored`{meter}.
  Result<void> put_apart(MeterNumber meter, Instant now);

  Result<handheld::Manifest> hand_over(Instant now);
  /// Errors `no_office_key`, `receipt_not_genuine`, `receipt_of_another`, `receipt_not_of_this_content`{meter},
  /// `nothing_handed_over`.
  Result<handheld::Receipt> clear(const fs::path& receipt);

  /// The office's public key, DER or its hexadecimal digits: the one by which the counters' books are signed. Error
  /// `another_office`: it believes another one already.
  Result<void> trust_office(const fs::path& file);
  /// Errors `no_office_key`, `orders_not_genuine`, `orders_of_another`.
  Result<handheld::Orders> take_orders(const fs::path& file);
  /// Nothing: there are none. Errors as of take_orders().
  Result<std::optional<handheld::Orders>> orders() const;

 private:
  StoreFolder(fs::path folder, int lock, seal::SigningKey key);
  Result<Bytes> read_file(const fs::path& name) const;
  Result<void> write_file(const fs::path& name, ByteView bytes) const;
  /// A paper and the signature beside it, by the office. `code`: of the refusal.
  Result<std::string> by_the_office(const fs::path& file, std::string_view code) const;
  Result<handheld::Orders> genuine_orders(const fs::path& file) const;
  Result<handheld::HandedFile> present(MeterNumber meter);
  /// What is remembered of it since it was cleared last, and what its file holds.
  Result<std::vector<handheld::Entry>> ever_read(MeterNumber meter);
  Result<void> remember(MeterNumber meter);

  fs::path folder_;
  int lock_;
  seal::SigningKey key_;
  handheld::Device device_;
};

}  // namespace kwota::app
