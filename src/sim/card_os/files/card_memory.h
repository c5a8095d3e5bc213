// The non-volatile memory of a simulated card: two slots that are written in turn, each with sequence number, length and CRC-32.
// Guarantees: cut at any byte of a write, the next load gives exactly the image before it or the image after it.
// Never: looks at what it keeps. The bytes lie in a Storage: a file, plain memory, or one that loses power for tests.
// Begin with CardMemory.
#pragma once
#include <array>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/bytes.h"

namespace kwota::sim {

/// Bytes that survive a loss of power. A write is done from the lowest to the highest byte.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual Bytes read(std::size_t offset, std::size_t count) = 0;
  /// When it returns, the bytes are safe. Errors `power_lost`, `card_storage_failed`.
  virtual Result<void> write(std::size_t offset, ByteView bytes) = 0;
};

/// Erased memory reads as FF.
class MemoryStorage final : public Storage {
 public:
  explicit MemoryStorage(std::size_t size) : bytes_(size, 0xFF) {}
  explicit MemoryStorage(Bytes bytes) : bytes_(std::move(bytes)) {}
  Bytes read(std::size_t offset, std::size_t count) override;
  Result<void> write(std::size_t offset, ByteView bytes) override;
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

/// A file of fixed size; a write is on the disk when it returns.
class FileStorage final : public Storage {
 public:
  /// Makes the file when it is not there. Error `card_storage_failed`.
  static Result<std::unique_ptr<FileStorage>> open(const std::filesystem::path& path, std::size_t size);
  ~FileStorage() override;
  FileStorage(const FileStorage&) = delete;
  FileStorage& operator=(const FileStorage&) = delete;
  Bytes read(std::size_t offset, std::size_t count) override;
  Result<void> write(std::size_t offset, ByteView bytes) override;

 private:
  explicit FileStorage(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// Loses power after a number of written bytes, once; restore_power() lets it go on.
class TornStorage final : public Storage {
 public:
  explicit TornStorage(std::shared_ptr<Storage> under) : under_(std::move(under)) {}
  void lose_power_after(std::size_t bytes) { left_ = bytes, torn_ = false; }
  void restore_power() { left_ = no_limit, torn_ = false; }
  bool torn() const { return torn_; }
  /// Bytes written since the beginning.
  std::size_t written() const { return written_; }
  Bytes read(std::size_t offset, std::size_t count) override { return under_->read(offset, count); }
  Result<void> write(std::size_t offset, ByteView bytes) override;

 private:
  static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);
  std::shared_ptr<Storage> under_;
  std::size_t left_ = no_limit, written_ = 0;
  bool torn_ = false;
};

class CardMemory {
 public:
  static constexpr std::size_t slot_bytes = 16 * 1024 + 64, storage_bytes = 2 * slot_bytes;

  explicit CardMemory(std::shared_ptr<Storage> storage) : storage_(std::move(storage)) {}

  /// The newest whole image. Error `card_memory_empty`: neither slot holds one.
  Result<Bytes> load();
  /// Writes the slot that does not hold the newest image. Errors of Storage::write.
  Result<void> commit(ByteView image);

 private:
  struct Slot {
    std::uint64_t sequence = 0;
    Bytes image;
  };
  std::optional<Slot> read_slot(std::size_t slot);
  std::optional<std::size_t> newest(std::array<std::optional<Slot>, 2>& slots);

  std::shared_ptr<Storage> storage_;
};

}  // namespace kwota::sim
