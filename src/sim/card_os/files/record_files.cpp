#include <numeric>

#include "sim/card_os/files/secure_messaging.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::FileKind;
using iso7816::Response;

constexpr std::uint8_t number_in_p1 = 0x04;

bool has_records(const ElementaryFile& file) {
  return file.kind == FileKind::fixed_record || file.kind == FileKind::variable_record || file.kind == FileKind::cyclic;
}
std::size_t records_max(const ElementaryFile& file) { return file.size >> 8; }
std::size_t record_bytes(const ElementaryFile& file) { return file.size & 0xFF; }

// P2 = SFI in the upper five bits; 0: the current file.
std::variant<ElementaryFile*, Refused> find_records(Context& context, const Command& command) {
  const auto sfi = static_cast<std::uint8_t>(command.p2 >> 3);
  if (sfi == 0 && !context.session.current_file) return Refused{0x6986};
  auto* file = sfi != 0 ? context.current().find_sfi(sfi) : context.current().find_file(*context.session.current_file);
  if (file == nullptr) return Refused{0x6A82};
  context.session.current_file = file->id;
  if (!has_records(*file)) return Refused{0x6981};
  return file;
}

// Record 1 is the newest of a cyclic file and the oldest of the others.
Bytes* record_of(ElementaryFile& file, std::uint8_t number) {
  if (number == 0 || number > file.records.size()) return nullptr;
  return &file.records[file.kind == FileKind::cyclic ? file.records.size() - number : number - 1u];
}

// Nothing: the record found its place.
std::optional<Refused> add_record(ElementaryFile& file, const Bytes& record) {
  if (file.kind == FileKind::variable_record) {
    const auto used = std::accumulate(file.records.begin(), file.records.end(), std::size_t{0},
                                      [](std::size_t sum, const Bytes& one) { return sum + one.size() + 1; });
    if (record.empty()) return Refused{0x6700};
    if (used + record.size() + 1 > file.size || file.records.size() == 0xFF) return Refused{0x6A84};
  } else if (record.size() != record_bytes(file)) {
    return Refused{0x6700};
  } else if (file.records.size() == records_max(file)) {
    if (file.kind == FileKind::fixed_record) return Refused{0x6A84};
    file.records.erase(file.records.begin());
  }
  file.records.push_back(record);
  return std::nullopt;
}

}  // namespace

Response read_record(Context& context, const Command& command) {
  if ((command.p2 & 0x07) != number_in_p1) return refuse(0x6A86);
  const auto found = find_records(context, command);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto* file = std::get<ElementaryFile*>(found);
  if (!context.allows(file->read)) return refuse(0x6982);
  if (!command.le) return refuse(0x6700);
  const auto seal = open_read(context, command, *file);
  if (const auto* refused = std::get_if<Refused>(&seal)) return refuse(refused->sw);
  const auto* record = record_of(*file, command.p1);
  if (record == nullptr) return refuse(0x6A83);
  if (*command.le != 0 && *command.le != record->size()) return refuse(static_cast<std::uint16_t>(0x6C00 | record->size()));
  const auto& protection = std::get<std::optional<ReadSeal>>(seal);
  return done(protection ? sealed(*protection, *file, *record) : *record);
}

Response update_record(Context& context, const Command& command) {
  if ((command.p2 & 0x07) != number_in_p1) return refuse(0x6A86);
  const auto found = find_records(context, command);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto* file = std::get<ElementaryFile*>(found);
  if (!context.allows(file->write)) return refuse(0x6982);
  const auto opened = open_write(context, command, *file);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  auto* record = record_of(*file, command.p1);
  if (record == nullptr) return refuse(0x6A83);
  const auto& data = std::get<Bytes>(opened);
  if (data.size() != record->size()) return refuse(0x6700);
  *record = data;
  return done();
}

Response append_record(Context& context, const Command& command) {
  if (command.p1 != 0 || (command.p2 & 0x07) != 0) return refuse(0x6A86);
  const auto found = find_records(context, command);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto* file = std::get<ElementaryFile*>(found);
  if (!context.allows(file->write)) return refuse(0x6982);
  const auto opened = open_write(context, command, *file);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  const auto full = add_record(*file, std::get<Bytes>(opened));
  return full ? refuse(full->sw) : done();
}

}  // namespace kwota::sim
