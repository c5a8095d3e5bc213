// Small files that only their owner may read (mode 0600), replaced as a whole and on the disk before the call returns: PINs,
// counters, marks. A power cut leaves the old content or the new one.
#pragma once
#include <filesystem>

#include "base/bytes.h"

namespace kwota::seal {

/// Error `vault_refused`.
Result<void> write_owner_file(const std::filesystem::path& file, ByteView content);
/// Errors `vault_refused`: missing, readable by others, larger than 64 KiB.
Result<SecretBytes> read_owner_file(const std::filesystem::path& file);

}  // namespace kwota::seal
