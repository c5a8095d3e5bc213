// What the house must know to send letters and tells nobody: the password of the mail relay, the key by which short messages are signed. Each is a file that its
// owner alone may read; it is read when it is needed, and stands in no row, log or answer.
// Begin with read_secret().
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace kwota::letters {

/// Its first line; nothing: it is not there, empty, too long, or others may read it.
std::optional<std::string> read_secret(const std::filesystem::path& file);
/// Leaves nothing of it in memory.
void wipe(std::string& secret);

}  // namespace kwota::letters
