// The rows of meters on a line in memory.
#include "books/memory.h"
#include "books/memory_find.h"

namespace kwota::books {

std::optional<MeterLink> Memory::link(MeterNumber meter) const { return find(links_, meter); }

std::vector<MeterLink> Memory::links() const {
  std::vector<MeterLink> out;
  for (const auto& [meter, row] : links_) out.push_back(row);
  return out;
}

std::optional<MeterCommand> Memory::command(std::int64_t number) const { return find(commands_, number); }

std::vector<MeterCommand> Memory::open_commands() const {
  std::vector<MeterCommand> out;
  for (const auto& [number, row] : commands_)
    if (!row.settled) out.push_back(row);
  return out;
}

std::vector<MeterCommand> Memory::open_commands(MeterNumber meter) const {
  std::vector<MeterCommand> out;
  for (auto& row : open_commands())
    if (row.meter == meter) out.push_back(std::move(row));
  return out;
}

std::vector<MeterCommand> Memory::commands_of(MeterNumber meter, SequenceNumber n) const {
  std::vector<MeterCommand> out;
  for (const auto& [number, row] : commands_)
    if (row.meter == meter && row.n == n) out.push_back(row);
  return out;
}

std::optional<MeterCommand> Memory::newest_command(MeterNumber meter, std::string_view kind) const {
  std::optional<MeterCommand> newest;
  for (const auto& [number, row] : commands_)
    if (row.meter == meter && row.kind == kind) newest = row;
  return newest;
}

std::vector<MeterCommand> Memory::due_commands(Instant now) const {
  auto rows = open_commands();
  std::erase_if(rows, [&](const MeterCommand& row) { return row.not_before > now; });
  return rows;
}

std::vector<MeterCommand> Memory::late_commands(Instant now) const {
  auto rows = open_commands();
  std::erase_if(rows, [&](const MeterCommand& row) { return row.deadline > now; });
  return rows;
}

std::optional<Instant> Memory::next_command_due(Instant after) const {
  std::optional<Instant> next;
  for (const auto& row : open_commands())
    if (row.not_before > after && (!next || row.not_before < *next)) next = row.not_before;
  return next;
}

std::int64_t Memory::next_command_number() const { return commands_.empty() ? 1 : commands_.rbegin()->first + 1; }

}  // namespace kwota::books
