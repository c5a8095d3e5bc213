#include "keys/journal/note.h"

namespace kwota::keys {

books::KeyEvent note(const people::Context& context, std::string what, std::string object) {
  books::KeyEvent event;
  event.time = context.now;
  event.what = std::move(what);
  event.object = std::move(object);
  event.first = context.who.name;
  return event;
}

std::string suite_text(seal::Suite suite) {
  switch (suite) {
    case seal::Suite::des: return "3des";
    case seal::Suite::aes: return "aes";
    case seal::Suite::sm4: break;
  }
  return "sm4";
}

Result<seal::Suite> parse_suite(std::string_view text) {
  for (const auto suite : {seal::Suite::des, seal::Suite::aes, seal::Suite::sm4})
    if (suite_text(suite) == text) return suite;
  return error(Fault::request, "unknown_suite", "There is no such algorithm suite: 3des, aes or sm4.",
               {{"suite", std::string(text)}});
}

std::string text_of(const seal::KeyCheckValue& check_value) { return to_hex(check_value); }

std::string object_name(std::string_view vault, seal::Purpose purpose) {
  return std::string(vault) + "/" + std::string(seal::name_of(purpose));
}

}  // namespace kwota::keys
