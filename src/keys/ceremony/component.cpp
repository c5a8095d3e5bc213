#include "keys/ceremony/component.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/text/text_gate.h"
#include "seal/vault/weak_keys.h"

namespace kwota::keys {
namespace {

/// Without the parity bits, which DES does not look at.
std::uint64_t without_parity(ByteView half) { return get_be64(half.data()) & 0xFEFEFEFEFEFEFEFE; }

/// What is looked at – the 32 digits as they are typed, the 16 bytes, pairs of bytes – without a copy that would have to be wiped.
struct Elements {
  ByteView bytes;
  unsigned digits_each = 2;  ///< hexadecimal digits an element
  std::size_t size() const { return bytes.size() * 2 / digits_each; }
  unsigned modulus() const { return 1u << (4 * digits_each); }
  unsigned operator[](std::size_t at) const {
    if (digits_each == 1) return at % 2 == 0 ? bytes[at / 2] >> 4 : bytes[at / 2] & 0x0Fu;
    return digits_each == 2 ? bytes[at] : static_cast<unsigned>(bytes[2 * at] << 8 | bytes[2 * at + 1]);
  }
  unsigned step(std::size_t at) const { return ((*this)[at + 1] + modulus() - (*this)[at]) % modulus(); }
};

/// The same few digits over and over, whatever their number, even when the last round is not whole.
bool is_repeated(const Elements& digits) {
  const auto with_period = [&](std::size_t period) {
    for (std::size_t i = period; i < digits.size(); ++i)
      if (digits[i] != digits[i - period]) return false;
    return true;
  };
  for (std::size_t period = 1; period < digits.size() / 2; ++period)
    if (with_period(period)) return true;
  return false;
}

/// Elements that follow one another in one same step – up, down, or standing still – at least `limit` times.
bool counts(const Elements& elements, std::size_t limit) {
  const auto steps = elements.size() - 1;
  for (std::size_t one = 0; one < steps; ++one) {
    std::size_t same = 0;
    for (std::size_t other = 0; other < steps; ++other) same += elements.step(other) == elements.step(one) ? 1 : 0;
    if (same >= limit) return true;
  }
  return false;
}

/// 00 01 02 …, FE DC BA …, 10 20 30 …: by digits, by bytes and by pairs of bytes. The limits are where dice come by chance less
/// than once in ten million rolls.
bool is_sequence(ByteView bytes) {
  constexpr std::size_t of_31_digits = 14, of_15_bytes = 6, of_7_pairs = 4;
  return counts({bytes, 1}, of_31_digits) || counts({bytes, 2}, of_15_bytes) || counts({bytes, 4}, of_7_pairs);
}

std::size_t different(const Elements& elements) {
  std::size_t count = 0;
  for (std::size_t one = 0; one < elements.size(); ++one) {
    std::size_t before = 0;
    while (before < one && elements[before] != elements[one]) ++before;
    count += before == one ? 1 : 0;
  }
  return count;
}

/// Dice give about 15 different bytes of 16, and 14 different digits of 32.
bool has_few_different(ByteView bytes) {
  constexpr std::size_t bytes_min = 9, digits_min = 8;
  constexpr std::ptrdiff_t same_max = 4;  // of one byte: a short text between zeros has more
  if (different({bytes, 2}) < bytes_min || different({bytes, 1}) < digits_min) return true;
  return std::any_of(bytes.begin(), bytes.end(),
                     [&](std::uint8_t byte) { return std::count(bytes.begin(), bytes.end(), byte) > same_max; });
}

/// Dates, telephone and meter numbers: no letter among 32 digits.
bool is_decimal(const Elements& digits) {
  for (std::size_t i = 0; i < digits.size(); ++i)
    if (digits[i] > 9) return false;
  return true;
}

/// Text that fills the 16 bytes, in Latin letters or any others; what is too short is filled up with zeros or blanks.
bool is_text(ByteView bytes) {
  auto length = bytes.size();
  while (length > 0 && (bytes[length - 1] == 0x00 || bytes[length - 1] == 0xFF)) --length;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), length);
  return !text_gate::flaw_of(text, text_gate::Kind::lines);
}

/// What people spell with the letters A to F and the digits that look like letters, and the keys that manuals print.
constexpr std::array<std::string_view, 24> spelled{
    "DEADBEEF", "DEADC0DE", "DEADFACE", "CAFEBABE", "CAFED00D", "C0FFEE",   "BADC0FFE", "BAADF00D", "0DEFACED", "DEFACED",  "FEEDFACE", "FACADE",
    "FACEFEED", "BEEFCAFE", "BADDCAFE", "ACCEDED",  "EFFACED",  "DECAFBAD", "5CA1AB1E", "B16B00B5", "FEEDBEEF", "ABADCAFE", "01234567", "76543210"};
/// Words out of which pass phrases are made, in the letters that they have in a card.
constexpr std::array<std::string_view, 24> words{"password", "passwort", "secret", "geheim", "admin",   "master", "kwota",  "utility",
                                                 "energy",   "power",    "meter",  "vending", "qwerty", "asdfgh", "letmein", "welcome",
                                                 "officer",  "manager",  "parol",  "mima",    "dianli", "default", "supplier", "transport"};

char hexadecimal(unsigned digit) { return "0123456789ABCDEF"[digit]; }

/// `at(i)`: the i-th of `size` characters.
template <class At>
bool stands_in(std::string_view word, std::size_t size, At at) {
  for (std::size_t from = 0; from + word.size() <= size; ++from) {
    std::size_t same = 0;
    while (same < word.size() && at(from + same) == word[same]) ++same;
    if (same == word.size()) return true;
  }
  return false;
}

bool has_a_word(ByteView bytes) {
  const Elements digits{bytes, 1};
  const auto typed = [&](std::string_view word) {
    return stands_in(word, digits.size(), [&](std::size_t i) { return hexadecimal(digits[i]); });
  };
  const auto written = [&](std::string_view word) {
    return stands_in(word, bytes.size(), [&](std::size_t i) { return small_letter(static_cast<char>(bytes[i])); });
  };
  return std::any_of(spelled.begin(), spelled.end(), typed) || std::any_of(words.begin(), words.end(), written);
}

Error weak(const char* why) {
  return error(Fault::request, Cause::weak_key,
               std::string("A person would think of this (") + why +
                   "): it is no secret. Nothing was kept. Have the vault roll a component, or use dice; where a supplier's letter says this, ask him for another one.",
               {{"why", why}});
}

}  // namespace

Result<void> check_component(seal::Suite suite, ByteView component) {
  if (component.size() != component_size)
    return error(Fault::request, Cause::bad_component, "A component has 32 hexadecimal digits. Nothing was kept; type it again.");
  const Elements digits{component, 1};
  const auto left = component.first(8), right = component.subspan(8);
  if (std::all_of(component.begin(), component.end(), [](std::uint8_t byte) { return byte == 0; })) return weak("zeros");
  if (is_repeated(digits)) return weak("repeated");
  if (without_parity(left) == without_parity(right)) return weak("equal_halves");
  if (!seal::check_strength(suite, component)) return weak("weak_half");
  if (is_sequence(component)) return weak("sequence");
  if (is_text(component)) return weak("text");
  if (has_a_word(component)) return weak("word");
  if (is_decimal(digits)) return weak("digits");
  if (has_few_different(component)) return weak("few_different");
  return Done{};
}

}  // namespace kwota::keys
