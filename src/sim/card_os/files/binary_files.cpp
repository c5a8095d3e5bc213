#include <algorithm>

#include "sim/card_os/files/secure_messaging.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::FileKind;
using iso7816::Response;

struct Place {
  ElementaryFile* file = nullptr;
  std::size_t offset = 0;
};

// P1 = 100sssss: short identifier, P2 is the offset; otherwise P1 P2 are the offset in the current file.
std::variant<Place, Refused> find_place(Context& context, const Command& command) {
  Place place;
  if ((command.p1 & 0x80) != 0) {
    if ((command.p1 & 0x60) != 0) return Refused{0x6A86};
    place = {context.current().find_sfi(command.p1 & 0x1F), command.p2};
    if (place.file == nullptr) return Refused{0x6A82};
    context.session.current_file = place.file->id;
  } else {
    if (!context.session.current_file) return Refused{0x6986};
    place = {context.current().find_file(*context.session.current_file), static_cast<std::size_t>(command.p1 << 8 | command.p2)};
  }
  if (place.file->kind != FileKind::transparent) return Refused{0x6981};
  return place;
}

}  // namespace

Response read_binary(Context& context, const Command& command) {
  const auto found = find_place(context, command);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto& [file, offset] = std::get<Place>(found);
  if (!context.allows(file->read)) return refuse(0x6982);
  if (!command.le) return refuse(0x6700);
  const auto seal = open_read(context, command, *file);
  if (const auto* refused = std::get_if<Refused>(&seal)) return refuse(refused->sw);
  if (offset >= file->content.size()) return refuse(0x6B00);

  const std::size_t there = file->content.size() - offset;
  const std::size_t wanted = *command.le == 0 ? std::min<std::size_t>(there, 256) : *command.le;
  if (wanted > there) return refuse(static_cast<std::uint16_t>(0x6C00 | there));
  const auto data = ByteView(file->content).subspan(offset, wanted);
  const auto& protection = std::get<std::optional<ReadSeal>>(seal);
  return done(protection ? sealed(*protection, *file, data) : to_bytes(data));
}

Response update_binary(Context& context, const Command& command) {
  const auto found = find_place(context, command);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto& [file, offset] = std::get<Place>(found);
  if (!context.allows(file->write)) return refuse(0x6982);
  if (command.data.empty()) return refuse(0x6700);
  const auto opened = open_write(context, command, *file);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  const auto& data = std::get<Bytes>(opened);
  if (data.empty()) return refuse(0x6700);
  if (offset >= file->content.size()) return refuse(0x6B00);
  if (data.size() > file->content.size() - offset) return refuse(0x6A84);
  std::ranges::copy(data, file->content.begin() + static_cast<std::ptrdiff_t>(offset));
  return done();
}

}  // namespace kwota::sim
