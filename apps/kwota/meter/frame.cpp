// kwota frame decode|encode|check|items: frames of meters taken apart, put together, and held against a file of vectors; the table
// of what meters say.
#include <fmt/format.h>

#include <iostream>

#include "base/json_members.h"
#include "carry/dlt645/items.h"
#include "carry/lines/all.h"
#include "kwota/input.h"
#include "kwota/meter/frame_protocols.h"
#include "kwota/verb.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

std::string names_of_protocols() {
  std::string names;
  for (const auto& protocol : frame_protocols()) names += (names.empty() ? "" : ", ") + std::string{protocol.name};
  return names;
}

Result<const FrameProtocol*> protocol_named(const std::string& name) {
  if (const auto* found = find_frame_protocol(name)) return found;
  return error(Fault::request, "unknown_protocol",
               fmt::format("There is no protocol {}. Protocols: {}.", name, names_of_protocols()),
               {{"protocol", name}, {"protocols", names_of_protocols()}});
}

std::string reason_of(const Error& refused) {
  const auto reason = refused.details.find("reason");
  return reason == refused.details.end() ? refused.code : reason->second;
}

// ---- decode ------------------------------------------------------------------------------------------------------------

/// As people read it: "225.6 V", "2026-11-20 14:05:09"; of several the values one after another.
std::string words_of(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string{*text};
  std::string words;
  const auto add = [&](const std::string& more, std::string_view between) { words += (words.empty() ? "" : std::string{between}) + more; };
  if (const auto* all = value.if_array()) {
    for (const auto& one : *all) add(words_of(one), ", ");
    return words;
  }
  const auto* object = value.if_object();
  if (const auto* choice = object == nullptr ? nullptr : object->if_contains("choice"); choice != nullptr && !choice->as_string().empty()) return std::string{choice->as_string()};
  if (object == nullptr) return value.is_null() ? "-" : json::serialize(value);
  for (const auto& [name, part] : *object) {
    const std::string_view called{name.data(), name.size()};
    if (part.is_array() && part.get_array().empty()) continue;
    const bool plain = called == "value" || called == "unit" || called == "date" || called == "time" || called == "datetime" ||
                       called == "number" || called == "ascii" || called == "count" || called == "bytes";
    add(plain ? words_of(part) : fmt::format("{} {}", called, words_of(part)), plain ? " " : ", ");
  }
  return words;
}

struct DecodeOptions {
  std::string protocol{lines::all().front()->protocol()};
  std::vector<std::string> bytes;
  bool json = false;
};

/// Exit status 1 and the reason when the bytes are no frame.
Result<int> decode(const DecodeOptions& options) {
  TRY(protocol, protocol_named(options.protocol));
  std::string text;
  for (const auto& part : options.bytes) text += part;
  TRY(bytes, from_hex(text));
  const auto decoded = protocol->decode(bytes);
  if (!decoded) {
    const auto reason = reason_of(decoded.error());
    if (!options.json)
      return error(Fault::request, decoded.error().code, fmt::format("Refused: {}. {}", reason, decoded.error().what), {{"reason", reason}});
    std::cout << json::serialize(json::object{{"refused", reason}}) << "\n";
    return 1;
  }
  if (options.json) {
    std::cout << json::serialize(*decoded) << "\n";
    return 0;
  }
  for (const auto& [name, value] : *decoded) {
    const std::string_view called{name.data(), name.size()};
    const auto* rows = value.if_array();
    const bool by_line = rows != nullptr && called == "value";
    if (!by_line) fmt::print("{:<11} {}\n", called, words_of(value));
    for (std::size_t i = 0; by_line && i < rows->size(); ++i) fmt::print("{:<11} {}\n", i == 0 ? called : "", words_of(rows->at(i)));
  }
  return 0;
}

// ---- encode ------------------------------------------------------------------------------------------------------------

struct EncodeOptions {
  std::string protocol{lines::all().front()->protocol()};
  std::string address, control = "11", identifier, data;
  std::size_t wake_up = dlt645::wake_up_bytes;
};

