// What a handheld keeps, whatever its folder is made of: what it read of each meter, its own key, what the office gave it, and what it hands over.
//   device.key, device.pub     its P-256 pair, made at the first start; the office certifies the public key
//   office.pub                 by which it believes receipts and orders, once it was told
//   <meter>.kwh, .seen, .torn  what it read; what it remembers of what was cleared; pieces that power cut; .damaged: put apart
//   manifest.json, .sig        what was handed over
//   orders.taken               what it shall bring: signature and text in one, so that never one of them is another paper's
// Guarantees: what append() took is kept when it returns, as far as the files are; nothing is cleared but what the office has signed for, byte by byte.
// Never: opens a file. Begin with DeviceStore::open().
#pragma once
#include "carry/handheld/known.h"
#include "seal/handheld_store/hand_over.h"

namespace kwota::handheld {

/// A folder, by the names of its files. What a call has written is there after the next power cut when it returns.
class Files {
 public:
  virtual ~Files() = default;
  /// Of all its files, in no order.
  virtual Result<std::vector<std::string>> names() const = 0;
  /// Nothing: there is no such file.
  virtual Result<std::optional<Bytes>> read(const std::string& name) const = 0;
  /// Behind what is there.
  virtual Result<void> append(const std::string& name, ByteView bytes) = 0;
  /// Whole or not at all.
  virtual Result<void> replace(const std::string& name, ByteView bytes) = 0;
  /// What is behind `size` bytes is gone.
  virtual Result<void> cut(const std::string& name, std::size_t size) = 0;
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> remove(const std::string& name) = 0;
};

class DeviceStore {
 public:
  /// Makes its key at the first start. `files` outlive it. Errors: of the files, `device_key_damaged`.
  static Result<DeviceStore> open(Files& files);

  const Device& device() const { return device_; }
  Bytes public_key() const { return key_.public_key(); }

  /// Meters of which something is kept, by their numbers.
  Result<std::vector<MeterNumber>> meters() const;
  /// What is kept, without what was cut; that is put apart first. Error `meter_file_damaged`{meter, at}.
  Result<std::vector<Entry>> entries(MeterNumber meter);
  /// The same with what is remembered of what was cleared.
  Result<Known> known(MeterNumber meter);
  /// Behind what is kept of the meter.
  Result<void> append(MeterNumber meter, const std::vector<Entry>& entries);
  /// Hung records for this meter: of users who hang elsewhere, as other meters told this handheld, and as the office did.
  Result<std::vector<Bytes>> hung_elsewhere(MeterNumber here);

  /// A file that was damaged: the meter is read anew, and somebody may look at what there was. Errors `nothing_stored`{meter}, `file_is_sound`{meter}.
  Result<void> put_apart(MeterNumber meter, Instant now);

  /// Writes the manifest of all that is kept, and its signature, in place of the last ones.
  Result<Manifest> hand_over(Instant now);
  /// Errors `no_office_key`, `receipt_not_genuine`, `receipt_of_another`, `receipt_not_of_this_content`{meter},
  /// `nothing_handed_over`.
  Result<Receipt> clear(const Signed& receipt);

  /// The office's public key, DER or its hexadecimal digits: the one by which the counters' books are signed. Errors
  /// `bad_office_key`: it is none; `another_office`: it believes another one already.
  Result<void> trust_office(ByteView key);
  /// Errors `no_office_key`, `orders_not_genuine`, `orders_of_another`.
  Result<Orders> take_orders(const Signed& orders);
  /// Nothing: there are none. Errors as of take_orders().
  Result<std::optional<Orders>> orders() const;

 private:
  DeviceStore(Files& files, seal::SigningKey key);
  /// By the office. `code`: of the refusal.
  Result<void> by_the_office(const Signed& paper, std::string_view code) const;
  Result<Orders> genuine_orders(const Signed& paper) const;
  Result<std::optional<HandedFile>> present(MeterNumber meter);
  Result<void> holds_what_was_handed_over(const Manifest& manifest);
  /// What is remembered of it since it was cleared last.
  Result<std::vector<Entry>> seen(MeterNumber meter);
  /// And what its file holds.
  Result<std::vector<Entry>> ever_read(MeterNumber meter);
  Result<void> remember(MeterNumber meter);

  Files* files_;
  seal::SigningKey key_;
  Device device_;
};

}  // namespace kwota::handheld
