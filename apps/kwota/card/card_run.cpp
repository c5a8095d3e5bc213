// kwota card run: virtual cards behind a card service of their own, for anybody's PC/SC software. SIMULATED, under the published test keys.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <set>
#include <sstream>

#include "carry/wire/pcsc_readers.h"
#include "kwota/card/card_verb.h"
#include "kwota/card/virtual_cards.h"
#include "kwota/own_folder.h"
#include "kwota/server/end_signals.h"
#include "sim/reader/private_pcscd.h"
#include "sim/reader/virtual_reader.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

/// More than lie on readers at a time: the others lie beside them until they are put on one.
constexpr std::size_t cards_max = 128;

struct CardRunOptions {
  std::vector<std::string> products;
  std::string state, socket;
};

struct Card {
  SystemRandom random;
  std::string product, about;
  std::unique_ptr<sim::CardOs> os;
  std::optional<std::size_t> reader{};
};

/// What shall happen at one of the next commands on a reader.
struct Tear {
  std::atomic<int> commands{0};  ///< until then; 0: nothing
  std::atomic<bool> after{false};
  sim::CardFault at_command() {
    int left = commands.load();
    while (left > 0 && !commands.compare_exchange_weak(left, left - 1)) continue;
    if (left != 1) return sim::CardFault::answer;
    return after ? sim::CardFault::pulled_before_answer : sim::CardFault::pulled_before;
  }
};

struct Reader {
  explicit Reader(std::uint16_t port) : slot(port) {}
  sim::VirtualReader slot;
  Tear tear;
};

/// What the card service sees: a line is answered when everybody's software sees it so.
class Visibility {
 public:
  void receive(const wire::ReaderEvent& event) {
    const std::lock_guard lock(mutex_);
    if (event.kind == wire::ReaderEvent::Kind::card_present) present_.insert(event.reader);
    if (event.kind == wire::ReaderEvent::Kind::card_removed) present_.erase(event.reader);
    changed_.notify_all();
  }
  bool wait(const std::string& reader, bool present) {
    constexpr std::chrono::seconds limit{10};  // that only a broken system reaches
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return present_.contains(reader) == present; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> present_;
};

class Table {
 public:
  /// The environment names the service: this program is one of its clients.
  Table(sim::PrivatePcscd service, std::vector<std::unique_ptr<Card>> cards)
      : service_(std::move(service)), cards_(std::move(cards)), watch_([this](const wire::ReaderEvent& event) { visible_.receive(event); }) {
    for (std::size_t i = 0; i < readers_for(cards_.size()); ++i) readers_.push_back(std::make_unique<Reader>(service_.port(i)));
    for (std::size_t i = 0; i < readers_.size(); ++i) put(i, i);
  }
  ~Table() {
    for (auto& reader : readers_) reader->slot.remove();
  }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  static std::size_t readers_for(std::size_t cards) { return std::min(cards, sim::PrivatePcscd::slots_max); }

  void print() const {
    for (std::size_t i = 0; i < cards_.size(); ++i)
      fmt::print("card {}  {}  {}  reader {}\n", i, cards_[i]->product, cards_[i]->about, i < readers_.size() ? service_.reader_name(i) : "-");
  }

  /// One line of the standard input; what is said to it.
  std::string obey(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    std::size_t which = 0;
    if (!(words >> verb >> which)) return usage();
    if (verb == "put") {
      std::size_t reader = which;
      words >> reader;
      return which < cards_.size() && reader < readers_.size() ? put(which, reader) : usage();
    }
    if (which >= readers_.size()) return usage();
    if (verb == "pull") return pull(which);
    int commands = 0;
    std::string when;
    if (verb != "tear" || !(words >> commands >> when) || commands < 0 || (when != "before" && when != "after")) return usage();
    readers_[which]->tear.after = when == "after";
    readers_[which]->tear.commands = commands;
    return "ok";
  }

 private:
  static std::string usage() {
    return "bad_line: pull READER | put CARD [READER] | tear READER COMMANDS before|after (0: never). Cards and readers count from 0.";
  }
  std::string pull(std::size_t reader) {
    readers_[reader]->slot.remove();
    readers_[reader]->tear.commands = 0;
    for (auto& card : cards_)
      if (card->reader == reader) card->reader.reset();
    return visible_.wait(service_.reader_name(reader), false) ? "ok" : late();
  }
  static std::string late() { return "reader_late: the card service has not noticed it in ten seconds"; }
  std::string put(std::size_t card, std::size_t reader) {
    if (cards_[card]->reader) pull(*cards_[card]->reader);
    pull(reader);
    cards_[card]->reader = reader;
    readers_[reader]->slot.insert(*cards_[card]->os, [&tear = readers_[reader]->tear](std::size_t) { return tear.at_command(); });
    return visible_.wait(service_.reader_name(reader), true) ? "ok" : late();
  }