Result<int> encode(const EncodeOptions& options) {
  MUST(protocol_named(options.protocol));
  TRY(address, dlt645::Address::parse(options.address));
  TRY(control, from_hex(options.control));
  TRY(identifier, from_hex(options.identifier));
  TRY(data, from_hex(options.data));
  if (control.size() != 1 || identifier.size() + data.size() > dlt645::data_max)
    return error(Fault::request, "bad_frame", "A frame has one control byte and at most 255 bytes of data.",
                 {{"reason", "length"}});
  dlt645::Frame frame{address, {control[0]}, Bytes(identifier.rbegin(), identifier.rend())};
  append(frame.data, data);
  fmt::print("{}\n", to_hex(dlt645::encode(frame, options.wake_up)));
  return 0;
}

// ---- check -------------------------------------------------------------------------------------------------------------

enum class Compared : std::uint8_t { passed, failed, skipped };

struct Checked {
  std::string id;
  Compared outcome = Compared::passed;
  std::string difference{};
};

/// Every field that the vector names must be there and equal.
std::string difference(const json::object& wanted, const json::object& decoded) {
  for (const auto& [name, value] : wanted) {
    const auto* found = decoded.if_contains(name);
    if (found != nullptr && *found == value) continue;
    return fmt::format("{} is {}, expected {}", std::string_view{name.data(), name.size()},
                       found == nullptr ? "absent" : json::serialize(*found), json::serialize(value));
  }
  return {};
}

Checked check_one(const json::object& vector) {
  Checked result{text_at(vector, "id")};
  const auto* protocol = find_frame_protocol(text_at(vector, "protocol"));
  if (protocol == nullptr)
    return {result.id, Compared::skipped, fmt::format("protocol {} is none of: {}", text_at(vector, "protocol"), names_of_protocols())};
  const auto bytes = from_hex(text_at(vector, "hex"));
  if (!bytes) return {result.id, Compared::failed, "the bytes are no hexadecimal text"};
  const auto decoded = protocol->decode(*bytes);
  const bool refusal_wanted = text_at(vector, "expect") == "refuse";
  if (refusal_wanted) {
    const auto reason = decoded.ok() ? std::string{"accepted"} : reason_of(decoded.error());
    if (reason != text_at(vector, "reason"))
      result.difference = fmt::format("{}, expected {}", reason, text_at(vector, "reason"));
  } else if (!decoded.ok()) {
    result.difference = "refused: " + reason_of(decoded.error());
  } else if (const auto* wanted = vector.if_contains("decode"); wanted != nullptr && wanted->is_object()) {
    result.difference = difference(wanted->get_object(), *decoded);
  }
  if (!result.difference.empty()) result.outcome = Compared::failed;
  return result;
}

Result<std::vector<Checked>> check_file(const std::string& file) {
  TRY(text, input_text(file));
  boost::system::error_code broken;
  const auto document = json::parse(text, broken);
  const auto* root = broken ? nullptr : document.if_object();
  const auto* frames = root == nullptr ? nullptr : root->if_contains("frames");
  if (frames == nullptr || !frames->is_array())
    return error(Fault::request, "bad_vector_file",
                 "This is not a file of frames: nothing was checked. Give a JSON file with a list \"frames\".",
                 {{"reason", "no list of frames"}});
  if (frames->get_array().empty())
    return error(Fault::request, "no_vectors", "The list \"frames\" is empty: nothing was checked, and that proves nothing. Give a file that has some.", {{"list", "frames"}});
  std::vector<Checked> all;
  for (const auto& vector : frames->get_array())
    all.push_back(vector.is_object() ? check_one(vector.get_object())
                                     : Checked{"?", Compared::failed, "the vector is not an object"});
  return all;
}

struct CheckOptions {
  std::string file;
  bool json = false;
};

