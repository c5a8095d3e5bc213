#include "store/draft/search_words.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/ascii.h"
#include "base/ids_text.h"

namespace kwota::store {
namespace {

/// A word is found by its beginning: what stands behind so many characters of a name says nothing more. [K]
constexpr std::int32_t suffix_max = 8;

bool is_han(UChar32 c) {
  UErrorCode failed = U_ZERO_ERROR;
  return uscript_getScript(c, &failed) == USCRIPT_HAN;
}

icu::UnicodeString in_latin(icu::UnicodeString text) {
  static thread_local const auto latin = [] {
    UErrorCode failed = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, failed));
  }();
  if (latin) latin->transliterate(text);
  return text;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

/// Numbers of houses and codes, most of what addresses are made of: ICU's rules would go through each of their letters and change none.
bool is_latin(std::string_view folded) {
  return std::all_of(folded.begin(), folded.end(), [](unsigned char c) { return c < 0x80; });
}

struct Part {
  icu::UnicodeString text;
  bool han = false;
};

/// Letters and digits that stand together, Chinese ones apart from others.
std::vector<Part> folded_parts(std::string_view text) {
  auto folded = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  folded.foldCase();
  std::vector<Part> parts;
  bool joined = false;
  for (std::int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const auto c = folded.char32At(at);
    if (u_isalnum(c) == 0) {
      joined = false;
      continue;
    }
    const bool han = is_han(c);
    if (!joined || parts.back().han != han) parts.push_back({{}, han});
    parts.back().text.append(c);
    joined = true;
  }
  return parts;
}

/// In Latin letters. The same few thousand come again and again, and each is a long way through ICU's rules.
const icu::UnicodeString& syllable_of(UChar32 letter) {
  thread_local std::unordered_map<UChar32, icu::UnicodeString> known;
  const auto [at, fresh] = known.try_emplace(letter);
  if (fresh) at->second = in_latin(icu::UnicodeString(letter));
  return at->second;
}

void add_han(std::set<std::string>& words, const icu::UnicodeString& text) {
  icu::UnicodeString initials, whole;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    words.insert(utf8(icu::UnicodeString(text, at, suffix_max)));
    const auto& syllable = syllable_of(text.char32At(at));
    if (!syllable.isEmpty()) initials.append(syllable.char32At(0));
    whole.append(syllable);
  }
  words.insert(utf8(initials));
  words.insert(utf8(whole));
}

void add(Words& words, const char* kind, std::string_view text) {
  for (const auto& word : words_of_text(text)) words.emplace(kind, word);
}

template <class Row>
const Row* as(const books::RowRef& row) {
  return row.table == &books::table_of<Row>() ? static_cast<const Row*>(row.row) : nullptr;
}

}  // namespace

std::set<std::string> words_of_text(std::string_view text) {
  std::set<std::string> words;
  for (const auto& part : folded_parts(text)) {
    if (part.han) {
      add_han(words, part.text);
      continue;
    }
    const auto word = utf8(part.text);
    if (!is_latin(word)) words.insert(utf8(in_latin(part.text)));
    words.insert(word);
  }
  words.erase("");
  return words;
}

std::vector<std::string> parts_of_search(std::string_view text) {
  std::vector<std::string> parts;
  for (const auto& part : folded_parts(text)) parts.push_back(utf8(part.han ? icu::UnicodeString(part.text, 0, suffix_max) : part.text));
  return parts;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (std::string_view(" -./()+").find(c) == std::string_view::npos)
      return {};
  }
  return digits;
}

std::string search_object(const books::RowRef& row) {
  if (const auto* customer = as<books::Customer>(row)) return to_text(customer->number);
  if (const auto* point = as<books::ServicePoint>(row)) return point->code;
  return {};
}

Words words_of(const books::RowRef& row) {
  Words words;
  if (const auto* customer = as<books::Customer>(row)) {
    add(words, "customer", customer->name);
    add(words, "customer", customer->address);
    if (auto phone = digits_of(customer->phone); !phone.empty()) words.emplace("phone", std::move(phone));
  }
  if (const auto* point = as<books::ServicePoint>(row)) {
    add(words, "service_point", point->code);
    add(words, "service_point", point->address);
  }
  return words;
}

Words words_of(const books::Table& table, const books::ValueSource& from) {
  const auto taken = [&]<class Row>(Row row) {
    table.take(&row, from);
    return words_of(books::ref(row));
  };
  if (&table == &books::table_of<books::Customer>()) return taken(books::Customer{});
  if (&table == &books::table_of<books::ServicePoint>()) return taken(books::ServicePoint{});
  return {};
}

}  // namespace kwota::store