  sim::PrivatePcscd service_;
  std::vector<std::unique_ptr<Card>> cards_;
  Visibility visible_;
  std::vector<std::unique_ptr<Reader>> readers_;  // their threads hold cards
  wire::PcscReaders watch_;                       // last: it tells what it sees
};

Result<std::unique_ptr<Card>> make_card(const std::string& product, std::uint8_t index, const std::string& folder) {
  TRY(row, find_virtual_product(product));
  auto card = std::make_unique<Card>();
  card->product = product;
  TRY(made, row->make(index, card->random));
  card->about = made.about;
  if (folder.empty()) {
    card->os = std::make_unique<sim::CardOs>(sim::card_in_memory(made.state, card->random));
    return card;
  }
  const auto path = fs::path(folder) / fmt::format("{}-{}.card", product, index);
  std::error_code failed;
  auto opened = fs::exists(path, failed) ? sim::open_card_file(path, card->random) : sim::create_card_file(path, made.state, card->random);
  if (!opened.ok()) return opened.error();
  card->os = std::make_unique<sim::CardOs>(std::move(opened).value());
  return card;
}

Result<std::vector<std::unique_ptr<Card>>> make_cards(const CardRunOptions& options) {
  std::vector<std::unique_ptr<Card>> cards;
  for (std::size_t i = 0; i < options.products.size(); ++i) {
    const auto same = std::count(options.products.begin(), options.products.begin() + static_cast<std::ptrdiff_t>(i), options.products[i]);
    TRY(card, make_card(options.products[i], static_cast<std::uint8_t>(same + 1), options.state));
    cards.push_back(std::move(card));
  }
  return cards;
}

/// Lines until a signal; without an input the cards lie there all the same.
void listen(Table& table, int stop) {
  std::string begun;
  pollfd watched[2] = {{stop, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (::poll(watched, 2, -1) > 0 || errno == EINTR) {
    if (watched[0].revents != 0) return;
    if (watched[1].revents == 0) continue;
    std::array<char, 512> bytes{};
    const auto got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got <= 0) watched[1].fd = -1;
    for (ssize_t i = 0; i < got; ++i) {
      if (bytes[static_cast<std::size_t>(i)] != '\n') {
        begun += bytes[static_cast<std::size_t>(i)];
        continue;
      }
      fmt::print("{}\n", table.obey(begun));
      std::fflush(stdout);
      begun.clear();
    }
  }
}

Result<int> run_cards(const CardRunOptions& options) {
  if (options.products.size() > cards_max)
    return error(Fault::request, "too_many_cards", "At most 128 cards lie on the readers of one card service and beside them.");
  for (const auto& product : options.products) MUST(find_virtual_product(product));
  const int stop = EndSignals{}.descriptor();
  if (!options.state.empty()) {
    std::error_code failed;
    fs::create_directories(options.state, failed);
  }
  TRY(cards, make_cards(options));
  TRY(folder, OwnFolder::make(fs::temp_directory_path(), "cards"));
  const fs::path socket = options.socket.empty() ? folder->path() / "pcscd.comm" : fs::path(options.socket);
  TRY(service, sim::PrivatePcscd::start({.socket = socket, .folder = folder->path(), .slots = Table::readers_for(cards.size())}));
  ::setenv("PCSCLITE_CSOCK_NAME", socket.c_str(), 1);
  Table table(std::move(service), std::move(cards));
  fmt::print("SIMULATED CARDS. TEST KEY SET: worthless keys, the same in every copy of this program.\n");
  table.print();
  fmt::print("PCSCLITE_CSOCK_NAME={}\n", socket.string());
  std::fflush(stdout);
  listen(table, stop);
  ::close(stop);
  return 0;
}

std::string names_of_products() {
  std::string names;
  for (const auto& product : virtual_products()) names += (names.empty() ? "" : ", ") + std::string{product.name};
  return names;
}

}  // namespace

Verb card_run_verb() {
  auto options = std::make_shared<CardRunOptions>();
  return {.name = "run",
          .help = "Virtual cards on readers of their own for anybody's PC/SC software, until it is stopped; test keys alone",
          .options = {{"--product", &options->products, names_of_products() + "; once for each card", {.required = true}},
                      {"--state", &options->state, "Folder that keeps what is on the cards; none: they end with the program"},
                      {"--socket", &options->socket, "Where the card service listens, at most 107 characters; none: in a folder of this run"}},
          .example = "kwota card run --product purse_card --product psam --state cards",
          .run = run_with(options, run_cards)};
}

}  // namespace kwota::app
