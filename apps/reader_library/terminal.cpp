#include "reader_library/terminal.h"

#include <algorithm>
#include <ctime>

#include "base/cause.h"
#include "carry/cards/common/holder_pin.h"
#include "reader_library/error_codes.h"
#include "reader_library/fields.h"

namespace kwota::reader {

namespace place = cards::place;

namespace {

constexpr std::string_view scheme = "pcsc:";

struct Ports {
  std::string card;
  std::optional<std::string> psam, isam;
  cards::PurseProfile profile{};  ///< ours, when none is named
};

Error bad_port() { return error(Fault::request, Cause::bad_port, "A port is pcsc:NAME, with ;psam=pcsc:NAME, ;isam=pcsc:NAME and ;profile=NAME behind it."); }

Result<std::string> reader_in(std::string_view text) {
  if (!text.starts_with(scheme)) return bad_port();
  return std::string{text.substr(scheme.size())};
}

Result<Ports> ports_of(std::string_view text) {
  Ports ports;
  for (bool first = true; first || !text.empty(); first = false) {
    const auto end = std::min(text.find(';'), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    constexpr std::string_view profile = "profile=";
    if (!first && part.starts_with(profile)) {
      const auto known = cards::with_profile(ports.profile, part.substr(profile.size()));
      if (!known) return bad_port();
      ports.profile = *known;
      continue;
    }
    const auto equals = first ? std::string_view::npos : part.find('=');
    TRY(reader, reader_in(equals == std::string_view::npos ? part : part.substr(equals + 1)));
    if (first) {
      ports.card = reader;
    } else if (part.starts_with("psam=") && !reader.empty()) {
      ports.psam = reader;
    } else if (part.starts_with("isam=") && !reader.empty()) {
      ports.isam = reader;
    } else {
      return bad_port();
    }
  }
  return ports;
}

Error sam_absent() { return error(Fault::card, Cause::sam_absent, "There is no PSAM or load SAM in that slot; put it there and open the handle again."); }

}  // namespace

Result<std::unique_ptr<Terminal>> Terminal::open(const std::string& port) {
  TRY(ports, ports_of(port));
  auto service = std::make_unique<Service>();
  MUST(service->open());
  std::unique_ptr<Terminal> terminal{new Terminal(std::move(service), ports.profile)};
  const auto add = [&](std::size_t slot, const std::string& wanted, char name) -> Result<void> {
    TRY(reader, terminal->service_->find_reader(wanted));
    for (const auto& other : terminal->slots_)
      if (other && other->reader() == reader) return bad_port();  // a card waits for itself
    terminal->slots_[slot] = std::make_unique<CardSlot>(*terminal->service_, reader, name);
    return Done{};
  };
  MUST(add(place::purse, ports.card, 'C'));
  if (ports.psam) MUST(add(place::psam, *ports.psam, 'P'));
  if (ports.isam) MUST(add(place::load_sam, *ports.isam, 'I'));
  return terminal;
}

Terminal::Call::Call(Terminal& terminal, const std::vector<std::size_t>& slots) : terminal_(terminal) {
  terminal_.refused_by_authority_.reset();
  terminal_.last_status_ = 0;
  for (const auto slot : slots)
    if (!terminal_.has(slot)) {
      error_ = sam_absent();
      return;
    }
  // Everybody takes readers in one order, so that two handles never wait for each other.
  auto in_order = slots;
  std::ranges::sort(in_order, {}, [&terminal](std::size_t slot) { return terminal.slots_[slot]->reader(); });
  for (const auto slot : in_order) {
    if (const auto begun = terminal_.slots_[slot]->begin(); !begun.ok()) {
      const bool sam_is_gone = slot != place::purse && cause_of(begun.error()) == Cause::no_card;
      error_ = sam_is_gone ? sam_absent() : begun.error();
      return;
    }
  }
}

Terminal::Call::~Call() {
  for (auto& slot : terminal_.slots_)
    if (slot) slot->end();
}

Result<iso7816::Response> Terminal::send(std::size_t slot, const iso7816::Command& command) {
  if (!has(slot)) return sam_absent();
  auto answer = slots_[slot]->exchange(slot == place::purse ? cards::as_profile_wants(profile_, command) : command);
  if (answer.ok()) last_status_ = answer->sw.value;
  // A SAM that is pulled is none, whatever the card does.
  if (!answer.ok() && slot != place::purse) {
    terminals_[slot].reset();
    return sam_absent();
  }
  return answer;
}

dialogue::Parties Terminal::parties() {
  return {.device = [this](const iso7816::Command& command) { return send(place::purse, command); },
          .vault = [](const seal::Request&) -> Result<Bytes> { return sam_absent(); },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return Done{}; },
          .other_device = [this](std::size_t slot, const iso7816::Command& command) { return send(slot, command); }};
}

int Terminal::fail(const Error& why) const {
  if (refused_by_authority_) return *refused_by_authority_;
  return code_of(why);
}

Result<cards::PurseSeen> Terminal::purse_of(const Bytes& asn) {
  TRY(seen, run(cards::look_at_purse()));
  if (!is_number(seen.application.serial, asn))
    return error(Fault::card, Cause::card_changed, "Another card lies on the reader than the one that was named; put that one back.");
  if (seen.blocked) return error(Fault::card, Cause::card_blocked, "This card is blocked.");
  if (pin_of_ && *pin_of_ != seen.application.serial) {
    pin_of_.reset();
    pin_ = SecretBytes{};
    pin_tries_ = KW_UNKNOWN;
  }
  return seen;
}

Result<Done> Terminal::may_spend(const cards::PurseSeen& purse) const {
  const auto today = moment_now();
  const auto day = ByteView(today).first(4);
  const auto& file = purse.application;
  const bool early = std::ranges::lexicographical_compare(day, file.valid_from), late = std::ranges::lexicographical_compare(file.valid_to, day);
  if (early || late) return error(Fault::card, Cause::card_expired, "This card is not valid today.");
  if (purse.lock && purse.lock->state == purse_card::LockState::grey) return error(Fault::card, Cause::purse_grey, "This card is locked.");
  return Done{};
}

Result<cards::TerminalNumber> Terminal::terminal_of(std::size_t slot) {
  if (!has(slot)) return sam_absent();
  if (!terminals_[slot]) {
    TRY(number, run(cards::open_sam(slot)));
    terminals_[slot] = number;
  }
  return *terminals_[slot];
}

int Terminal::verify_pin(int slot, const std::string& pin) {
  if (slot < KW_SLOT_CARD || slot > KW_SLOT_ISAM || pin.size() < 2 || pin.size() > 8) return KW_E_ARGUMENT;
  const auto which = static_cast<std::size_t>(slot);
  Bytes digits(pin.begin(), pin.end());
  Call call(*this, std::vector{which});
  if (call.error()) return fail(*call.error());
  if (slot != KW_SLOT_CARD) {
    terminals_[which].reset();
    if (const auto number = terminal_of(which); !number.ok()) return fail(number.error());
    const auto given = run(cards::give_sam_pin(which, digits));
    wipe(digits);
    return given.ok() ? KW_OK : fail(given.error());
  }
  const auto seen = run(cards::look_at_purse());
  if (!seen.ok()) return fail(seen.error());
  const auto given = run(cards::give_pin(digits));
  const bool right = given.ok();
  pin_tries_ = right ? KW_UNKNOWN : (last_status_ & 0xFFF0) == 0x63C0 ? static_cast<std::uint32_t>(last_status_ & 0x0F) : last_status_ == 0x6983 ? 0 : pin_tries_;
  pin_of_ = right ? std::optional{seen->application.serial} : std::nullopt;
  pin_ = right ? SecretBytes{ByteView{digits}} : SecretBytes{};
  wipe(digits);
  return right ? KW_OK : fail(given.error());
}

/// The challenge of the PSAM makes the seal; only a caller who has fetched it himself brings the whole of it.
int Terminal::set_key(int slot, int usage, int version, const Bytes& cryptogram) {
  constexpr std::size_t body = 24, whole = 28;
  const bool in_order = (slot == KW_SLOT_PSAM || slot == KW_SLOT_ISAM) && usage >= 0 && usage <= 0xFF && version >= 0 && version <= 0xFF;
  if (!in_order || (cryptogram.size() != body && cryptogram.size() != whole)) return KW_E_ARGUMENT;
  const auto which = static_cast<std::size_t>(slot);
  Call call(*this, std::vector{which});
  if (call.error()) return fail(*call.error());
  Bytes sealed = cryptogram;
  if (cryptogram.size() == body) {
    if (auth_ == nullptr) return KW_E_NO_PSAM;
    if (const auto number = terminal_of(which); !number.ok()) return fail(number.error());
    const auto challenge = send(which, cards::get_challenge(4));
    if (!challenge.ok()) return fail(challenge.error());
    if (challenge->data.size() != 4) return KW_E_OTHER;
    kw_authreq request{};
    request.op = KW_OP_SET_KEY;
    request.ver = static_cast<std::uint32_t>(version);
    request.tt = static_cast<std::uint32_t>(usage);
    text_to(request.rnd, to_hex(challenge->data));
    text_to(request.tid, to_hex(*terminals_[which]));
    text_to(request.asn, chip_of(slots_[which]->atr()));
    const auto mac = ask_authority(request, nullptr);
    if (!mac.ok()) return fail(mac.error());
    append(sealed, *mac);
  }
  const auto answer = send(which, cards::sam_write_key(sealed));
  if (!answer.ok()) return fail(answer.error());
  if (answer->sw.ok()) return KW_OK;
  return fail(refused_by_sam(answer->sw));
}

}  // namespace kwota::reader
