// Key blocks, transport keys, backups, shares and vault.json come from outside: each is either refused or is exactly what
// writing it again gives.
#include <cstdlib>
#include <string_view>

#include "seal/vault/key_block.h"
#include "seal/vaults/vaults.h"

namespace {

using namespace kwota;

void expect(bool holds) {
  if (!holds) std::abort();
}

/// The text of a share is read back to the same share.
void read_share(std::string_view text) {
  const auto share = seal::parse_share(text);
  if (!share.ok()) return;
  const auto written = seal::share_text(*share);
  const auto again = seal::parse_share({reinterpret_cast<const char*>(written.view().data()), written.size()});
  expect(again.ok() && again->index == share->index && again->needed == share->needed && equal(again->value.view(), share->value.view()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  if (const auto block = seal::open_block(bytes); block.ok()) expect(equal(seal::encode(block->header, block->wrapped), block->before_mac));
  if (const auto keys = seal::read_transport_keys(bytes); keys.ok()) expect(equal(seal::encode(*keys), bytes));
  if (const auto entry = seal::read_entry(bytes); entry.ok()) expect(equal(seal::encode_entry(*entry), bytes));
  if (const auto backup = seal::open_backup(bytes); backup.ok()) expect(equal(seal::encode(backup->file), backup->before_mac));
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  read_share(text);
  if (const auto configuration = seal::parse_vault_configuration(text); configuration.ok()) expect(configuration->sessions >= 1);
  return 0;
}
