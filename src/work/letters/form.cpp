#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "seal/cipher/request_signature.h"
#include "work/letters/transport.h"

namespace kwota::letters {
namespace {

constexpr std::size_t word_bytes = 45;  ///< of a text: 60 letters of base64, with what stands around them fewer than 75

std::string base64(std::string_view bytes) {
  constexpr std::size_t group = 3, out_of_group = 4;
  std::string out((bytes.size() + group - 1) / group * out_of_group + 1, '\0');
  const auto written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), view_of(bytes).data(), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

/// The longest beginning of whole characters.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return most;
}

}  // namespace

std::string header_text(std::string_view text) {
  constexpr std::size_t line_max = 76;
  const bool plain = text.size() <= line_max && std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; }) && text.find("=?") == std::string_view::npos;
  if (plain) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const auto count = whole_characters(text, word_bytes);
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(text.substr(0, count)) + "?=";
    text.remove_prefix(count);
  }
  return out;
}

std::string mail_date(Instant at) {
  constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto local = Zone::utc().local(at);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[static_cast<std::size_t>(weekday(local.date)) - 1], local.date.day, months[local.date.month - 1], local.date.year, local.hour, local.minute,
                     local.second);
}

std::string message_body(const Letter& letter) {
  return boost::json::serialize(boost::json::object{{"message_id", letter.message_id}, {"kind", word_of(letter.kind)}, {"to", letter.address}, {"language", letter.language}, {"text", letter.text}});
}

std::string message_signature(const std::string& key, std::string_view path, std::string_view body, const std::string& time, const std::string& nonce) {
  return seal::text_signature(key, seal::request_text("POST", path, body, time, nonce));
}

}  // namespace kwota::letters
