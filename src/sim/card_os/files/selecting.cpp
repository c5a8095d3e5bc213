#include <algorithm>

#include "sim/card_os/files/commands.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::Response;
using Path = std::vector<std::size_t>;

Directory& at(CardState& card, const Path& path) {
  Directory* directory = &card.mf;
  for (const auto index : path) directory = &directory->directories[index];
  return *directory;
}

Bytes tlv(std::initializer_list<std::uint8_t> tag, ByteView value) {
  Bytes out(tag);
  out.push_back(static_cast<std::uint8_t>(value.size()));
  append(out, value);
  return out;
}

// 6F { 84 name, A5 { 9F08 version, 9F0C what the application shows of itself } }: ISO/IEC 7816-4 5.3.3, PBOC.
Bytes control_information(Directory& directory) {
  constexpr std::size_t shown_max = 64;
  Bytes proprietary = tlv({0x9F, 0x08}, Bytes{0x02});
  const auto* shown = directory.app_sfi == 0 ? nullptr : directory.find_sfi(directory.app_sfi);
  if (shown != nullptr && shown->kind == iso7816::FileKind::transparent && shown->read.allows(0) && !shown->read_needs_mac())
    append(proprietary, tlv({0x9F, 0x0C}, ByteView(shown->content).first(std::min(shown->content.size(), shown_max))));
  Bytes inside;
  if (!directory.name.empty()) inside = tlv({0x84}, directory.name);
  append(inside, tlv({0xA5}, proprietary));
  return tlv({0x6F}, inside);
}

Response select_directory(Context& context, Path path) {
  auto& directory = at(context.card, path);
  if (directory.block == Block::for_ever) return refuse(0x9303);
  context.enter(std::move(path));
  auto response = done(control_information(directory));
  if (directory.block == Block::blocked) response.sw.value = 0x6283;
  return response;
}

std::optional<Path> child(CardState& card, Path parent, std::uint16_t id) {
  const auto& directories = at(card, parent).directories;
  const auto found = std::ranges::find(directories, id, &Directory::id);
  if (found == directories.end()) return std::nullopt;
  parent.push_back(static_cast<std::size_t>(found - directories.begin()));
  return parent;
}

// By identifier a card looks below the current directory, at itself, at its parent and beside it.
std::optional<Path> find_near(Context& context, std::uint16_t id) {
  if (id == mf_id) return Path{};
  const Path here = context.session.path;
  if (auto found = child(context.card, here, id)) return found;
  if (here.empty()) return std::nullopt;
  if (at(context.card, here).id == id) return here;
  const Path parent(here.begin(), here.end() - 1);
  if (at(context.card, parent).id == id) return parent;
  return child(context.card, parent, id);
}

std::optional<Path> find_named(CardState& card, const Path& from, ByteView name) {
  const auto& directory = at(card, from);
  if (equal(directory.name, name)) return from;
  for (std::size_t i = 0; i < directory.directories.size(); ++i) {
    Path below = from;
    below.push_back(i);
    if (auto found = find_named(card, below, name)) return found;
  }
  return std::nullopt;
}

}  // namespace

Response select_file(Context& context, const Command& command) {
  if (command.p2 != 0) return refuse(0x6A86);
  if (command.p1 == 0x04) {
    if (command.data.empty()) return refuse(0x6700);
    auto path = find_named(context.card, {}, command.data);
    return path ? select_directory(context, std::move(*path)) : refuse(0x6A82);
  }
  if (command.p1 != 0x00) return refuse(0x6A86);
  if (command.data.size() != 2) return refuse(0x6700);
  const auto id = get_be16(command.data.data());
  const auto* file = context.current().find_file(id);
  if (file != nullptr) {
    if (context.current().block == Block::for_ever) return refuse(0x9303);
    context.session.current_file = id;
    return done();
  }
  auto path = find_near(context, id);
  return path ? select_directory(context, std::move(*path)) : refuse(0x6A82);
}

Response get_challenge(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (!command.data.empty() || !command.le || (*command.le != 4 && *command.le != 8)) return refuse(0x6700);
  context.session.challenge = context.random.bytes(*command.le);
  return done(context.session.challenge);
}

}  // namespace kwota::sim
