// What the house must know to send letters and tells nobody: the password of the mail relay, the key by which short messages are signed. Each is a file that its
// owner alone may read; it is read when it is needed, and stands in no row, log or answer.
// Begin with read_secret().
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "base/random.h"

namespace kwota::letters {

/// Its first line; nothing: it is not there, empty, too long, or others may read it.
std::optional<std::string> read_secret(const std::filesystem::path& file);
/// 32 random bytes as hexadecimal digits, where there is no such file yet. False: it could not be made.
bool make_key(const std::filesystem::path& file, Random& random);
/// Leaves nothing of it in memory.
void wipe(std::string& secret);

}  // namespace kwota::letters
