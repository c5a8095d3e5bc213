#include "serve/paper/square_code.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <iterator>
#include <memory>

namespace kwota::serve {
namespace {

struct FreeCode {
  void operator()(QRcode* p) const { QRcode_free(p); }
};
constexpr unsigned black_bit = 1;  // of the library's bytes, one a module

}  // namespace

std::optional<SquareCode> square_code(const std::string& text) {
  const std::unique_ptr<QRcode, FreeCode> drawn(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L));
  if (!drawn) return {};
  SquareCode code{.width = static_cast<std::size_t>(drawn->width), .black = {}};
  for (std::size_t i = 0; i < code.width * code.width; ++i) code.black.push_back((drawn->data[i] & black_bit) != 0);
  return code;
}

std::string path_of(const SquareCode& code) {
  std::string out;
  for (std::size_t row = 0; row < code.width; ++row)
    for (std::size_t column = 0; column < code.width; ++column)
      if (code.at(row, column)) fmt::format_to(std::back_inserter(out), "M{} {}h1v1h-1z", column, row);
  return out;
}

}  // namespace kwota::serve
