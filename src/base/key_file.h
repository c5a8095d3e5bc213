// A key of its own for something that lives in a folder: a file that its owner alone may read.   Begin with make_key_file().
#pragma once
#include <filesystem>

#include "base/random.h"

namespace kwota {

/// 32 random bytes as hexadecimal digits and an end of line, where there is no such file yet. False: it could not be made.
bool make_key_file(const std::filesystem::path& file, Random& random);

}  // namespace kwota
