#include "sell/imports/xml_part.h"

#include <expat.h>

#include <memory>
#include <optional>

namespace kwota::imports {
namespace {

std::string_view local(std::string_view name) { return name.substr(name.rfind(':') + 1); }  // npos + 1 is 0: no prefix

struct Reading {
  const XmlTaker& taker;
  XML_Parser parser;
  std::optional<Error> failed{};

  void mind(Result<void> done) {
    if (done.ok() || failed) return;
    failed = std::move(done).error();
    XML_StopParser(parser, XML_FALSE);
  }
};

Reading& reading_of(void* user) { return *static_cast<Reading*>(user); }

void XMLCALL begins(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& reading = reading_of(user);
  if (reading.taker.begins && !reading.failed) reading.mind(reading.taker.begins(local(name), XmlAttributes(attributes)));
}
void XMLCALL ends(void* user, const XML_Char* name) {
  auto& reading = reading_of(user);
  if (reading.taker.ends && !reading.failed) reading.mind(reading.taker.ends(local(name)));
}
void XMLCALL text(void* user, const XML_Char* characters, int count) {
  auto& reading = reading_of(user);
  if (reading.taker.text && !reading.failed) reading.mind(reading.taker.text({characters, static_cast<std::size_t>(count)}));
}
void XMLCALL document_type(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) { reading_of(user).mind(bad_workbook("it has a document type")); }

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2)
    if (local(pair[0]) == name) return pair[1];
  return {};
}

Result<void> read_xml(ZipArchive& archive, const std::string& part, const XmlTaker& taker) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  Reading reading{taker, parser.get()};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), begins, ends);
  XML_SetCharacterDataHandler(parser.get(), text);
  XML_SetStartDoctypeDeclHandler(parser.get(), document_type);
  const auto feed = [&](std::string_view piece, bool last) -> Result<void> {
    const bool good = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? XML_TRUE : XML_FALSE) == XML_STATUS_OK;
    if (reading.failed) return *reading.failed;
    return good ? Result<void>(Done{}) : Result<void>(bad_workbook("its text is damaged"));
  };
  const auto feed_pieces = [&](std::string_view piece) -> Result<void> {
    for (constexpr std::size_t most = 1u << 20; piece.size() > most; piece.remove_prefix(most)) MUST(feed(piece.substr(0, most), false));
    return feed(piece, false);
  };
  MUST(archive.each_piece(part, feed_pieces));
  return feed({}, true);
}

}  // namespace kwota::imports
