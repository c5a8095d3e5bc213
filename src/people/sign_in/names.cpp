#include "people/sign_in/names.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <cstdlib>
#include <memory>

namespace kwota::people {
namespace {

struct CloseChecker {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

/// ICU's data is part of its library: what fails here is memory.
void insist(UErrorCode status) {
  if (U_FAILURE(status)) std::abort();
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString normal(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFCInstance(status);
  insist(status);
  auto out = form->normalize(icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())}), status);
  insist(status);
  return out;
}

/// Names stand in addresses: what separates their parts is no letter of a name.
bool is_writable(UChar32 c) {
  if (c == '/' || c == '\\') return false;
  constexpr auto not_for_names = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CN_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
  return (U_GET_GC_MASK(c) & not_for_names) == 0 && c != 0xFFFD;
}

bool is_good(const icu::UnicodeString& name) {
  const auto length = name.countChar32();
  if (length == 0 || length > name_length_max) return false;
  for (int32_t at = 0; at < name.length(); at = name.moveIndex32(at, 1))
    if (!is_writable(name.char32At(at))) return false;
  if (name == u"." || name == u"..") return false;
  return u_isUWhiteSpace(name.char32At(0)) == 0 && u_isUWhiteSpace(name.char32At(name.length() - 1)) == 0;
}

}  // namespace

std::string normal_form(std::string_view name) { return utf8(normal(name)); }

Result<std::string> good_name(std::string_view typed) {
  const auto name = normal(typed);
  if (is_good(name)) return utf8(name);
  return error(Fault::request, "bad_operator_name",
               "A name has 1 to 64 characters, none of them invisible or a slash, and no blank at its ends; choose another one.",
               {{"length", fmt::format("{}", name_length_max)}});
}

std::string skeleton(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, CloseChecker> checker(uspoof_open(&status));
  insist(status);
  // Wide and circled letters are compatibility forms: they fold first, then what only looks alike.
  const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  insist(status);
  const auto folded = form->normalize(normal(name), status);
  insist(status);
  icu::UnicodeString out;
  uspoof_getSkeletonUnicodeString(checker.get(), 0, folded, out, &status);
  insist(status);
  return utf8(out.foldCase());
}

}  // namespace kwota::people
