#include "seal/vault/key_block.h"

#include "base/core/byte_fields.h"

namespace kwota::seal {
namespace {

constexpr std::uint8_t format = 0x01;
constexpr std::size_t wrapped_max = 512;

void append_two(Bytes& to, std::size_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8));
  to.push_back(static_cast<std::uint8_t>(value));
}

void append_counted(Bytes& to, ByteView bytes) {
  append_two(to, bytes.size());
  append(to, bytes);
}

Bytes counted(ByteFields& in) {
  const std::size_t count = in.be16();
  in.require(count <= wrapped_max);
  return to_bytes(in.take(count));
}

struct Name {
  KeyRef key;
  Suite suite = Suite::des;
  KeyCheckValue check_value{};
};

void append_name(Bytes& to, const Name& name) {
  to.push_back(static_cast<std::uint8_t>(name.suite));
  append_two(to, static_cast<std::size_t>(name.key.purpose));
  to.push_back(name.key.version);
  append(to, name.check_value);
}

/// Nothing for a suite or purpose that there is not.
std::optional<Name> read_name(ByteFields& in) {
  const auto suite = in.byte();
  const auto purpose = in.be16();
  const auto version = in.byte();
  const auto check_value = in.array<3>();
  if (!in.good() || suite < 1 || suite > 3 || purpose >= purposes) return std::nullopt;
  return Name{{static_cast<Purpose>(purpose), version}, static_cast<Suite>(suite), check_value};
}

std::optional<BackupEntry> next_entry(ByteFields& in) {
  const auto name = read_name(in);
  Bytes wrapped = counted(in);
  if (!name || !in.good()) return std::nullopt;
  return BackupEntry{name->key, name->suite, name->check_value, std::move(wrapped)};
}

constexpr std::array<std::uint8_t, 3> transport_head{format, 'K', 'T'};
constexpr std::array<std::uint8_t, 3> backup_head{format, 'K', 'B'};

}  // namespace

Error bad_key_block() {
  return error(
      Fault::forged, "bad_key_block",
      "This is not a key that was handed over by our key office, or it was changed on the way: nothing was taken in. Have "
      "it delivered again.");
}

Error bad_backup() {
  return error(Fault::forged, "bad_backup",
               "This is not a backup of a key store, or it was changed: nothing was restored. Use another copy of it.");
}

Bytes encode(const KeyBlockHeader& header, ByteView wrapped) {
  Bytes block{format};
  append_name(block, {header.key, header.suite, header.check_value});
  append(block, header.nonce);
  append_counted(block, wrapped);
  return block;
}

Result<OpenedBlock> open_block(ByteView bytes) {
  if (bytes.size() <= cmac_bytes) return bad_key_block();
  OpenedBlock block{.before_mac = bytes.first(bytes.size() - cmac_bytes), .mac = bytes.last(cmac_bytes)};
  ByteFields in{block.before_mac};
  in.expect({&format, 1});
  const auto name = read_name(in);
  const auto nonce = in.array<8>();
  const auto length = in.be16();
  block.wrapped = in.take(length);
  if (!name || !in.done()) return bad_key_block();
  block.header = {name->key, name->suite, name->check_value, nonce};
  return block;
}

Result<KeyBlockHeader> read_key_block(const KeyBlock& block) {
  TRY(opened, open_block(block.bytes));
  return opened.header;
}

Bytes encode(const TransportKeys& keys) {
  Bytes bytes = to_bytes(transport_head);
  append_counted(bytes, keys.wrapping);
  append_counted(bytes, keys.authenticating);
  return bytes;
}

Result<TransportKeys> read_transport_keys(ByteView bytes) {
  ByteFields in{bytes};
  in.expect(transport_head);
  TransportKeys keys;
  keys.wrapping = counted(in);
  keys.authenticating = counted(in);
  if (!in.done()) return bad_key_block();
  return keys;
}

Bytes encode_entry(const BackupEntry& entry) {
  Bytes bytes;
  append_name(bytes, {entry.key, entry.suite, entry.check_value});
  append_counted(bytes, entry.wrapped);
  return bytes;
}

Result<BackupEntry> read_entry(ByteView bytes) {
  ByteFields in{bytes};
  auto entry = next_entry(in);
  if (!entry || !in.done()) return bad_backup();
  return *std::move(entry);
}

Bytes encode(const BackupFile& file) {
  Bytes bytes = to_bytes(backup_head);
  append(bytes, file.mark);
  append_two(bytes, file.entries.size());
  for (const auto& entry : file.entries) append(bytes, encode_entry(entry));
  return bytes;
}

Result<OpenedBackup> open_backup(ByteView bytes) {
  if (bytes.size() <= cmac_bytes) return bad_backup();
  OpenedBackup opened{.before_mac = bytes.first(bytes.size() - cmac_bytes), .mac = bytes.last(cmac_bytes)};
  ByteFields in{opened.before_mac};
  in.expect(backup_head);
  opened.file.mark = in.array<4>();
  const auto count = in.be16();
  for (unsigned i = 0; i < count && in.good(); ++i) {
    auto entry = next_entry(in);
    if (!entry) return bad_backup();
    opened.file.entries.push_back(*std::move(entry));
  }
  if (!in.done()) return bad_backup();
  return opened;
}

Result<std::vector<KeyRef>> keys_in_backup(ByteView bytes) {
  TRY(opened, open_backup(bytes));
  std::vector<KeyRef> keys;
  for (const auto& entry : opened.file.entries) keys.push_back(entry.key);
  return keys;
}

}  // namespace kwota::seal
