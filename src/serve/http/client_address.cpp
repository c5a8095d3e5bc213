#include "serve/http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/ascii.h"
#include "serve/http/http.h"

namespace kwota::serve {
namespace {

std::optional<std::vector<std::uint8_t>> address_bytes(std::string_view text) {
  const std::string copy(text);
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) return std::vector(bytes.begin(), bytes.begin() + 4);
  if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return std::vector(bytes.begin(), bytes.end());
  return std::nullopt;
}

/// An IPv4 address written as IPv6 begins with these.
constexpr std::array<std::uint8_t, 12> version_4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// "[::1]:8080" -> "::1", "10.0.0.1:8080" -> "10.0.0.1", "kwota.example:443" -> "kwota.example"
std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end == std::string_view::npos ? std::string_view{} : host.substr(1, end - 1);
  }
  const auto colon = host.find(':');
  return colon == std::string_view::npos ? host : host.substr(0, colon);
}

}  // namespace

bool is_this_machine(std::string_view text) {
  constexpr std::uint8_t loopback = 127;
  const auto address = address_bytes(text);
  if (!address) return false;
  if (address->size() == 4) return address->front() == loopback;
  if (std::equal(version_4.begin(), version_4.end(), address->begin())) return (*address)[version_4.size()] == loopback;
  return std::all_of(address->begin(), address->end() - 1, [](std::uint8_t byte) { return byte == 0; }) && address->back() == 1;
}

std::string counted_address(std::string_view text) {
  constexpr std::size_t network_bytes = 8;
  auto address = address_bytes(text.substr(0, text.find('%')));  // "fe80::1%eth0"
  if (!address || address->size() == 4) return std::string(text);
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (std::equal(version_4.begin(), version_4.end(), address->begin()))
    return inet_ntop(AF_INET, address->data() + version_4.size(), out.data(), out.size());
  std::fill(address->begin() + network_bytes, address->end(), std::uint8_t{0});
  return std::string(inet_ntop(AF_INET6, address->data(), out.data(), out.size())) + "/64";
}

Result<Proxies> Proxies::parse(const std::vector<std::string>& texts) {
  Proxies out;
  for (const auto& text : texts) {
    const auto slash = text.find('/');
    const auto address = address_bytes(text.substr(0, slash));
    const int most = address ? static_cast<int>(address->size()) * 8 : 0;
    int bits = most;
    if (slash != std::string::npos) {
      const auto* end = text.data() + text.size();
      const auto read = std::from_chars(text.data() + slash + 1, end, bits);
      if (read.ec != std::errc{} || read.ptr != end) bits = -1;
    }
    if (!address || bits < 0 || bits > most)
      return error(Fault::request, "bad_proxy", "\"" + text + "\" is no address of a proxy: write 10.0.0.5 or 10.0.0.0/8.", {{"text", text}});
    out.networks_.push_back({*address, bits});
  }
  return out;
}

bool Proxies::trusts(std::string_view text) const {
  const auto address = address_bytes(text);
  return address && std::ranges::any_of(networks_, [&](const Network& network) {
    if (network.address.size() != address->size()) return false;
    for (int bit = 0; bit < network.bits; ++bit) {
      const auto byte = static_cast<std::size_t>(bit / 8);
      const auto mask = static_cast<std::uint8_t>(0x80 >> (bit % 8));
      if ((network.address[byte] & mask) != ((*address)[byte] & mask)) return false;
    }
    return true;
  });
}

void Proxies::name_client(Request& request) const {
  const auto forwarded = request.headers.extract("x-forwarded-for");
  const auto scheme = request.headers.extract("x-forwarded-proto");
  if (!trusts(request.remote)) return;
  if (scheme) request.secure = in_small_letters(trimmed(scheme.mapped())) == "https";
  std::string_view rest = forwarded ? std::string_view(forwarded.mapped()) : std::string_view{};
  // From the back: what stands further in front anybody may have written.
  while (!rest.empty()) {
    const auto comma = rest.rfind(',');
    const auto one = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    if (!address_bytes(one)) return;
    request.remote = std::string(one);
    if (!trusts(one)) return;
  }
}

Hosts::Hosts(std::vector<std::string> names) : names_(std::move(names)) {
  for (auto& name : names_) name = in_small_letters(name);
  names_.emplace_back("localhost");
}

bool Hosts::admit(std::string_view host) const {
  const auto name = without_port(host);
  return address_bytes(name).has_value() || std::ranges::find(names_, in_small_letters(name)) != names_.end();
}

}  // namespace kwota::serve
