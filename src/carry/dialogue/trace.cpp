#include "carry/dialogue/trace.h"

#include <fmt/format.h>

#include "carry/iso7816/file_table.h"

namespace kwota::dialogue {

namespace {

namespace ins {
constexpr std::uint8_t export_key = 0x1C, void_card = 0x1D, refill_quota = 0x1F, crypt = 0xFA, init_purchase = 0x70, credit_purchase = 0x72, verify = 0x20, unblock_pin = 0x24, change_pin = 0x5E, external_authenticate = 0x82, get_challenge = 0x84,
                       internal_authenticate = 0x88, read_binary = 0xB0, read_record = 0xB2, write_key = 0xD4;
}

constexpr std::size_t mac_bytes = 4;

bool is_secured(const iso7816::Command& command) { return (command.cla & 0x0F) == 0x04; }
bool is_read(const iso7816::Command& command) { return command.ins == ins::read_binary || command.ins == ins::read_record; }

/// Short identifier 1E: in every product of ours the file of a secret, such as an officer's component.
bool names_secret_file(const iso7816::Command& command) {
  return (command.ins == ins::read_binary || command.ins == 0xD6) && command.p1 == (0x80 | iso7816::secret_sfi);
}

/// Short identifier 16: by PBOC the file of a card's holder, with his name and the number of his document.
bool names_holder_file(const iso7816::Command& command) {
  constexpr std::uint8_t holder_sfi = 0x16;
  return (command.ins == ins::read_binary || command.ins == 0xD6) && command.p1 == (0x80 | holder_sfi);
}

std::string hidden(std::string_view what, std::size_t bytes) { return fmt::format("[{} {}]", what, bytes); }

/// Bytes whose last four are a MAC.
std::string with_hidden_mac(ByteView bytes) {
  if (bytes.size() < mac_bytes) return hidden("mac", bytes.size());
  const auto clear = bytes.first(bytes.size() - mac_bytes);
  return fmt::format("{}{}{}", to_hex(clear), clear.empty() ? "" : " ", hidden("mac", mac_bytes));
}

std::string masked_data(const iso7816::Command& command) {
  switch (command.ins) {
    case ins::external_authenticate: return hidden("answer", command.data.size());
    case ins::internal_authenticate: return hidden("challenge", command.data.size());
    case ins::write_key: return hidden("key", command.data.size());
    case ins::export_key: return hidden("order for a key", command.data.size());
    case ins::void_card:
    case ins::refill_quota: return with_hidden_mac(command.data);
    case ins::crypt:
    case ins::init_purchase:
    case ins::credit_purchase: return hidden("to be sealed", command.data.size());
    case ins::verify:
    case ins::unblock_pin:
    case ins::change_pin: return hidden("pin", command.data.size());
    default: break;
  }
  if (names_secret_file(command)) return hidden("component", command.data.size());
  if (names_holder_file(command)) return hidden("holder", command.data.size());
  if (!is_secured(command)) return to_hex(command.data);
  return is_read(command) ? hidden("random", command.data.size()) : with_hidden_mac(command.data);
}

struct RequestInWords {
  std::string operator()(const seal::Authenticate& asked) const { return in_words("authentication", asked.key); }
  std::string operator()(const seal::LineMac& asked) const { return in_words("MAC", asked.key); }
  std::string operator()(const seal::WriteCardKey& asked) const {
    return fmt::format("key {} version {} for the card, under {}", seal::name_of(asked.key.purpose), asked.key.version,
                       seal::name_of(asked.under.purpose));
  }
  std::string operator()(const seal::SessionMac& asked) const { return in_words("transaction MAC", asked.key); }
  std::string operator()(const seal::TransactionCode& asked) const { return in_words("transaction code", asked.key); }
  std::string operator()(const seal::EncipheredCommand& asked) const { return in_words("cipher and MAC", asked.key); }
  std::string operator()(const seal::MeterKeyStep& asked) const {
    using Step = seal::MeterKeyStep::Step;
    if (asked.step == Step::wrap) return in_words("key for the meter", asked.key);
    if (asked.step == Step::sign_set) return "the utility's signature of the meter's set of keys";
    return asked.step == Step::start ? "a set of keys for the meter" : "the utility's signature for the meter";
  }
  static std::string in_words(std::string_view what, const seal::KeyRef& key) {
    return fmt::format("{} under {} version {}", what, seal::name_of(key.purpose), key.version);
  }
};

std::string failure(const Error& error) { return fmt::format("  {}: {}", error.code, error.what); }

}  // namespace

std::string masked(const iso7816::Command& command) {
  auto text = fmt::format("{:02X} {:02X} {:02X} {:02X}", command.cla, command.ins, command.p1, command.p2);
  if (!command.data.empty()) text += fmt::format(" {:02X} {}", command.data.size(), masked_data(command));
  if (command.le) text += fmt::format(" {:02X}", *command.le);
  return text;
}

std::string masked_answer(const iso7816::Command& command, const iso7816::Response& response) {
  if (response.data.empty()) return {};
  if (command.ins == ins::get_challenge) return hidden("challenge", response.data.size());
  if (command.ins == ins::internal_authenticate) return hidden("answer", response.data.size());
  if (command.ins == ins::export_key) return hidden("key", response.data.size());
  if (command.ins == ins::crypt || command.ins == ins::init_purchase) return hidden("seal", response.data.size());
  if (is_read(command) && names_secret_file(command)) return hidden("component", response.data.size());
  if (is_read(command) && names_holder_file(command)) return hidden("holder", response.data.size());
  if (is_secured(command) && is_read(command)) return with_hidden_mac(response.data);
  return to_hex(response.data);
}

Parties Trace::around(Parties parties) const {
  return {.device = [this, parties](const iso7816::Command& command) { return overhear(parties, DeviceCommand{command}); },
          .line = parties.line,
          .vault = [this, parties](const seal::Request& request) { return overhear(parties, request); },
          .journal = [this, parties](const JournalNote& note) { return overhear(parties, note); },
          .other_device = [this, parties](std::size_t card, const iso7816::Command& command) {
            return overhear(parties, DeviceCommand{command, card});
          }};
}

Result<iso7816::Response> Trace::overhear(const Parties& parties, const DeviceCommand& asked) const {
  const auto& command = asked.command;
  const auto card = asked.card == 0 ? std::string{} : fmt::format("card {} ", asked.card);
  line_(fmt::format("{}> {:<40}  {}", card, masked(command), name_of_(command)));
  auto answer = parties.to_card(asked);
  if (!answer.ok()) {
    line_(failure(answer.error()));
    return answer;
  }
  const auto data = masked_answer(command, *answer);
  line_(fmt::format("{}< {}{}{:04X}  {}", card, data, data.empty() ? "" : " ", answer->sw.value, iso7816::meaning(answer->sw)));
  return answer;
}

Result<Bytes> Trace::overhear(const Parties& parties, const seal::Request& request) const {
  line_("  vault: " + std::visit(RequestInWords{}, request));
  auto answer = parties.vault(request);
  if (!answer.ok()) line_(failure(answer.error()));
  return answer;
}

Result<void> Trace::overhear(const Parties& parties, const JournalNote& note) const {
  std::string facts;
  for (const auto& [name, value] : note.details) facts += fmt::format(" {}={}", name, value);
  line_("  journal: " + note.what + facts);
  auto answer = parties.journal(note);
  if (!answer.ok()) line_(failure(answer.error()));
  return answer;
}

}  // namespace kwota::dialogue
