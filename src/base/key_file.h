// Files that their owner alone may read (mode 0600), and a key of its own for something that lives in a folder.
// Guarantees: such a file is there as a whole or as it was before, also after a power cut.   Begin with put_owner_file(), make_key_file().
#pragma once
#include <filesystem>

#include "base/bytes.h"
#include "base/random.h"

namespace kwota {

/// Puts it in place of what has this name: all of it, on the disk, then its name. False: it is not certain to be on the disk.
bool put_owner_file(const std::filesystem::path& file, ByteView content);

/// 32 random bytes as hexadecimal digits and an end of line, where there is no such file yet. False: it could not be made.
bool make_key_file(const std::filesystem::path& file, Random& random);

}  // namespace kwota
