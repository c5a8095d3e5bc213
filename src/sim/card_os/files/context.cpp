#include "sim/card_os/files/commands.h"

namespace kwota::sim {

Directory& Context::current() {
  Directory* directory = &card.mf;
  for (const auto index : session.path) directory = &directory->directories[index];
  return *directory;
}

void Context::enter(std::vector<std::size_t> path) {
  session.current_file.reset();
  if (path == session.path) return;
  session.path = std::move(path);
  session.mf_state = session.df_state = 0;
  session.delivered.reset();
  session.opened_for.clear();
  session.purchase.reset();
  session.lock.reset();
}

}  // namespace kwota::sim
