// A small file at once: certificates, keys, drafts, the console's parts. What is large goes through a Spool.
#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>

namespace kwota {

/// As Bytes or std::string; empty where there is no such file, or it cannot be read.
template <class Content>
Content whole_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return Content(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

}  // namespace kwota
