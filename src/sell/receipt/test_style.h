// How slips of tests are written: with the house's own words, in yuan, by the clock of Shanghai. Tests only.   Begin with style().
#pragma once
#include <boost/json.hpp>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "sell/receipt/format.h"

namespace kwota::receipt::test {

inline std::string file(const std::string& path) {
  std::ifstream in{std::string{KWOTA_SOURCE_DIR} + "/" + path};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline Style style(const std::string& language) {
  auto words = std::make_shared<boost::json::object>(boost::json::parse(file("lang/" + language + ".json")).as_object());
  Style out;
  out.language = language;
  out.words = [words](std::string_view key) {
    const auto* text = words->if_contains(key);
    return text != nullptr ? std::string{text->as_string().c_str()} : std::string{key};
  };
  out.currency = "CNY";
  out.zone = Zone::find("Asia/Shanghai").value();
  return out;
}

}  // namespace kwota::receipt::test
