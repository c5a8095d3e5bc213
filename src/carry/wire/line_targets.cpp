#include "carry/wire/line_targets.h"

#include <arpa/inet.h>

#include <algorithm>
#include <filesystem>

#include "base/ascii.h"

namespace kwota::wire {
namespace {

constexpr std::string_view tcp_target = "tcp://", serial_target = "serial://";

std::string without_brackets(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return in_small_letters(host);
}

/// 4 or 16 bytes; empty: it is no address as all programs write it, so it is a name.
Bytes address_bytes(const std::string& host) {
  Bytes v4(4), v6(16);
  if (::inet_pton(AF_INET, host.c_str(), v4.data()) == 1) return v4;
  if (::inet_pton(AF_INET6, host.c_str(), v6.data()) == 1) return v6;
  return {};
}

bool same_network(const Bytes& network, unsigned bits, const Bytes& address) {
  if (network.size() != address.size()) return false;
  for (unsigned i = 0; i < bits; ++i) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> (i % 8));
    if ((network[i / 8] & mask) != (address[i / 8] & mask)) return false;
  }
  return true;
}

/// A path that says what it means: "/dev/../etc" begins with "/dev" and is not there.
bool is_plain_path(const std::string& path) { return path.starts_with('/') && std::filesystem::path(path).lexically_normal() == path; }

}  // namespace

std::optional<LineTargets::Target> LineTargets::target(std::string_view entry) {
  Target out;
  if (entry.starts_with(serial_target)) {
    out.kind = LinkName::Kind::serial;
    out.name = entry.substr(serial_target.size());
    out.begins = out.name.ends_with('*');
    if (out.begins) out.name.pop_back();
    return is_plain_path(out.name) ? std::optional(out) : std::nullopt;
  }
  if (!entry.starts_with(tcp_target)) return std::nullopt;
  auto rest = entry.substr(tcp_target.size());
  // An address of IPv6 has colons of its own: its port follows a bracket.
  const auto colon = rest.rfind(':');
  const bool with_port = colon != std::string_view::npos && (rest.find(':') == colon || (colon > 0 && rest[colon - 1] == ']') || rest.find("]/") < colon);
  if (with_port) {
    out.port = rest.substr(colon + 1);
    if (!whole_number(out.port, 65'535)) return std::nullopt;
    rest = rest.substr(0, colon);
  }
  const auto slash = rest.find('/');
  out.name = without_brackets(rest.substr(0, slash));
  out.network = address_bytes(out.name);
  out.bits = static_cast<unsigned>(out.network.size()) * 8;
  if (slash != std::string_view::npos) {
    const auto bits = whole_number(rest.substr(slash + 1), out.bits);
    if (out.network.empty() || !bits) return std::nullopt;
    out.bits = *bits;
  }
  return out.name.empty() ? std::nullopt : std::optional(out);
}

bool LineTargets::fits(const Target& target, const LinkName& link) {
  if (target.kind != link.kind) return false;
  if (link.kind == LinkName::Kind::serial)
    return is_plain_path(link.device) && (target.begins ? link.device.starts_with(target.name) : link.device == target.name);
  if (!target.port.empty() && target.port != link.port) return false;
  const auto host = without_brackets(link.host);
  return target.network.empty() ? host == target.name : same_network(target.network, target.bits, address_bytes(host));
}

Result<LineTargets> LineTargets::parse(const std::vector<std::string>& entries) {
  LineTargets out;
  for (const auto& entry : entries) {
    auto one = target(entry);
    if (!one)
      return error(Fault::request, "bad_line_target",
                   "“" + entry + "” names no place where meters may be: give tcp://10.20.0.0/16, tcp://host:port or serial:///dev/ttyUSB*. Nothing was started.",
                   {{"target", entry}});
    out.targets_.push_back(std::move(*one));
  }
  return out;
}

Result<void> LineTargets::check(const std::string& link) const {
  TRY(name, LinkName::parse(link));
  if (name.dials_in() || std::ranges::any_of(targets_, [&](const Target& target) { return fits(target, name); })) return Done{};
  return error(Fault::refused, "line_target_not_allowed",
               "This server may not open a line to there; nothing was changed. Whoever runs it names the places where meters are (--line-target).",
               {{"link", link}});
}

}  // namespace kwota::wire
