#include "kwota/books/printed_file.h"

#include <unistd.h>

#include <array>
#include <iostream>

namespace kwota::app {

void print_file(const Spool& file) {
  std::array<char, 64 * 1024> piece{};
  for (ssize_t read = 1; read > 0 && std::cout;) {
    read = ::read(file.descriptor(), piece.data(), piece.size());
    if (read > 0) std::cout.write(piece.data(), read);
  }
  std::cout.flush();
}

std::vector<std::string> file_forms() {
  constexpr auto words = words_of(FileForm{});
  return {words.begin(), words.end()};
}

}  // namespace kwota::app
