#include "carry/wire/link_name.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"

namespace kwota::wire {
namespace {

constexpr std::array speeds{1200U, 2400U, 4800U, 9600U, 19200U};
constexpr std::string_view tcp = "tcp://", serial = "serial://",
                           query = "?baud=", concentrator = "concentrator:", modem = "modem:";

std::optional<LinkName> network(std::string_view rest) {
  const auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || !whole_number(rest.substr(colon + 1), 65'535)) return std::nullopt;
  LinkName name;
  name.host = rest.substr(0, colon);
  name.port = rest.substr(colon + 1);
  return name;
}

std::optional<LinkName> serial_port(std::string_view rest) {
  LinkName name;
  name.kind = LinkName::Kind::serial;
  const auto at = rest.find(query);
  name.device = rest.substr(0, at);
  if (at != std::string_view::npos) {
    const auto baud = whole_number(rest.substr(at + query.size()), speeds.back());
    if (!baud || std::ranges::find(speeds, *baud) == speeds.end()) return std::nullopt;
    name.baud = *baud;
  }
  if (!name.device.starts_with('/')) return std::nullopt;
  return name;
}

std::optional<LinkName> concentrators_port(std::string_view rest) {
  constexpr unsigned outlets = 63;
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto terminal = qgdw376::Terminal::parse(rest.substr(0, slash));
  const auto outlet = whole_number(rest.substr(slash + 1), outlets);
  if (!terminal.ok() || !outlet || *outlet == 0) return std::nullopt;
  LinkName name;
  name.kind = LinkName::Kind::concentrator;
  name.terminal = *terminal;
  name.outlet = static_cast<std::uint8_t>(*outlet);
  return name;
}

std::optional<LinkName> module_name(std::string_view rest) {
  if (!is_modem_name(rest)) return std::nullopt;
  LinkName name;
  name.kind = LinkName::Kind::modem;
  name.modem = rest;
  return name;
}

struct Kind {
  std::string_view prefix;
  std::optional<LinkName> (*read)(std::string_view rest);
};
constexpr std::array kinds{Kind{tcp, network}, Kind{serial, serial_port}, Kind{concentrator, concentrators_port},
                           Kind{modem, module_name}};

}  // namespace

std::optional<unsigned> whole_number(std::string_view text, unsigned at_most) {
  unsigned value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size() || value > at_most) return std::nullopt;
  return value;
}

bool is_modem_name(std::string_view text) {
  constexpr std::size_t longest = 32;
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; };
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, fits);
}

Result<LinkName> LinkName::parse(const std::string& text) {
  const std::string_view whole = text;
  for (const auto& kind : kinds) {
    if (!whole.starts_with(kind.prefix)) continue;
    if (auto name = kind.read(whole.substr(kind.prefix.size()))) return std::move(*name);
  }
  return error(Fault::request, "bad_link",
               "This is no link to a meter: give tcp://host:port, serial:///dev/NAME?baud=2400, concentrator:REGION-NUMBER/PORT "
               "or modem:NAME.",
               {{"link", text.substr(0, 128)}});
}

std::string presence_of(const LinkName& name) {
  if (name.kind == LinkName::Kind::concentrator) return std::string{concentrator} + name.terminal.text();
  return std::string{modem} + name.modem;
}

}  // namespace kwota::wire