/// Exit status 1 when a frame failed.
Result<int> check_frames(const CheckOptions& options) {
  TRY(all, check_file(options.file));
  constexpr std::array<std::string_view, 3> names{"passed", "FAILED", "skipped"};
  std::array<std::size_t, 3> counts{};
  json::array cases;
  for (const auto& one : all) {
    const auto outcome = static_cast<std::size_t>(one.outcome);
    ++counts[outcome];
    if (options.json)
      cases.push_back(json::object{{"id", one.id}, {"outcome", std::string{names[outcome]}}, {"difference", one.difference}});
    else
      fmt::print("{:<8} {}{}{}\n", names[outcome], one.id, one.difference.empty() ? "" : "  ", one.difference);
  }
  const auto [passed, failed, skipped] = counts;
  if (options.json)
    std::cout << json::serialize(json::object{{"cases", cases}, {"passed", passed}, {"failed", failed}, {"skipped", skipped}})
              << "\n";
  else
    fmt::print("{} passed, {} failed{}\n", passed, failed, skipped == 0 ? "" : fmt::format(", {} skipped", skipped));
  return failed == 0 ? 0 : 1;
}

// ---- items -------------------------------------------------------------------------------------------------------------

struct ItemsOptions {
  bool json = false;
};

/// The one table that meter, head-end and this program share.
Result<int> print_items(const ItemsOptions& options) {
  json::array all;
  for (const auto& item : dlt645::items()) {
    const auto edition = item.edition == dlt645::Edition::y2007 ? 2007 : 1997;
    if (options.json)
      all.push_back(json::object{{"edition", edition},
                                 {"identifier", item.pattern()},
                                 {"item", std::string{item.name}},
                                 {"format", std::string{name_of(item.format)}},
                                 {"bytes", item.bytes},
                                 {"decimals", item.decimals},
                                 {"unit", std::string{item.unit}},
                                 {"writing", std::string{name_of(item.writing)}}});
    else
      fmt::print("{} {:<8}  {:<28} {:<12} {:>3} bytes  {} decimals  {:<13} {}\n", edition, item.pattern(), item.name,
                 name_of(item.format), item.bytes, item.decimals, item.unit, name_of(item.writing));
  }
  if (options.json) std::cout << json::serialize(all) << "\n";
  return 0;
}

Verb items_verb() {
  auto options = std::make_shared<ItemsOptions>();
  return {.name = "items",
          .help = "The data items of DL/T 645 that Kwota knows, and what it takes to write them",
          .options = {{"--json", &options->json, "As JSON"}},
          .example = "kwota frame items | grep amount",
          .run = run_with(options, print_items)};
}

Verb decode_verb() {
  auto options = std::make_shared<DecodeOptions>();
  return {.name = "decode",
          .help = "Take a frame apart; the reason when the bytes are none",
          .options = {{"--protocol", &options->protocol, names_of_protocols(), {.shows_default = true}},
                      {"--json", &options->json, "As JSON"},
                      {"HEX", &options->bytes, "The bytes as they were on the line", {.required = true}}},
          .example = "kwota frame decode 68 12 90 78 56 34 12 68 91 08 33 33 34 33 89 67 45 33 54 16",
          .run = run_with(options, decode)};
}

Verb encode_verb() {
  auto options = std::make_shared<EncodeOptions>();
  return {.name = "encode",
          .help = "Put a frame together",
          .options = {{"--protocol", &options->protocol, names_of_protocols(), {.shows_default = true}},
                      {"--address", &options->address, "Twelve digits, A for a wildcard", {.required = true}},
                      {"--control", &options->control, "Control byte", {.shows_default = true}},
                      {"--di", &options->identifier, "Data identifier as it is written: 00010000, or 9010"},
                      {"--data", &options->data, "More data, plain and in the order of the wire"},
                      {"--wake-up", &options->wake_up, "Bytes FE before the frame", {.shows_default = true, .range = Range{0, 16}}}},
          .example = "kwota frame encode --address 123456789012 --di 00010000",
          .run = run_with(options, encode)};
}

Verb frame_check_verb() {
  auto options = std::make_shared<CheckOptions>();
  return {.name = "check",
          .help = "Run frames from a JSON file and compare what they say",
          .options = {{"FILE", &options->file, "The file; - is standard input", {.required = true}}, {"--json", &options->json, "As JSON"}},
          .example = "kwota frame check tests/vectors/frames_public.json",
          .run = run_with(options, check_frames)};
}

}  // namespace

Verb frame_verb() {
  return {.name = "frame",
          .help = "Frames of meters: take apart, put together, check",
          .verbs = {decode_verb(), encode_verb(), frame_check_verb(), items_verb()}};
}

}  // namespace kwota::app
