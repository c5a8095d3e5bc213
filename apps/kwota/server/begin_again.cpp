#include "kwota/server/begin_again.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace kwota::app {

Error begin_again(std::uint16_t port) {
  std::ifstream words("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> given;
  for (std::string word; std::getline(words, word, '\0');) given.push_back(word);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == "--port" && i + 1 < given.size()) given[i + 1] = std::to_string(port);
    if (given[i].starts_with("--port=")) given[i] = "--port=" + std::to_string(port);
  }
  std::vector<char*> pointers;
  for (auto& word : given) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::fflush(stdout);
  ::execv("/proc/self/exe", pointers.data());
  return error(Fault::ours, "not_started_again", "The program has ended to put an older copy in place of the books, and could not begin again by itself. Start it: the copy is put in place then.");
}

}  // namespace kwota::app
