#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "seal/vaults/vaults.h"

namespace kwota::seal {
namespace {

namespace json = boost::json;

constexpr std::size_t label_max = 32;  // CK_TOKEN_INFO

Error bad_configuration(std::string reason) {
  return error(Fault::request, "bad_vault_configuration",
               fmt::format("The file vault.json cannot be used ({}): no key store was opened. Mend it and start again.", reason),
               {{"reason", reason}});
}

/// Every member by its name; a name that nobody knows is a slip that would otherwise go unnoticed.
class Members {
 public:
  Members(const json::object& object, std::string place) : object_(object), place_(std::move(place)) {}

  Result<void> only(std::initializer_list<std::string_view> names) const {
    for (const auto& [name, value] : object_)
      if (std::find(names.begin(), names.end(), std::string_view{name.data(), name.size()}) == names.end())
        return bad_configuration(fmt::format("{}{} is not known", place_, std::string_view{name.data(), name.size()}));
    return {};
  }
  /// Keeps what it was when the member is not there.
  Result<void> text(std::string_view name, std::string& into) const {
    const auto* value = object_.if_contains(name);
    if (value == nullptr) return {};
    const auto* found = value->if_string();
    if (found == nullptr || found->empty()) return bad_configuration(fmt::format("{}{} is no text", place_, name));
    into.assign(found->data(), found->size());
    return {};
  }
  Result<void> number(std::string_view name, unsigned least, unsigned most, unsigned& into) const {
    const auto* value = object_.if_contains(name);
    if (value == nullptr) return {};
    const auto* found = value->if_int64();
    if (found == nullptr || *found < least || *found > most)
      return bad_configuration(fmt::format("{}{} is no number from {} to {}", place_, name, least, most));
    into = static_cast<unsigned>(*found);
    return {};
  }
  bool has(std::string_view name) const { return object_.contains(name); }
  /// One of the two places of a PIN, when one is named.
  Result<void> pin(PinPlace& into) const {
    if (has("pin_file") && has("pin_environment"))
      return bad_configuration(fmt::format("{} takes its PIN from one place only", place_.substr(0, place_.size() - 1)));
    if (has("pin_environment")) into.file.clear();
    auto file = into.file.string();
    MUST(text("pin_file", file));
    MUST(text("pin_environment", into.environment));
    into.file = file;
    return {};
  }

 private:
  const json::object& object_;
  std::string place_;
};

Result<void> read_token(const json::object& document, std::string_view name, TokenConfiguration& into) {
  const auto* value = document.if_contains(name);
  if (value == nullptr) return {};
  const auto* object = value->if_object();
  if (object == nullptr) return bad_configuration(fmt::format("{} is no object", name));
  const Members members{*object, fmt::format("{}.", name)};
  const bool of_office = name == "office";
  MUST(of_office ? members.only({"token", "pin_file", "pin_environment", "pin"}) : members.only({"token", "pin_file", "pin_environment"}));
  MUST(members.text("token", into.label));
  if (members.has("pin")) {
    std::string way;
    MUST(members.text("pin", way));
    if (way != "typed" || members.has("pin_file") || members.has("pin_environment"))
      return bad_configuration("office.pin is \"typed\", or the PIN comes from pin_file or pin_environment");
    into.pin = {.typed = true};
  }
  if (into.label.size() > label_max) return bad_configuration(fmt::format("{}.token is longer than {} bytes", name, label_max));
  return members.pin(into.pin);
}

Result<SealsWith> parse_kind(std::string_view text) {
  for (const auto kind : {SealsWith::token, SealsWith::psam, SealsWith::load_sam})
    if (text == name_of(kind)) return kind;
  if (text == "ukey")
    return bad_configuration("counter.kind ukey: a software token binds nobody to a quota; what a counter may sell is counted in a load SAM, kind load_sam");
  return bad_configuration("counter.kind is none of token, psam, load_sam");
}

/// A card in a reader of its own: where, and which.
Result<void> read_sam(const Members& members, CounterConfiguration& into) {
  MUST(members.text("reader", into.reader));
  if (into.reader.empty()) return bad_configuration("counter.reader names the PSAM's or load SAM's reader");
  std::string terminal;
  MUST(members.text("terminal", terminal));
  const auto bytes = from_hex(terminal);
  if (!bytes.ok() || bytes->size() != into.terminal.size())
    return bad_configuration("counter.terminal has 12 hexadecimal digits");
  std::ranges::copy(*bytes, into.terminal.begin());
  MUST(members.text("mother_reader", into.mother_reader));
  MUST(members.text("control_reader", into.control_reader));
  if (into.mother_reader.empty() != into.control_reader.empty())
    return bad_configuration("counter.mother_reader and counter.control_reader are named together");
  return {};
}

Result<void> read_psam(const Members& members, CounterConfiguration& into) {
  MUST(members.only({"kind", "reader", "terminal", "mother_reader", "control_reader", "pin_file", "pin_environment"}));
  MUST(read_sam(members, into));
  MUST(members.pin(into.pin));
  if (into.pin.file.empty() && into.pin.environment.empty())
    return bad_configuration("counter takes the PIN of the PSAM from pin_file or pin_environment");
  return {};
}

/// Its PIN is its holder's alone and stands nowhere.
Result<void> read_load_sam(const Members& members, CounterConfiguration& into) {
  MUST(members.only({"kind", "reader", "terminal", "mother_reader", "control_reader"}));
  return read_sam(members, into);
}

Result<void> read_counter(const json::object& document, CounterConfiguration& into) {
  const auto* value = document.if_contains("counter");
  if (value == nullptr) return {};
  const auto* object = value->if_object();
  if (object == nullptr) return bad_configuration("counter is no object");
  const Members members{*object, "counter."};
  std::string kind;
  MUST(members.text("kind", kind));
  TRY(parsed, parse_kind(kind));
  into.kind = parsed;
  switch (into.kind) {
    case SealsWith::token: return members.only({"kind"});
    case SealsWith::load_sam: return read_load_sam(members, into);
    case SealsWith::psam: break;
  }
  return read_psam(members, into);
}

}  // namespace

std::string_view name_of(SealsWith kind) {
  switch (kind) {
    case SealsWith::token: return "token";
    case SealsWith::load_sam: return "load_sam";
    case SealsWith::psam: break;
  }
  return "psam";
}

Result<VaultConfiguration> parse_vault_configuration(std::string_view text) {
  boost::system::error_code wrong;
  const json::value document = json::parse({text.data(), text.size()}, wrong);
  if (wrong) return bad_configuration("it is no JSON: " + wrong.message());
  const auto* object = document.if_object();
  if (object == nullptr) return bad_configuration("it is no object");
  const Members members{*object, ""};
  VaultConfiguration configuration;
  MUST(members.only({"module", "sealing", "office", "sessions", "counter"}));
  std::string module;
  MUST(members.text("module", module));
  configuration.module = module;
  MUST(members.number("sessions", 1, 64, configuration.sessions));
  MUST(read_token(*object, "sealing", configuration.sealing));
  MUST(read_token(*object, "office", configuration.office));
  if (configuration.sealing.label == configuration.office.label)
    return bad_configuration("the key office and the counters may not share a token");
  MUST(read_counter(*object, configuration.counter));
  return configuration;
}

Result<VaultConfiguration> read_vault_configuration(const std::filesystem::path& data_folder) {
  const auto file = data_folder / "vault.json";
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    if (failed) return bad_configuration("it cannot be read");
    return VaultConfiguration{};
  }
  std::ifstream in{file};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (in.bad() || text.empty()) return bad_configuration("it cannot be read");
  return parse_vault_configuration(text);
}

}  // namespace kwota::seal
